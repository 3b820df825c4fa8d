// The question "what in these sessions is a risk": which sessions are meant, their transcripts read once, the
// findings in order. Text is looked at and forgotten; the rules are the model's.
import { createHash } from 'node:crypto';
import { collectFindings, type FindingCollector } from '../../model/guard/collect-findings.ts';
import type { GuardItem } from '../../model/guard/guard-item.ts';
import type { RiskPath } from '../../model/guard/risk-path.ts';
import { GUARD_RULES, type Severity } from '../../model/guard/rules.ts';
import { watchSession } from '../../model/guard/watch-session.ts';
import type { Place } from '../../shared/paths.ts';
import { readSessions, type SessionRow } from '../../store/readers/sessions.ts';
import { readSessionFiles } from '../../store/readers/sessions-detail.ts';
import { type GuardReading, readGuardItems } from '../../transcript/guard/read-guard-items.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { findSession } from '../sessions/find-session.ts';
import type { GuardAnswer, GuardCoverage, GuardQuestion } from './guard-answer.ts';
import { listMcpServers } from './list-mcp-servers.ts';

/** Throws as findSession does, unless all sessions or a time are asked for. */
export function queryGuard(
  asked: QueryContext,
  question: GuardQuestion,
  place: Place,
): GuardAnswer {
  const context = atOneMoment(asked);
  const rows = sessionsAsked(context, question);
  const only = rows.length === 1 && question.all !== true ? rows[0] : undefined;
  const { collector, paths, coverage } = lookAt(context, rows, question.sinceMs);
  const findings = collector.findings();
  const sums: Record<Severity, number> = { high: 0, medium: 0, low: 0 };
  for (const { severity } of findings) sums[severity]++;
  return {
    kind: 'guard',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    scope: {
      session: only === undefined ? null : identifySession(context, only),
      sessions: rows.length,
      sinceMs: question.sinceMs ?? null,
    },
    coverage,
    sums,
    matchingFindings: findings.length,
    limit: question.limit,
    findings: findings.slice(0, question.limit).map((finding) => {
      const { family, title } = GUARD_RULES[finding.rule];
      return { family, title, ...finding };
    }),
    paths,
    mcp: question.mcp === true ? listMcpServers(context, rows, place) : null,
  };
}

/** Oldest first, so that a finding's first place is where it came up first. */
function sessionsAsked(context: QueryContext, question: GuardQuestion): SessionRow[] {
  const { wanted, all, sinceMs } = question;
  if (wanted !== undefined || (all !== true && sinceMs === undefined)) {
    return [findSession(context, wanted)];
  }
  return readSessions(context.store.db, { lastFromMs: sinceMs }).reverse();
}

interface Looked {
  readonly collector: FindingCollector;
  readonly paths: readonly RiskPath[];
  readonly coverage: GuardCoverage;
}

function lookAt(
  context: QueryContext,
  rows: readonly SessionRow[],
  sinceMs: number | undefined,
): Looked {
  const all = collectFindings();
  const fromMs = sinceMs ?? Number.NEGATIVE_INFINITY;
  const collector: FindingCollector = {
    ...all,
    add: (hit, place, blockId) => {
      if (place.atMs === null || place.atMs >= fromMs) all.add(hit, place, blockId);
    },
  };
  const paths: RiskPath[] = [];
  const reading: GuardReading = { lines: 0, bytes: 0, unread: 0 };
  const coverage = { transcripts: 0, toolCalls: 0, goneSessions: 0, goneTranscripts: 0 };
  const seen = new Set<string>();
  for (const row of rows) {
    const watch = watchSession(
      { sessionId: row.sessionId, project: row.firstCwd ?? row.projectPath },
      collector,
      digestOf,
    );
    let read = 0;
    for (const file of readSessionFiles(context.store.db, row.id)) {
      const isSeen = seen.has(file.path);
      seen.add(file.path);
      if (isSeen) read++;
      else if (file.state === 'present' && readFile(file.path, row.sessionId, watch.add, reading)) {
        read++;
        coverage.transcripts++;
      } else coverage.goneTranscripts++;
    }
    if (read === 0) coverage.goneSessions++;
    const { paths: own, toolCalls } = watch.finish();
    paths.push(...own.filter(({ steps }) => (steps.at(-1)?.place.atMs ?? 0) >= fromMs));
    coverage.toolCalls += toolCalls;
  }
  const { bytes, unread } = reading;
  return { collector: all, paths, coverage: { ...coverage, bytes, unreadLines: unread } };
}

/** False: the file is gone or out of reach. */
function readFile(
  path: string,
  sessionId: string,
  add: (item: GuardItem) => void,
  reading: GuardReading,
): boolean {
  try {
    for (const item of readGuardItems(path, sessionId, reading)) add(item);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
