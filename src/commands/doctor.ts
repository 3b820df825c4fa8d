// `telltale doctor`: gathers what the doctor may look at, whatever is broken, and shows its answer.
import { inspectSettings } from '../config/load-settings.ts';
import { NODE_DISK } from '../query/doctor/disk.ts';
import { type DoctorAnswer, queryDoctor } from '../query/doctor/doctor.ts';
import type { DoctorInput, LedgerProblem } from '../query/doctor/section.ts';
import { metricFacts } from '../query/quality/metric-facts.ts';
import { TelltaleError } from '../shared/errors.ts';
import { formatJson } from '../shared/json.ts';
import { telltalePaths, thisPlace } from '../shared/paths.ts';
import { openZone, type Zone } from '../shared/zone.ts';
import { openToLook } from '../store/readers/doctor-open.ts';
import { discoverTranscripts } from '../transcript/discover.ts';
import { findRoots } from '../transcript/roots.ts';
import { renderDoctor } from '../views/terminal/doctor.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';

export default defineCommand({
  name: 'doctor',
  summary: 'check folders, transcripts, ledger, prices and configuration',
  topic: 'Program',
  description:
    'Looks at everything telltale depends on and says of each finding what to do about it. Exit code 0: nothing to do, 1: findings, 2: a part could not be examined.',
  options: [JSON_OPTION],
  examples: [
    { line: 'telltale doctor', shows: 'which folders are read and why, and what needs attention' },
    { line: 'telltale doctor --json', shows: 'the same for scripts' },
  ],
  run: async (invocation) => {
    const answer = await examineAll(invocation);
    invocation.out(
      invocation.options.json === true
        ? formatJson(answer)
        : renderDoctor(answer, invocation.screen),
    );
    return EXIT_CODES[answer.status];
  },
});

const EXIT_CODES: Readonly<Record<DoctorAnswer['status'], ExitCode>> = {
  clean: 0,
  findings: 1,
  failed: 2,
};

async function examineAll(invocation: Invocation): Promise<DoctorAnswer> {
  const place = thisPlace(invocation.env);
  const paths = telltalePaths(place);
  const config = await inspectSettings({ ...place, metrics: metricFacts() });
  const { roots } = config.loaded.settings;
  const { ledger, zone, close } = await openLedger(invocation, paths.ledgerFile);
  try {
    return queryDoctor({
      place,
      paths,
      cwd: invocation.cwd ?? process.cwd(),
      config,
      ledger,
      now: invocation.now,
      timezone: zone.name,
      nodeVersion: process.version,
      roots: findRoots({ ...place, ...roots }),
      disk: NODE_DISK,
      discover: discoverTranscripts,
    });
  } finally {
    close();
  }
}

interface OpenedLedger {
  readonly ledger: DoctorInput['ledger'];
  readonly zone: Zone;
  readonly close: () => void;
}

/** Up to date if possible; otherwise as it is on disk, with the reason; otherwise not at all. */
async function openLedger(invocation: Invocation, ledgerFile: string): Promise<OpenedLedger> {
  try {
    const { store, zone } = await invocation.openLedger();
    const { db, notices } = store;
    // Whoever called run closes it.
    return { ledger: { db, notices, isFresh: true, problem: null }, zone, close: () => {} };
  } catch (error) {
    const { db, error: unopened } = openToLook(ledgerFile);
    const problem = describe(error, unopened);
    return {
      ledger: { db, notices: [], isFresh: false, problem },
      zone: openZone(),
      close: () => db?.close(),
    };
  }
}

function describe(error: unknown, unopened: string | null): LedgerProblem | null {
  const also = unopened === null ? '' : ` (SQLite says: ${unopened})`;
  if (error instanceof TelltaleError) {
    // Told by the parts on folders and configuration already.
    if (error.code === 'no-roots') return null;
    const what = error.code === 'bad-config' ? 'the configuration has mistakes' : error.message;
    return { code: error.code, what: `${what}${also}`, next: error.next };
  }
  const words = error instanceof Error ? error.message : String(error);
  return {
    code: 'ledger-failed',
    what: `${words}${also}`,
    next: 'Run telltale ingest --debug to see where this comes from',
  };
}
