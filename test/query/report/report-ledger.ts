// A ledger with long and short sessions in three projects, for the report of sessions and its screens.
import { buildLedger, type LedgerBuilder, NOW_MS } from '../sessions/ledger-builder.ts';

const MINUTE = 60_000;

export const GATEWAY = '11110000-0000-4000-8000-000000000001';
export const GATEWAY_SHORT = '22220000-0000-4000-8000-000000000002';
export const WEB = '33330000-0000-4000-8000-000000000003';
export const UNPRICED = '44440000-0000-4000-8000-000000000004';
export const NO_PROJECT = '55550000-0000-4000-8000-000000000005';

export function reportLedger(): LedgerBuilder {
  const ledger = buildLedger();
  ledger.file({ path: '/t.jsonl', sessions: [GATEWAY] });
  const gateway = '/home/ana/work/api-gateway';
  addSession(ledger, GATEWAY, { calls: 90, hoursAgo: 30, project: gateway });
  addSession(ledger, GATEWAY_SHORT, { calls: 6, hoursAgo: 20, project: gateway });
  addSession(ledger, WEB, { calls: 40, hoursAgo: 10, project: '/home/ana/work/web' });
  const lab = { project: '/home/ana/work/lab', model: 'claude-x-9' };
  addSession(ledger, UNPRICED, { calls: 60, hoursAgo: 5, ...lab });
  addSession(ledger, NO_PROJECT, { calls: 1, hoursAgo: 2 });
  ledger.derive();
  return ledger;
}

interface SessionPlan {
  readonly calls: number;
  readonly hoursAgo: number;
  readonly project?: string;
  readonly model?: string;
}

/** A call a minute, its context growing by 4k; a prompt at each twentieth. */
function addSession(ledger: LedgerBuilder, session: string, plan: SessionPlan): void {
  const startMs = NOW_MS - plan.hoursAgo * 60 * MINUTE;
  ledger.session(session, {
    title: `Session ${session.slice(0, 4)}`,
    firstMs: startMs,
    lastMs: startMs + plan.calls * MINUTE,
    ...(plan.project === undefined ? {} : { project: plan.project }),
  });
  for (let index = 0; index < plan.calls; index++) {
    const atMs = startMs + index * MINUTE;
    if (index % 20 === 0) ledger.event('prompt', session, atMs - 1_000);
    ledger.line({
      messageId: `msg_${session.slice(0, 4)}_${String(index).padStart(3, '0')}`,
      sessionKey: session,
      atMs,
      cacheReadTokens: index === 0 ? 0 : 20_000 + (index - 1) * 4_000,
      cacheWrite1hTokens: index === 0 ? 20_000 : 4_000,
      outputTokens: 300,
      ...(plan.model === undefined ? {} : { model: plan.model }),
    });
  }
}
