// A profile's calls as CSV, one row each, with exact figures. Knows columns only; money in USD to the
// nano-dollar.
import type {
  ProfileAnswer,
  ProfileCall,
  ProfileFlow,
} from '../../query/profile/profile-answer.ts';
import { type CsvCell, formatCsv } from '../../shared/csv.ts';

/** No totals line, so that a spreadsheet's own sum is right. */
export function renderCsv(answer: ProfileAnswer): string {
  const causes = new Map(answer.cacheEvents.map(({ call, cause }) => [call, cause]));
  const rows = answer.calls.map((call, at) => {
    const row: Row = { answer, call, cacheEvent: causes.get(at) ?? null };
    return COLUMNS.map(([, cellOf]) => cellOf(row));
  });
  return formatCsv(
    COLUMNS.map(([name]) => name),
    rows,
  );
}

interface Row {
  readonly answer: ProfileAnswer;
  readonly call: ProfileCall;
  readonly cacheEvent: string | null;
}

const COLUMNS: readonly (readonly [name: string, cellOf: (row: Row) => CsvCell])[] = [
  ['sessionId', ({ answer }) => answer.session.sessionId],
  ['callId', ({ call }) => call.callId],
  ['chain', ({ answer, call }) => answer.chains[call.chain]?.kind],
  ['agentId', ({ answer, call }) => answer.chains[call.chain]?.agentId],
  ['agentType', ({ answer, call }) => answer.chains[call.chain]?.agentType],
  ['number', ({ call }) => call.number],
  ['turn', ({ call }) => call.turn],
  ['at', ({ call }) => isoTime(call.atMs)],
  ['startMs', ({ call }) => call.startMs],
  ['endMs', ({ call }) => call.endMs],
  ['model', ({ call }) => call.model],
  ['effort', ({ call }) => call.effort],
  ['isFast', ({ call }) => call.isFast],
  ['inputTokens', ({ call }) => call.inputTokens],
  ['cacheReadTokens', ({ call }) => call.cacheReadTokens],
  ['cacheWrite5mTokens', ({ call }) => call.cacheWrite5mTokens],
  ['cacheWrite1hTokens', ({ call }) => call.cacheWrite1hTokens],
  ['outputTokens', ({ call }) => call.outputTokens],
  ['isOutputFinal', ({ call }) => call.isOutputFinal],
  ['totalTokens', ({ call }) => call.totalTokens],
  ['contextTokens', ({ call }) => call.contextTokens],
  ['newTokens', ({ call }) => tokensOf(call, 'new')],
  ['contextSentAnewTokens', ({ call }) => tokensOf(call, 'context-sent')],
  ['cost', ({ call }) => (call.costNanoUsd === null ? null : usdText(call.costNanoUsd))],
  ['costNanoUsd', ({ call }) => call.costNanoUsd],
  ['cacheEvent', ({ cacheEvent }) => cacheEvent],
];

function tokensOf({ parts }: ProfileCall, flow: ProfileFlow): number {
  return parts.reduce((sum, part) => sum + (part.flow === flow ? part.tokens : 0), 0);
}

function isoTime(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}

/** All nine decimals, without going through a fraction: 1234567890 → 1.234567890. */
function usdText(nanoUsd: number): string {
  const digits = String(nanoUsd).padStart(10, '0');
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
}
