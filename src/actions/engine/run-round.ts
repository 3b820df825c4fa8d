// One look of the engine: ledger up to date, then for each session at hand its compaction, its handoff
// and its verdict. Knows the order; each part has a file of its own.
import { basename } from 'node:path';
import { readVerdict, type Verdict, writeVerdict } from '../../live/verdict.ts';
import { mainTranscript } from '../../query/compaction/query-compaction.ts';
import { atOneMoment, type QueryContext } from '../../query/context.ts';
import { readHealths } from '../../query/health/read-healths.ts';
import { refreshCalibration } from '../../query/health/refresh-calibration.ts';
import type { SessionHealth } from '../../query/health/session-health.ts';
import { queryVerdict } from '../../query/live/query-verdict.ts';
import { identifySession } from '../../query/sessions/describe-session.ts';
import {
  type LiveEventRow,
  readEventsAfter,
  readRefreshedSince,
} from '../../store/readers/live-events.ts';
import {
  readSessions,
  readSessionsByPrefix,
  type SessionRow,
} from '../../store/readers/sessions.ts';
import { formatAlert } from '../../views/terminal/health-words.ts';
import { type EngineMark, type EngineName, readMark, writeMark } from './engine-mark.ts';
import { handleCompaction } from './handle-compaction.ts';
import type { Round, RoundWorld } from './round.ts';
import { handoffAtThreshold } from './threshold-handoff.ts';

/** Sessions with a record this young get a verdict even without a hook: a status line may show them. */
const AT_HAND_MS = 10 * 60_000;
/** Sessions looked at in one round; more are not worked in at a time. */
const MOST_SESSIONS = 50;
/** What is older, because no engine could run, nobody waits for. Longer than any compaction. */
const OLD_EVENT_MS = 2 * 60 * 60_000;

/**
 * Transcripts worth watching for the next round. What goes wrong with one session is thrown when all
 * the others have been looked at and the events are marked as handled.
 */
export async function runRound(world: RoundWorld): Promise<readonly string[]> {
  const context = atOneMoment(await world.openLedger());
  try {
    refreshCalibration(context);
    const engine = basename(world.engineFile) as EngineName;
    const mark = readMark(context.store, engine);
    const told = readEventsAfter(context.store.db, mark.eventId);
    const events = told.filter(({ atMs }) => context.now() - atMs < OLD_EVENT_MS);
    const rows = sessionsAtHand(context, mark, events);
    const ids = rows.map((row) => row.id);
    const healths = readHealths(context, ids);
    const round: Round = { world, context, events };
    const failures: unknown[] = [];
    for (const row of rows) {
      const health = healths.get(row.id);
      try {
        if (health !== undefined) updateSession(round, row, health);
      } catch (cause) {
        failures.push(cause);
      }
    }
    writeMark(context.store, engine, {
      eventId: told.at(-1)?.id ?? mark.eventId,
      atMs: context.now(),
    });
    if (failures.length > 0) throw failures[0];
    // Last, and only what is at hand: nobody waits for it, and the verdicts are written.
    await world.takeEvents?.(rows.map((row) => row.sessionId));
    return rows.flatMap((row) => mainTranscript(context, row.id, row.sessionId) ?? []);
  } finally {
    context.store.close();
  }
}

function sessionsAtHand(
  context: QueryContext,
  mark: EngineMark,
  events: readonly LiveEventRow[],
): SessionRow[] {
  const { db } = context.store;
  const told = new Set([
    ...readRefreshedSince(db, Math.max(mark.atMs, context.now() - OLD_EVENT_MS)),
    ...events.map(({ sessionId }) => sessionId),
  ]);
  // The newest first: where there are too many, those are left out in which nothing happens any more.
  const byEvent = [...told]
    .reverse()
    .flatMap((sessionId) =>
      readSessionsByPrefix(db, sessionId, 1).filter((row) => row.sessionId === sessionId),
    );
  const byTime = readSessions(db, {
    lastFromMs: context.now() - AT_HAND_MS,
    limit: MOST_SESSIONS,
  });
  const rows = new Map([...byEvent, ...byTime].map((row) => [row.id, row]));
  return [...rows.values()].slice(0, MOST_SESSIONS);
}

function updateSession(round: Round, row: SessionRow, health: SessionHealth): void {
  const { context, world } = round;
  const { verdictDir } = world.paths;
  const before = readVerdict(verdictDir, row.sessionId);
  const madeForCompaction = handleCompaction(round, row, health);
  const facts = queryVerdict(context, row, health);
  const handoff = madeForCompaction ?? handoffAtThreshold(round, row, facts, before);
  const { shortId } = identifySession(context, row);
  const verdict: Verdict = {
    ...facts,
    alertText: facts.mayAlert ? formatAlert(shortId, health) : null,
    handoffPath: handoff?.path ?? before?.handoffPath ?? null,
    handoffKey: handoff?.key ?? before?.handoffKey ?? null,
  };
  const isNew = before === null || !isSame(before, verdict);
  const isToldOf = round.events.some((event) => event.sessionId === row.sessionId);
  if (isNew || isToldOf) writeVerdict(verdictDir, verdict);
}

/** But for the time of looking. */
function isSame(a: Verdict, b: Verdict): boolean {
  return JSON.stringify({ ...a, atMs: 0 }) === JSON.stringify({ ...b, atMs: 0 });
}
