import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import calibrate from '../../src/commands/calibrate.ts';
import status from '../../src/commands/status.ts';
import type { CalibrationAnswer } from '../../src/query/calibration/calibration-answer.ts';
import type { StatusAnswer } from '../../src/query/status/status-answer.ts';
import { assistant, line, usage, user } from '../transcript/records.ts';
import { makeHome, type TestHome } from './home.ts';

let home: TestHome;
beforeEach(() => {
  home = makeHome();
});
afterEach(() => home.remove());

const id = (number: number) => `${String(number).padStart(8, 'a')}-0000-4000-8000-000000000001`;

/** Main-chain calls with these contexts, the last so many minutes ago, in this folder. */
function write(session: string, cwd: string, contexts: readonly number[], minutesAgo = 60): void {
  const beganMs = Date.now() - minutesAgo * 60_000 - contexts.length * 1_000;
  const at = (index: number) => new Date(beganMs + index * 1_000).toISOString();
  const own = { sessionId: session, cwd };
  const text = [line({ ...user('Mend it.'), ...own, uuid: `${session}-0`, timestamp: at(0) })];
  contexts.forEach((context, index) => {
    const ids = { id: `msg_${session}_${index}`, requestId: `req_${session}_${index}` };
    const tokens = { input_tokens: 0, cache_read_input_tokens: context, output_tokens: 50 };
    const call = assistant({ ...ids, model: 'claude-sonnet-4-5', usage: usage(tokens) });
    text.push(line({ ...call, ...own, uuid: `${session}-${index + 1}`, timestamp: at(index + 1) }));
  });
  home.write(`.claude/projects/-x/${session}.jsonl`, text.join(''));
}

const flat = (count: number, size: number) => Array<number>(count).fill(size);
const answerOf = <Answer>(out: string): Answer => JSON.parse(out) as Answer;

async function ask(args: Record<string, string> = {}, env: Record<string, string> = {}) {
  const { code, out } = await home.run(status, { args, env, options: { json: true } });
  return { code, answer: answerOf<StatusAnswer>(out) };
}

describe('telltale status', () => {
  it('is about the session that runs it, this folder’s newest, or the newest of all', async () => {
    write(id(1), home.path, flat(6, 20_000), 90);
    write(id(2), home.path, flat(6, 20_000), 60);
    write(id(3), '/somewhere/else', flat(6, 20_000), 30);
    expect((await ask()).answer.sessionId).toBe(id(2));
    const running = { CLAUDE_CODE_SESSION_ID: id(1) };
    expect((await ask({}, running)).answer.sessionId).toBe(id(1));
    expect((await ask({ id: id(3) }, running)).answer.sessionId).toBe(id(3));
    const elsewhere = { overrides: { cwd: '/nowhere' }, options: { json: true } };
    const { out } = await home.run(status, elsewhere);
    expect(answerOf<StatusAnswer>(out).sessionId).toBe(id(3));
  });

  it('ends with 1 when the session is critical, else with 0', async () => {
    write(id(1), home.path, flat(12, 197_000));
    write(id(2), home.path, flat(12, 165_000));
    expect(await ask({ id: id(1) })).toMatchObject({ code: 1, answer: { kind: 'status' } });
    expect(await ask({ id: id(2) })).toMatchObject({
      code: 0,
      answer: { formatVersion: 1, health: { level: 'warn' } },
    });
  });

  it('judges by the thresholds of the file, and names their place', async () => {
    write(id(1), home.path, flat(12, 165_000));
    const file = home.write('state/config.toml', '[health]\n\nwarn_below = 20\n');
    const { answer } = await ask();
    expect(answer.health.level).toBe('ok');
    const thresholds = new Map(answer.thresholds.map((one) => [one.key, one]));
    expect(thresholds.get('health.warn_below')).toEqual({
      key: 'health.warn_below',
      value: 20,
      source: { kind: 'file', path: file, line: 3 },
    });
    expect(thresholds.get('health.critical_below')?.source).toEqual({ kind: 'default' });
    expect(thresholds.size).toBe(9);
  });

  it('prints a page, and with --explain where its figures come from', async () => {
    write(id(1), home.path, flat(12, 165_000));
    const page = await home.run(status);
    expect(page.out).toContain('⚠ warn · waste 9.0 ×');
    expect(page.out).not.toContain('HOW IT IS COMPUTED');
    const explained = await home.run(status, { options: { explain: true } });
    expect(explained.out).toContain('165,000 / 200,000 = 82.5 %: 8 + (82.5 - 80.0) / 10.0 × 4.2');
  });
});

