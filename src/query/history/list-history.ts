// The question "which of my sessions were like this": filters, limit, severity and task of each. Knows
// nothing of how the list is shown.
import { countSessions } from '../../store/readers/sessions.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { describeSessions, readLearning } from './describe-sessions.ts';
import type { HistoryListAnswer } from './history-answer.ts';
import { filterOf, type HistoryQuestion, selectSessions } from './select-sessions.ts';

export interface HistoryListQuestion extends HistoryQuestion {
  /** The most recent so many. */
  readonly limit: number;
}

export function queryHistoryList(
  asked: QueryContext,
  question: HistoryListQuestion,
): HistoryListAnswer {
  const context = atOneMoment(asked);
  const matching = selectSessions(context, question);
  return {
    kind: 'history-list',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    classifier: context.settings.classifier.enabled,
    learning: readLearning(context),
    filter: filterOf(question),
    limit: question.limit,
    matchingSessions: matching.length,
    knownSessions: countSessions(context.store.db, {}),
    sessions: describeSessions(context, matching.slice(0, question.limit)).map(
      ({ entry }) => entry,
    ),
  };
}
