// Which projects and models a word means. Knows how people and ccusage name them; knows no sums.

import { lookupModel, type PriceBook } from '../../pricing/book.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { editDistance } from '../../shared/nearest.ts';
import { readModelNames, readProjects } from '../../store/readers/usage-names.ts';
import type { Sqlite } from '../../store/sqlite.ts';
import { compareText } from './figures.ts';

export interface Matched {
  readonly ids: readonly number[];
  /** What they are called, for the answer. */
  readonly names: readonly string[];
}

/** Projects by a word, as findProjects knows them. Throws `usage` when nothing matches. */
export function matchProjects(db: Sqlite, word: string): Matched {
  const projects = readProjects(db);
  const found = findProjects(projects, word);
  if (found.length > 0) {
    return { ids: found.map(({ id }) => id), names: found.map(({ path }) => path) };
  }
  throw nothingMatches(
    { word, kind: 'project', list: 'telltale usage project' },
    projects.map(({ path }) => ({ name: path, short: lastPartOf(path) })),
  );
}

/**
 * By whole path, else by folder name (`-home-me-web`), else by last part of the path, else by any
 * part of it; letter case is free. The one meaning of --project, in every command.
 */
export function findProjects<Project extends { readonly path: string }>(
  projects: readonly Project[],
  word: string,
): Project[] {
  const wanted = word.toLowerCase().replace(/(?<=.)[\\/]+$/, '');
  const tests: ((path: string) => boolean)[] = [
    (path) => path.toLowerCase() === wanted,
    (path) => projectFolderOf(path).toLowerCase() === wanted,
    (path) => lastPartOf(path).toLowerCase() === wanted,
    (path) => path.toLowerCase().includes(wanted),
  ];
  for (const test of tests) {
    const found = projects.filter((project) => test(project.path));
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * Models by id, else by any part of one; as the transcripts write them, as the price book does or, with
 * a dot in the version (`opus-4.8`), as our tables show them.
 */
export function matchModels(db: Sqlite, book: PriceBook, word: string): Matched {
  const models = readModelNames(db).map(({ id, text }) => ({
    id,
    text,
    spellings: [text.toLowerCase(), lookupModel(book, text).canonicalId],
  }));
  const wanted = word.trim().toLowerCase();
  const canonical = lookupModel(book, word).canonicalId;
  const exact = models.filter(
    ({ spellings }) => spellings.includes(wanted) || spellings.includes(canonical),
  );
  const parts = [wanted, wanted.replace(/(\d)\.(?=\d)/g, '$1-')];
  const found =
    exact.length > 0
      ? exact
      : models.filter(({ spellings }) =>
          spellings.some((spelling) => parts.some((part) => spelling.includes(part))),
        );
  if (found.length > 0) {
    return { ids: found.map(({ id }) => id), names: found.map(({ text }) => text) };
  }
  throw nothingMatches(
    { word, kind: 'model', list: 'telltale usage model' },
    models.map(({ text }) => ({ name: text, short: text })),
  );
}

/** How Claude Code, and with it ccusage, names a project: every other character is a dash. */
export function projectFolderOf(path: string): string {
  return path.replace(/[^A-Za-z0-9]/g, '-');
}

/** `web` of `/home/me/web` and of `C:\work\web`. */
export function lastPartOf(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}

function nothingMatches(
  asked: { readonly word: string; readonly kind: 'project' | 'model'; readonly list: string },
  known: readonly { readonly name: string; readonly short: string }[],
): TelltaleError {
  const word = asked.word.toLowerCase();
  const near = known
    .map(({ name, short }) => ({ name, distance: editDistance(word, short.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || compareText(a.name, b.name))
    .slice(0, 3)
    .map(({ name }) => name);
  return new TelltaleError('usage', {
    what: `no ${asked.kind} matches "${asked.word}"`,
    ...(near.length > 0 ? { why: `nearest: ${near.join(', ')}` } : {}),
    next: near.length > 0 ? `see all with: ${asked.list}` : 'the ledger has no calls yet',
  });
}