describe('telltale calibrate', () => {
  const teach = (sessions: number) => {
    for (let number = 0; number < sessions; number++) {
      write(id(number), '/w', flat(6, 20_000 + number * 1_000));
    }
  };
  const run = async (options: Record<string, unknown> = {}) =>
    answerOf<CalibrationAnswer>(
      (await home.run(calibrate, { options: { json: true, ...options } })).out,
    );

  it('tells how many sessions are missing, and invents nothing', async () => {
    teach(2);
    expect(await run()).toMatchObject({ calibration: null, missingSessions: 1 });
    const { out } = await home.run(calibrate);
    expect(out).toMatch(/needs 1 more session\b/);
    await expect(home.run(calibrate, { options: { export: '-' } })).rejects.toThrow(
      '1 more finished session',
    );
  });

  it('goes into a file and from there into another ledger, until it is reset', async () => {
    teach(4);
    const own = await run({ export: 'mine.json' });
    const file = join(home.path, 'mine.json');
    expect(own).toMatchObject({ action: 'exported', file });
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain('"source"');
    const printed = (await home.run(calibrate, { options: { export: '-' } })).out;
    expect({ ...JSON.parse(printed), computedAtMs: 0 }).toEqual({
      ...JSON.parse(readFileSync(file, 'utf8')),
      computedAtMs: 0,
    });

    const other = makeHome();
    try {
      const there = async (options: Record<string, unknown>) =>
        answerOf<CalibrationAnswer>(
          (await other.run(calibrate, { options: { json: true, ...options } })).out,
        );
      other.write('.claude/projects/-x/none.jsonl', '');
      const imported = await there({ import: file });
      expect(imported).toMatchObject({ action: 'imported', calibration: { source: 'imported' } });
      expect(imported.calibration?.pooled).toEqual(own.calibration?.pooled);
      expect((await there({})).calibration?.source).toBe('imported');
      expect(await there({ reset: true })).toMatchObject({ action: 'reset', calibration: null });
      expect((await there({})).calibration).toBeNull();
    } finally {
      other.remove();
    }
  });

  it('leaves a file that is there as it is', async () => {
    teach(3);
    home.write('mine.json', 'mine');
    await expect(home.run(calibrate, { options: { export: 'mine.json' } })).rejects.toMatchObject({
      code: 'target-exists',
    });
    expect(readFileSync(join(home.path, 'mine.json'), 'utf8')).toBe('mine');
  });

  it.each([
    ['no JSON', '{', 'it is not JSON'],
    ['another document', '{"kind":"usage"}', 'kind is "usage"'],
    [
      'a wrong field',
      '{"kind":"telltale-calibration","formatVersion":1,"computedAtMs":0,"pooled":{"sessions":1,"baselineTokens":5},"models":{}}',
      'pooled.sessions is 1',
    ],
  ])('refuses a file with %s and changes nothing', async (_, text, message) => {
    teach(3);
    const before = await run();
    home.write('theirs.json', text);
    const refused = home.run(calibrate, { options: { import: 'theirs.json' } });
    await expect(refused).rejects.toMatchObject({ code: 'bad-calibration' });
    await expect(refused).rejects.toThrow(message);
    expect((await run()).calibration?.pooled).toEqual(before.calibration?.pooled);
  });

  it('takes one wish at a time, and refuses a file that is not there', async () => {
    await expect(
      home.run(calibrate, { options: { reset: true, export: 'x.json' } }),
    ).rejects.toMatchObject({ code: 'usage' });
    expect(existsSync(join(home.path, 'x.json'))).toBe(false);
    await expect(
      home.run(calibrate, { options: { import: 'nowhere.json' } }),
    ).rejects.toMatchObject({ code: 'bad-calibration' });
  });
});
