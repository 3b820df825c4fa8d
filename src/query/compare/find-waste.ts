// Repeated and dead reads over the newest sessions: reads their transcripts one after the other. Knows how
// many are looked at; what waste is and costs is the model's.
import { calibrateTrace } from '../../model/audit/calibrate-trace.ts';
import { deriveWaste } from '../../model/audit/derive-waste.ts';
import type { WasteFinding } from '../../model/audit/waste-finding.ts';
import type { SessionRow } from '../../store/readers/sessions.ts';
import { ratesOfCall } from '../audit/rates-of-call.ts';
import type { QueryContext } from '../context.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { readSessionTrace } from '../trace/read-session-trace.ts';
import type { DeepComparison, DeepFinding } from './compare-answer.ts';

/** Transcripts read, and findings told. Own choice: a few seconds, and a screen. */
const MAX_SESSIONS = 50;
const MAX_FINDINGS = 20;

/** `rows`: the most recently active first. */
export function findWaste(context: QueryContext, rows: readonly SessionRow[]): DeepComparison {
  const findings: DeepFinding[] = [];
  let withoutTranscript = 0;
  const looked = rows.slice(0, MAX_SESSIONS);
  for (const row of looked) {
    const trace = readSessionTrace(context, row.id);
    if (trace.files.every(({ state }) => state === 'vanished')) {
      withoutTranscript += 1;
      continue;
    }
    const waste = deriveWaste(trace, calibrateTrace(trace), (call) =>
      ratesOfCall(call, context.book),
    );
    const { sessionId, shortId } = identifySession(context, row);
    for (const finding of waste) {
      const told = toDeepFinding(finding, sessionId, shortId);
      if (told !== null) findings.push(told);
    }
  }
  findings.sort((a, b) => (b.costNanoUsd ?? 0) - (a.costNanoUsd ?? 0) || b.tokens - a.tokens);
  return {
    sessions: looked.length - withoutTranscript,
    withoutTranscript,
    findings: findings.slice(0, MAX_FINDINGS),
  };
}

function toDeepFinding(
  { kind, subject, count, tokens, insertNanoUsd, carryNanoUsd }: WasteFinding,
  sessionId: string,
  shortId: string,
): DeepFinding | null {
  if (kind !== 'repeated-read' && kind !== 'dead-read') return null;
  const isPriced = insertNanoUsd !== null && carryNanoUsd !== null;
  const costNanoUsd = isPriced ? insertNanoUsd + carryNanoUsd : null;
  return { sessionId, shortId, kind, subject, count, tokens, costNanoUsd };
}
