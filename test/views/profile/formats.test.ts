// Each format: its golden file, its sums, its own rules, and names that try to break out of it.
import { gunzipSync } from 'node:zlib';
import { Profile } from 'pprof-format';
import { describe, expect, test } from 'vitest';
import type { ProfileAnswer } from '../../../src/query/profile/profile-answer.ts';
import { formatOfFile, PROFILE_FORMATS } from '../../../src/views/profile/formats.ts';
import { PROFILE_WEIGHTS } from '../../../src/views/profile/profile-format.ts';
import { walkStacks } from '../../../src/views/profile/walk-stacks.ts';
import { hostileAnswer, mixedAnswer, renderAs, renderText } from './answers.ts';

describe('golden files', () => {
  const CASES = PROFILE_FORMATS.flatMap(({ id, isBinary, takesWeight }) => {
    if (isBinary) return [];
    return takesWeight
      ? PROFILE_WEIGHTS.map((weight) => [id, weight] as const)
      : [[id, 'tokens'] as const];
  });
  test.each(CASES)('%s by %s', async (id, weight) => {
    const text = withoutPageParts(renderText(id, await mixedAnswer(), weight));
    await expect(text).toMatchFileSnapshot(`golden/${id}-${weight}.txt`);
  });

  test('pprof, as text', async () => {
    const text = pprofText(decode(await mixedAnswer()));
    await expect(text).toMatchFileSnapshot('golden/pprof.txt');
  });
});

test('the end of a file name tells the format', () => {
  expect(
    [
      'a.html',
      'A.SPEEDSCOPE.JSON',
      'a.trace.json',
      'a.pb.gz',
      'a.folded',
      'a.profile.ndjson',
      'a.csv',
      'a.json',
      'a.ndjson',
    ].map((file) => formatOfFile(file)?.id ?? null),
  ).toEqual([
    'html',
    'speedscope',
    'chrome-trace',
    'pprof',
    'folded',
    'profile-ndjson',
    'csv',
    null,
    null,
  ]);
});

describe('stacks', () => {
  test('a subagent stands below the call that asked for it, and right after it', async () => {
    const stacks = [...walkStacks(await mixedAnswer())].map(({ stack }) => stack);
    const inside = stacks.filter((stack) => stack.includes('subagent Explore'));
    expect(inside.length).toBeGreaterThan(5);
    for (const stack of inside) {
      expect(stack.slice(0, 2)).toEqual(['Fix the flaky test', 'turn 2']);
      expect(stack[2]).toMatch(/^call 4 opus-4\.8 msg_/);
      expect(stack[3]).toBe('Agent call');
      expect(
        stack.find((frame) => frame.startsWith('call ') && frame.includes('haiku')),
      ).toBeDefined();
    }
    // Frames that were left are not entered again: a flame graph over time shows each call once.
    const calls = stacks.map((stack) => stack[2] ?? '');
    const entered = calls.filter((call, at) => call !== calls[at - 1]);
    expect(new Set(entered).size).toBe(entered.length);
  });

  test('a chain of which nothing tells who started it stands in its turn', async () => {
    const answer = await mixedAnswer();
    const chains = answer.chains.map((chain) => ({ ...chain, startedBy: null }));
    const stacks = [...walkStacks({ ...answer, chains })].map(({ stack }) => stack);
    const inside = stacks.filter((stack) => stack.includes('subagent Explore'));
    expect(inside[0]?.slice(0, 3)).toEqual(['Fix the flaky test', 'turn 2', 'subagent Explore']);
  });
});

describe('speedscope', () => {
  test('both weights sum to the session, the chosen one is shown first', async () => {
    const answer = await mixedAnswer();
    const file = JSON.parse(renderText('speedscope', answer, 'cost')) as SpeedscopeFile;
    expect(file.activeProfileIndex).toBe(1);
    const sums = file.profiles.map(({ weights }) => weights.reduce((all, one) => all + one, 0));
    expect(sums).toEqual([answer.sum.totalTokens, answer.sum.costNanoUsd]);
    expect(file.profiles.map(({ endValue }) => endValue)).toEqual(sums);
    for (const { samples, weights } of file.profiles) {
      expect(samples.length).toBe(weights.length);
      expect(Math.max(...samples.flat())).toBeLessThan(file.shared.frames.length);
    }
    expect(file.profiles[1]?.name).toContain('without 1 call of claude-x-9');
  });
});

interface SpeedscopeFile {
  readonly activeProfileIndex: number;
  readonly shared: { readonly frames: readonly { readonly name: string }[] };
  readonly profiles: readonly {
    readonly name: string;
    readonly endValue: number;
    readonly samples: readonly (readonly number[])[];
    readonly weights: readonly number[];
  }[];
}

