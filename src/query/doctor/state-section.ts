// Whether the folder of our own files can be used and is private. Looks at modes, sizes and free space.
import { pathRules } from '../../shared/paths.ts';
import {
  chmodCommand,
  type DoctorInput,
  type Finding,
  type Listing,
  type SectionDefinition,
} from './section.ts';

/** Below this a write may fail soon; the ledger grows by about a tenth of the transcripts. */
const LOW_DISK_BYTES = 200 * 1024 * 1024;

export const STATE_SECTION: SectionDefinition = {
  id: 'state',
  title: 'State folder',
  examine: (input) => {
    const state = surveyState(input);
    return {
      facts: [
        { key: 'path', label: 'folder', unit: 'path', value: input.paths.stateDir },
        { key: 'exists', label: 'exists', unit: 'flag', value: state.exists },
        { key: 'isWritable', label: 'writable', unit: 'flag', value: state.isWritable },
        { key: 'folderMode', label: 'folder mode', unit: 'text', value: state.folderMode },
        { key: 'ledgerMode', label: 'ledger mode', unit: 'text', value: state.ledgerMode },
        { key: 'sizeBytes', label: 'ledger size', unit: 'bytes', value: state.sizeBytes },
        { key: 'freeBytes', label: 'disk free', unit: 'bytes', value: state.freeBytes },
      ],
      listings: listMovedAside(state.movedAside),
      findings: judgeState(input, state),
    };
  },
};

interface StateSurvey {
  readonly exists: boolean;
  readonly isWritable: boolean;
  /** Octal; `null` on Windows, where the bits mean nothing, and when there is none. */
  readonly folderMode: string | null;
  readonly ledgerMode: string | null;
  readonly sizeBytes: number | null;
  readonly freeBytes: number | null;
  readonly movedAside: readonly MovedAside[];
}

interface MovedAside {
  readonly path: string;
  readonly sizeBytes: number | null;
}

function surveyState({ paths, place, disk }: DoctorInput): StateSurvey {
  const { join, dirname } = pathRules(place.platform);
  const folder = disk.stat(paths.stateDir);
  const ledger = disk.stat(paths.ledgerFile);
  const octal = (mode: number | undefined) =>
    place.platform === 'win32' || mode === undefined ? null : `0${mode.toString(8)}`;
  let nearest = paths.stateDir;
  while (disk.stat(nearest) === null && dirname(nearest) !== nearest) nearest = dirname(nearest);
  const besides = (disk.list(paths.stateDir) ?? []).filter(({ name }) => isMovedAside(name));
  const wal = disk.stat(`${paths.ledgerFile}-wal`)?.sizeBytes ?? 0;
  return {
    exists: folder !== null,
    isWritable: (disk.stat(nearest)?.isFolder ?? false) && disk.canWrite(nearest),
    folderMode: octal(folder?.mode),
    ledgerMode: octal(ledger?.mode),
    sizeBytes: ledger === null ? null : ledger.sizeBytes + wal,
    freeBytes: disk.freeBytes(nearest),
    movedAside: besides.map(({ name }) => {
      const path = join(paths.stateDir, name);
      return { path, sizeBytes: disk.stat(path)?.sizeBytes ?? null };
    }),
  };
}

/** A ledger that was set aside, whatever its reason: any `ledger…` file that is not in use. */
function isMovedAside(name: string): boolean {
  return (
    name.startsWith('ledger') &&
    !/^ledger\.db(-wal|-shm|-journal)?$/.test(name) &&
    !/-(wal|shm|journal)$/.test(name)
  );
}

function listMovedAside(moved: readonly MovedAside[]): Listing[] {
  if (moved.length === 0) return [];
  return [
    {
      key: 'movedAside',
      title: 'Ledgers set aside',
      columns: [
        { key: 'path', header: 'file', unit: 'path' },
        { key: 'sizeBytes', header: 'size', unit: 'bytes' },
      ],
      rows: moved.map(({ path, sizeBytes }) => ({ path, sizeBytes })),
      leftOff: 0,
    },
  ];
}

function judgeState({ paths, place }: DoctorInput, state: StateSurvey): Finding[] {
  const findings: Finding[] = [];
  const add = (
    severity: Finding['severity'],
    code: string,
    what: string,
    next: string,
    command: string | null = null,
  ) => findings.push({ code, severity, what, next, command });
  const { stateDir, ledgerFile } = paths;
  if (!state.isWritable) {
    add(
      'critical',
      'state-unwritable',
      `The state folder ${stateDir} cannot be written`,
      'Give your user the right to write it, or set TELLTALE_HOME to a folder that can be written',
      state.exists ? chmodCommand(place, 'u+rwx', stateDir) : null,
    );
  }
  if (state.folderMode !== null && !state.folderMode.endsWith('00')) {
    add(
      'warn',
      'state-open',
      `Other users may look into ${stateDir} (mode ${state.folderMode})`,
      'Close it to them',
      chmodCommand(place, '700', stateDir),
    );
  }
  if (state.ledgerMode !== null && !state.ledgerMode.endsWith('00')) {
    add(
      'warn',
      'ledger-open',
      `Other users may read ${ledgerFile} (mode ${state.ledgerMode})`,
      'Close it to them',
      chmodCommand(place, '600', ledgerFile),
    );
  }
  if (state.freeBytes !== null && state.freeBytes < LOW_DISK_BYTES) {
    add(
      'warn',
      'disk-low',
      `The disk of ${stateDir} is almost full`,
      'Free some space: without it nothing new can be stored',
    );
  }
  if (state.movedAside.length > 0) {
    add(
      'note',
      'ledger-set-aside',
      'An earlier ledger could not be used and was set aside',
      'Delete it once the sums are as you expect; calls of deleted transcripts are in it alone if they are missing now',
    );
  }
  return findings;
}
