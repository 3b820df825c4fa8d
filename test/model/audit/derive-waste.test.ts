import { describe, expect, it } from 'vitest';
import { calibrateTrace } from '../../../src/model/audit/calibrate-trace.ts';
import { deriveWaste } from '../../../src/model/audit/derive-waste.ts';
import type { WasteFinding } from '../../../src/model/audit/waste-finding.ts';
import { traceOf } from '../../query/trace/trace-lab.ts';
import { type Script, type ScriptBlock, writeScript } from '../../transcript/trace/script.ts';

/** Of a tool that failed. */
const FAILED = 'It did not work';
const RATES = { fresh: 6_250, read: 500 };

/** A session whose contexts grow by what is sent: 44 tokens per 100 characters, 20 per answer. */
interface Story {
  readonly script: Script;
  /** Uses tools, each with its result; the next step is sent them. */
  step(...uses: readonly [name: string, input: Record<string, unknown>, result: string][]): string;
  say(text: string): string;
}

function tell(write: (story: Story) => void): Script {
  const script = writeScript();
  let context = 20_000;
  let added = 3;
  let calls = 0;
  let tools = 0;
  const call = (blocks: readonly ScriptBlock[]): string => {
    calls++;
    const usage = calls === 1 ? { write: context } : { read: context, write: added };
    if (calls > 1) context += added;
    added = 0;
    const id = script.call(`msg_${calls}`, { input: 0, out: 20, ...usage }, blocks);
    added = 20;
    return id;
  };
  const story: Story = {
    script,
    step(...uses) {
      const blocks = uses.map(([name, input]) => ({ use: `t${++tools}`, name, input }));
      const last = call(blocks);
      for (const [at, [, , result]] of uses.entries()) {
        script.result(blocks[at]?.use ?? '', result, {}, result === FAILED);
        added += Math.round(result.length * 0.44);
      }
      return last;
    },
    say: (text) => call([{ text }]),
  };
  script.prompt('Go on and do it');
  write(story);
  return script;
}

async function wasteOf(script: Script): Promise<readonly WasteFinding[]> {
  const trace = await traceOf(script.text());
  return deriveWaste(trace, calibrateTrace(trace), () => RATES);
}

const read = (
  path: string,
  result: string,
  more = {},
): [string, Record<string, unknown>, string] => ['Read', { file_path: path, ...more }, result];
const bash = (command: string, result: string): [string, Record<string, unknown>, string] => [
  'Bash',
  { command },
  result,
];
const edit = (path: string): [string, Record<string, unknown>, string] => [
  'Edit',
  { file_path: path, old_string: 'a', new_string: 'b' },
  'edited',
];
const A = `${'const a = 1;\n'.repeat(60)}`;
const B = `${'const b = 2;\n'.repeat(60)}`;
const LONG = 'import { x } from "y";\n'.repeat(120);

