// speedscope's own importer, as its web page has it, takes what is exported: totals and frames are read off
// its table. Its page is loaded from the package, offline.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProfileAnswer } from '../../../src/query/profile/profile-answer.ts';
import type { ProfileWeight } from '../../../src/views/profile/profile-format.ts';
import { hostileAnswer, mixedAnswer, renderAs } from './answers.ts';
import { CHROMIUM, NO_BROWSER, openBrowser, openPage } from './browser.ts';

const SPEEDSCOPE = pathToFileURL(
  join(import.meta.dirname, '../../../node_modules/speedscope/dist/release/index.html'),
).href;

describe.skipIf(CHROMIUM === null)(`in speedscope${NO_BROWSER}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    browser = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), 'telltale-speedscope-'));
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const load = async (file: string, answer: ProfileAnswer, weight: ProfileWeight = 'tokens') => {
    const path = join(folder, file);
    const id = FORMATS[file.slice(file.indexOf('.'))] ?? '';
    writeFileSync(path, renderAs(id, answer, weight));
    return readTable(browser, path);
  };

  test.each([
    ['a.speedscope.json', 'tokens'],
    ['a.speedscope.json', 'cost'],
    ['a.pb.gz', 'tokens'],
    ['a.pb.gz', 'cost'],
    ['a.folded', 'tokens'],
    ['a.folded', 'cost'],
  ] as const)('%s by %s: total, turns, subagent, files', async (file, weight) => {
    const answer = await mixedAnswer();
    const { rows, importer, complaints } = await load(file, answer, weight);
    const total = weight === 'tokens' ? answer.sum.totalTokens : (answer.sum.costNanoUsd ?? 0);
    expect(importer).toMatch(IMPORTERS[file] ?? '');
    expect(rows[0]).toEqual({
      total: `${total.toLocaleString('en')} (100%)`,
      name: 'Fix the flaky test',
    });
    const names = rows.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['turn 1', 'turn 2', 'subagent Explore']));
    expect(names).toEqual(expect.arrayContaining(['Read result', 'system, tools']));
    expect(complaints).toEqual([]);
  });

  test('a trace: the time of turns and calls on the main thread', async () => {
    const { rows, title, importer, complaints } = await load('a.trace.json', await mixedAnswer());
    expect(importer).toMatch(/Trace Event Format/);
    expect(title).toContain('Fix the flaky test (pid 1), main (tid 1) (1/6)');
    // The turn took 650 of the 690 seconds in which one ran.
    expect(rows[0]).toEqual({ total: '10:50 (94%)', name: 'turn 2' });
    expect(rows.some(({ name }) => /^call 4 opus-4\.8 msg_/.test(name))).toBe(true);
    expect(complaints).toEqual([]);
  });

  test.each(['a.speedscope.json', 'a.pb.gz', 'a.folded', 'a.trace.json'])(
    '%s with names that try to break it',
    async (file) => {
      const answer = await hostileAnswer();
      const { rows, complaints } = await load(file, answer);
      expect(rows.length).toBeGreaterThan(3);
      if (file !== 'a.trace.json') {
        expect(rows[0]?.total).toBe(`${answer.sum.totalTokens.toLocaleString('en')} (100%)`);
      }
      expect(complaints).toEqual([]);
    },
  );

  test('a sample of thousands of dollars is read whole', async () => {
    const answer = await mixedAnswer();
    const [first] = answer.calls;
    if (first === undefined) throw new Error('no call');
    const costNanoUsd = 9_876_543_210_123;
    const parts = first.parts.slice(0, 1).map((part) => ({ ...part, costNanoUsd }));
    const one = { ...answer, calls: [{ ...first, parts }], chains: answer.chains.slice(0, 1) };
    const { rows } = await load('a.pb.gz', one, 'cost');
    expect(rows[0]?.total).toBe(`${costNanoUsd.toLocaleString('en')} (100%)`);
  });
});

const FORMATS: Readonly<Record<string, string>> = {
  '.speedscope.json': 'speedscope',
  '.pb.gz': 'pprof',
  '.folded': 'folded',
  '.trace.json': 'chrome-trace',
};

const IMPORTERS: Readonly<Record<string, RegExp>> = {
  'a.speedscope.json': /speedscope json file/,
  'a.pb.gz': /protobuf encoded pprof file/,
  'a.folded': /collapsed stack format/,
};

interface Table {
  /** Largest total first. */
  readonly rows: readonly { readonly total: string; readonly name: string }[];
  readonly title: string;
  /** What it says on its console that it took the file for. */
  readonly importer: string;
  readonly complaints: readonly string[];
}

async function readTable(browser: Browser, file: string): Promise<Table> {
  const { page, complaints } = await openPage(browser, {
    viewport: { width: 1400, height: 3_000 },
  });
  try {
    const imported = page.waitForEvent('console', {
      predicate: (one) => /^Importing as/.test(one.text()),
    });
    await page.goto(SPEEDSCOPE);
    await page.setInputFiles('input[type=file]', file);
    const importer = (await imported).text();
    await page.getByText('Sandwich').click();
    const header = page.getByText('Total', { exact: true });
    await header.click();
    const text = await page.evaluate('document.body.innerText');
    return { ...parseTable(String(text)), importer, complaints: complaints.filter(isOurs) };
  } finally {
    await page.close();
  }
}

/** The browser without a graphics card complains of its own slowness. */
function isOurs(complaint: string): boolean {
  return !/WebGL|GPU stall|GL Driver/.test(complaint);
}

/** Per row its total, its own, its name, each on a line. */
function parseTable(text: string): Pick<Table, 'rows' | 'title'> {
  const lines = text.split('\n').map((line) => line.trim());
  const start = lines.findIndex((line) => /^Total\tSelf\tSymbol Name$/.test(line));
  const rows: { total: string; name: string }[] = [];
  for (let at = start + 1; at + 2 < lines.length; at++) {
    if (!/\(<?[\d.]+%\)$/.test(lines[at] ?? '') || !/\(<?[\d.]+%\)$/.test(lines[at + 1] ?? ''))
      continue;
    rows.push({ total: lines[at] ?? '', name: lines[at + 2] ?? '' });
    at += 2;
  }
  return { rows, title: lines.slice(0, start).join(' ') };
}
