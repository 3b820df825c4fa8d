// The ledger that the tests of the session questions and screens share: a busy session with agents
// and compactions, its fork, a Japanese one, a hostile one, an empty one.
import { LINE_FLAG } from '../../../src/model/flags.ts';
import { at, buildLedger, type LedgerBuilder } from './ledger-builder.ts';

export const BUSY = '4f2a91c3-0000-4000-8000-000000000001';
export const FORK = '4f2a77aa-0000-4000-8000-000000000002';
export const JAPANESE = '9b1d0c11-0000-4000-8000-000000000003';
export const HOSTILE = 'c0ffee00-0000-4000-8000-000000000004';
export const EMPTY = 'e0000000-0000-4000-8000-000000000005';

const ESC = '\u001b';
const PROJECTS = '/home/ana/.claude/projects';

export function exampleLedger(): LedgerBuilder {
  const ledger = buildLedger();
  addFiles(ledger);
  addSessions(ledger);
  addBusy(ledger);
  addOthers(ledger);
  ledger.derive();
  return ledger;
}

function addFiles(ledger: LedgerBuilder): void {
  const slug = `${PROJECTS}/-home-ana-api-gateway`;
  const opened = at('15:30:00');
  ledger.file({
    path: `${slug}/${BUSY}.jsonl`,
    openedMs: opened,
    sizeBytes: 1_234_567,
    sessions: [BUSY],
  });
  ledger.file({
    path: `${slug}/${BUSY}/subagents/agent-a1b2c3.jsonl`,
    kind: 'subagent',
    state: 'vanished',
    openedMs: at('15:40:00'),
    sizeBytes: 45_600,
    sessions: [BUSY],
  });
  ledger.file({ path: `${slug}/${FORK}.jsonl`, openedMs: at('16:00:00'), sessions: [FORK] });
  ledger.file({ path: `${PROJECTS}/-home-ana-web/${JAPANESE}.jsonl`, sessions: [JAPANESE] });
  ledger.file({ path: `${PROJECTS}/-x/${HOSTILE}.jsonl`, sessions: [HOSTILE] });
  ledger.file({ path: `${PROJECTS}/-x/${EMPTY}.jsonl`, state: 'vanished', sessions: [EMPTY] });
}

function addSessions(ledger: LedgerBuilder): void {
  ledger.session(BUSY, {
    project: '/home/ana/api-gateway',
    title: 'Fix flaky retry test',
    branch: 'retry-fix',
    firstMs: at('15:30:00'),
    lastMs: at('18:42:00'),
  });
  ledger.session(FORK, {
    project: '/home/ana/api-gateway',
    title: 'Fix flaky retry test (fork)',
    titleSource: 'custom-title',
    branch: 'retry-fix',
    firstMs: at('15:30:00'),
    lastMs: at('16:10:00'),
  });
  ledger.session(JAPANESE, {
    project: '/home/ana/web',
    title: 'ダークモードを設定画面に追加して、テストも書く',
    titleSource: 'summary',
    branch: 'main',
    firstMs: at('11:59:00'),
    lastMs: at('12:00:00'),
  });
  ledger.session(HOSTILE, {
    project: `/home/ana/${ESC}]0;owned\u0007evil`,
    title: `${ESC}[2J${ESC}[31mclick ${ESC}]8;;http://x\u0007here\u202e\u009b1m`,
    branch: `main${ESC}[5m`,
    firstMs: at('11:00:00'),
    lastMs: at('11:00:00'),
  });
  ledger.session(EMPTY, { firstMs: null, lastMs: null });
}

