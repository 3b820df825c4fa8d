// The settings: one table of keys, types, defaults, environment names and words, and the types that
// follow from it. Knows no file, no TOML and no error message.
import type { Weekday } from '../shared/zone.ts';

export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const satisfies readonly Weekday[];

export interface SettingDefinition {
  readonly type: 'paths' | 'timezone' | 'choice' | 'number' | 'integer' | 'text';
  /** Value when nothing is configured; `null` means "not told". Absent: the key exists only if given. */
  readonly default?: string | number | null | readonly string[];
  /** Environment variable that wins over the file; `null`: the file only. */
  readonly env: string | null;
  /** One sentence for the docs, the default file and `config explain`. */
  readonly doc: string;
  readonly choices?: readonly string[];
  /** Smallest and largest value that make sense, both included. */
  readonly min?: number;
  readonly max?: number;
  /** How a value is written in the file. */
  readonly example: string;
}

const PRICE = { type: 'number', env: null, min: 0, max: 100_000 } as const;

/** Every setting. A segment in angle brackets stands for any name. */
export const SETTING_DEFINITIONS = {
  'roots.extra': {
    type: 'paths',
    default: [],
    env: 'TELLTALE_ROOTS_EXTRA',
    doc: 'More Claude Code config folders to read, besides the ones found by themselves.',
    example: '["~/.claude-work", "/srv/shared/.claude"]',
  },
  'roots.defaults': {
    type: 'choice',
    default: 'auto',
    choices: ['auto', 'always', 'never'],
    env: 'TELLTALE_ROOTS_DEFAULTS',
    doc: 'Whether ~/.claude and the XDG folder are read: auto leaves them out while CLAUDE_CONFIG_DIR is set.',
    example: '"always"',
  },
  'display.timezone': {
    type: 'timezone',
    default: null,
    env: 'TELLTALE_TIMEZONE',
    doc: 'IANA time zone in which days begin and times are shown; the system zone when not set.',
    example: '"Europe/Berlin"',
  },
  'display.week_start': {
    type: 'choice',
    default: 'sunday',
    choices: WEEKDAYS,
    env: 'TELLTALE_WEEK_START',
    doc: 'First day of a week in weekly sums; sunday gives the same weeks as ccusage.',
    example: '"monday"',
  },
  'plan.monthly_usd': {
    type: 'number',
    default: null,
    min: 0,
    max: 1_000_000,
    env: 'TELLTALE_PLAN_MONTHLY_USD',
    doc: 'What your subscription costs a month, in USD; sums of a month are then compared with it.',
    example: '200',
  },
  'plan.renewal_day': {
    type: 'integer',
    default: 1,
    min: 1,
    max: 31,
    env: 'TELLTALE_PLAN_RENEWAL_DAY',
    doc: 'Day of the month on which the subscription renews; short months use their last day.',
    example: '17',
  },
  'plan.windows_per_period': {
    type: 'integer',
    default: null,
    min: 1,
    max: 10_000,
    env: 'TELLTALE_PLAN_WINDOWS_PER_PERIOD',
    doc: 'How many 5-hour windows you allow yourself between two renewals.',
    example: '50',
  },
  'prices.<model>.input': {
    ...PRICE,
    doc: 'Your price of uncached input for this model, in USD per million tokens.',
    example: '5',
  },
  'prices.<model>.output': {
    ...PRICE,
    doc: 'Your price of output for this model, in USD per million tokens.',
    example: '25',
  },
  'prices.<model>.cache_read': {
    ...PRICE,
    doc: 'Your price of a cache read for this model, in USD per million tokens.',
    example: '0.5',
  },
  'prices.<model>.cache_write_5m': {
    ...PRICE,
    doc: 'Your price of a cache write that lives 5 minutes, in USD per million tokens.',
    example: '6.25',
  },
  'prices.<model>.cache_write_1h': {
    ...PRICE,
    doc: 'Your price of a cache write that lives 1 hour, in USD per million tokens.',
    example: '10',
  },
  'model_aliases.<id>': {
    type: 'text',
    env: null,
    doc: 'The model whose prices this model id uses: for gateways that rename models.',
    example: '"claude-opus-4-8"',
  },
} as const satisfies Record<string, SettingDefinition>;

type Table = typeof SETTING_DEFINITIONS;
/** A key of the table, as written in the file: `display.week_start`. */
export type SettingKey = keyof Table;
export type OpenKey = Extract<SettingKey, `${string}<${string}`>;
/** The keys that exist once, with a default. */
export type FixedKey = Exclude<SettingKey, OpenKey>;

export interface Settings extends FixedSettings {
  /** By model id as the user wrote it. */
  readonly prices: Readonly<Record<string, PriceOverride>>;
  readonly modelAliases: Readonly<Record<string, string>>;
}

/** A user's own prices of one model, in USD per million tokens; the others stay the book's. */
export type PriceOverride = {
  readonly [K in OpenKey as K extends `prices.<model>.${infer Field}`
    ? Camel<Field>
    : never]?: number;
};

/** A setting's value in any form: what the table's types allow. */
export type SettingValue = string | number | null | readonly string[];

export const DEFAULT_SETTINGS: Settings = buildSettings([]);

/** Settings from values by full key (`display.week_start`, segments apart); defaults for the rest. */
export function buildSettings(
  values: readonly { readonly segments: readonly string[]; readonly value: SettingValue }[],
): Settings {
  const settings: Branch = { prices: {}, modelAliases: {} };
  for (const [key, definition] of Object.entries<SettingDefinition>(SETTING_DEFINITIONS)) {
    if (definition.default !== undefined) assign(settings, key.split('.'), definition.default);
  }
  for (const { segments, value } of values) assign(settings, segments, value);
  return settings as unknown as Settings;
}

type Branch = { [name: string]: SettingValue | Branch };

function assign(settings: Branch, segments: readonly string[], value: SettingValue): void {
  const isModelPrice = segments[0] === 'prices';
  const isAlias = segments[0] === 'model_aliases';
  let branch = settings;
  segments.forEach((segment, depth) => {
    const isModelName = depth === 1 && (isModelPrice || isAlias);
    const name = isModelName ? segment : camelCase(segment);
    if (depth === segments.length - 1) {
      define(branch, name, value);
      return;
    }
    if (!Object.hasOwn(branch, name)) define(branch, name, {});
    branch = branch[name] as Branch;
  });
}

/** Own property also for a model called `__proto__`. */
function define(branch: Branch, name: string, value: SettingValue | Branch): void {
  Object.defineProperty(branch, name, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

function camelCase(name: string): string {
  return name.replaceAll(/_(.)/g, (_, next: string) => next.toUpperCase());
}

type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

type ValueOf<D extends SettingDefinition> =
  | (null extends D['default'] ? null : never)
  | {
      paths: readonly string[];
      timezone: string;
      choice: D extends { choices: readonly (infer C)[] } ? C : never;
      number: number;
      integer: number;
      text: string;
    }[D['type']];

type Section<Key extends string> = Key extends `${infer Head}.${string}` ? Head : never;

type FixedSettings = {
  readonly [S in Section<FixedKey>]: {
    readonly [K in FixedKey as K extends `${S}.${infer Field}` ? Camel<Field> : never]: ValueOf<
      Table[K]
    >;
  };
};
