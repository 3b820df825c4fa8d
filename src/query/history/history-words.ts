// The words that a question about history may be asked with. Knows the lists; nothing of answers.
import type { Severity } from '../../metrics/kit/severity.ts';
import { TASK_LABELS, type TaskLabel } from '../../metrics/task/task-labels.ts';

export const HISTORY_SEVERITIES: readonly Severity[] = ['ok', 'warn', 'critical'];

export const HISTORY_TASKS: readonly TaskLabel[] = TASK_LABELS;