describe('folded', () => {
  test('one line per stack; no name makes a frame or a number of its own', async () => {
    const answer = await hostileAnswer();
    const lines = renderText('folded', answer).split('\n').slice(0, -1);
    const depths = new Map([...walkStacks(answer)].map(({ stack }) => [stack.length, true]));
    let sum = 0;
    for (const line of lines) {
      const [, stack = '', value = ''] = /^(.*) (\d+)$/.exec(line) ?? [];
      expect(depths.has(stack.split(';').length), line.slice(0, 200)).toBe(true);
      sum += Number(value);
    }
    expect(sum).toBe(answer.sum.totalTokens);
    expect(new Set(lines).size).toBe(lines.length);
  });
});

describe('pprof', () => {
  test('a reader gets the same sums back', async () => {
    const answer = await mixedAnswer();
    const profile = decode(answer);
    const strings = profile.stringTable.strings;
    expect(
      profile.sampleType.map(({ type, unit }) => [strings[Number(type)], strings[Number(unit)]]),
    ).toEqual([
      ['tokens', 'count'],
      ['cost', 'nanodollars'],
    ]);
    const sums = [0, 1].map((at) =>
      profile.sample.reduce((all, { value }) => all + Number(value[at]), 0),
    );
    expect(sums).toEqual([answer.sum.totalTokens, answer.sum.costNanoUsd]);
    const comments = profile.comment.map((at) => strings[Number(at)]);
    expect(comments.join()).toContain('claude-x-9');
  });

  test('what has no price says so', async () => {
    const profile = decode(await mixedAnswer());
    const labelled = profile.sample.filter(({ label }) => label.length > 0);
    expect(labelled.reduce((all, { value }) => all + Number(value[0]), 0)).toBe(9_075);
  });

  test('a sample of many dollars keeps its nano-dollars', async () => {
    const answer = await mixedAnswer();
    const [first] = answer.calls;
    if (first === undefined) throw new Error('no call');
    const parts = first.parts.map((part, at) => ({
      ...part,
      costNanoUsd: at === 0 ? 98_765_432_123_456 : 0,
    }));
    const profile = decode({ ...answer, calls: [{ ...first, parts }] });
    expect(profile.sample.map(({ value }) => Number(value[1]))).toContain(98_765_432_123_456);
  });

  test('the same answer gives the same bytes', async () => {
    const answer = await mixedAnswer();
    expect(renderAs('pprof', answer)).toEqual(renderAs('pprof', answer));
  });
});

describe('chrome-trace', () => {
  test('follows the rules of trace events', async () => {
    const { traceEvents } = JSON.parse(
      renderText('chrome-trace', await hostileAnswer()),
    ) as TraceFile;
    expectTraceRules(traceEvents);
    expect(new Set(traceEvents.map(({ ph }) => ph))).toEqual(new Set(['M', 'X', 'C', 'i']));
  });

  test('has the session on the real time axis, subagents and tools on threads of their own', async () => {
    const answer = await mixedAnswer();
    const { traceEvents, otherData } = JSON.parse(renderText('chrome-trace', answer)) as TraceFile;
    const threads = traceEvents
      .filter(({ name }) => name === 'thread_name')
      .map(({ args }) => args?.name);
    expect(threads).toEqual([
      'main',
      'main: tools',
      'main: tools 2',
      'subagent Explore ae10',
      expect.stringMatching(/^subagent Explore ae10: tools/),
      expect.anything(),
    ]);
    const calls = traceEvents.filter(({ cat }) => cat === 'call');
    expect(calls).toHaveLength(9);
    expect(otherData.callsWithoutTime).toBe(0);
    const last = traceEvents.filter(({ name }) => name === 'cost so far (USD)').at(-1);
    expect(last?.args?.usd).toBe((answer.sum.costNanoUsd ?? 0) / 1e9);
    const turns = traceEvents.filter(({ cat }) => cat === 'turn');
    expect(turns.map(({ name }) => name)).toEqual(['turn 1', 'turn 2']);
    // Ten minutes lie between the prompts.
    expect((turns[1]?.ts ?? 0) - (turns[0]?.ts ?? 0)).toBe(600_000_000);
  });

  test('clocks that jump back give slices that still nest', async () => {
    const answer = await mixedAnswer();
    const calls = answer.calls.map((call, at) => ({
      ...call,
      startMs: (call.startMs ?? 0) - (at % 3) * 400_000,
    }));
    const { traceEvents } = JSON.parse(
      renderText('chrome-trace', { ...answer, calls }),
    ) as TraceFile;
    expectTraceRules(traceEvents);
  });

  test('calls without a time are counted, not placed', async () => {
    const answer = await mixedAnswer();
    const calls = answer.calls.map((call) => ({ ...call, startMs: null, endMs: null }));
    const { traceEvents, otherData } = JSON.parse(
      renderText('chrome-trace', { ...answer, calls }),
    ) as TraceFile;
    expect(otherData.callsWithoutTime).toBe(9);
    expect(traceEvents.filter(({ cat }) => cat === 'call')).toEqual([]);
  });
});

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly cat?: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly args?: Readonly<Record<string, unknown>>;
}

