// The transcript files of the folders that are read: how many, which cannot be read, and when Claude
// Code deletes the oldest. Looks at names, sizes and times; opens no transcript.
import { type Place, pathRules } from '../../shared/paths.ts';
import type { RootReport } from '../../transcript/roots.ts';
import { readCleanupPeriod } from './cleanup-period.ts';
import {
  chmodCommand,
  cutRows,
  type DoctorInput,
  type Finding,
  type Listing,
  plural,
  type SectionDefinition,
} from './section.ts';

const DAY_MS = 86_400_000;
/** Deletion is mentioned when it is at most this far. */
const SOON_DAYS = 7;
const SHOWN_FILES = 20;

export const TRANSCRIPTS_SECTION: SectionDefinition = {
  id: 'transcripts',
  title: 'Transcripts',
  examine: (input) => {
    const surveys = input.roots.filter((root) => root.taken).map((root) => surveyRoot(root, input));
    const unreadable = surveys.flatMap((survey) => survey.unreadable);
    return {
      listings: [listRoots(surveys), ...listUnreadable(unreadable)],
      findings: [
        ...surveys.flatMap((survey) => judgeUnreadable(survey, input.place)),
        ...surveys.flatMap(judgeSurvey),
      ],
    };
  },
};

interface RootSurvey {
  readonly path: string;
  readonly projectsDir: string;
  readonly settingsFile: string;
  readonly files: number;
  readonly sizeBytes: number;
  readonly oldestMs: number | null;
  readonly cleanupDays: number;
  /** The settings file could not be understood, so Claude Code pauses the deletion. */
  readonly isCleanupPaused: boolean;
  /** Whole days until the oldest transcript is deleted; 0: at the next start of Claude Code. */
  readonly daysLeft: number | null;
  readonly deletedSoon: number;
  readonly unreadable: readonly string[];
}

function surveyRoot(root: RootReport, input: DoctorInput): RootSurvey {
  const { disk, place } = input;
  const { join } = pathRules(place.platform);
  const nowMs = input.now();
  const projectsDir = root.projectsDir ?? '';
  const realPath = root.realPath ?? root.path;
  const settingsFile = join(realPath, 'settings.json');
  const cleanup = readCleanupPeriod(disk.readText(settingsFile));
  const { files, unreadable } = input.discover(realPath, projectsDir);
  const closed = files.filter(({ path }) => !disk.canRead(path));
  const endsMs = files.map(({ mtimeMs }) => mtimeMs + cleanup.days * DAY_MS);
  const firstEndMs = endsMs.length === 0 ? null : endsMs.reduce((a, b) => Math.min(a, b));
  return {
    path: root.path,
    projectsDir,
    settingsFile,
    files: files.length,
    sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    oldestMs: firstEndMs === null ? null : firstEndMs - cleanup.days * DAY_MS,
    cleanupDays: cleanup.days,
    isCleanupPaused: cleanup.isBroken,
    daysLeft: firstEndMs === null ? null : daysUntil(firstEndMs, nowMs),
    deletedSoon: endsMs.filter((endMs) => endMs <= nowMs + SOON_DAYS * DAY_MS).length,
    unreadable: [...unreadable, ...closed].map(({ path }) => path).sort(),
  };
}

function daysUntil(atMs: number, nowMs: number): number {
  return Math.max(0, Math.floor((atMs - nowMs) / DAY_MS));
}

function listRoots(surveys: readonly RootSurvey[]): Listing {
  return {
    key: 'folders',
    title: '',
    columns: [
      { key: 'path', header: 'folder', unit: 'path' },
      { key: 'files', header: 'files', unit: 'count' },
      { key: 'sizeBytes', header: 'size', unit: 'bytes', priority: 1 },
      { key: 'oldestMs', header: 'oldest', unit: 'time', priority: 3 },
      { key: 'cleanupDays', header: 'kept', unit: 'days', priority: 2 },
      { key: 'daysLeft', header: 'deleted in', unit: 'days' },
    ],
    rows: surveys.map(({ unreadable, ...survey }) => ({
      ...survey,
      unreadable: unreadable.length,
    })),
    leftOff: 0,
  };
}

function listUnreadable(paths: readonly string[]): Listing[] {
  if (paths.length === 0) return [];
  const { rows, leftOff } = cutRows(paths, SHOWN_FILES);
  return [
    {
      key: 'unreadable',
      title: 'Not readable',
      columns: [{ key: 'path', header: '', unit: 'path' }],
      rows: rows.map((path) => ({ path })),
      leftOff,
    },
  ];
}

function judgeUnreadable({ unreadable, projectsDir }: RootSurvey, place: Place): Finding[] {
  const [first] = unreadable;
  if (first === undefined) return [];
  const count = plural(unreadable.length, 'transcript or folder', 'transcripts or folders');
  const isOne = unreadable.length === 1;
  return [
    {
      code: 'transcript-not-readable',
      severity: 'critical',
      what: `${count} of ${projectsDir} cannot be read, so ${isOne ? 'its' : 'their'} calls are missing`,
      next: `Give your user the right to read ${isOne ? 'it' : 'them'}`,
      command: isOne
        ? chmodCommand(place, 'u+rX', first)
        : chmodCommand(place, '-R u+rX', projectsDir),
    },
  ];
}

function judgeSurvey(survey: RootSurvey): Finding[] {
  if (survey.isCleanupPaused) {
    return [
      {
        code: 'claude-settings-broken',
        severity: 'warn',
        what: `${survey.settingsFile} cannot be read as JSON with a cleanupPeriodDays of at least 1`,
        next: 'Correct it in Claude Code; until then the default of 30 days is assumed here',
        command: null,
      },
    ];
  }
  if (survey.deletedSoon === 0 || survey.daysLeft === null) return [];
  const when =
    survey.daysLeft === 0 ? 'when it starts next' : `in ${plural(survey.daysLeft, 'day')}`;
  return [
    {
      code: 'transcripts-deleted-soon',
      severity: 'note',
      what: `Claude Code deletes ${plural(survey.deletedSoon, 'transcript')} of ${survey.path} within ${SOON_DAYS} days, the first ${when}`,
      next: `The ledger keeps their numbers; to keep the text, raise cleanupPeriodDays (now ${survey.cleanupDays}) in ${survey.settingsFile}`,
      command: null,
    },
  ];
}
