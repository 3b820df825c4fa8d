import { describe, expect, it } from 'vitest';
import {
  type CalibratedTrace,
  calibrateTrace,
  partsOf,
} from '../../../src/model/audit/calibrate-trace.ts';
import { categoryKey } from '../../../src/model/audit/context-category.ts';
import { usualDensity } from '../../../src/model/audit/fit-density.ts';
import { traceOf } from '../../query/trace/trace-lab.ts';
import { type Script, writeScript } from '../../transcript/trace/script.ts';

type Parts = Readonly<Record<string, number>>;

/** The parts of each main-chain call by category, with `rest` and `context`. */
async function partsOfCalls(write: (script: Script) => void): Promise<Parts[]> {
  const script = writeScript();
  write(script);
  const trace = await traceOf(script.text());
  const calibrated = calibrateTrace(trace);
  const [chain, sizes] = [trace.chains[0], calibrated.chains[0]];
  if (chain === undefined || sizes === undefined) throw new Error('no main chain');
  return chain.calls.map((call, at) => {
    const one = sizes.calls[at];
    if (one === undefined) throw new Error('no sizes');
    const parts = partsOf(sizes, one).map(({ category, tokens }) => [
      categoryKey(category),
      tokens,
    ]);
    return { ...Object.fromEntries(parts), rest: one.restTokens, context: call.contextTokens };
  });
}

/** 44 tokens per 100 characters: what is usual for the scripted model. */
const text = (chars: number): string => 'x'.repeat(chars);

