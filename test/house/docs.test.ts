// The documents keep up with the program: links lead somewhere, everything has its heading, and
// nothing in the repository tells of the machine or the place where it was written.
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/commands/registry.gen.ts';
import { SETTING_DEFINITIONS } from '../../src/config/setting-table.ts';
import { ERROR_CATALOGUE } from '../../src/shared/errors.ts';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import { listFiles, ROOT, readRepositoryFile } from './repository.ts';

const FILES = listFiles();
const ROOMS = [...new Set(FILES.flatMap((file) => /^src\/([^/]+)\//.exec(file)?.[1] ?? []))];
const PACKAGE = JSON.parse(readRepositoryFile('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};
const DOCUMENTS = FILES.filter((file) => file.endsWith('.md'));

describe('links', () => {
  test.each(DOCUMENTS)('%s leads only to what exists', (document) => {
    const broken = relativeLinks(readRepositoryFile(document)).filter(
      (link) => !leadsSomewhere(document, link),
    );
    expect(broken).toEqual([]);
  });

  test('a broken link and a broken anchor are found', () => {
    expect(leadsSomewhere('README.md', 'docs/nothing.md')).toBe(false);
    expect(leadsSomewhere('README.md', 'docs/reference/commands.md#nothing')).toBe(false);
    expect(leadsSomewhere('README.md', 'docs/reference/commands.md#exit-codes')).toBe(true);
  });
});

describe('headings', () => {
  test.each(COMMANDS.map(({ name }) => `telltale ${name}`.trim()))('%s', (title) => {
    expect(headings('docs/reference/commands.md')).toContain(title);
    expect(readRepositoryFile('README.md')).toContain(`\`${title}`);
  });

  test.each(Object.keys(SETTING_DEFINITIONS))('setting %s', (key) => {
    expect(headings('docs/reference/settings.md')).toContain(`\`${key}\``);
  });

  test.each(Object.keys(ERROR_CATALOGUE))('error %s', (code) => {
    expect(readRepositoryFile('docs/reference/errors.md')).toContain(`| \`${code}\` |`);
  });
});

test('documents name only commands that exist', () => {
  const known = new Set(COMMANDS.map(({ name }) => name));
  const unknown = DOCUMENTS.flatMap((document) =>
    [...readRepositoryFile(document).matchAll(/`(?:npx )?telltale ([a-z][a-z-]*)/g)]
      .map((match) => match[1] ?? '')
      .filter((name) => !known.has(name))
      .map((name) => `${document}: telltale ${name}`),
  );
  expect(unknown).toEqual([]);
});

test('documents name only npm scripts that exist', () => {
  const unknown = DOCUMENTS.flatMap((document) =>
    [...readRepositoryFile(document).matchAll(/npm run ([a-z:-]+)/g)]
      .map((match) => match[1] ?? '')
      .filter((name) => PACKAGE.scripts[name] === undefined)
      .map((name) => `${document}: npm run ${name}`),
  );
  expect(unknown).toEqual([]);
});

test('every package has its reason', () => {
  const reasons = readRepositoryFile('docs/decisions/README.md');
  const packages = Object.keys({ ...PACKAGE.dependencies, ...PACKAGE.devDependencies });
  expect(packages.filter((name) => !reasons.includes(`\`${name}\``))).toEqual([]);
});

test('the lock file names no host that packages come from', () => {
  expect(readRepositoryFile('package-lock.json')).not.toContain('"resolved"');
});

test('the picture of the ledger has every table', () => {
  const tables = MIGRATIONS.flatMap(({ sql }) => [...sql.matchAll(/^CREATE TABLE (\w+)/gm)]);
  const architecture = readRepositoryFile('docs/architecture.md');
  expect(tables.length).toBeGreaterThan(10);
  for (const [, name = ''] of tables) expect(architecture).toContain(`| \`${name}\` |`);
});

test('the picture of the rooms has every room', () => {
  const architecture = readRepositoryFile('docs/architecture.md');
  for (const room of ROOMS) expect(architecture).toContain(`\n  ${room}/ `);
});

test('every room says in a few lines what it is for', () => {
  for (const room of ROOMS) {
    expect(FILES, room).toContain(`src/${room}/README.md`);
    const lines = readRepositoryFile(`src/${room}/README.md`).trimEnd().split('\n');
    expect(lines.length, room).toBeLessThanOrEqual(15);
  }
});

/** Pieces, so that this file does not hold what it looks for. */
const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a registry host', new RegExp(['registry', 'npmjs', 'org'].join('\\.'))],
  ['a registry host', new RegExp(['(artifact', 'ory|verda', 'ccio|nex', 'us)\\.'].join(''), 'i')],
  ['a folder of the machine it was written on', new RegExp(`/${'work'}/(main|shared)|/${'root'}/`)],
  ['a temporary folder of that machine', new RegExp(`/tmp/${'(brief|cc|house)'}\\b`)],
  ['notes that are not part of it', new RegExp(`\\b(DESIGN|STYLE|SCREENS)${'\\.md'}`)],
  ['how the work was shared out', new RegExp(`\\b${'helper'} [A-Z]{3,}\\b|\\bissue ${'#?'}\\d`)],
];

describe('the repository tells nothing of where it was written', () => {
  const texts = FILES.filter((file) => /\.(tsx?|mjs|md|json|ya?ml|toml|txt)$|^\.[^/]+/.test(file));

  test.each(FORBIDDEN)('%s (%s)', (_what, pattern) => {
    expect(texts.filter((file) => pattern.test(readRepositoryFile(file)))).toEqual([]);
  });
});

function relativeLinks(text: string): string[] {
  const prose = text.replaceAll(/```[\s\S]*?```/g, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(document: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : normalize(join(dirname(document), path));
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || headings(target).map(anchorOf).includes(anchor);
}

function headings(document: string): string[] {
  const prose = readRepositoryFile(document).replaceAll(/```[\s\S]*?```/g, '');
  return [...prose.matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? '');
}

/** As the usual code hosts make it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