describe('what is waste, and what is not', () => {
  const cases: readonly [string, (story: Story) => void, readonly string[]][] = [
    [
      'the same file read twice',
      (s) => {
        s.step(read('/w/a.ts', A));
        s.step(read('/w/a.ts', A));
        s.say('a.ts it is');
      },
      ['repeated-read /w/a.ts x2'],
    ],
    [
      'not after an edit of it',
      (s) => {
        s.step(read('/w/a.ts', A));
        s.step(edit('/w/a.ts'));
        s.step(read('/w/a.ts', A));
        s.say('a.ts it is');
      },
      [],
    ],
    [
      'still after an edit of another file',
      (s) => {
        s.step(read('/w/a.ts', A));
        s.step(edit('/w/b.ts'));
        s.step(read('/w/a.ts', A));
        s.say('a.ts it is');
      },
      ['repeated-read /w/a.ts x2'],
    ],
    [
      'not with other content',
      (s) => {
        s.step(read('/w/a.ts', A));
        s.step(read('/w/a.ts', B));
        s.say('a.ts it is');
      },
      [],
    ],
    [
      'not another part',
      (s) => {
        s.step(read('/w/a.ts', A, { offset: 1, limit: 60 }));
        s.step(read('/w/a.ts', B, { offset: 61, limit: 60 }));
        s.say('a.ts it is');
      },
      [],
    ],
    [
      'not after a compaction, which took the first',
      (s) => {
        s.step(read('/w/a.ts', A));
        s.script.compact('Summary: a.ts');
        s.step(read('/w/a.ts', A));
        s.say('a.ts it is');
      },
      [],
    ],
    [
      'not after a rewind, which took the first',
      (s) => {
        const kept = s.say('I begin');
        s.script.prompt('Look');
        s.step(read('/w/a.ts', A));
        s.say('wrong');
        s.script.follow(kept);
        s.script.prompt('Look again');
        s.step(read('/w/a.ts', A));
        s.say('a.ts it is');
      },
      [],
    ],
    [
      'the same text from elsewhere',
      (s) => {
        s.step(read('/w/a.ts', A));
        s.step(bash('cat /w/a.ts', A));
        s.say('a.ts it is');
      },
      ['duplicate-blob Bash cat /w/a.ts x2'],
    ],
    [
      'not when it is short',
      (s) => {
        s.step(read('/w/a.ts', 'short'));
        s.step(bash('cat /w/a.ts', 'short'));
        s.say('a.ts it is');
      },
      [],
    ],
    [
      'the same command with the same output',
      (s) => {
        s.step(bash('npm test', 'all good'));
        s.step(bash('npm test', 'all good'));
        s.say('Good');
      },
      ['repeated-command npm test x2'],
    ],
    [
      'not with another output, nor after a change',
      (s) => {
        s.step(bash('npm test', 'bad'));
        s.step(edit('/w/a.ts'));
        s.step(bash('npm test', 'bad'));
        s.step(bash('npm test', 'good'));
        s.say('Good');
      },
      [],
    ],
    [
      'long commands that differ at the end only are not the same',
      (s) => {
        const long = `echo ${'x'.repeat(300)}`;
        s.step(bash(`${long} a`, A));
        s.step(bash(`${long} b`, B), bash(`${long} b`, B));
        s.say('Good');
      },
      [`repeated-command echo ${'x'.repeat(194)}… x2`],
    ],
    [
      'a file that nothing names afterwards',
      (s) => {
        s.step(read('/w/src/dead.ts', LONG));
        s.step(read('/w/src/live.ts', LONG.replace('x', 'z')));
        s.say('I change live.ts now');
      },
      ['dead-read /w/src/dead.ts x1'],
    ],
    [
      'not when it is read again, named by a tool, or short',
      (s) => {
        s.step(read('/w/again.ts', LONG));
        s.step(read('/w/again.ts', LONG.replace('x', 'q')));
        s.step(read('/w/named.ts', LONG.replace('x', 'r')));
        s.step(['Bash', { command: 'node named.ts' }, 'ok'], read('/w/tiny.ts', 'x'));
        s.say('Done');
      },
      [],
    ],
    [
      'a large result: the part above the limit',
      (s) => {
        s.step(bash('npm ci', 'added a package\n'.repeat(1000)));
        s.say('Installed');
      },
      ['large-result Bash npm ci x1'],
    ],
    [
      'a large prompt, and that it is a log',
      (s) => {
        s.say('Tell me');
        s.script.prompt(`2026-11-20T09:00:00 ERROR broke\n`.repeat(200));
        s.say('I see');
      },
      ['large-paste prompt, most of it a log x1'],
    ],
    [
      'failed reads and commands are no repetition',
      (s) => {
        s.step(read('/w/none.ts', FAILED), bash('npm test', FAILED));
        s.step(read('/w/none.ts', FAILED), bash('npm test', FAILED));
        s.say('none.ts is missing');
      },
      [],
    ],
  ];
  it.each(cases)('%s', async (_, write, expected) => {
    const findings = await wasteOf(tell(write));
    expect(findings.map(({ kind, subject, count }) => `${kind} ${subject} x${count}`)).toEqual(
      expected,
    );
  });

  it('a block is in one finding: read again and large is read again, the first is large', async () => {
    const big = 'export const x = 1;\n'.repeat(600);
    const findings = await wasteOf(
      tell((s) => {
        s.step(read('/w/a.ts', big));
        s.step(read('/w/a.ts', big));
        s.say('a.ts it is');
      }),
    );
    expect(findings.map(({ kind }) => kind).sort()).toEqual(['large-result', 'repeated-read']);
    const places = findings.flatMap((finding) => finding.places.map(({ toolUseId }) => toolUseId));
    expect(places.sort()).toEqual(['t1', 't2']);
  });
});

describe('what carrying it cost', () => {
  it('is written once and read on every later call until the compaction', async () => {
    const [finding] = await wasteOf(
      tell((s) => {
        s.step(read('/w/a.ts', A));
        s.step(read('/w/a.ts', A));
        s.say('a.ts: one');
        s.say('two');
        s.say('three');
        s.script.compact('Summary');
        s.say('four');
      }),
    );
    const tokens = finding?.tokens ?? 0;
    expect(tokens).toBeGreaterThan(300);
    expect(finding?.places).toHaveLength(1);
    expect(finding?.places[0]).toMatchObject({ callId: 'msg_3', toolUseId: 't2', laterCalls: 2 });
    expect(finding?.insertNanoUsd).toBe(tokens * RATES.fresh);
    expect(finding?.carryNanoUsd).toBe(tokens * RATES.read * 2);
  });

  it('does not go on after a rewind that took it back', async () => {
    const findings = await wasteOf(
      tell((s) => {
        const kept = s.say('one');
        s.script.prompt('Look');
        s.step(read('/w/a.ts', A), read('/w/a.ts', A));
        s.say('a.ts: two');
        s.script.follow(kept);
        s.script.prompt('Back');
        s.say('three');
        s.say('four');
      }),
    );
    expect(findings.map(({ places }) => places[0]?.laterCalls)).toEqual([0]);
    expect(findings[0]?.carryNanoUsd).toBe(0);
  });

  it('is not known without a price, and never more than what was paid fresh', async () => {
    const script = tell((s) => {
      s.step(read('/w/a.ts', A));
      s.step(read('/w/a.ts', A));
      s.say('a.ts it is');
    });
    const trace = await traceOf(script.text());
    const calibrated = calibrateTrace(trace);
    const [unpriced] = deriveWaste(trace, calibrated);
    expect(unpriced).toMatchObject({ insertNanoUsd: null });
    // The same, had the call with the second copy been sent nothing fresh.
    const [main, ...others] = trace.chains;
    if (main === undefined) throw new Error('no chain');
    const calls = main.calls.map((call) => {
      const { cacheWrite5mTokens, cacheReadTokens } = call.tokens;
      const tokens = {
        ...call.tokens,
        cacheWrite5mTokens: 0,
        cacheReadTokens: cacheReadTokens + cacheWrite5mTokens,
      };
      return { ...call, tokens };
    });
    const warm = { ...trace, chains: [{ ...main, calls }, ...others] };
    const [free] = deriveWaste(warm, calibrateTrace(warm), () => RATES);
    expect(free?.insertNanoUsd).toBe(0);
  });
});