function addBusy(ledger: LedgerBuilder): void {
  const prompt = (time: string, uuid: string) => ledger.event('prompt', BUSY, at(time), {}, uuid);
  prompt('15:30:00', 'u-1');
  prompt('16:30:00', 'u-2');
  for (let call = 0; call < 40; call++) {
    const messageId = `msg_busy${String(call).padStart(2, '0')}`;
    ledger.line({
      messageId,
      sessionKey: BUSY,
      requestId: `req_${call}`,
      atMs: at('15:30:10') + call * 4 * 60_000,
      cacheReadTokens: call < 25 ? 20_000 + call * 6_000 : 30_000 + (call - 25) * 5_000,
      cacheWrite1hTokens: 6_000,
      inputTokens: 12,
      outputTokens: 700,
      flags: call === 39 ? 0 : LINE_FLAG.final,
      branch: 'retry-fix',
      version: '2.1.240',
    });
    ledger.tool(messageId, 'Bash', call % 2 === 0 ? 'Read' : 'Edit');
  }
  ledger.event(
    'compaction',
    BUSY,
    at('17:09:30'),
    { trigger: 'auto', preTokens: 167_000, postTokens: null },
    'c-1',
  );
  ledger.event('api-error', BUSY, at('17:20:00'), { error: 'rate_limit', status: 429 }, 'e-1');
  ledger.event('api-error', BUSY, at('17:25:00'), { error: 'rate_limit', status: 429 }, 'e-2');
  ledger.event('cost-state', BUSY, at('18:42:00'), { totalCostUsd: 9.5 });
  addAgents(ledger);
}

function addAgents(ledger: LedgerBuilder): void {
  const side = LINE_FLAG.sidechain | LINE_FLAG.final;
  const haiku = 'claude-haiku-4-5-20251001';
  const line = (messageId: string, agentId: string, model: string, outputTokens: number) =>
    ledger.line({
      messageId,
      sessionKey: BUSY,
      fileId: 2,
      agentId,
      model,
      outputTokens,
      cacheReadTokens: 50_000,
      flags: side,
      atMs: at('15:41:00'),
    });
  line('msg_explore1', 'a1b2c3', haiku, 2_000);
  line('msg_explore2', 'a1b2c3', haiku, 3_000);
  line('msg_general1', 'd4e5f6', 'claude-opus-5', 4_000);
  line('msg_compact1', 'acompact-77', 'claude-opus-5', 2_000);
  ledger.agent(BUSY, 'a1b2c3', 'Explore', 'd4e5f6');
  ledger.agent(BUSY, 'd4e5f6', 'general-purpose');
  ledger.agent(BUSY, 'acompact-77', null);
  ledger.agent(BUSY, 'f0f0f0', 'Plan');
}

function addOthers(ledger: LedgerBuilder): void {
  // The fork repeats the first prompt and the first three calls, then makes one of its own.
  ledger.event('prompt', FORK, at('15:30:00'), {}, 'u-1');
  ledger.event('prompt', FORK, at('16:00:10'), {}, 'u-9');
  for (const messageId of ['msg_busy00', 'msg_busy01', 'msg_busy02']) {
    const copy = { fileId: 3, sessionKey: FORK, atMs: at('15:40:00'), flags: LINE_FLAG.final };
    ledger.line({ messageId, ...copy, requestId: null, cacheReadTokens: 10, outputTokens: 1 });
  }
  const own = { fileId: 3, sessionKey: FORK, atMs: at('16:00:20') };
  ledger.line({ messageId: 'msg_fork1', ...own, inputTokens: 1_000, outputTokens: 500 });
  const japanese = { fileId: 4, sessionKey: JAPANESE, atMs: at('12:00:00') };
  ledger.line({ messageId: 'msg_ja1', ...japanese, model: 'claude-x-9', inputTokens: 1_000 });
  ledger.line({ messageId: 'msg_ja2', ...japanese, model: 'claude-sonnet-5', inputTokens: 90_000 });
  ledger.event('prompt', JAPANESE, at('12:00:00'), {});
  const hostile = { fileId: 5, sessionKey: HOSTILE, atMs: at('11:00:00') };
  const model = `evil${ESC}[31m-9`;
  ledger.line({ messageId: 'msg_evil', ...hostile, model, inputTokens: 5, outputTokens: 5 });
}
