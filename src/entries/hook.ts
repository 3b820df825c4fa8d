// What Claude Code starts on every event of a session, and waits for. Ends with 0 whatever happens: a
// fault of ours must neither hold a prompt back nor show on the screen.
import './without-network.ts';
import { writeSync } from 'node:fs';
import { runHook } from '../actions/hooks/run-hook.ts';
import { readStdinJson } from '../live/read-stdin.ts';
import { wakeEngine } from '../live/wake-engine.ts';
import { telltalePaths, thisPlace } from '../shared/paths.ts';

try {
  const { env } = process;
  const raw = readStdinJson();
  const nowMs = Date.now();
  runHook(raw, {
    env,
    nowMs,
    paths: telltalePaths(thisPlace(env)),
    print: (line) => writeSync(1, line),
    wakeEngine: (paths) => wakeEngine(paths, env, nowMs),
  });
} catch {
  // There is nobody to tell: the next `telltale doctor` looks at the same files.
}
process.exit(0);
