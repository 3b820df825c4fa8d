// The engine that hooks start beside a running session: brings ledger and verdicts up to date and ends
// when nothing happens any more. Says nothing, whatever happens; `telltale doctor` tells.
import { rmSync } from 'node:fs';
import { runEngine } from '../actions/engine/run-engine.ts';
import { openLedger } from '../commands/kit/open-ledger.ts';
import { engineFileFor, livePaths } from '../live/live-paths.ts';
import { spoolDirs } from '../live/spool-dirs.ts';
import { telltalePaths, thisPlace } from '../shared/paths.ts';
import { writeByRename } from '../shared/write-by-rename.ts';

const { env } = process;
const { stateDir } = telltalePaths(thisPlace(env));

runEngine({
  stateDir,
  engineFile: engineFileFor(livePaths(stateDir).engineFile, env.CLAUDE_CONFIG_DIR),
  spoolDirs: spoolDirs(stateDir, env),
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  openLedger: async () => {
    const world = { env, now: Date.now, onProgress: () => {}, onNotice: () => {} };
    return (await openLedger(world)).context;
  },
  onRound: () => noteFailure(null),
}).then(
  () => process.exit(0),
  (cause: unknown) => {
    noteFailure(cause);
    process.exit(0);
  },
);

/** A person learns of it by `telltale doctor`; here nobody is listening. Null: it has been mended. */
function noteFailure(cause: unknown): void {
  const file = livePaths(stateDir).engineFailureFile;
  try {
    if (cause === null) rmSync(file, { force: true });
    else writeByRename(file, `${cause instanceof Error ? cause.message : String(cause)}\n`);
  } catch {
    // Where that cannot be written, every command says why.
  }
}
