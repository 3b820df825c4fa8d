// Whether what hooks and status lines note arrives: what waits in the spool, what is in the ledger, what
// could not be read. Looks at names, sizes and counts.
import { livePaths } from '../../live/live-paths.ts';
import { spoolDirs } from '../../live/spool-dirs.ts';
import { formatAge } from '../../shared/format.ts';
import { pathRules } from '../../shared/paths.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { readLiveCounts, readSpoolCursors } from '../../store/readers/live-counts.ts';
import { type DoctorInput, type Finding, plural, type SectionDefinition } from './section.ts';

/** Every command takes what waits: what has waited so long will not be taken. Own choice. */
const STUCK_AFTER_MS = 3_600_000;

export const LIVE_SECTION: SectionDefinition = {
  id: 'live',
  title: 'Sessions as they run',
  examine: (input) => {
    const { db } = input.ledger;
    if (db === null) return { findings: judgeEngine(input) };
    const { heartbeats, lastHeartbeatMs, hookEvents, imported, faults } = readLiveCounts(db);
    const waiting = findWaiting(input, readSpoolCursors(db));
    const waitingBytes = waiting.reduce((sum, { bytes }) => sum + bytes, 0);
    return {
      facts: [
        { key: 'waitingBytes', label: 'waiting in spool', unit: 'bytes', value: waitingBytes },
        { key: 'lastHeartbeatMs', label: 'last heartbeat', unit: 'time', value: lastHeartbeatMs },
        { key: 'heartbeats', label: 'heartbeats', unit: 'count', value: heartbeats },
        { key: 'imported', label: 'of them imported', unit: 'count', value: imported },
        { key: 'hookEvents', label: 'hook events', unit: 'count', value: hookEvents },
        { key: 'faults', label: 'lines not read', unit: 'count', value: faults },
      ],
      findings: [...judgeEngine(input), ...judgeWaiting(waiting, input), ...judgeFaults(faults)],
    };
  },
};

/** Verdicts, warnings and handoffs stand still without the engine, and it can tell nobody itself. */
function judgeEngine({ paths, disk, now }: DoctorInput): Finding[] {
  const { engineFailureFile } = livePaths(paths.stateDir);
  const failure = disk.readText(engineFailureFile)?.trim();
  const failedMs = disk.stat(engineFailureFile)?.mtimeMs ?? now();
  if (failure === undefined || failure === '') return [];
  return [
    {
      code: 'engine-failed',
      severity: 'warn',
      what: `The engine beside your sessions ended with an error ${formatAge(now() - failedMs)}: ${oneLine(failure)}`,
      next: 'Mend that; the next event of a session starts it again',
      command: null,
    },
  ];
}

interface Waiting {
  readonly path: string;
  readonly bytes: number;
  readonly mtimeMs: number;
}

function findWaiting(
  { paths, place, disk }: DoctorInput,
  cursors: ReadonlyMap<string, number>,
): Waiting[] {
  const { join } = pathRules(place.platform);
  return spoolDirs(paths.stateDir, place.env).flatMap((folder) =>
    (disk.list(folder) ?? []).flatMap(({ name }) => {
      const path = join(folder, name);
      const stat = name.endsWith('.jsonl') ? disk.stat(path) : null;
      const bytes = (stat?.sizeBytes ?? 0) - (cursors.get(path) ?? 0);
      return stat === null || bytes <= 0 ? [] : [{ path, bytes, mtimeMs: stat.mtimeMs }];
    }),
  );
}

function judgeWaiting(waiting: readonly Waiting[], { now, ledger }: DoctorInput): Finding[] {
  if (!ledger.isFresh) return [];
  const stuck = waiting.filter(({ mtimeMs }) => now() - mtimeMs > STUCK_AFTER_MS);
  const [first] = stuck;
  if (first === undefined) return [];
  return [
    {
      code: 'spool-stuck',
      severity: 'warn',
      what: `${plural(stuck.length, 'file')} of the spool cannot be taken, the first is ${first.path}`,
      next: 'Give your user the right to read it',
      command: null,
    },
  ];
}

function judgeFaults(faults: number): Finding[] {
  if (faults === 0) return [];
  return [
    {
      code: 'spool-faults',
      severity: 'note',
      what: `${plural(faults, 'line')} of hooks, status line or ctxprof could not be read`,
      next: 'Nothing: such a line is left by a process that was killed while it wrote',
      command: null,
    },
  ];
}
