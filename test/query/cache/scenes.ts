// Sessions whose collapses are known because they were written so: for each cause the ways it comes, with
// the label each call of the main chain must get. A label stands before `|`; `-` is a call without one.

export interface Scene {
  readonly name: string;
  /** Causes of the calls in order; `-` for a call that is no event. */
  readonly labels: readonly string[];
  readonly table: string;
}

const OPUS = 'claude-opus-4-8';
const HEAD = 'session s1 version 2.1.212';

/** One warm session up to 09:10: 22,000 tokens of prefix, 60,000 in the cache. */
const WARM = `${HEAD}
09:00:00 user Begin
09:00:05 call ${OPUS} 4 0 22000 0 90
09:01:00 call ${OPUS} 4 0 38000 22000 90`;
/** The same with 5-minute writes. */
const WARM_5M = `${HEAD}
09:00:00 user Begin
09:00:05 call ${OPUS} 4 22000 0 0 90
09:01:00 call ${OPUS} 4 38000 0 22000 90`;

const scene = (name: string, labels: string, table: string): Scene => ({
  name,
  labels: labels.split(' '),
  table,
});

export const SCENES: readonly Scene[] = [
  // warm-up
  scene('a plain start', 'warm-up -', WARM),
  scene(
    'a start that reads what other sessions left',
    'warm-up -',
    `${HEAD}\n09:00:00 call ${OPUS} 4 0 5000 17000 90\n09:00:30 call ${OPUS} 4 0 900 22000 90`,
  ),
  scene('a single call', 'warm-up', `${HEAD}\n09:00:00 call ${OPUS} 4 0 22000 0 90`),
  scene(
    'a start by a hook of startup',
    'warm-up -',
    `${HEAD}\n08:59:00 hook SessionStart:startup x\n09:00:00 call ${OPUS} 4 0 22000 0 90\n09:00:30 call ${OPUS} 4 0 900 22000 90`,
  ),
  scene(
    'nothing is ever cached',
    '- -',
    `${HEAD}\n09:00:00 call ${OPUS} 22000 0 0 0 90\n09:00:30 call ${OPUS} 23000 0 0 0 90`,
  ),
  scene(
    'the first call that caches anything',
    '- warm-up -',
    `${HEAD}\n09:00:00 call ${OPUS} 900 0 0 0 90\n09:00:30 call ${OPUS} 4 0 22000 0 90\n09:01:00 call ${OPUS} 4 0 900 22000 90`,
  ),
  // clear
  scene(
    'the command in the new file',
    'clear -',
    `${HEAD}\n09:00:00 command /clear\n09:00:05 call ${OPUS} 4 0 9000 17000 90\n09:00:30 call ${OPUS} 4 0 900 26000 90`,
  ),
  scene(
    'a hook that was told so',
    'clear',
    `${HEAD}\n09:00:00 hook SessionStart:clear x\n09:00:05 call ${OPUS} 4 0 9000 17000 90`,
  ),
  scene(
    'with tools listed before it',
    'clear',
    `${HEAD}\n09:00:00 command /clear\n09:00:01 tools tools added=Lint\n09:00:05 call ${OPUS} 4 0 9000 17000 90`,
  ),
  scene(
    'and a prompt after it',
    'clear',
    `${HEAD}\n09:00:00 command /clear\n09:01:00 user Begin\n09:01:05 call ${OPUS} 4 9000 0 0 90`,
  ),
  scene(
    'in another order of records',
    'clear',
    `${HEAD}\n09:00:00 tools agents added=Explore\n09:00:01 command /clear\n09:01:05 call ${OPUS} 4 9000 0 12000 90`,
  ),
  // compaction
  scene(
    'by itself',
    'warm-up - compaction -',
    `${WARM}\n09:02:00 compact auto 60000\n09:02:10 call ${OPUS} 4 0 12000 22000 90\n09:03:00 call ${OPUS} 4 0 900 34000 90`,
  ),
  scene(
    'on demand',
    'warm-up - compaction',
    `${WARM}\n09:02:00 compact manual 60000\n09:02:10 call ${OPUS} 4 0 12000 22000 90`,
  ),
  scene(
    'after a long silence, with another model',
    'warm-up - compaction',
    `${WARM}\n11:30:00 compact manual 60000\n11:30:10 call claude-haiku-4-5 4 0 34000 0 90`,
  ),
  scene(
    'which is told to hooks too',
    'warm-up - compaction',
    `${WARM}\n09:02:00 compact auto 60000\n09:02:01 hook SessionStart:compact x\n09:02:10 call ${OPUS} 4 0 12000 22000 90`,
  ),
  scene(
    'twice',
    'warm-up - compaction compaction',
    `${WARM}\n09:02:00 compact auto 60000\n09:02:10 call ${OPUS} 4 0 12000 22000 90\n09:04:00 compact manual 34000\n09:04:10 call ${OPUS} 4 0 9000 22000 90`,
  ),
  // idle
  scene('past five minutes', 'warm-up - idle', `${WARM_5M}\n09:07:00 call ${OPUS} 4 60500 0 0 90`),
  scene(
    'past an hour, with the prefix left by others',
    'warm-up - idle',
    `${WARM}\n10:05:00 call ${OPUS} 4 0 38500 22000 90`,
  ),
  scene(
    'overnight, and then another version',
    'warm-up - idle',
    `${WARM}\nversion 2.1.215\n23:05:00 call ${OPUS} 4 0 60500 0 90`,
  ),
  scene(
    'after a resume',
    'warm-up - idle',
    `${WARM}\n11:00:00 hook SessionStart:resume x\n11:00:05 call ${OPUS} 4 0 60500 0 90`,
  ),
  scene(
    'twice in a row',
    'warm-up - idle idle',
    `${WARM_5M}\n09:07:00 call ${OPUS} 4 60500 0 0 90\n09:20:00 call ${OPUS} 4 61000 0 0 90`,
  ),
  scene(
    'ten minutes within an hour: a hit',
    'warm-up - -',
    `${WARM}\n09:11:00 call ${OPUS} 4 0 500 60000 90`,
  ),
  scene(
    'the lifetime in use is the newest one',
    'warm-up - - idle',
    `${WARM}\n09:02:00 call ${OPUS} 4 500 0 60000 90\n09:09:00 call ${OPUS} 4 61000 0 0 90`,
  ),
  scene(
    'a lifetime that nobody told, of the time of five minutes only',
    'warm-up - idle',
    `${HEAD}\n09:00:05 call ${OPUS} 4 22000 0 0 90 split=none\n09:01:00 call ${OPUS} 4 38000 0 22000 90 split=none\n09:07:00 call ${OPUS} 4 60500 0 0 90 split=none`,
  ),
  scene(
    'which a call that cached nothing does not renew',
    'warm-up - - idle',
    `${WARM_5M}\n09:04:00 call ${OPUS} 900 0 0 0 9\n09:07:00 call ${OPUS} 4 60500 0 0 90`,
  ),
  // model-switch
  scene(
    'to a smaller model',
    'warm-up - model-switch',
    `${WARM}\n09:02:00 call claude-haiku-4-5 4 0 60500 0 90`,
  ),
  scene(
    'and back',
    'warm-up - model-switch model-switch',
    `${WARM}\n09:02:00 call claude-haiku-4-5 4 0 60500 0 90\n09:02:30 call ${OPUS} 4 0 39000 22000 90`,
  ),
  scene(
    'with its own lower effort',
    'warm-up - model-switch',
    `${WARM}\n09:02:00 call claude-sonnet-5 4 0 60500 0 90 effort=low`,
  ),
  scene(
    'by the command',
    'warm-up - model-switch',
    `${WARM}\n09:01:30 command /model\n09:02:00 call claude-sonnet-5 4 0 60500 0 90`,
  ),
  scene(
    'with a new version, after a notification',
    'warm-up - model-switch',
    `${WARM}\nversion 2.1.213\n09:01:30 notification completed The build ended\n09:01:34 call claude-sonnet-5 4 0 60500 0 90`,
  ),
  scene(
    'that comes back after a call in between',
    'warm-up - model-switch - model-switch',
    `${WARM}\n09:02:00 call claude-haiku-4-5 4 0 60500 0 90\n09:02:10 call claude-haiku-4-5 4 0 500 60500 90\n09:02:30 call ${OPUS} 4 0 39000 22000 90`,
  ),
  scene(
    'the spelling of the model alone is none',
    'warm-up - -',
    `${WARM}\n09:02:00 call ${OPUS}[1m] 4 0 500 60000 90`,
  ),
  scene(
    'a loss with another spelling has no known cause',
    'warm-up - unexplained',
    `${WARM}\n09:02:00 call ${OPUS}[1m] 4 0 38500 22000 90`,
  ),
  // effort-switch
  scene(
    'lower',
    'warm-up - effort-switch',
    `${WARM}\n09:02:00 call ${OPUS} 4 0 38500 22000 90 effort=low`,
  ),
  scene(
    'by the command, higher',
    'warm-up - effort-switch',
    `${WARM}\n09:01:30 command /effort max\n09:02:00 call ${OPUS} 4 0 38500 22000 90 effort=max`,
  ),
  scene(
    'and a new version',
    'warm-up - effort-switch',
    `${WARM}\nversion 2.1.213\n09:02:00 call ${OPUS} 4 0 38500 22000 90 effort=low`,
  ),
  scene(
    'that loses nothing is no event',
    'warm-up - -',
    `${WARM}\n09:02:00 call ${OPUS} 4 0 500 60000 90 effort=low`,
  ),
  scene(
    'a level that is not told is no switch',
    'warm-up - unexplained',
    `${WARM}\n09:02:00 call ${OPUS} 4 0 38500 22000 90 effort=none`,
  ),
  scene(
    'to a level with a name of its own',
    'warm-up - effort-switch',
    `${WARM}\n09:02:00 call ${OPUS} 4 0 38500 22000 90 effort=turbo`,
  ),
  scene(
    'with other tools',
    'warm-up - effort-switch',
    `${WARM}\n09:01:30 tools tools added=Lint\n09:02:00 call ${OPUS} 4 0 60500 0 90 effort=medium`,
  ),
  scene(
    'by the command, before calls told a level',
    'warm-up - effort-switch',
    `${WARM.replaceAll(' 90', ' 90 effort=none')}\n09:01:30 command /effort low\n09:02:00 call ${OPUS} 4 0 38500 22000 90 effort=none`,
  ),
  scene(
    'the command alone is none where both calls tell the same level',
    'warm-up - unexplained',
    `${WARM}\n09:01:30 command /effort high\n09:02:00 call ${OPUS} 4 0 38500 22000 90`,
  ),
  // fast-switch
  scene('on', 'warm-up - fast-switch', `${WARM}\n09:02:00 call ${OPUS} 4 0 60500 0 90 speed=fast`),
  scene(
    'on and off',
    'warm-up - fast-switch fast-switch',
    `${WARM}\n09:02:00 call ${OPUS} 4 0 60500 0 90 speed=fast\n09:03:00 call ${OPUS} 4 0 39000 22000 90`,
  ),
  scene(
    'by the command',
    'warm-up - fast-switch',
    `${WARM}\n09:01:30 command /fast\n09:02:00 call ${OPUS} 4 0 38500 22000 90 speed=fast`,
  ),
  scene(
    'with new tools',
    'warm-up - fast-switch',
    `${WARM}\n09:01:30 tools tools added=Lint\n09:02:00 call ${OPUS} 4 0 38500 22000 90 speed=fast`,
  ),
  scene(
    'that stays on is no event',
    'warm-up - fast-switch -',
    `${WARM}\n09:02:00 call ${OPUS} 4 0 60500 0 90 speed=fast\n09:03:00 call ${OPUS} 4 0 500 60500 90 speed=fast`,
  ),
  // upgrade
  scene(
    'between two calls',
    'warm-up - upgrade',
    `${WARM}\nversion 2.1.213\n09:02:00 call ${OPUS} 4 0 60500 0 90`,
  ),
  scene(
    'with a resume',
    'warm-up - upgrade',
    `${WARM}\nversion 2.1.213\n09:01:30 hook SessionStart:resume x\n09:02:00 call ${OPUS} 4 0 60500 0 90`,
  ),
  scene(
    'with other tools',
    'warm-up - upgrade',
    `${WARM}\nversion 2.1.213\n09:01:30 tools tools removed=Lint\n09:02:00 call ${OPUS} 4 0 38500 22000 90`,
  ),
  scene(
    'back to an older one',
    'warm-up - upgrade',
    `${WARM}\nversion 2.1.200\n09:02:00 call ${OPUS} 4 0 60500 0 90 effort=none`,
  ),
  scene(
    'that loses nothing is no event',
    'warm-up - -',
    `${WARM}\nversion 2.1.213\n09:02:00 call ${OPUS} 4 0 500 60000 90`,
  ),
  scene(
    'and a prompt before the call',
    'warm-up - upgrade',
    `${WARM}\nversion 2.2.0\n09:01:50 user More\n09:02:00 call ${OPUS} 4 0 38500 22000 90`,
  ),
  // tools-change
  scene(
    'an MCP server that came',
    'warm-up - tools-change',
    `${WARM}\n09:01:30 tools mcp-instructions added=ci\n09:02:00 call ${OPUS} 4 0 60500 0 90`,
  ),
  scene(
    'tools that went',
    'warm-up - tools-change',
    `${WARM}\n09:01:30 tools tools removed=mcp__ci__run\n09:02:00 call ${OPUS} 4 0 60500 0 90`,
  ),
  scene(
    'another type of subagent',
    'warm-up - tools-change',
    `${WARM}\n09:01:30 tools agents added=reviewer\n09:02:00 call ${OPUS} 4 0 38500 22000 90`,
  ),
  scene(
    'with a resume',
    'warm-up - tools-change',
    `${WARM}\n09:01:20 hook SessionStart:resume x\n09:01:30 tools tools added=Lint\n09:02:00 call ${OPUS} 4 0 60500 0 90`,
  ),
  scene(
    'that loses nothing is no event',
    'warm-up - -',
    `${WARM}\n09:01:30 tools tools added=Lint\n09:02:00 call ${OPUS} 4 0 500 60000 90`,
  ),
  scene(
    'and a prompt before the call',
    'warm-up - tools-change',
    `${WARM}\n09:01:30 tools tools added=A,B removed=C\n09:01:50 user More\n09:02:00 call ${OPUS} 4 0 38500 22000 90`,
  ),
  // resume
  scene(
    'within the lifetime',
    'warm-up - resume',
    `${WARM}\n09:01:30 hook SessionStart:resume x\n09:02:00 call ${OPUS} 4 0 60500 0 90`,
  ),
  scene(
    'with a prompt',
    'warm-up - resume',
    `${WARM}\n09:01:30 hook SessionStart:resume x\n09:01:50 user Go on\n09:02:00 call ${OPUS} 4 0 38500 22000 90`,
  ),
  scene(
    'twice before the call',
    'warm-up - resume',
    `${WARM}\n09:01:20 hook SessionStart:resume x\n09:01:30 hook SessionStart:resume x\n09:02:00 call ${OPUS} 4 0 60500 0 90`,
  ),
  scene(
    'in five minutes of five',
    'warm-up - resume',
    `${WARM_5M}\n09:05:30 hook SessionStart:resume x\n09:05:50 call ${OPUS} 4 60500 0 0 90`,
  ),
  scene(
    'that loses nothing is no event',
    'warm-up - -',
    `${WARM}\n09:01:30 hook SessionStart:resume x\n09:02:00 call ${OPUS} 4 0 500 60000 90`,
  ),
  scene(
    'and a prompt before the call',
    'warm-up - resume',
    `${WARM}\n09:01:30 hook SessionStart:resume x\n09:02:00 call ${OPUS} 60500 0 0 0 90`,
  ),
  // unexplained
  scene(
    'seconds later',
    'warm-up - unexplained',
    `${WARM}\n09:01:04 call ${OPUS} 4 0 38500 22000 90`,
  ),
  scene(
    "after a background task's notification",
    'warm-up - unexplained',
    `${WARM}\n09:01:30 notification completed The build ended\n09:01:34 call ${OPUS} 4 0 38500 22000 90`,
  ),
  scene(
    'after a prompt',
    'warm-up - unexplained',
    `${WARM}\n09:01:30 user More\n09:01:34 call ${OPUS} 4 0 60500 0 90`,
  ),
  scene(
    'after a command that changes nothing',
    'warm-up - unexplained',
    `${WARM}\n09:01:30 command /context\n09:01:34 call ${OPUS} 4 0 60500 0 90`,
  ),
  scene(
    'sent uncached',
    'warm-up - unexplained',
    `${WARM}\n09:01:30 user More\n09:01:34 call ${OPUS} 60500 0 0 0 90`,
  ),
  scene(
    'after a small call that cached nothing',
    'warm-up - - unexplained',
    `${WARM}\n09:01:20 call ${OPUS} 900 0 0 0 9\n09:01:34 call ${OPUS} 4 0 38500 22000 90`,
  ),
  scene(
    'a small call that cached nothing leaves the cache as it was',
    'warm-up - - -',
    `${WARM}\n09:01:20 call ${OPUS} 900 0 0 0 9\n09:01:34 call ${OPUS} 4 0 500 60000 90`,
  ),
  scene(
    'a rewound conversation that reads what is left is no event',
    'warm-up - -',
    `${WARM}\n09:01:34 call ${OPUS} 4 0 1500 22000 90`,
  ),
  scene(
    'a little lost at the end is no event',
    'warm-up - -',
    `${WARM}\n09:01:34 call ${OPUS} 4 0 4500 56000 90`,
  ),
];

