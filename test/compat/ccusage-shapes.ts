// The documents that ccusage 20.0.24 prints with --json, as we recorded them: every field and its
// type. Written down by hand; no output of the program is kept here.

/** A type's name, a list of one shape, or an object of shapes. */
export type Shape =
  | 'integer'
  | 'number'
  | 'string'
  | readonly [Shape]
  | { readonly [field: string]: Shape };

const TOKENS = {
  inputTokens: 'integer',
  outputTokens: 'integer',
  cacheCreationTokens: 'integer',
  cacheReadTokens: 'integer',
} as const satisfies Shape;

const ROW = {
  ...TOKENS,
  totalTokens: 'integer',
  totalCost: 'number',
  modelsUsed: ['string'],
  modelBreakdowns: [{ ...TOKENS, modelName: 'string', cost: 'number' }],
} as const satisfies Shape;

const TOTALS = { ...TOKENS, totalTokens: 'integer', totalCost: 'number' } as const satisfies Shape;

/** `ccusage daily`, `weekly`, `monthly`: the reports over all agents. */
const ALL_AGENTS_ROW = {
  ...ROW,
  period: 'string',
  agent: 'string',
  metadata: { agents: ['string'] },
} as const satisfies Shape;

export interface RecordedShape {
  /** As typed after `ccusage`, without --json. */
  readonly command: string;
  /** What answers it here: arguments of `telltale usage`. */
  readonly groupBy: 'daily' | 'weekly' | 'monthly' | 'session';
  readonly byProject?: true;
  readonly shape: Shape;
}

export const RECORDED_SHAPES: readonly RecordedShape[] = [
  {
    command: 'claude daily',
    groupBy: 'daily',
    shape: { daily: [{ ...ROW, date: 'string' }], totals: TOTALS },
  },
  {
    command: 'claude weekly',
    groupBy: 'weekly',
    shape: { weekly: [{ ...ROW, week: 'string' }], totals: TOTALS },
  },
  {
    command: 'claude monthly',
    groupBy: 'monthly',
    shape: { monthly: [{ ...ROW, month: 'string' }], totals: TOTALS },
  },
  {
    command: 'claude session',
    groupBy: 'session',
    shape: {
      sessions: [
        {
          ...ROW,
          sessionId: 'string',
          projectPath: 'string',
          firstActivity: 'string',
          lastActivity: 'string',
        },
      ],
      totals: TOTALS,
    },
  },
  { command: 'daily', groupBy: 'daily', shape: { daily: [ALL_AGENTS_ROW], totals: TOTALS } },
  { command: 'weekly', groupBy: 'weekly', shape: { weekly: [ALL_AGENTS_ROW], totals: TOTALS } },
  { command: 'monthly', groupBy: 'monthly', shape: { monthly: [ALL_AGENTS_ROW], totals: TOTALS } },
  {
    command: 'session',
    groupBy: 'session',
    shape: {
      session: [
        { ...ROW, period: 'string', agent: 'string', metadata: { lastActivity: 'string' } },
      ],
      totals: TOTALS,
    },
  },
];

/** `ccusage claude daily --instances`: rows under the projects' folder names. */
export const INSTANCE_ROW: Shape = { ...ROW, date: 'string', project: 'string' };

/** How `answer` differs from `shape`, as paths; fields beyond the shape are welcome. */
export function differences(answer: unknown, shape: Shape, path = '$'): string[] {
  if (shape === 'integer') return Number.isSafeInteger(answer) ? [] : [`${path} is no integer`];
  if (shape === 'number') return Number.isFinite(answer) ? [] : [`${path} is no number`];
  if (shape === 'string') return typeof answer === 'string' ? [] : [`${path} is no string`];
  if (isList(shape)) {
    if (!Array.isArray(answer)) return [`${path} is no list`];
    return answer.flatMap((item, index) => differences(item, shape[0], `${path}[${index}]`));
  }
  if (typeof answer !== 'object' || answer === null) return [`${path} is no object`];
  const fields = new Map<string, unknown>(Object.entries(answer));
  return Object.entries(shape).flatMap(([field, inner]) =>
    fields.has(field)
      ? differences(fields.get(field), inner, `${path}.${field}`)
      : [`${path}.${field} is missing`],
  );
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}
