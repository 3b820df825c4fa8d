// Profiles of sessions that a table writes, by the whole path: transcripts, ledger, question.
import { expect } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import type { ProfileAnswer, ProfilePart } from '../../../src/query/profile/profile-answer.ts';
import { queryProfile } from '../../../src/query/profile/query-profile.ts';
import { buildTranscript } from '../../../src/samples/build-transcript.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { type Lab, openLab } from '../../store/lab.ts';

export const NOW_MS = Date.parse('2026-11-21T12:00:00Z');

export function profileContext(lab: Pick<Lab, 'store'>): QueryContext {
  return {
    store: lab.store,
    now: () => NOW_MS,
    zone: openZone('UTC'),
    settings: DEFAULT_SETTINGS,
    book: SHIPPED_BOOK,
  };
}

export function askProfile(
  context: QueryContext,
  wanted: string | undefined,
  redact = false,
): ProfileAnswer {
  const wish = { wanted, cwd: '/nowhere', runningSessionId: undefined };
  return queryProfile(context, { wish, redact });
}

/** The profile of one session of a table, in a ledger that is gone afterwards. */
export async function profileOf(
  table: string,
  wanted: string | undefined = undefined,
  redact = false,
): Promise<ProfileAnswer> {
  return inLab(table, (lab) => askProfile(profileContext(lab), wanted, redact));
}

export async function inLab<T>(table: string, work: (lab: Lab) => T | Promise<T>): Promise<T> {
  const lab = openLab();
  try {
    for (const file of buildTranscript(table)) lab.write(file.path, file.text);
    await lab.ingest();
    return await work(lab);
  } finally {
    lab.close();
  }
}

interface LedgerSum {
  readonly calls: number;
  readonly tokens: number;
  readonly costNanoUsd: number | null;
}

/** What the ledger has of a session, straight from its rows. */
export function ledgerSum({ store }: Pick<Lab, 'store'>, sessionId: string): LedgerSum {
  const sql = `
    SELECT COUNT(*) AS calls, SUM(c.cost_nano_usd) AS costNanoUsd,
      COALESCE(SUM(c.input_tokens + c.cache_read_tokens + c.cache_write_5m_tokens +
        c.cache_write_1h_tokens + c.output_tokens), 0) AS tokens
    FROM call c JOIN session s ON s.id = c.session_id WHERE s.session_id = ?`;
  return store.db.prepare(sql).get(sessionId) as LedgerSum;
}

/** The parts of each call sum to the call, the calls to the ledger, all as whole numbers. */
export function expectExactSums(answer: ProfileAnswer, ledger: LedgerSum): void {
  let tokens = 0;
  let cost = 0;
  for (const call of answer.calls) {
    const parts = sumOf(call.parts);
    expect({ call: call.callId, tokens: parts.tokens }).toEqual({
      call: call.callId,
      tokens: call.totalTokens,
    });
    if (call.costNanoUsd === null) {
      expect(call.parts.every(({ costNanoUsd }) => costNanoUsd === null)).toBe(true);
    } else
      expect({ call: call.callId, cost: parts.cost }).toEqual({
        call: call.callId,
        cost: call.costNanoUsd,
      });
    for (const part of call.parts) {
      expect(Number.isSafeInteger(part.tokens) && part.tokens >= 0).toBe(true);
      expect(part.costNanoUsd ?? 0).toBeGreaterThanOrEqual(0);
    }
    tokens += parts.tokens;
    cost += parts.cost;
  }
  expect({ calls: answer.calls.length, tokens, cost }).toEqual({
    calls: ledger.calls,
    tokens: ledger.tokens,
    cost: ledger.costNanoUsd ?? 0,
  });
  expect(answer.sum.totalTokens).toBe(ledger.tokens);
}

export function sumOf(parts: readonly ProfilePart[]): { tokens: number; cost: number } {
  return parts.reduce(
    (sum, part) => ({
      tokens: sum.tokens + part.tokens,
      cost: sum.cost + (part.costNanoUsd ?? 0),
    }),
    { tokens: 0, cost: 0 },
  );
}
