// The demo set: every ingredient is there, the cache behaves, and the same seed gives the same set.
import { describe, expect, it } from 'vitest';
import { demoSessions, demoSet } from '../../src/samples/demo-sessions.ts';
import type { SampleCall } from '../../src/samples/writer/draft.ts';
import { totalTokens } from '../../src/shared/tokens.ts';
import type { AnyRecord } from './parse-lines.ts';

const NOW_MS = Date.parse('2026-11-21T01:50:00Z');
const HOUR_MS = 3_600_000;
const set = demoSet({ nowMs: NOW_MS });
const transcripts = set.files.filter(({ path }) => path.endsWith('.jsonl'));
const mains = transcripts.filter(({ path }) => !path.includes('/subagents/'));
const recordsByPath = new Map(transcripts.map(({ path, text }) => [path, parse(text)]));
const records = [...recordsByPath.values()].flat();

function parse(text: string): AnyRecord[] {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line));
}

function count(matches: (record: AnyRecord) => unknown): number {
  return records.filter((record) => Boolean(matches(record))).length;
}

describe('the demo set', () => {
  it('is the same for the same seed and time', () => {
    const again = [...demoSessions({ nowMs: NOW_MS })];
    expect(again).toEqual(set.files);
    expect(demoSet({ nowMs: NOW_MS, seed: 2 }).files[0]?.text).not.toBe(set.files[0]?.text);
  });

  it('is of a size that loads at once', () => {
    const bytes = set.files.reduce((sum, { text }) => sum + text.length, 0);
    expect(bytes).toBeGreaterThan(3_000_000);
    expect(bytes).toBeLessThan(8_000_000);
    expect(
      Math.max(...transcripts.flatMap(({ text }) => text.split('\n').map((line) => line.length))),
    ).toBeLessThan(64_000);
  });

  it('covers four projects, one of them with a worktree, in 30 to 45 sessions', () => {
    const folders = new Set(mains.map(({ path }) => path.split('/')[1]));
    expect([...folders].sort()).toEqual([
      '-home-dev-code-api-gateway',
      '-home-dev-code-api-gateway--claude-worktrees-retry-fix',
      '-home-dev-code-billing-jobs',
      '-home-dev-code-infra',
      '-home-dev-code-web',
    ]);
    expect(mains.length).toBeGreaterThanOrEqual(30);
    expect(mains.length).toBeLessThanOrEqual(45);
    expect(new Set(set.files.map(({ path }) => path)).size).toBe(set.files.length);
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 13, 23].map((hours) => NOW_MS + hours * HOUR_MS))(
    'spans four weeks that end just now, whenever that is: %i',
    (nowMs) => {
      const files = demoSet({ nowMs }).calls.map(({ atMs }) => atMs ?? 0);
      const ages = files.map((atMs) => nowMs - atMs).sort((a, b) => a - b);
      expect(ages[0]).toBeGreaterThan(0);
      expect(ages[0]).toBeLessThan(2 * 60_000);
      expect(ages.at(-1)).toBeGreaterThan(24 * 24 * HOUR_MS);
      expect(ages.at(-1)).toBeLessThan(28 * 24 * HOUR_MS);
      expect(ages.filter((age) => age < 5 * HOUR_MS).length).toBeGreaterThan(40);
    },
  );

  it('has no record after now, and files as old as their last record', () => {
    for (const { path, mtimeMs } of transcripts) {
      const times = (recordsByPath.get(path) ?? []).map(({ timestamp }) =>
        timestamp === undefined ? 0 : Date.parse(timestamp),
      );
      expect(Math.max(...times)).toBe(mtimeMs);
      expect(mtimeMs).toBeLessThan(NOW_MS);
    }
  });

  it.each<[string, (record: AnyRecord) => unknown, number]>([
    ['automatic compactions', (r) => r.compactMetadata?.trigger === 'auto', 3],
    ['manual compactions', (r) => r.compactMetadata?.trigger === 'manual', 1],
    ['compaction summaries', (r) => r.isCompactSummary, 4],
    [
      'rate limits with a reset in seconds',
      (r) => r.quotaLimits?.resetsAt < 1e11 && r.error === 'rate_limit',
      1,
    ],
    [
      'interruptions',
      (r) => r.message?.content?.[0]?.text?.startsWith?.('[Request interrupted'),
      2,
    ],
    [
      'advised messages',
      (r) =>
        r.message?.usage?.iterations?.some(({ type }: AnyRecord) => type === 'advisor_message'),
      4,
    ],
    ['sessions of an old client', (r) => r.type === 'summary', 1],
    ['costs told by Claude Code', (r) => r.type === 'cost-state', 1],
  ])('holds %s', (_what, matches, times) => {
    expect(count(matches)).toBe(times);
  });

  it.each<[string, (record: AnyRecord) => unknown, number]>([
    ['custom titles', (r) => r.type === 'custom-title', 2],
    ['AI titles', (r) => r.type === 'ai-title', 15],
    ['failed tools', (r) => r.message?.content?.[0]?.is_error === true, 20],
    ['agent progress', (r) => r.data?.type === 'agent_progress' && r.data.message.message.usage, 4],
    ['hook progress', (r) => r.data?.type === 'hook_progress', 50],
    ['bash progress', (r) => r.data?.type === 'bash_progress', 10],
    ['attachments', (r) => r.type === 'attachment', 200],
    ['turn ends', (r) => r.subtype === 'turn_duration', 100],
  ])('holds many %s', (_what, matches, atLeast) => {
    expect(count(matches)).toBeGreaterThanOrEqual(atLeast);
  });

  it('holds Explore agents on haiku and general-purpose ones on the session’s model', () => {
    const metas = set.files
      .filter(({ path }) => path.endsWith('.meta.json'))
      .map(({ text }) => JSON.parse(text));
    expect(metas.map(({ agentType }) => agentType)).toEqual(
      expect.arrayContaining(['Explore', 'general-purpose']),
    );
    expect(metas.some(({ requestShape }) => requestShape === 'background')).toBe(true);
    const agents = set.calls.filter(({ agentId }) => agentId !== null);
    expect(new Set(agents.map(({ model }) => model))).toEqual(
      new Set(['claude-haiku-4-5-20251001', 'claude-opus-5', 'claude-fable-5']),
    );
  });

  it('has ids that are unique, but for one fork pair', () => {
    const owners = new Map<string, Set<string>>();
    for (const { uuid, sessionId } of records) {
      if (uuid !== undefined) owners.set(uuid, (owners.get(uuid) ?? new Set()).add(sessionId));
    }
    const shared = [...owners.values()].filter((sessions) => sessions.size > 1);
    expect(shared.length).toBeGreaterThan(20);
    expect(new Set(shared.map((sessions) => [...sessions].sort().join())).size).toBe(1);
    const keys = set.calls.map(({ messageId, part }) => `${messageId}/${part}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the demo’s quality', () => {
  const toolsOf = (records: readonly AnyRecord[]) =>
    records
      .filter(({ type }) => type === 'assistant')
      .flatMap(({ message }) => message.content)
      .filter(({ type }) => type === 'tool_use');
  const share = (records: readonly AnyRecord[], name: string) =>
    toolsOf(records).filter((tool) => tool.name === name).length / toolsOf(records).length;
  const failures = (records: readonly AnyRecord[]) =>
    records.filter((r) => r.message?.content?.[0]?.is_error === true).length /
    toolsOf(records).length;
  const sessions = mains.map(({ path, mtimeMs }) => ({
    records: recordsByPath.get(path) ?? [],
    endMs: mtimeMs,
  }));
  const hurried = sessions.find(({ records }) =>
    records.some(({ aiTitle }) => aiTitle === 'Add a refund button'),
  );

  it('has enough ended sessions with tools to learn from', () => {
    const ended = sessions.filter(({ endMs }) => NOW_MS - endMs > 36 * 60_000);
    const warm = ended.filter(({ records }) => toolsOf(records).length >= 10);
    expect(warm.length).toBeGreaterThan(20);
  });

  it('has one session of today that is worse than the others', () => {
    const { records: worst, endMs } = hurried as (typeof sessions)[0];
    const age = NOW_MS - endMs;
    expect(age > 36 * 60_000 && age < 3 * HOUR_MS).toBe(true);
    expect(share(worst, 'Edit')).toBeGreaterThan(2 * share(worst, 'Read'));
    expect(failures(worst)).toBeGreaterThan(0.15);
    const others = sessions.filter((session) => session !== hurried);
    const calm = others.filter(({ records }) => failures(records) < 0.15);
    expect(calm.length).toBeGreaterThan(0.8 * others.length);
    expect(share(records, 'Read')).toBeGreaterThan(2.5 * share(records, 'Edit'));
  });

  it('has more failing tools from one version on', () => {
    const of = (later: boolean) =>
      sessions
        .filter(({ records }) => {
          const version = records.find((r) => r.version !== undefined)?.version ?? '';
          return /^2\.1\.(?:270|288)$/.test(version) === later;
        })
        .flatMap(({ records }) => records);
    expect(failures(of(true))).toBeGreaterThan(2 * failures(of(false)));
  });
});

describe('the demo’s manifest', () => {
  it('adds up the same from models and from sessions', () => {
    const { calls, tokens, byModel, bySession } = set.manifest;
    for (const groups of [byModel, bySession]) {
      expect(Object.values(groups).reduce((sum, group) => sum + group.calls, 0)).toBe(calls);
      expect(Object.values(groups).reduce((sum, group) => sum + totalTokens(group.tokens), 0)).toBe(
        totalTokens(tokens),
      );
    }
    expect(calls).toBe(set.calls.length);
  });

  it('knows the models, one of them without a price', () => {
    expect(Object.keys(set.manifest.byModel).sort()).toEqual([
      'claude-fable-5',
      'claude-haiku-4-5-20251001',
      'claude-opus-4-6',
      'claude-opus-5',
      'claude-sonnet-5',
      'claude-x-9',
    ]);
    expect(set.manifest.byModel['claude-x-9']?.calls).toBe(3);
    expect(set.manifest.provisionalCalls).toBe(6);
  });

  it('equals the sums of the lines, the largest output of each message', () => {
    const best = new Map<string, AnyRecord>();
    for (const { type, message } of records) {
      if (type !== 'assistant' || message.model === '<synthetic>') continue;
      const before = best.get(message.id);
      if (before === undefined || message.usage.output_tokens >= before.output_tokens)
        best.set(message.id, message.usage);
    }
    const sum = (field: string) =>
      [...best.values()].reduce((total, usage) => total + usage[field], 0);
    const own = set.calls.filter(({ part }) => part === 0);
    const expected = (pick: (tokens: (typeof own)[0]['tokens']) => number) =>
      own.reduce((total, { tokens }) => total + pick(tokens), 0);
    expect(best.size).toBe(own.length);
    expect(sum('output_tokens')).toBe(expected((tokens) => tokens.outputTokens));
    expect(sum('cache_read_input_tokens')).toBe(expected((tokens) => tokens.cacheReadTokens));
    expect(sum('cache_creation_input_tokens')).toBe(
      expected((tokens) => tokens.cacheWrite5mTokens + tokens.cacheWrite1hTokens),
    );
  });
});

describe('the demo’s cache', () => {
  const chains = new Map<string, SampleCall[]>();
  for (const call of set.calls.filter(({ part }) => part === 0)) {
    const key = `${call.sessionId}/${call.agentId}`;
    chains.set(key, [...(chains.get(key) ?? []), call]);
  }
  const steps = [...chains.values()].flatMap((calls) =>
    calls.slice(1).map((call, i) => ({ call, before: calls[i] as SampleCall })),
  );
  const ttlOf = ({ tokens }: SampleCall) =>
    tokens.cacheWrite1hTokens > 0 ? HOUR_MS : HOUR_MS / 12;
  const cachedBy = ({ tokens }: SampleCall) =>
    tokens.cacheReadTokens + tokens.cacheWrite5mTokens + tokens.cacheWrite1hTokens;

  it('reads what the call before left, while it is alive', () => {
    const warm = steps.filter(
      ({ call, before }) =>
        call.model === before.model && (call.atMs ?? 0) - (before.atMs ?? 0) <= ttlOf(before),
    );
    const exact = warm.filter(
      ({ call, before }) => call.tokens.cacheReadTokens === cachedBy(before),
    );
    const shorter = warm.filter(
      ({ call, before }) => call.tokens.cacheReadTokens < cachedBy(before),
    );
    expect(warm.length).toBeGreaterThan(900);
    expect(exact.length + shorter.length).toBe(warm.length);
    // Only the four compactions drop what was cached.
    expect(shorter).toHaveLength(4);
  });

  it('reads nothing and writes everything when it is cold or of another model', () => {
    const cold = steps.filter(
      ({ call, before }) =>
        call.model !== before.model || (call.atMs ?? 0) - (before.atMs ?? 0) > ttlOf(before),
    );
    expect(cold.map(({ call }) => call.tokens.cacheReadTokens)).toEqual(cold.map(() => 0));
    const idle = cold.filter(
      ({ call, before }) =>
        call.model === before.model && (call.atMs ?? 0) - (before.atMs ?? 0) > HOUR_MS,
    );
    expect(idle.length).toBeGreaterThanOrEqual(4);
    for (const { call, before } of cold) expect(cachedBy(call)).toBeGreaterThan(cachedBy(before));
  });

  it('grows a context to about 167k tokens before it is compacted by itself', () => {
    const sizes = records
      .filter((r) => r.compactMetadata?.trigger === 'auto')
      .map((r) => r.compactMetadata.preTokens);
    for (const size of sizes) expect(size).toBeGreaterThan(155_000);
    for (const size of sizes) expect(size).toBeLessThan(200_000);
  });
});
