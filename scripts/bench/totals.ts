// Whether two programs counted the same: nothing is timed before that is known.

/** Field names as both programs write them. */
const KINDS = {
  inputTokens: 'input',
  cacheReadTokens: 'cache read',
  cacheCreationTokens: 'cache write',
  outputTokens: 'output',
} as const;

type Kind = keyof typeof KINDS;

export interface Totals extends Readonly<Record<Kind, number>> {
  readonly totalCost: number;
  /** Only telltale says how many calls there were. */
  readonly calls?: number;
}

export function parseTotals(json: string): Totals {
  return (JSON.parse(json) as { readonly totals: Totals }).totals;
}

/** One line per kind of token that differs; empty when all agree. */
export function findDifferences(
  ours: Pick<Totals, Kind>,
  theirs: Pick<Totals, Kind>,
  theirName: string,
): string[] {
  return (Object.keys(KINDS) as Kind[])
    .filter((kind) => ours[kind] !== theirs[kind])
    .map((kind) => {
      const [a, b] = [ours[kind], theirs[kind]].map((n) => n.toLocaleString('en-US'));
      return `${KINDS[kind]} tokens: telltale ${a}, ${theirName} ${b}`;
    });
}
