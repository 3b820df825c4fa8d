// The shape of one part of the doctor's answer, and what each part may look at. Holds types and small
// builders; examines nothing.
import type { ConfigMistake, LoadedSettings } from '../../config/load-settings.ts';
import type { Place, TelltalePaths } from '../../shared/paths.ts';
import type { Sqlite } from '../../store/sqlite.ts';
import type { Discovery } from '../../transcript/discover.ts';
import type { RootReport } from '../../transcript/roots.ts';
import type { DoctorDisk } from './disk.ts';

export type SectionId =
  | 'config'
  | 'roots'
  | 'other-homes'
  | 'transcripts'
  | 'state'
  | 'ledger'
  | 'parsing'
  | 'prices'
  | 'coverage'
  | 'hooks'
  | 'live'
  | 'program';

/** How a value is to be read, and shown. */
export type Unit =
  | 'text'
  | 'path'
  | 'flag'
  | 'count'
  | 'tokens'
  | 'bytes'
  | 'days'
  | 'ratio'
  | 'time';

/** `null` is "not known"; a time is in epoch milliseconds, a ratio 0 to 1. */
export type Value = string | number | boolean | null;

export interface Fact {
  readonly key: string;
  readonly label: string;
  readonly unit: Unit;
  readonly value: Value;
}

export interface ListingColumn {
  readonly key: string;
  readonly header: string;
  readonly unit: Unit;
  /** 0 is always shown; of the others the highest is left out first on a narrow screen. */
  readonly priority?: number;
}

export interface Listing {
  readonly key: string;
  readonly title: string;
  readonly columns: readonly ListingColumn[];
  readonly rows: readonly Readonly<Record<string, Value>>[];
  /** Rows there are besides the ones given. */
  readonly leftOff: number;
}

export interface Finding {
  /** Stable name for scripts. */
  readonly code: string;
  /** A note is worth knowing and needs no act; the others make `telltale doctor` exit with 1. */
  readonly severity: 'note' | 'warn' | 'critical';
  readonly what: string;
  /** What to do about it. */
  readonly next: string;
  /** The same as a line to paste, where there is one. */
  readonly command: string | null;
}

export interface SectionBody {
  readonly facts?: readonly Fact[];
  readonly listings?: readonly Listing[];
  readonly findings?: readonly Finding[];
}

export interface SectionDefinition {
  readonly id: SectionId;
  readonly title: string;
  /** May throw: the section then becomes one error line and the others stand. */
  readonly examine: (input: DoctorInput) => SectionBody;
}

export interface DoctorInput {
  readonly place: Place;
  readonly paths: TelltalePaths;
  /** The folder whose project settings count. */
  readonly cwd: string;
  readonly now: () => number;
  readonly timezone: string;
  readonly nodeVersion: string;
  readonly config: {
    readonly loaded: LoadedSettings;
    readonly mistakes: readonly ConfigMistake[];
  };
  readonly roots: readonly RootReport[];
  readonly ledger: {
    /** `null` when there is none or it cannot be opened. */
    readonly db: Sqlite | null;
    /** It was brought up to date for this answer. */
    readonly isFresh: boolean;
    /** What happened when it was opened: set aside, rebuilt. */
    readonly notices: readonly string[];
    /** Why it could not be brought up to date or opened. */
    readonly problem: LedgerProblem | null;
  };
  readonly disk: DoctorDisk;
  /** The transcripts below a folder. */
  readonly discover: (root: string, projectsDir: string) => Discovery;
}

export interface LedgerProblem {
  readonly code: string;
  readonly what: string;
  readonly next: string;
}

/** The first rows, and how many were left off. */
export function cutRows<T>(
  rows: readonly T[],
  limit: number,
): { readonly rows: readonly T[]; readonly leftOff: number } {
  return { rows: rows.slice(0, limit), leftOff: Math.max(0, rows.length - limit) };
}

export function plural(count: number, word: string, words = `${word}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? word : words}`;
}

/** `chmod 700 '/my folder'`; `null` on Windows, which has no such command. */
export function chmodCommand(place: Place, mode: string, path: string): string | null {
  if (place.platform === 'win32') return null;
  const isPlain = /^[\w@%+=:,./~-]+$/.test(path);
  return `chmod ${mode} ${isPlain ? path : `'${path.replaceAll("'", `'\\''`)}'`}`;
}
