// On real transcripts: what is said to be avoidable adds up for every session, and for two of them the
// figures are worked out once more from the usage numbers of the lines.
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { calibrateTrace } from '../../../src/model/audit/calibrate-trace.ts';
import { deriveWaste } from '../../../src/model/audit/derive-waste.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import { findCall } from '../../../src/query/call/find-call.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import type { ExplainAnswer } from '../../../src/query/explain/explain-answer.ts';
import { queryExplain } from '../../../src/query/explain/query-explain.ts';
import { readExplainSession } from '../../../src/query/explain/read-explain-session.ts';
import { readSessionTrace } from '../../../src/query/trace/read-session-trace.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { readSessions } from '../../../src/store/readers/sessions.ts';
import { CORPUS, NO_CORPUS } from '../../store/corpus-folder.ts';
import { ingestInto } from '../../store/lab.ts';

const SPOTTER = 'projects/-home-USER-projects-spotter-worktrees-spotter-';
const FIRST = `${SPOTTER}gqc/258c7280-ae70-4798-800f-63464d01a85d.jsonl`;
const SECOND = `${SPOTTER}a0y/fa812bfe-b295-4cca-9c2f-fdf01028cb46.jsonl`;

/** Opus 4.6 below 200k tokens, dollars per million: a cache read, a write for 5 minutes, for 1 hour. */
const OPUS = { read: 0.5, '5m': 6.25, '1h': 10 };

interface Usage {
  readonly input_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly cache_creation_input_tokens: number;
}

/** One for each message, in the order of the file. */
function usagesOf(path: string): { id: string; usage: Usage }[] {
  const found = new Map<string, Usage>();
  for (const line of readFileSync(join(CORPUS ?? '', path), 'utf8').split('\n')) {
    if (!line.includes('"usage"')) continue;
    const { type, message } = JSON.parse(line) as {
      type: string;
      message?: { id: string; model: string; usage: Usage };
    };
    if (type !== 'assistant' || message === undefined || message.model === '<synthetic>') continue;
    found.set(message.id, message.usage);
  }
  return [...found].map(([id, usage]) => ({ id, usage }));
}

