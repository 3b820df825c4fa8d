// What lists and pages of sessions say of quality in a line. Reads stored readings only: no event, so that
// a long list stays quick.
import { readSessionFiles } from '../../store/readers/sessions-detail.ts';
import { readThreadRows, type ThreadRow } from '../../store/readers/threads.ts';
import type { QueryContext } from '../context.ts';
import { isAllExperimental } from './describe-metrics.ts';
import { openBench, readJudgedThreads } from './judge-threads.ts';
import { noteReadings } from './note-readings.ts';
import type { SessionQuality, UnmeasuredReason } from './quality-answer.ts';

/** By the session's row id; every id asked for has an answer. */
export function readSessionQualities(
  context: QueryContext,
  ids: readonly number[],
): Map<number, SessionQuality> {
  const { settings, store } = context;
  const bench = openBench(context);
  const isLearning = isAllExperimental(bench.thresholds);
  const threads = new Map(
    readThreadRows(store.db, { sessions: ids, main: true }).map((row) => [row.session, row]),
  );
  const judgedOf = readJudgedThreads(context, [...threads.values()], bench);
  return new Map(
    ids.map((id): [number, SessionQuality] => {
      const thread = threads.get(id);
      const judged = thread === undefined ? undefined : judgedOf.get(thread.fileId);
      if (judged === undefined) return [id, nothing(reasonOf(context, id, thread))];
      const [worst = null, ...rest] = noteReadings(judged.metrics, bench.metrics);
      return [
        id,
        {
          severity: judged.severity,
          task: settings.classifier.enabled ? judged.task : null,
          isExperimental: isLearning,
          worst,
          others: rest.filter(({ severity }) => severity !== 'ok'),
          metrics: judged.metrics.length,
          reason: null,
        },
      ];
    }),
  );
}

/** Why a session has no readings. */
export function reasonOf(
  { store }: QueryContext,
  id: number,
  thread: ThreadRow | undefined,
): UnmeasuredReason {
  if (thread !== undefined) return thread.isGone ? 'transcript-gone' : 'not-read';
  const files = readSessionFiles(store.db, id).filter(({ kind }) => kind === 'main');
  if (files.length === 0) return 'no-transcript';
  return files.some(({ state }) => state === 'present') ? 'not-read' : 'transcript-gone';
}

function nothing(reason: UnmeasuredReason): SessionQuality {
  return {
    severity: null,
    task: null,
    isExperimental: false,
    worst: null,
    others: [],
    metrics: 0,
    reason,
  };
}
