// What Claude Code starts to draw its status line. Ends with 0 whatever happens: anything else would
// blank the line.
import './without-network.ts';
import { writeSync } from 'node:fs';
import { runStatusline } from '../actions/statusline/run-statusline.ts';
import { readStdin } from '../live/read-stdin.ts';
import { wakeEngine } from '../live/wake-engine.ts';
import { telltalePaths, thisPlace } from '../shared/paths.ts';

try {
  const { env, argv } = process;
  const input = readStdin();
  const nowMs = Date.now();
  const wrapAt = argv.indexOf('--wrap');
  runStatusline(input, {
    env,
    nowMs,
    paths: telltalePaths(thisPlace(env)),
    wrapped: (wrapAt < 0 ? null : argv[wrapAt + 1]) ?? null,
    print: (text) => writeSync(1, text),
    wakeEngine: (paths) => wakeEngine(paths, env, nowMs),
  });
} catch {
  // Nobody reads any more: the next refresh has been started.
}
process.exit(0);
