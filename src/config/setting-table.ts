// The settings: one table of keys, types, defaults, environment names and words. Knows no file, no
// TOML and no error message.
import type { Weekday } from '../shared/zone.ts';
import type { SettingDefinition } from './setting-definition.ts';

export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const satisfies readonly Weekday[];

/** What the status line can show, in the order in which it does by default. */
export const STATUSLINE_SEGMENTS = [
  'model',
  'project',
  'context',
  'cost',
  'next',
  'limits',
  'health',
  'spark',
] as const;

const PERCENT = { type: 'number', min: 0, max: 100, env: null } as const;
const WASTE = { type: 'number', min: 1, max: 1_000_000, env: null } as const;
const SWITCH = { type: 'boolean', env: null } as const;

/** In the unit of whatever it belongs to. */
const MARK = { type: 'number', min: 0, max: 1_000_000_000, env: null } as const;
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
  'health.min_turns_for_alert': {
    type: 'integer',
    default: 10,
    min: 0,
    max: 100_000,
    env: null,
    doc: 'Main-chain calls a session needs before anything warns about it: short sessions are cheap.',
    example: '20',
  },
  'health.waste_threshold': {
    ...WASTE,
    default: 2,
    doc: 'Waste below which nothing warns, whatever the health.',
    example: '4',
  },
  'health.handoff_waste_threshold': {
    ...WASTE,
    default: 10,
    doc: 'Waste below which nothing writes a handoff by itself, is critical or blocks; 9999 switches that off.',
    example: '12',
  },
  'health.warn_below': {
    ...PERCENT,
    default: 50,
    doc: 'Health in percent below which a session gets a warning.',
    example: '40',
  },
  'health.handoff_below': {
    ...PERCENT,
    default: 20,
    doc: 'Health in percent below which a handoff is written and the warning is stronger.',
    example: '25',
  },
  'health.critical_below': {
    ...PERCENT,
    default: 10,
    doc: 'Health in percent below which a session is critical.',
    example: '5',
  },
  'health.growth_signal': {
    ...SWITCH,
    default: true,
    doc: 'Whether growth of the context against your own sessions counts towards waste.',
    example: 'false',
  },
  'health.cost_signal': {
    ...SWITCH,
    default: true,
    doc: "Whether a call's weighted cost against a fresh session's counts towards waste.",
    example: 'false',
  },
  'health.pressure_signal': {
    ...SWITCH,
    default: true,
    doc: 'Whether a filling context window counts towards waste.',
    example: 'false',
  },
  'hooks.warn': {
    ...SWITCH,
    default: true,
    doc: 'Whether hooks show you a warning when the health of the session changes its level.',
    example: 'false',
  },
  'hooks.cooldown_minutes': {
    type: 'number',
    default: 10,
    min: 0,
    max: 10_080,
    env: null,
    doc: 'Minutes between two warnings of one session, unless the level got worse.',
    example: '30',
  },
  'hooks.block': {
    ...SWITCH,
    default: false,
    doc: 'Whether a prompt to a critical session is held back; begin it with "telltale bypass" to send it all the same.',
    example: 'true',
  },
  'hooks.restore': {
    ...SWITCH,
    default: true,
    doc: 'Whether what a compaction lost of your constraints, tasks and files is put back into the context.',
    example: 'false',
  },
  'hooks.restore_tokens': {
    type: 'integer',
    default: 600,
    min: 50,
    max: 2_400,
    env: null,
    doc: 'Most tokens (estimated at 4 characters each) that are put back after a compaction.',
    example: '1000',
  },
  'handoff.auto': {
    ...SWITCH,
    default: true,
    doc: 'Whether a handoff is written when health falls below its threshold and before a compaction.',
    example: 'false',
  },
  'handoff.inject': {
    ...SWITCH,
    default: true,
    doc: 'Whether a new session is given the newest unread handoff of its project.',
    example: 'false',
  },
  'handoff.max_age_hours': {
    type: 'number',
    default: 48,
    min: 1,
    max: 8_760,
    env: null,
    doc: 'Hours after which a handoff is no longer given to a new session by itself.',
    example: '12',
  },
  'handoff.folder': {
    type: 'text',
    default: null,
    env: null,
    doc: "Folder for handoffs; a relative one lies in each session's project. In telltale's state folder when not set.",
    example: '".claude/handoffs"',
  },
  'statusline.segments': {
    type: 'choices',
    choices: STATUSLINE_SEGMENTS,
    default: STATUSLINE_SEGMENTS,
    env: null,
    doc: 'What the status line shows, in this order; the last ones drop out first on a narrow terminal.',
    example: '["model", "context", "cost", "health"]',
  },
  'statusline.color': {
    type: 'choice',
    choices: ['auto', 'always', 'never'],
    default: 'auto',
    env: null,
    doc: 'Colours of the status line; auto leaves them out when NO_COLOR is set.',
    example: '"never"',
  },
  'statusline.plain': {
    ...SWITCH,
    default: false,
    doc: 'Whether the status line spells its marks as words and draws nothing, for screen readers.',
    example: 'true',
  },
  'statusline.refresh_seconds': {
    type: 'integer',
    default: 10,
    min: 0,
    max: 3_600,
    env: null,
    doc: 'Seconds between refreshes while a session is idle, for the countdowns; 0: only when something happens. Takes effect with telltale init.',
    example: '30',
  },
  'quality.baseline_sessions': {
    type: 'integer',
    default: 10,
    min: 0,
    max: 1_000,
    env: 'TELLTALE_QUALITY_BASELINE_SESSIONS',
    doc: 'How many of your first ended sessions your own range is learned from; until then nothing is judged. 0: learning is off.',
    example: '20',
  },
  'quality.baseline_since': {
    type: 'date',
    default: null,
    env: 'TELLTALE_QUALITY_BASELINE_SINCE',
    doc: 'Only sessions that began on this day or later make your own range: set it to learn anew.',
    example: '"2026-11-01"',
  },
  'quality.ended_after_minutes': {
    type: 'number',
    default: 35,
    min: 1,
    max: 10_080,
    env: null,
    doc: 'Minutes without an event after which a session counts as ended, and may be learned from.',
    example: '60',
  },
  'classifier.enabled': {
    ...SWITCH,
    default: true,
    env: 'TELLTALE_CLASSIFIER_ENABLED',
    doc: 'Whether turns and sessions get a task label, such as exploration or debug_loop (experimental).',
    example: 'false',
  },
  'metrics.stop_phrase.phrases': {
    type: 'phrases',
    default: [],
    env: null,
    doc: 'Phrases of your own that the stop_phrase metric looks for beside its own.',
    example:
      '["good enough for now", { text = "leave (it|this) as is", mode = "regex", category = "premature_stopping" }]',
  },
  'metrics.<id>.enabled': {
    ...SWITCH,
    doc: 'Whether this metric is shown and judged. Ids and their options: docs/reference/metrics.md.',
    example: 'false',
  },
  'metrics.<id>.warn': {
    ...MARK,
    doc: 'From where this metric warns while nothing is learned; what is learned warns no later than here.',
    example: '3',
  },
  'metrics.<id>.critical': {
    ...MARK,
    doc: 'From where this metric is critical while nothing is learned; what is learned is critical no earlier than here.',
    example: '1.5',
  },
  'metrics.<id>.<option>': {
    ...MARK,
    doc: 'A number of this metric, such as a length or a least count.',
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