describe('the parts of a context', () => {
  it('begin with a prefix of what the blocks leave', async () => {
    const [first] = await partsOfCalls((script) => {
      script.prompt(text(1000));
      script.call('m1', { input: 20_000, out: 10 }, [{ text: 'ok' }]);
    });
    expect(first).toEqual({ prefix: 19_560, 'user-text': 440, rest: 0, context: 20_000 });
  });

  it('share out the growth: the answer by its own count, the results what is left', async () => {
    const [, second] = await partsOfCalls((script) => {
      script.prompt(text(100));
      script.call('m1', { input: 20_000, out: 300 }, [
        { thinking: '' },
        { text: text(100) },
        { use: 'a', name: 'Read', input: { file_path: '/w/a.ts' } },
      ]);
      script.result('a', text(1000));
      script.call('m2', { input: 20_800, out: 10 }, [{ text: 'ok' }]);
    });
    // 300 for the answer: 44 and 10 for what is shown, the hidden thinking is what they leave.
    expect(second).toMatchObject({
      'assistant-text': 44,
      'tool-input': 10,
      thinking: 246,
      'tool-result:Read': 500,
      rest: 0,
    });
  });

  it('leave a rest where the growth is not explained, and keep it', async () => {
    const calls = await partsOfCalls((script) => {
      script.prompt('go');
      script.call('m1', { input: 20_000, out: 100 }, [{ use: 'a', name: 'ToolSearch' }]);
      script.result('a', 'found');
      script.call('m2', { input: 23_000, out: 100 }, [{ use: 'b', name: 'Read' }]);
      script.result('b', text(1000));
      script.call('m3', { input: 23_540, out: 10 }, [{ text: 'ok' }]);
    });
    expect(calls.map(({ rest }) => rest)).toEqual([0, 2857, 2857]);
  });

  it('have a negative rest where something was taken out', async () => {
    const calls = await partsOfCalls((script) => {
      script.prompt('go');
      script.call('m1', { input: 20_000, out: 100 }, [{ use: 'a', name: 'Read' }]);
      script.result('a', text(20_000));
      script.call('m2', { input: 28_900, out: 100 }, [{ use: 'b', name: 'Read' }]);
      script.result('b', text(1000));
      script.call('m3', { input: 22_000, out: 10 }, [{ text: 'ok' }]);
    });
    expect(calls[2]?.rest).toBeLessThan(-6_000);
    expect(calls[2]?.['tool-result:Read']).toBeGreaterThan(8_000);
  });

  it.each([
    ['stays where the numbers say that it was sent again', 20_400 + 150, 200],
    ['goes where they say that it was not', 20_200 + 150, 0],
  ])('thinking of a turn before %s', async (_, context, expected) => {
    const calls = await partsOfCalls((script) => {
      script.prompt(text(100));
      script.call('m1', { input: 20_000, out: 200 }, [
        { thinking: '' },
        { use: 'a', name: 'Read' },
      ]);
      script.result('a', text(500));
      script.call('m2', { input: 20_400, out: 100 }, [{ text: text(220) }]);
      script.prompt(text(114));
      script.call('m3', { input: context, out: 10 }, [{ text: 'ok' }]);
    });
    expect(calls[1]?.thinking).toBe(199);
    expect(calls[2]?.thinking ?? 0).toBe(expected === 0 ? 0 : 199);
  });

  it('are shared by text where the output count is a placeholder', async () => {
    const [, second] = await partsOfCalls((script) => {
      script.prompt('go');
      script.call('m1', { input: 20_000, out: 1, final: false }, [{ text: text(1000) }]);
      script.prompt(text(1000));
      script.call('m2', { input: 20_880, out: 1, final: false }, [{ text: 'ok' }]);
    });
    expect(second).toMatchObject({ 'assistant-text': 440, rest: 0 });
  });

  it('begin anew after a compaction', async () => {
    const calls = await partsOfCalls((script) => {
      script.prompt(text(1000));
      script.call('m1', { input: 20_000, out: 10 }, [{ text: 'ok' }]);
      script.compact(text(1000));
      script.call('m2', { input: 21_000, out: 10 }, [{ text: 'ok' }]);
    });
    expect(calls[1]).toEqual({ prefix: 20_560, 'compact-summary': 440, rest: 0, context: 21_000 });
  });

  it('do not hold what a rewind took back', async () => {
    const calls = await partsOfCalls((script) => {
      script.prompt('go');
      const kept = script.call('m1', { input: 20_000, out: 10 }, [{ text: 'ok' }]);
      script.prompt(text(10_000));
      script.call('m2', { input: 24_410, out: 10 }, [{ text: 'ok' }]);
      script.follow(kept);
      script.prompt(text(100));
      script.call('m3', { input: 20_054, out: 10 }, [{ text: 'ok' }]);
    });
    expect(calls[1]?.['user-text']).toBe(4_401);
    expect(calls[2]).toMatchObject({ 'user-text': 45, 'assistant-text': 10, rest: 0 });
  });

  it('change by one factor when another tokenizer counts them', async () => {
    const calls = await partsOfCalls((script) => {
      script.prompt(text(1000));
      script.call('m1', { input: 20_000, out: 10 }, [{ text: 'ok' }]);
      script.prompt(text(1000));
      const model = 'claude-haiku-4-5';
      script.call('m2', { input: 16_270, out: 10, model }, [{ text: 'ok' }]);
    });
    expect(calls[1]?.prefix).toBe(Math.round((19_560 * 0.35) / 0.44));
    expect(Math.abs(calls[1]?.rest ?? 0)).toBeLessThan(60);
  });

  it('count what was measured: the growth by one part alone', async () => {
    const script = writeScript();
    script.prompt('go');
    script.call('m1', { input: 20_000, out: 100 }, [{ use: 'a', name: 'Read' }]);
    script.result('a', text(1000));
    script.call('m2', { input: 20_540, out: 10 }, [{ text: 'ok' }]);
    const trace = await traceOf(script.text());
    const calibrated: CalibratedTrace = calibrateTrace(trace);
    const chain = calibrated.chains[0];
    const last = chain?.calls[1];
    if (chain === undefined || last === undefined) throw new Error('no call');
    const measured = Object.fromEntries(
      partsOf(chain, last).map((part) => [categoryKey(part.category), part.measuredTokens]),
    );
    expect(measured).toEqual({
      prefix: 19_999,
      'user-text': 0,
      'tool-input': 100,
      'tool-result:Read': 440,
    });
  });
});

describe('what is usual where nothing can be measured', () => {
  it.each([
    ['claude-opus-4-8', 0.44],
    ['claude-opus-4-7', 0.44],
    ['claude-fable-5', 0.44],
    ['claude-sonnet-5', 0.44],
    ['claude-opus-5', 0.44],
    ['a-model-of-later', 0.44],
    ['claude-opus-4-6', 0.35],
    ['claude-opus-4-6[1m]', 0.35],
    ['claude-opus-4-5-20251101', 0.35],
    ['claude-sonnet-4-20250514', 0.35],
    ['claude-haiku-4-5-20251001', 0.35],
    ['claude-3-5-haiku-20241022', 0.35],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 0.35],
  ])('%s', (model, density) => {
    expect(usualDensity(model)).toBe(density);
  });
});
