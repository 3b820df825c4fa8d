// What a command is: words for its help, its flags, and a function that answers. Knows nothing of
// argv parsing (entries/) and of any one command.
import type { Invocation } from './invocation.ts';

/** 0 all well, 1 the answer holds a finding, 2 failure, 64 wrong usage. */
export type ExitCode = 0 | 1 | 2 | 64;

export interface ArgumentDefinition {
  /** As shown in help, without brackets: `id`. */
  readonly name: string;
  readonly summary: string;
  readonly required?: boolean;
  readonly choices?: readonly string[];
}

export interface OptionDefinition {
  /** Long form with its value, if it takes one: `--since <date>`, `--json`. */
  readonly flags: string;
  readonly summary: string;
  readonly choices?: readonly string[];
  /** Default shown in help and given when the flag is absent. */
  readonly default?: string | number | boolean;
}

/** Headings that the list of commands is told under, in this order. */
export const TOPICS = ['Costs', 'Sessions', 'Profiler', 'In the session', 'Program'] as const;

export type Topic = (typeof TOPICS)[number];

export interface CommandDefinition {
  /** Words after `telltale`: `usage`, `sessions`. The overview's is the empty string. */
  readonly name: string;
  /** One line for the list of commands: a verb phrase, no full stop. */
  readonly summary: string;
  /** What it is about, for the list of commands. */
  readonly topic: Topic;
  /** Paragraphs for `--help` and the reference page. */
  readonly description?: string;
  readonly arguments?: readonly ArgumentDefinition[];
  readonly options?: readonly OptionDefinition[];
  /** Command lines to paste, each with a word on what it shows. */
  readonly examples?: readonly { readonly line: string; readonly shows: string }[];
  readonly run: (invocation: Invocation) => Promise<ExitCode> | ExitCode;
}

export function defineCommand(definition: CommandDefinition): CommandDefinition {
  return definition;
}

/** Flags that every reporting command has: the answer as one JSON document. */
export const JSON_OPTION: OptionDefinition = {
  flags: '--json',
  summary: 'print the answer as one JSON document',
};
