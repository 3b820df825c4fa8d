// The five kinds of work that a turn or a session can be; docs/classifier.md tells what each means. Knows their
// names; how a turn comes to its label is told in label-turn.ts.

export const TASK_LABELS = [
  'exploration',
  'mutation_heavy',
  'debug_loop',
  'planning',
  'mixed',
] as const;

export type TaskLabel = (typeof TASK_LABELS)[number];
