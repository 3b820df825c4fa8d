// Which transcripts a path means: a file, a folder with all below it, or a pattern in which any part may
// hold `*`, `?` and `**`. Knows names of files; opens none.
import { readdirSync, statSync } from 'node:fs';
import { join, parse, relative, resolve, sep } from 'node:path';
import { TelltaleError } from '../../shared/errors.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { discoverTranscripts, originOf } from '../../transcript/discover.ts';

export interface FoundTranscripts {
  /** In the order of their paths. */
  readonly paths: readonly string[];
  /** Transcripts of subagents that are left out. */
  readonly subagents: number;
  readonly unreadable: readonly { readonly path: string; readonly code: string }[];
}

/**
 * Subagents are left out where sessions are found: they are parts of these. Named alone, they are taken.
 * @throws TelltaleError `no-transcript` when nothing is there
 */
export function findTranscripts(word: string, cwd: string): FoundTranscripts {
  const path = resolve(cwd, word);
  const kind = kindOf(path);
  if (kind === 'file') return { paths: [path], subagents: 0, unreadable: [] };
  const isPattern = kind === null && /[*?]/.test(word);
  const { paths, unreadable } = isPattern ? matching(path) : below(path, kind);
  const main = paths.filter((one) => !originOf(one).isSubagent);
  const taken = main.length > 0 ? main : paths;
  if (taken.length === 0) throw nothingFound(path, isPattern ? 'pattern' : kind, unreadable);
  const subagents = paths.length - taken.length;
  return { paths: [...new Set(taken)].sort(), subagents, unreadable };
}

type Places = Pick<FoundTranscripts, 'paths' | 'unreadable'>;

function below(path: string, kind: 'file' | 'folder' | null): Places {
  if (kind !== 'folder') return { paths: [], unreadable: [] };
  const { files, unreadable } = discoverTranscripts(path, path);
  return { paths: files.map((file) => file.path), unreadable };
}

/** Walks only where the pattern may lead; a folder that it matches is taken with all below it. */
function matching(path: string): Places {
  const { root } = parse(path);
  const steps = relative(root, path).split(sep);
  const unreadable: { path: string; code: string }[] = [];
  let places: readonly string[] = [root];
  for (const step of steps) places = places.flatMap((place) => follow(place, step, unreadable));
  const found = [...new Set(places)].map((place) => ({ place, kind: kindOf(place) }));
  const folders = found
    .filter(({ kind }) => kind === 'folder')
    .map(({ place }) => below(place, 'folder'));
  const files = found.filter(({ kind, place }) => kind === 'file' && place.endsWith('.jsonl'));
  return {
    paths: [...files.map(({ place }) => place), ...folders.flatMap(({ paths }) => paths)],
    unreadable: [...unreadable, ...folders.flatMap((one) => one.unreadable)],
  };
}

/** Deeper folders are not looked into for `**`. */
const MAX_DEPTH = 16;

function follow(
  place: string,
  step: string,
  unreadable: { path: string; code: string }[],
): string[] {
  if (step === '**') return foldersBelow(place, MAX_DEPTH);
  if (!/[*?]/.test(step)) return [join(place, step)];
  const wanted = stepPattern(step);
  return namesIn(place, unreadable)
    .filter((name) => wanted.test(name) && (step.startsWith('.') || !name.startsWith('.')))
    .map((name) => join(place, name));
}

function foldersBelow(place: string, depth: number): string[] {
  if (kindOf(place) !== 'folder') return [];
  const own = depth === 0 ? [] : namesIn(place, []);
  const below = own.filter((name) => !name.startsWith('.')).map((name) => join(place, name));
  return [place, ...below.flatMap((folder) => foldersBelow(folder, depth - 1))];
}

function namesIn(place: string, unreadable: { path: string; code: string }[]): string[] {
  try {
    return readdirSync(place).sort();
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? 'unknown');
    if (code !== 'ENOENT' && code !== 'ENOTDIR') unreadable.push({ path: place, code });
    return [];
  }
}

function stepPattern(step: string): RegExp {
  const source = step
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '[^]*')
    .replace(/\?/g, '[^]');
  return new RegExp(`^${source}$`, 'u');
}

function kindOf(path: string): 'file' | 'folder' | null {
  try {
    const there = statSync(path);
    if (there.isDirectory()) return 'folder';
    return there.isFile() ? 'file' : null;
  } catch {
    return null;
  }
}

function nothingFound(
  path: string,
  kind: 'file' | 'folder' | 'pattern' | null,
  unreadable: FoundTranscripts['unreadable'],
): TelltaleError {
  const shown = oneLine(path);
  const [blocked] = unreadable;
  const what = {
    file: `${shown} is no transcript`,
    folder: `${shown} holds no transcript`,
    pattern: `no transcript matches ${shown}`,
  };
  return new TelltaleError('no-transcript', {
    what: kind === null ? `${shown} is not there` : what[kind],
    ...(blocked === undefined
      ? {}
      : { why: `${oneLine(blocked.path)} cannot be read (${blocked.code})` }),
    next: 'Name a transcript (.jsonl), a folder with some below it, or a pattern such as "logs/**/*.jsonl"',
  });
}
