// Handoffs as files: found again, archived, and written by several at once.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findHandoff } from '../../../src/actions/handoff/find-handoff.ts';
import {
  archiveHandoff,
  listHandoffs,
  storeHandoff,
} from '../../../src/actions/handoff/handoff-store.ts';
import {
  isUntouched,
  readHandoffFacts,
  sealHandoff,
} from '../../../src/actions/handoff/seal-handoff.ts';
import { gatherCrowd } from '../../live/run-processes.ts';

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-handoffs-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const textOf = (sessionId: string, title = 'Fix it', created = '2026-11-21T09:05:00Z') =>
  sealHandoff(
    `---\nsession: ${sessionId}\nproject: /w/app\ncreated: ${created}\n---\n\n# Handoff: ${title}\n\nText.\n`,
  );
const store = (sessionId: string, created?: string, stamp = '20261121-0905') =>
  storeHandoff(folder, { sessionId, text: textOf(sessionId, 'Fix it', created), stamp });

describe('the seal', () => {
  const text = textOf('s1');
  it('knows its own text', () => expect(isUntouched(text)).toBe(true));

  const touched: readonly [name: string, change: (text: string) => string][] = [
    ['a word', (one) => one.replace('Text.', 'Text!')],
    ['a blank at the end', (one) => `${one} `],
    ['its title', (one) => one.replace('Fix it', 'Fix that')],
    ['its front matter', (one) => one.replace('/w/app', '/w/other')],
    ['line ends', (one) => one.replaceAll('\n', '\r\n')],
    ['without a seal', (one) => one.replace(/^telltale:.*\n/m, '')],
    ['without front matter', (one) => one.replace(/^---[\s\S]*?---\n/, '')],
    ['a seal elsewhere', (one) => one.replace(/^(telltale:.*\n)/m, '').replace('Text.', '$1')],
    ['nothing', () => ''],
  ];
  it.each(touched)('sees a change: %s', (_name, change) =>
    expect(isUntouched(change(text))).toBe(false),
  );
});

describe('front matter', () => {
  it('is read as far as it can be', () => {
    expect(readHandoffFacts(textOf('s1', 'A: "quoted" title'))).toEqual({
      sessionId: 's1',
      project: '/w/app',
      createdMs: Date.UTC(2026, 10, 21, 9, 5),
      title: 'A: "quoted" title',
    });
    const nothing = { sessionId: null, project: null, createdMs: null, title: null };
    for (const text of ['', '---\n', '---\nsession:\ncreated: 1.5 o\n---\n', 'session: s1']) {
      expect(readHandoffFacts(text)).toEqual(nothing);
    }
  });
});

describe('the list', () => {
  it('is newest first, says what was edited, and passes over other files', () => {
    const old = store('aaaaaaaa-1', '2026-11-20T09:00:00Z', '20261120-0900');
    const newer = store('bbbbbbbb-1');
    writeFileSync(old, readFileSync(old, 'utf8').replace('Text.', 'Mine.'));
    writeFileSync(join(folder, 'README.md'), '# not one');
    mkdirSync(join(folder, '20261121-0905-folder.md'));
    writeFileSync(join(folder, '20261122-1000-cccccccc.md'), 'without front matter');
    const found = listHandoffs([folder, join(folder, 'nowhere')], { archived: false });
    expect(found.map(({ path }) => path)).toEqual([
      join(folder, '20261122-1000-cccccccc.md'),
      newer,
      old,
    ]);
    expect(found.map(({ isEdited }) => isEdited)).toEqual([true, false, true]);
  });

  it('shows archived ones when asked', () => {
    const to = archiveHandoff(store('aaaaaaaa-1'));
    expect(listHandoffs([folder], { archived: false })).toEqual([]);
    const [found] = listHandoffs([folder], { archived: true });
    expect(found).toMatchObject({ path: to, isArchived: true, sessionId: 'aaaaaaaa-1' });
  });

  it('archives beside what is archived already', () => {
    const paths = [1, 2].map(() => archiveHandoff(store('aaaaaaaa-1')));
    expect(new Set(paths).size).toBe(2);
    expect(readdirSync(join(folder, 'archive'))).toHaveLength(2);
  });
});

describe('one of them', () => {
  it('is found by session, by file name, or as the newest', () => {
    store('aaaaaaaa-1', '2026-11-20T09:00:00Z', '20261120-0900');
    store('bbbbbbbb-1');
    store('bbbbbbbb-2');
    const all = listHandoffs([folder], { archived: true });
    const found = (wanted?: string) => findHandoff(all, wanted).sessionId;
    expect(found('aaaa')).toBe('aaaaaaaa-1');
    expect(found('AAAA')).toBe('aaaaaaaa-1');
    expect(found('20261120')).toBe('aaaaaaaa-1');
    expect(found('bbbbbbbb-2')).toBe('bbbbbbbb-2');
    expect(found()).toMatch(/^bbbb/);
    const failure = (code: string) => expect.objectContaining({ code });
    expect(() => found('bbbb')).toThrow(failure('ambiguous-session'));
    expect(() => found('zz')).toThrow(failure('unknown-handoff'));
    expect(() => findHandoff([], undefined)).toThrow(failure('unknown-handoff'));
  });
});

it('twenty writers at once leave one whole file', { timeout: 60_000 }, async () => {
  const module = join(import.meta.dirname, '../../../src/actions/handoff/handoff-store.ts');
  const crowd = await gatherCrowd(module);
  try {
    const handoff = JSON.stringify({
      sessionId: 'aaaaaaaa-1',
      text: textOf('aaaaaaaa-1'),
      stamp: '20261121-0905',
    });
    const paths = await crowd.run(
      20,
      `return own.storeHandoff(${JSON.stringify(folder)}, ${handoff});`,
    );
    expect(new Set(paths).size).toBe(1);
    expect(readdirSync(folder)).toEqual(['20261121-0905-aaaaaaaa.md']);
    expect(isUntouched(readFileSync(String(paths[0]), 'utf8'))).toBe(true);
  } finally {
    crowd.remove();
  }
});
