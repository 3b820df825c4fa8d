// The state of the work in a session: what was asked, decided, touched, run and left open. The shape
// that handoffs, snapshots and comparisons share; fold-work.ts derives it.

export interface WorkState {
  /** The person's own first request, or null. Texts here are cut to a sensible length. */
  readonly goal: string | null;
  /** The newest typed prompts, oldest first. */
  readonly recentPrompts: readonly string[];
  /** Sentences of the person that set a rule: "never touch the schema", "use pnpm". */
  readonly constraints: readonly string[];
  /** Choices: sentences of the person that pick, and answers to questions the agent asked. */
  readonly decisions: readonly string[];
  readonly files: readonly FileWork[];
  /** The newest distinct commands, oldest first, without the test runs. */
  readonly commands: readonly CommandRun[];
  /** Commits made, oldest first: `a1b2c3d Fix the retry test`. */
  readonly commits: readonly string[];
  /** The last run of each distinct test command. */
  readonly tests: readonly TestRun[];
  readonly tasks: readonly Task[];
  /** Path of the plan file in use; null: none seen. */
  readonly planFile: string | null;
  /** What went wrong and was not mended by a later success, newest last. */
  readonly failures: readonly Failure[];
  /** The end of the last thing the agent said. */
  readonly lastAssistantText: string | null;
  /** The end of the last long thing it said before that; null where the last one is long itself. */
  readonly earlierAssistantText: string | null;
  /** What it said before the last thing, one line each, newest last: the trail of its work. */
  readonly assistantTrail: readonly string[];
  /** The end of the summary that the last compaction left; null: none. */
  readonly compactSummary: string | null;
  /** The person's last request, while the agent has not finished answering it. */
  readonly openRequest: string | null;
  readonly wasInterrupted: boolean;
}

export interface FileWork {
  readonly path: string;
  readonly action: 'created' | 'edited' | 'read';
  /** Writes and edits; for a file only read: reads. */
  readonly count: number;
  /** Order of the last touch: larger is later. */
  readonly lastTouch: number;
}

export interface CommandRun {
  readonly command: string;
  readonly failed: boolean;
  readonly count: number;
}

export interface TestRun {
  readonly command: string;
  readonly outcome: 'passed' | 'failed' | 'unknown';
  /** The line that tells it: "12 passed, 1 failed". */
  readonly summary: string | null;
}

export interface Task {
  readonly text: string;
  readonly status: 'open' | 'in-progress' | 'done';
}

export interface Failure {
  /** `Bash`, `Edit`, … */
  readonly tool: string;
  /** What was tried: the command or the path. */
  readonly what: string;
  /** The telling line of the error. */
  readonly error: string;
}
