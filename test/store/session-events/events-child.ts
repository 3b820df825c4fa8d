// A process of its own for event-processes.test.ts, which builds it: both passes over a config folder, with
// a clock that leaps, so that a few lines are a commit of their own.
import { openStore } from '../../../src/store/open-store.ts';
import { ingestEvents } from '../../../src/store/session-events/ingest-events.ts';
import { ingestInto } from '../lab.ts';
import { SMALL_FOLDS, SMALL_MARKERS } from './small-folds.ts';

/** The config folder, and the state folder. */
export type Words = readonly [root: string, stateDir: string];

const [root, stateDir] = process.argv.slice(2) as unknown as Words;
// The lease goes by the same clock: it lasts ten seconds.
let leapMs = 0;
const now = (): number => {
  leapMs += 50;
  return Date.now() + (leapMs % 1_000);
};

const store = openStore({ stateDir, now });
ingestInto(store, root)
  .then(() =>
    ingestEvents({
      store,
      roots: [{ path: root }],
      now,
      folds: SMALL_FOLDS,
      markers: SMALL_MARKERS,
    }),
  )
  .then(
    () => store.close(),
    (cause: unknown) => {
      process.stderr.write(`${String(cause)}\n`);
      process.exitCode = 1;
    },
  );