describe.skipIf(CORPUS === null)(`avoidable costs of real sessions${NO_CORPUS}`, () => {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-explain-')));
  let context: QueryContext;
  const answers = new Map<string, ExplainAnswer>();

  beforeAll(async () => {
    const store = openStore({ stateDir: join(scratch, 'state'), now: Date.now });
    await ingestInto(store, realpathSync(CORPUS ?? ''));
    const zone = openZone('UTC');
    context = { store, now: Date.now, zone, settings: DEFAULT_SETTINGS, book: SHIPPED_BOOK };
    for (const { sessionId } of readSessions(store.db, {})) {
      const wish = { wanted: sessionId, cwd: '/', runningSessionId: undefined };
      answers.set(sessionId, queryExplain(context, wish, 1_000));
    }
  }, 120_000);
  afterAll(() => {
    context?.store.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  it('are the sum of shares of calls, and no call pays more than it cost', () => {
    let findings = 0;
    expect(answers.size).toBeGreaterThan(20);
    for (const [sessionId, answer] of answers) {
      const spent = new Map<string, number>();
      let total = 0;
      for (const { calls, costNanoUsd } of answer.findings) {
        const sum = calls.reduce((all, call) => all + (call.costNanoUsd ?? 0), 0);
        expect(sum).toBe(costNanoUsd);
        total += sum;
        findings += 1;
        for (const { callId, costNanoUsd: share } of calls) {
          spent.set(callId, (spent.get(callId) ?? 0) + (share ?? 0));
        }
      }
      expect(total).toBe(answer.avoidable.costNanoUsd);
      expect(total).toBeLessThanOrEqual(answer.sum.costNanoUsd ?? 0);
      for (const [callId, share] of spent) {
        const call = findCall(context, callId);
        expect([callId, call.sessionId]).toEqual([callId, sessionId]);
        expect(share).toBeLessThanOrEqual(call.costNanoUsd ?? 0);
      }
    }
    expect(findings).toBeGreaterThan(60);
  });

  it('estimate of each piece of content what its audit says, and less only where a bill is spent', () => {
    let compared = 0;
    let cut = 0;
    for (const { id, sessionId } of readSessions(context.store.db, {})) {
      const trace = readSessionTrace(context, id);
      const { session } = readExplainSession(context, id);
      const bills = new Map(
        session.chains.flatMap(({ calls }) => calls.map(({ callId, bill }) => [callId, bill])),
      );
      const waste = deriveWaste(trace, calibrateTrace(trace), ({ callId }) => {
        const bill = bills.get(callId) ?? null;
        return bill === null ? null : { fresh: bill.freshRate, read: bill.readRate };
      });
      const ours = (answers.get(sessionId)?.findings ?? []).filter(
        ({ basis }) => basis === 'estimated',
      );
      const left = [...ours];
      for (const { kind, subject, tokens, insertNanoUsd, carryNanoUsd } of waste) {
        const at = left.findIndex(
          (one) => one.kind === kind && one.subject === subject && one.tokens === tokens,
        );
        const [one] = left.splice(at, 1);
        const audited = (insertNanoUsd ?? 0) + (carryNanoUsd ?? 0);
        const difference = audited - (one?.costNanoUsd ?? 0);
        // Each share is cut off to a whole nano-dollar.
        expect(difference).toBeGreaterThanOrEqual(-2 * (one?.calls.length ?? 0));
        if (difference > 2 * (one?.calls.length ?? 0)) cut += 1;
        compared += 1;
      }
      expect(left).toEqual([]);
    }
    expect(compared).toBeGreaterThan(60);
    expect(cut / compared).toBeLessThan(0.1);
  });

  it.each([
    ['258c7280', FIRST, '1h', [32, 150]],
    ['fa812bfe', SECOND, '5m', [44]],
  ] as const)('%s: the excess of each lost cache', (id, path, ttl, numbers) => {
    const usages = usagesOf(path);
    const answer = [...answers.values()].find(({ shortId }) => shortId === id);
    const measured = answer?.findings.filter(({ basis }) => basis === 'measured') ?? [];
    const expected = numbers.map((number) => {
      const [before, call] = [usages[number - 2], usages[number - 1]];
      if (before === undefined || call === undefined) throw new Error('no such call');
      const held = before.usage.cache_read_input_tokens + before.usage.cache_creation_input_tokens;
      const lost = held - call.usage.cache_read_input_tokens;
      // What was lost was written again, and not sent as uncached input.
      expect(call.usage.cache_creation_input_tokens).toBeGreaterThanOrEqual(lost);
      return { callId: call.id, nanoUsd: Math.round(lost * (OPUS[ttl] - OPUS.read) * 1_000) };
    });
    expect(measured.map(({ kind }) => kind)).toEqual(['unexplained']);
    expect(
      measured[0]?.calls.map(({ callId, costNanoUsd }) => ({ callId, nanoUsd: costNanoUsd })),
    ).toEqual(expected);
    expect(measured[0]?.calls.map(({ callNumber }) => callNumber)).toEqual(numbers);
    const total = expected.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0);
    expect(answer?.avoidable.measured).toMatchObject({ costNanoUsd: total, notOwnNanoUsd: total });
  });

  it('fa812bfe: a file that nothing mentions again, read by every call up to the compaction', () => {
    const ids = usagesOf(SECOND).map(({ id }) => id);
    const answer = [...answers.values()].find(({ shortId }) => shortId === 'fa812bfe');
    const finding = answer?.findings.find(
      ({ kind, subject }) => kind === 'dead-read' && subject?.endsWith('/services/tmux.ex'),
    );
    // Call 127 is the first one after the compaction.
    expect(finding?.calls.map(({ callId }) => callId)).toEqual(ids.slice(7, 126));
    const tokens = finding?.tokens ?? 0;
    // 7,385 characters are dead in this session: a quarter of it in tokens, give or take the tokenizer.
    expect(tokens).toBeGreaterThan(7_385 / 4);
    expect(tokens).toBeLessThan(7_385 / 2);
    const nanoUsd = tokens * (OPUS['5m'] + 118 * OPUS.read) * 1_000;
    expect(Math.abs((finding?.costNanoUsd ?? 0) / nanoUsd - 1)).toBeLessThan(0.03);
  });
});
