// Keeps the `call` table equal to what its lines say. Knows which messages a transaction touched;
// how lines become calls is model/derive-call.ts's business.
import { type BilledCounts, billableUsage } from '../../model/billable-usage.ts';
import { type DerivedCall, deriveCalls, type LedgerLine } from '../../model/derive-call.ts';
import { quarterOf } from '../../model/quarter.ts';
import type { PriceBook } from '../../pricing/book.ts';
import { costNanoUsd } from '../../pricing/cost.ts';
import { readMeta, removeMeta } from '../meta.ts';
import { createQuarterSums } from '../quarter-sums.ts';
import { prepareLineReader } from '../readers/ledger-lines.ts';
import type { Sqlite } from '../sqlite.ts';
import type { Ids } from './ids.ts';

export interface CallChanges {
  readonly added: number;
  readonly changed: number;
}

export interface CallWriter {
  /** Notes a line that this transaction wrote. */
  touchLine(line: LedgerLine): void;
  /** Notes a message whose lines changed in another way. */
  touchMessage(messageId: string): void;
  /** Derives the calls of all touched messages anew; call before the transaction ends. */
  flush(): CallChanges;
}

export function createCallWriter(db: Sqlite, ids: Ids, book: PriceBook): CallWriter {
  const statements = prepareStatements(db);
  const readLines = prepareLineReader(db);
  const quarters = createQuarterSums(db);
  const touched = new Map<string, LedgerLine[]>();

  function flushMessage(messageId: string, lines: readonly LedgerLine[]): CallChanges {
    // A message without a call has no lines but the ones just written.
    const isKnown = statements.exists.get(messageId) !== undefined;
    const removed = isKnown ? statements.remove.all(messageId) : [];
    for (const quarter of removed) quarters.touch(quarter as number | null);
    const calls = deriveCalls(isKnown || lines.length === 0 ? readLines(messageId) : lines);
    for (const call of calls) {
      insertCall(statements.insert, call, ids, book);
      quarters.touch(bucketOf(call.atMs));
    }
    const added = Math.max(0, calls.length - removed.length);
    return { added, changed: calls.length - added };
  }

  return {
    touchLine(line) {
      const lines = touched.get(line.messageId);
      if (lines === undefined) touched.set(line.messageId, [line]);
      else lines.push(line);
    },
    touchMessage(messageId) {
      if (!touched.has(messageId)) touched.set(messageId, []);
    },
    flush() {
      const counts = { added: 0, changed: 0 };
      if (touched.size > 0) noteBook(db, book);
      for (const [messageId, lines] of touched) {
        const { added, changed } = flushMessage(messageId, lines);
        counts.added += added;
        counts.changed += changed;
      }
      touched.clear();
      quarters.flush();
      return counts;
    },
  };
}

/** Another process may have priced all calls by another book since we began: then neither holds. */
function noteBook(db: Sqlite, book: PriceBook): void {
  if (readMeta(db, 'book-version') !== book.bookVersion) removeMeta(db, 'book-version');
}

type Statements = ReturnType<typeof prepareStatements>;

function prepareStatements(db: Sqlite) {
  return {
    exists: db.prepare('SELECT 1 FROM call WHERE message_id = ?').pluck(),
    remove: db.prepare('DELETE FROM call WHERE message_id = ? RETURNING quarter').pluck(),
    insert: db.prepare(
      `INSERT INTO call (message_id, request_id, part, at_ms, quarter, session_id, model_id,
         branch_id, version_id, agent_id, chain, flags, input_tokens, cache_read_tokens,
         cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, web_searches, cost_nano_usd,
         file_id, line_count, session_count)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
  };
}

function insertCall(
  insert: Statements['insert'],
  call: DerivedCall,
  ids: Ids,
  book: PriceBook,
): void {
  const { winner, owner, atMs } = call;
  insert.run(
    call.messageId,
    call.requestId,
    call.part,
    atMs,
    bucketOf(atMs),
    ids.sessionId(owner.sessionKey),
    ids.nameId(winner.model),
    optionalId(ids, owner.branch),
    optionalId(ids, owner.version),
    optionalId(ids, owner.agentId),
    call.chain,
    call.flags,
    winner.inputTokens,
    winner.cacheReadTokens,
    winner.cacheWrite5mTokens,
    winner.cacheWrite1hTokens,
    winner.outputTokens,
    winner.webSearches,
    priceOf(winner, call.flags, atMs, book),
    owner.fileId,
    call.lines.length,
    call.sessionCount,
  );
}

function bucketOf(atMs: number | null): number | null {
  return atMs === null ? null : quarterOf(atMs);
}

function optionalId(ids: Ids, text: string | null): number | null {
  return text === null ? null : ids.nameId(text);
}

/** Nano-USD at the prices of the call's day; null when the model has no price. */
export function priceOf(
  call: BilledCounts & { readonly model: string },
  flags: number,
  atMs: number | null,
  book: PriceBook,
): number | null {
  return costNanoUsd(billableUsage(call, flags), call.model, atMs, book);
}
