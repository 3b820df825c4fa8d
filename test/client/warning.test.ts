// A session that fills its window: the person is warned on the screen, once; the model is told nothing.
// Where they asked for it, a prompt to a critical session is held back, and let through on request.
import { describe, expect, test } from 'vitest';
import { tells } from './rig/request-kind.ts';
import { type Answer, bash, say, tokens, use } from './rig/script.ts';
import { openStage, type Stage } from './rig/stage.ts';
import { hasTmux } from './rig/terminal.ts';

/** The pinned client's default model has a window of a million tokens. */
const FULL = 860_000;
const NEARLY_OVERFLOWING = 965_000;
/** More than health.min_turns_for_alert. */
const CALLS = 14;

const WARNING = /says:\s+telltale: /g;

/** The client must neither compact nor refuse by itself. */
const NO_COMPACTION = { env: { DISABLE_AUTO_COMPACT: '1' } };

function work(calls: number, cacheRead: number, command = 'true'): Answer[] {
  return Array.from({ length: calls }, (_, at) =>
    use([bash(`${command} # ${at}`)], tokens(20 + at, { cacheRead })),
  );
}

describe.skipIf(!hasTmux)('a warning (tmux)', () => {
  test('reaches the screen once, and never the model', async () => {
    const full = (output: number) => tokens(output, { cacheRead: FULL });
    const stage = await openStage(
      {
        main: [
          ...work(CALLS, FULL),
          say('Step one is over.', full(5)),
          say('Step two is over.', full(6)),
          say('Step three is over.', full(7)),
          say('A fresh start is made.', tokens(8)),
        ],
      },
      NO_COMPACTION,
    );
    const terminal = await stage.open();
    await terminal.ask('Begin.', /Step one is over/);
    await stage.waitForVerdict(sessionOf(stage), ({ alertText }) => alertText !== null);
    await terminal.ask('Go on.', /Step two is over/);
    await terminal.ask('And on.', /Step three is over/);
    expect(terminal.history().match(WARNING)).toHaveLength(1);
    for (const { body } of stage.api.exchanges) {
      expect(tells(body, 'telltale')).toBe(false);
    }
    await terminal.leave();

    const beside = await stage.open();
    await beside.ask('Something else.', /A fresh start is made/);
    expect(beside.history()).not.toMatch(WARNING);
  });

  test('comes in the middle of long autonomous work', async () => {
    const stage = await openStage(
      {
        main: [
          ...work(CALLS, FULL),
          ...work(8, FULL, 'sleep 0.7'),
          say('All steps are over.', tokens(9, { cacheRead: FULL })),
        ],
      },
      NO_COMPACTION,
    );
    const terminal = await stage.open();
    await terminal.submit('Work by yourself.');
    const screen = await terminal.waitFor(/PostToolUse\S* says:\s+telltale: /);
    expect(screen).not.toContain('All steps are over');
    await terminal.waitFor(/All steps are over/);
    expect(terminal.history().match(WARNING)).toHaveLength(1);
  });
});

describe.skipIf(!hasTmux)('a block (tmux)', () => {
  const critical = (output: number) => tokens(output, { cacheRead: NEARLY_OVERFLOWING });
  const main = [
    ...work(CALLS, NEARLY_OVERFLOWING),
    say('The work is over.', critical(5)),
    say('An answer has come.', critical(6)),
  ];

  test('that was opted into holds a prompt back; telltale bypass lets one through', async () => {
    const stage = await openStage(
      { main },
      { ...NO_COMPACTION, config: '[hooks]\nblock = true\n' },
    );
    const terminal = await stage.open();
    await terminal.ask('Begin.', /The work is over/);
    await stage.waitForVerdict(sessionOf(stage), ({ mayBlock }) => mayBlock);
    const before = mainRequests(stage).length;

    await terminal.submit('Eat the first pomegranate.');
    await terminal.waitFor(/telltale held this prompt back/);
    await terminal.idle();
    expect(mainRequests(stage)).toHaveLength(before);

    await terminal.ask('telltale bypass Eat the second pomegranate.', /An answer has come/);
    expect(mainRequests(stage)).toHaveLength(before + 1);
    const { body } = mainRequests(stage).at(-1) ?? {};
    expect(tells(body, 'Eat the second pomegranate.')).toBe(true);
    expect(tells(body, 'Eat the first pomegranate.')).toBe(false);
  });

  test('holds nothing back where nobody asked for it', async () => {
    const stage = await openStage({ main }, NO_COMPACTION);
    const terminal = await stage.open();
    await terminal.ask('Begin.', /The work is over/);
    await stage.waitForVerdict(sessionOf(stage), ({ mayBlock }) => mayBlock);
    await terminal.ask('Eat the pomegranate.', /An answer has come/);
  });
});

test('a held back prompt ends a print run without a request', async () => {
  const stage = await openStage(
    {
      main: [
        ...work(CALLS, NEARLY_OVERFLOWING),
        say('The work is over.', tokens(5, { cacheRead: NEARLY_OVERFLOWING })),
      ],
    },
    { ...NO_COMPACTION, config: '[hooks]\nblock = true\n' },
  );
  const { sessionId } = await stage.print('Begin.');
  await stage.waitForVerdict(sessionId, ({ mayBlock }) => mayBlock);
  const before = stage.api.exchanges.length;
  await stage.print('Eat the pomegranate.', { resume: sessionId });
  expect(stage.api.exchanges).toHaveLength(before);
});

function mainRequests({ api }: Stage) {
  return api.exchanges.filter(({ kind }) => kind === 'main');
}

function sessionOf(stage: Stage): string {
  return mainRequests(stage).at(-1)?.sessionId ?? '';
}
