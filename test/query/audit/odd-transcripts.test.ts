// Transcripts as nobody writes them on purpose: compactions in a row, a file that cannot be read, ids and
// tool inputs that steer a terminal or hide a key.
import { mkdirSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queryAudit } from '../../../src/query/audit/query-audit.ts';
import { queryCache } from '../../../src/query/cache/query-cache.ts';
import { queryExplain } from '../../../src/query/explain/query-explain.ts';
import { SCRIPT_SESSION, type Script, writeScript } from '../../transcript/trace/script.ts';
import { openTraceLab, type TraceLab } from '../trace/trace-lab.ts';

let world: TraceLab;
beforeEach(() => {
  world = openTraceLab();
});
afterEach(() => world.close());

const WISH = { wanted: SCRIPT_SESSION, cwd: '/', runningSessionId: undefined };

const audit = (segment: number | null = null) =>
  queryAudit(world.context, { ...WISH, limit: 99, segment });
const explain = () => queryExplain(world.context, WISH, 99);

function readTwice(script: Script, input: Record<string, unknown>, name = 'Read'): void {
  for (const use of ['t1', 't2']) {
    const usage = { read: 20_000, write: 1_500 };
    script.call(`msg_${use}`, usage, [{ use, name, input }]);
    script.result(use, 'export const one = 1;\n'.repeat(150));
  }
  script.call('msg_last', { read: 23_000, write: 1_500 }, [{ text: 'Done' }]);
}

describe('two compactions in a row', () => {
  beforeEach(async () => {
    const script = writeScript();
    script.prompt('Fix it');
    script.call('msg_1', { write: 60_000 }, [{ text: 'One' }]);
    script.compact('first summary');
    script.compact('second summary');
    script.call('msg_2', { read: 10_000, write: 5_000 }, [{ text: 'Two' }]);
    await world.take(script.text());
  });

  it('leave segments that are numbered without a gap, each of which can be asked for', () => {
    expect(audit().segments.map(({ segment, calls }) => [segment, calls])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(audit(2).context).toMatchObject({ callId: 'msg_2', segment: 2 });
    expect(() => audit(3)).toThrow('--segment got 3');
  });
});

describe('a transcript that cannot be read any more', () => {
  it('is as one that is gone', async () => {
    const script = writeScript();
    script.prompt('Fix it');
    readTwice(script, { file_path: '/w/app/a.ts' });
    await world.take(script.text());
    const path = world.trace().files[0]?.path ?? '';
    rmSync(path);
    mkdirSync(path);
    expect(audit().content).toEqual({ files: 1, goneFiles: 1, reason: 'transcript-gone' });
    expect(explain().content).toEqual({ files: 1, goneFiles: 1 });
  });
});

const ESCAPE = '\u001b[31mred\u009b31m\u0007';
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose here
const STEERING = /[\u0000-\u001f\u007f-\u009f\u200b\u202a-\u202e]/;
const KEY = `sk-ant-api03-${'A1b2C3d4E5'.repeat(5)}`;
const TOKEN = 'ghp_aB3dE5gH7jK9mN1pQ3sT5vX7zA9cD1eF3gH5';

/** Every string of an answer. */
function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsOf);
}

describe('what steers a terminal or is a secret reaches no answer', () => {
  const inputs: readonly [string, Record<string, unknown>, string][] = [
    ['in a range', { file_path: '/w/a.ts', offset: ESCAPE, limit: `\u009b${ESCAPE}` }, 'Read'],
    ['a key in a range', { file_path: '/w/a.ts', offset: KEY, limit: TOKEN }, 'Read'],
    ['a key in colour', { command: `echo ${KEY.slice(0, 20)}\u001b[0m${KEY.slice(20)}` }, 'Bash'],
    ['a token after a colour', { command: `echo \u001b[32m${TOKEN}` }, 'Bash'],
    ['an invisible blank', { command: `x ${TOKEN.slice(0, 12)}\u200b${TOKEN.slice(12)}` }, 'Bash'],
  ];
  it.each(inputs)('%s', async (_title, input, name) => {
    const script = writeScript();
    script.prompt('Fix it');
    readTwice(script, input, name);
    await world.take(script.text());
    const texts = [...stringsOf(audit()), ...stringsOf(explain())];
    expect(audit().waste.findings).toHaveLength(1);
    expect(texts.filter((text) => STEERING.test(text))).toEqual([]);
    const secrets = [KEY.slice(13, 23), KEY.slice(-12), TOKEN.slice(4, 16), TOKEN.slice(-12)];
    expect(texts.filter((text) => secrets.some((secret) => text.includes(secret)))).toEqual([]);
  });

  it('in the ids, model and version of calls that built their cache again', async () => {
    const script = writeScript();
    script.prompt('Fix it');
    script.call(`msg_1${ESCAPE}`, { write: 60_000 }, [{ text: 'One' }]);
    const model = `claude-opus-4-8${ESCAPE}`;
    script.call(`msg_2${ESCAPE}`, { write: 60_000, model }, [{ text: 'Two' }]);
    script.call(`msg_3${ESCAPE}`, { write: 60_000 }, [{ text: 'Three' }]);
    await world.take(script.text());
    const answers = [explain(), queryCache(world.context, { wanted: SCRIPT_SESSION })];
    expect(answers.flatMap(stringsOf).filter((text) => STEERING.test(text))).toEqual([]);
    const [finding] = explain().findings;
    expect(finding?.calls.map(({ callNumber }) => callNumber)).toEqual([2, 3]);
  });
});