interface TraceFile {
  readonly traceEvents: readonly TraceEvent[];
  readonly otherData: Readonly<Record<string, unknown>>;
}

/** Times are whole and ascend; slices of a thread lie beside or within each other. */
function expectTraceRules(events: readonly TraceEvent[]): void {
  let before = 0;
  const open = new Map<number, { end: number }[]>();
  for (const { ph, ts, dur, tid, pid, name } of events) {
    expect([typeof name, typeof pid, typeof tid]).toEqual(['string', 'number', 'number']);
    expect(Number.isSafeInteger(ts)).toBe(true);
    expect(ts).toBeGreaterThanOrEqual(before);
    before = ts;
    if (ph !== 'X') continue;
    expect(Number.isSafeInteger(dur) && (dur ?? -1) >= 0).toBe(true);
    const stack = open.get(tid) ?? [];
    while (stack.length > 0 && (stack.at(-1)?.end ?? 0) <= ts) stack.pop();
    const end = ts + (dur ?? 0);
    expect(end).toBeLessThanOrEqual(stack.at(-1)?.end ?? end);
    stack.push({ end });
    open.set(tid, stack);
  }
}

describe('profile-ndjson', () => {
  test('each line is an object with its type; blocks and shares sum to the session', async () => {
    const answer = await hostileAnswer();
    const lines = renderText('profile-ndjson', answer)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    const types = lines.map(({ type }) => type);
    expect(types[0]).toBe('session');
    expect(lines.at(-1)).toEqual({ type: 'end', lines: lines.length - 1 });
    expect(types.filter((type) => type === 'call')).toHaveLength(9);
    const shared = lines.filter(({ type }) => type === 'block' || type === 'share');
    expect(shared.reduce((sum, { tokens }) => sum + Number(tokens), 0)).toBe(
      answer.sum.totalTokens,
    );
    expect(shared.reduce((sum, { costNanoUsd }) => sum + Number(costNanoUsd), 0)).toBe(
      answer.sum.costNanoUsd,
    );
  });
});

describe('csv', () => {
  test('one row per call; nothing that a spreadsheet would run; unknown is empty', async () => {
    const answer = await hostileAnswer();
    const rows = renderText('csv', { ...answer, calls: answer.calls.slice(0, 6) }).split('\r\n');
    expect(rows[0]?.split(',').slice(0, 3)).toEqual(['sessionId', 'callId', 'chain']);
    expect(renderText('csv', answer)).not.toMatch(/(^|,)"?[=@]/m);
    const plain = renderText('csv', await mixedAnswer())
      .trimEnd()
      .split('\r\n');
    expect(plain).toHaveLength(10);
    const header = plain[0]?.split(',') ?? [];
    const unpriced = plain.find((row) => row.includes('claude-x-9'))?.split(',') ?? [];
    expect(unpriced[header.indexOf('costNanoUsd')]).toBe('');
    expect(unpriced[header.indexOf('cost')]).toBe('');
  });
});

/** The page's own style and script stand in files of their own. */
function withoutPageParts(text: string): string {
  return text
    .replace(/<style>[\s\S]*?<\/style>/, '<style></style>')
    .replace(/<script type="module">[\s\S]*?<\/script>/, '<script type="module"></script>')
    .replace(/'sha256-[^']*'/g, "'sha256-…'");
}

function decode(answer: ProfileAnswer): Profile {
  return Profile.decode(new Uint8Array(gunzipSync(renderAs('pprof', answer) as Uint8Array)));
}

/** Root first, as folded stacks have it. */
function pprofText(profile: Profile): string {
  const strings = profile.stringTable.strings;
  const functions = new Map(
    profile.function.map(({ id, name }) => [Number(id), strings[Number(name)] ?? '']),
  );
  const names = new Map(
    profile.location.map(({ id, line }) => [
      Number(id),
      functions.get(Number(line[0]?.functionId)) ?? '',
    ]),
  );
  const lines = profile.sample.map(({ locationId, value, label }) => {
    const stack = [...locationId].reverse().map((id) => names.get(Number(id)));
    const labels = label.map(({ key, str }) => ` ${strings[Number(key)]}=${strings[Number(str)]}`);
    return `${stack.join(';')} ${value.map(Number).join(' ')}${labels.join('')}\n`;
  });
  return lines.join('');
}
