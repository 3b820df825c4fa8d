// What a setting is: its type, its default, its words. Shapes only; the settings themselves are the table's.

/** A setting's value in any form: what the table's types allow. */
export type SettingValue =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | readonly PhraseSetting[];

export const PHRASE_MODES = ['word', 'substring', 'regex'] as const;

/** A phrase to look for in what the assistant says. */
export interface PhraseSetting {
  readonly text: string;
  readonly mode: (typeof PHRASE_MODES)[number];
  readonly category: string;
  /** What it tells, in the user's own words. */
  readonly intent: string | null;
}

export interface SettingDefinition {
  readonly type:
    | 'paths'
    | 'timezone'
    | 'date'
    | 'choice'
    | 'choices'
    | 'boolean'
    | 'number'
    | 'integer'
    | 'text'
    | 'phrases';
  /** Value when nothing is configured; `null` means "not told". Absent: the key exists only if given. */
  readonly default?: SettingValue;
  /** Environment variable that wins over the file; `null`: the file only. */
  readonly env: string | null;
  /** One sentence for the docs, the default file and `config explain`. */
  readonly doc: string;
  /** Accepted words; of a `choices` setting any of them, each once, in the order given. */
  readonly choices?: readonly string[];
  /** Smallest and largest value that make sense, both included. */
  readonly min?: number;
  readonly max?: number;
  /** How a value is written in the file. */
  readonly example: string;
}
