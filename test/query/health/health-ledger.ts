// A ledger for tests of health: sessions by the contexts of their calls, compactions between them, and
// what Claude Code told of the window.
import type { QueryContext } from '../../../src/query/context.ts';
import { readHealths } from '../../../src/query/health/read-healths.ts';
import type { SessionHealth } from '../../../src/query/health/session-health.ts';
import { buildLedger, type LedgerBuilder, NOW_MS } from '../sessions/ledger-builder.ts';

export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export interface HealthLedger extends LedgerBuilder {
  /** Main-chain calls a second apart, all of the context read from the cache. */
  calls(session: string, contexts: readonly number[], words?: CallWords): void;
  /** A finished session of its own, of six calls of this size. */
  finished(size: number, words?: CallWords & { readonly count?: number }): void;
  /** The same with these contexts. */
  growing(contexts: readonly number[], words?: CallWords): void;
  compaction(session: string, postTokens?: number | null): void;
  heartbeat(
    session: string,
    data: { readonly modelId: string; readonly windowTokens: number },
  ): void;
  hook(session: string, data: object): void;
  /** The config folder that the session's transcript lies in. */
  root(path: string): void;
  settings(changes: Partial<QueryContext['settings']['health']>): QueryContext;
  health(session: string, context?: QueryContext): SessionHealth;
}

export interface CallWords {
  readonly model?: string;
  readonly outputTokens?: number;
  readonly agentId?: string;
  readonly flags?: number;
}

export function healthLedger(...sessions: readonly string[]): HealthLedger {
  const ledger = buildLedger();
  ledger.file({ path: '/t.jsonl', sessions: [...sessions] });
  const clocks = new Map<string, number>();
  let messages = 0;
  let ended = 0;
  let isDerived = false;
  const tick = (session: string): number => {
    const atMs = (clocks.get(session) ?? NOW_MS - HOUR) + 1_000;
    clocks.set(session, atMs);
    return atMs;
  };
  for (const session of sessions) {
    ledger.session(session, { project: '/w/app', firstMs: NOW_MS - HOUR, lastMs: NOW_MS - MINUTE });
  }
  const calls: HealthLedger['calls'] = (session, contexts, words = {}) => {
    for (const context of contexts) {
      messages += 1;
      ledger.line({
        messageId: `msg_${String(messages).padStart(6, '0')}`,
        sessionKey: session,
        atMs: tick(session),
        model: 'claude-sonnet-4-5',
        cacheReadTokens: context,
        ...words,
      });
    }
  };
  const growing: HealthLedger['growing'] = (contexts, words) => {
    ended += 1;
    const session = `ended${String(ended).padStart(3, '0')}`;
    const lastMs = NOW_MS - HOUR - ended * MINUTE;
    ledger.session(session, { firstMs: lastMs - HOUR, lastMs });
    clocks.set(session, lastMs - HOUR);
    calls(session, contexts, words);
  };
  const derive = (): void => {
    if (!isDerived) ledger.derive();
    isDerived = true;
  };
  return {
    ...ledger,
    calls,
    derive,
    finished: (size, { count = 6, ...words } = {}) =>
      growing(Array<number>(count).fill(size), words),
    growing,
    compaction(session, postTokens = null) {
      ledger.event('compaction', session, tick(session), {
        trigger: 'auto',
        preTokens: 167_000,
        postTokens,
      });
    },
    heartbeat(session, data) {
      ledger.db
        .prepare(
          `INSERT INTO heartbeat (session_id, source, first_ms, last_ms, refreshes, data)
           VALUES (?, 'statusline', ?, ?, 1, ?)`,
        )
        .run(session, NOW_MS - 1, NOW_MS - 1, JSON.stringify({ sessionId: session, ...data }));
    },
    hook(session, data) {
      const sql = 'INSERT INTO hook_event (session_id, at_ms, event, data) VALUES (?, ?, ?, ?)';
      const text = typeof data === 'string' ? data : JSON.stringify(data);
      ledger.db.prepare(sql).run(session, tick(session), 'Stop', text);
    },
    root: (path) => ledger.db.prepare('UPDATE file SET root = ?').run(path),
    settings: (changes) => ({
      ...ledger.context,
      settings: {
        ...ledger.context.settings,
        health: { ...ledger.context.settings.health, ...changes },
      },
    }),
    health(session, context = ledger.context) {
      derive();
      const id = ledger.db
        .prepare('SELECT id FROM session WHERE session_id = ?')
        .pluck()
        .get(session) as number;
      const health = readHealths(context, [id]).get(id);
      if (health === undefined) throw new Error(`no health of ${session}`);
      return health;
    },
  };
}

/** Rising from the first to the last size. */
export function rising(count: number, from: number, to: number): number[] {
  return Array.from({ length: count }, (_, at) =>
    Math.round(from + ((to - from) * at) / Math.max(1, count - 1)),
  );
}
