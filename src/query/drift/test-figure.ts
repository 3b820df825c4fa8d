// One search: does this figure differ from some version (model, week, …) on? Turns parts into groups and
// strata for the model's test, and its result into the answer's words.
import { neighbourBoundaries, stepBoundaries } from '../../model/drift/boundaries.ts';
import { type Change, findChange } from '../../model/drift/find-change.ts';
import type { DriftPart } from '../../model/drift/stratified-difference.ts';
import { welch } from '../../model/statistics/welch.ts';
import { compareVersions } from '../../shared/versions.ts';
import { groupBy } from '../sessions/group-by.ts';
import type { AlsoChanged, DriftDimension, DriftGroup, DriftTest } from './drift-answer.ts';
import { type Counts, type Figure, scaleOf } from './drift-figures.ts';
import type { ScenePart } from './drift-parts.ts';

/** Fewer sessions on a side are not compared: as reports withhold groups below five. */
export const FEWEST_SESSIONS = 5;

export interface SearchOptions {
  readonly alpha: number;
  readonly permutations: number;
  readonly seed: number;
}

/** A search that was made; its p is corrected when all are known. */
export interface Searched {
  readonly test: Omit<DriftTest, 'outcome'>;
  readonly result: SearchResult | { readonly kind: 'too-little'; readonly reason: string };
}

export interface SearchResult {
  readonly kind: 'searched';
  readonly change: Change;
  readonly scale: number;
  readonly before: Side;
  readonly after: Side;
  readonly effectSize: number | null;
  readonly alsoChanged: readonly AlsoChanged[];
}

export interface Side {
  readonly keys: readonly string[];
  readonly sessions: number;
  readonly n: number;
}

interface Counted {
  readonly part: ScenePart;
  readonly counts: Counts;
}

export function searchFigure(
  figure: Figure,
  by: DriftDimension,
  parts: readonly ScenePart[],
  options: SearchOptions,
): Searched {
  const counted = inTime(parts).flatMap((part): Counted[] => {
    const reading = part.readings.get(figure.metric);
    const counts = reading === undefined ? null : figure.countsOf(reading);
    return counts === null ? [] : [{ part, counts }];
  });
  const scale = scaleOf(counted.map(({ counts }) => counts));
  const usable = scale === null ? counted.map(asMean) : counted;
  const keys = orderKeys(by, usable);
  const byKey = groupBy(usable, ({ part }) => part.key);
  const groups = keys.map((key) => groupOf(key, byKey.get(key) ?? [], scale ?? 1));
  const { column, title, unit, decimals, worse } = figure;
  const test = {
    ...{ figure: column, title, unit, decimals, worse, by, groups },
    method: scale === null ? ('mean' as const) : ('rate' as const),
  };
  const sizes = groups.map(({ sessions }) => sessions);
  const boundaries = isOrdered(by)
    ? stepBoundaries(sizes, FEWEST_SESSIONS)
    : neighbourBoundaries(sizes, FEWEST_SESSIONS);
  const tooLittle = (reason: string): Searched => ({
    test,
    result: { kind: 'too-little', reason },
  });
  if (groups.length < 2)
    return tooLittle(groups.length === 0 ? 'no data' : `data of one ${wordOf(by)} only`);
  if (boundaries.length === 0) return tooLittle(`under ${FEWEST_SESSIONS} sessions on a side`);
  const change = findChange(arrange(usable, keys), boundaries, options);
  if (change === null) return tooLittle('no kind of work is on both sides');
  return { test, result: describeChange(change, { by, usable, keys, scale: scale ?? 1 }) };
}

/** Parts without a time last; the test looks at neighbours. */
function inTime(parts: readonly ScenePart[]): ScenePart[] {
  const since = ({ firstMs }: ScenePart): number => firstMs ?? Number.MAX_SAFE_INTEGER;
  return [...parts].sort((a, b) => since(a) - since(b));
}

function asMean({ part, counts: { value } }: Counted): Counted {
  return { part, counts: { numerator: value, denominator: 1, value } };
}

