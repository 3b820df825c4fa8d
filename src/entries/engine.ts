// The engine that hooks start beside a running session: brings ledger and verdicts up to date and ends
// when nothing happens any more. Says nothing, whatever happens; `telltale doctor` tells.
import './without-network.ts';
import { rmSync } from 'node:fs';
import { runEngine } from '../actions/engine/run-engine.ts';
import { type OpenedLedger, openLedger } from '../commands/kit/open-ledger.ts';
import { engineFileFor, livePaths } from '../live/live-paths.ts';
import { spoolDirs } from '../live/spool-dirs.ts';
import { telltalePaths, thisPlace } from '../shared/paths.ts';
import { writeByRename } from '../shared/write-by-rename.ts';

const { env } = process;
const { stateDir } = telltalePaths(thisPlace(env));

/** A tenth of a second in each second of work: the rest of a long history is left to commands. */
const EVENTS_BUDGET_MS = 100;

let opened: OpenedLedger | null = null;

runEngine({
  stateDir,
  engineFile: engineFileFor(livePaths(stateDir).engineFile, env.CLAUDE_CONFIG_DIR),
  spoolDirs: spoolDirs(stateDir, env),
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  openLedger: async () => {
    const world = { env, now: Date.now, onProgress: () => {}, onNotice: () => {} };
    opened = await openLedger(world);
    return opened.context;
  },
  takeEvents: async (sessions) => {
    await opened?.takeEvents({ sessions, budgetMs: EVENTS_BUDGET_MS });
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