/** Sessions that begin as a copy of the warm one; the label is of the copy's own first call. */
export const FORKS: readonly Scene[] = [
  scene(
    'past its lifetime',
    'fork',
    `${WARM}\nfork s2 from s1\n10:30:00 user Else\n10:30:05 call ${OPUS} 4 0 38500 22000 90`,
  ),
  scene(
    'within its lifetime, and yet',
    'fork',
    `${WARM}\nfork s2 from s1\n09:02:05 call ${OPUS} 4 0 60500 0 90`,
  ),
  scene(
    'and goes on warm',
    'fork -',
    `${WARM}\nfork s2 from s1\n10:30:05 call ${OPUS} 4 0 38500 22000 90\n10:31:00 call ${OPUS} 4 0 500 60500 90`,
  ),
  scene(
    'with another model',
    'fork',
    `${WARM}\nfork s2 from s1\n09:02:05 call claude-sonnet-5 4 0 60500 0 90`,
  ),
  scene(
    'with a hook of resume',
    'fork',
    `${WARM}\nfork s2 from s1\n10:30:00 hook SessionStart:resume x\n10:30:05 call ${OPUS} 4 0 38500 22000 90`,
  ),
  scene('warm: no event', '-', `${WARM}\nfork s2 from s1\n09:02:05 call ${OPUS} 4 0 500 60000 90`),
];
