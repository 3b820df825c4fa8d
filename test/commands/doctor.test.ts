// `telltale doctor` on real folders: an empty home, a used one, a broken configuration, a ledger that
// cannot be opened. It always answers.
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import doctor from '../../src/commands/doctor.ts';
import type { DoctorAnswer } from '../../src/query/doctor/doctor.ts';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { TelltaleError } from '../../src/shared/errors.ts';
import { makeHome, type TestHome, type Words } from './home.ts';

let home: TestHome;
beforeEach(() => {
  home = makeHome();
});
afterEach(() => home.remove());

const examine = async (words: Words = {}) => {
  const { code, out } = await home.run(doctor, { options: { json: true }, ...words });
  const answer = JSON.parse(out) as DoctorAnswer;
  const findings = answer.sections.flatMap((section) => section.findings);
  return { code, answer, findings, codes: findings.map((finding) => finding.code) };
};
const factOf = (answer: DoctorAnswer, key: string) =>
  answer.sections.flatMap(({ facts }) => facts).find((fact) => fact.key === key)?.value;

const useClaude = (model = 'claude-opus-4-8') => {
  const files = buildTranscript(
    `session 5f0c0e0a-0000-4000-8000-000000000001 cwd /w/app branch main version 2.1.240
now-10m  user  Fix the flaky test
+4s      call  ${model}  4  0  700  22000  90  -  Done.`,
    { nowMs: Date.now() },
  );
  for (const file of files) home.write(join('.claude', file.path), file.text);
};

describe('an empty home', () => {
  it('has no folder, and that is the finding', async () => {
    const { code, codes, answer } = await examine();
    expect(codes).toEqual(['no-roots']);
    expect(code).toBe(1);
    expect(answer.sections.every(({ error }) => error === null)).toBe(true);
    const { out } = await home.run(doctor);
    expect(out).toContain('telltale demo');
  });

  it('says it also when CLAUDE_CONFIG_DIR names nothing', async () => {
    const { code, codes } = await examine({ env: { CLAUDE_CONFIG_DIR: join(home.path, 'gone') } });
    expect(codes).toEqual(['no-roots', 'root-missing']);
    expect(code).toBe(1);
  });
});

describe('a used home', () => {
  it('is clean', async () => {
    useClaude();
    const { code, codes, answer } = await examine();
    expect(codes).toEqual([]);
    expect(code).toBe(0);
    expect(factOf(answer, 'callRows')).toBe(1);
    expect(factOf(answer, 'coverageRatio')).toBe(1);
    expect(factOf(answer, 'state')).toBe('up to date');
    expect(factOf(answer, 'folderMode')).toBe('0700');
  });

  it('lists a model without a price, a bad line and an unknown kind', async () => {
    useClaude('claude-x-9');
    home.write('.claude/projects/-w-app/bad.jsonl', '{"type":"user",\n{"type":"moon-phase"}\n');
    const { code, codes } = await examine();
    expect(codes).toEqual(['unknown-shapes', 'fault-bad-json', 'unpriced-model']);
    expect(code).toBe(1);
  });

  it('suggests other accounts without reading them', async () => {
    useClaude();
    home.write('.claude-work/projects/-w-b/one.jsonl', '');
    const { code, codes, answer } = await examine();
    expect(codes).toEqual(['other-home']);
    expect(code).toBe(0);
    expect(factOf(answer, 'fileRows')).toBe(1);
  });

  it('never prints what settings.json or a credentials file holds', async () => {
    useClaude();
    home.write('.claude/settings.json', '{"cleanupPeriodDays": 9, "env": {"KEY": "hush-1"}}');
    home.write('.claude/.credentials.json', '{"token": "hush-2"}');
    const { answer } = await examine();
    expect(JSON.stringify(answer)).not.toContain('hush');
    expect(JSON.stringify(answer)).toContain('"cleanupDays":9');
  });
});

describe('when things are broken', () => {
  it('answers with a broken configuration, and still looks at the ledger', async () => {
    useClaude();
    await examine();
    home.write('state/config.toml', '[display]\nweek_start = "mnday"\n[plan]\nrenewal_day = 0\n');
    const { code, codes, answer } = await examine();
    expect(codes.filter((it) => it === 'bad-config')).toHaveLength(3);
    expect(code).toBe(1);
    expect(factOf(answer, 'state')).toBe('as last stored');
    expect(factOf(answer, 'callRows')).toBe(1);
  });

  it('answers when the state folder cannot be one', async () => {
    useClaude();
    home.write('state', 'a file in the way');
    const { code, codes, answer } = await examine();
    expect(codes).toContain('state-unwritable');
    expect(code).toBe(1);
    expect(factOf(answer, 'state')).toBe('not open');
    expect(answer.sections.every(({ error }) => error === null)).toBe(true);
  });

  it('goes on with an open error, and shows what SQLite says', async () => {
    useClaude();
    home.write('state/ledger.db', 'this is no database, whatever its name says');
    const refuse = new TelltaleError('store-broken', { what: 'it is broken', next: 'Mend it' });
    const { code, findings } = await examine({
      overrides: { openLedger: () => Promise.reject(refuse) },
    });
    expect(code).toBe(1);
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'store-broken',
        severity: 'critical',
        what: expect.stringMatching(/it is broken \(SQLite says: file is not a database\)/),
      }),
    );
    expect(readFileSync(join(home.path, 'state/ledger.db'), 'utf8')).toMatch(
      /^this is no database/,
    );
  });

  it('tells of a ledger that had to be set aside', async () => {
    useClaude();
    home.write('state/ledger.db', 'this is no database, whatever its name says');
    const { codes, answer } = await examine();
    expect(codes).toEqual(expect.arrayContaining(['ledger-notice', 'ledger-set-aside']));
    expect(factOf(answer, 'callRows')).toBe(1);
  });

  it('reports a bug in the ledger as a finding, not as a crash', async () => {
    const { code, codes } = await examine({
      overrides: { openLedger: () => Promise.reject(new TypeError('x is not a function')) },
    });
    expect(codes).toContain('ledger-failed');
    expect(code).toBe(1);
  });

  it('warns of a state folder that others may enter', async () => {
    useClaude();
    mkdirSync(join(home.path, 'state'));
    chmodSync(join(home.path, 'state'), 0o755);
    const { codes } = await examine();
    expect(codes).toEqual(['state-open']);
  });
});