function arrange(counted: readonly Counted[], keys: readonly string[]): DriftPart[] {
  const places = new Map(keys.map((key, index) => [key, index]));
  const strata = new Map<string, number>();
  return counted.map(({ part, counts: { numerator, denominator } }) => {
    const task = part.task ?? '';
    const stratum = strata.get(task) ?? strata.size;
    strata.set(task, stratum);
    return { group: places.get(part.key) ?? 0, stratum, numerator, denominator };
  });
}

/** Versions by number, weeks by date; the others as they were taken up. */
function orderKeys(by: DriftDimension, counted: readonly Counted[]): string[] {
  const firstMs = new Map<string, number>();
  for (const { part } of counted) {
    const atMs = part.firstMs ?? Number.POSITIVE_INFINITY;
    firstMs.set(part.key, Math.min(firstMs.get(part.key) ?? Number.POSITIVE_INFINITY, atMs));
  }
  const since = (key: string): number => firstMs.get(key) ?? 0;
  return [...firstMs.keys()].sort((a, b) => {
    const own = by === 'version' ? compareVersions(a, b) : by === 'week' ? 0 : since(a) - since(b);
    return own || (a < b ? -1 : 1);
  });
}

function isOrdered(by: DriftDimension): boolean {
  return by === 'version' || by === 'week';
}

function groupOf(key: string, counted: readonly Counted[], scale: number): DriftGroup {
  const n = sumOf(counted, ({ denominator }) => denominator);
  const cases = sumOf(counted, ({ numerator }) => numerator);
  return { key, sessions: counted.length, n, value: n === 0 ? null : (scale * cases) / n };
}

function sumOf(counted: readonly Counted[], pick: (counts: Counts) => number): number {
  return counted.reduce((sum, { counts }) => sum + pick(counts), 0);
}

interface Sides {
  readonly by: DriftDimension;
  readonly usable: readonly Counted[];
  readonly keys: readonly string[];
  readonly scale: number;
}

function describeChange(change: Change, { by, usable, keys, scale }: Sides): SearchResult {
  const { beforeFrom, at, afterTo } = change.boundary;
  const [beforeKeys, afterKeys] = [keys.slice(beforeFrom, at), keys.slice(at, afterTo)];
  const before = usable.filter(({ part }) => beforeKeys.includes(part.key));
  const after = usable.filter(({ part }) => afterKeys.includes(part.key));
  const valuesOf = (side: readonly Counted[]): number[] => side.map(({ counts }) => counts.value);
  return {
    kind: 'searched',
    change,
    scale,
    before: sideOf(beforeKeys, before),
    after: sideOf(afterKeys, after),
    effectSize: welch(valuesOf(before), valuesOf(after))?.effectSize ?? null,
    alsoChanged: (['model', 'version'] as const).flatMap((what) =>
      what === by ? [] : otherChange(what, before, after),
    ),
  };
}

function sideOf(keys: readonly string[], counted: readonly Counted[]): Side {
  return { keys, sessions: counted.length, n: sumOf(counted, ({ denominator }) => denominator) };
}

/** Set where the commonest one differs: then both changed together, and cannot be told apart. */
function otherChange(
  what: 'model' | 'version',
  before: readonly Counted[],
  after: readonly Counted[],
): AlsoChanged[] {
  const [from, to] = [commonest(what, before), commonest(what, after)];
  return from === null || to === null || from === to ? [] : [{ what, from, to }];
}

function commonest(what: 'model' | 'version', counted: readonly Counted[]): string | null {
  const sums = new Map<string, number>();
  for (const { part, counts } of counted) {
    const name = part[what];
    if (name !== null) sums.set(name, (sums.get(name) ?? 0) + counts.denominator);
  }
  const [first] = [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return first?.[0] ?? null;
}

const WORDS: Readonly<Record<DriftDimension, string>> = {
  version: 'version',
  model: 'model',
  effort: 'effort',
  permission_mode: 'permission mode',
  week: 'week',
};

export function wordOf(by: DriftDimension): string {
  return WORDS[by];
}
