// The question "since when does a figure differ": every figure searched along every dimension, the chance
// of a false alarm held for all of them together. Knows no cause: what changed together is told as that.
import { holm } from '../../model/statistics/holm.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { nearestName } from '../../shared/nearest.ts';
import { maskLine } from '../../shared/secrets.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { metricsOf } from '../quality/metrics-of.ts';
import { ledgerSubject } from '../report/ledger-threads.ts';
import type { DriftAnswer, DriftDimension, DriftOutcome, DriftTest } from './drift-answer.ts';
import { allFiguresOf, type Figure, figuresOf } from './drift-figures.ts';
import { readDriftParts } from './drift-parts.ts';
import { type Searched, type SearchResult, searchFigure } from './test-figure.ts';

export interface DriftQuestion {
  /** A metric's id or `metric.detail`; undefined: all that tell how the agent works. */
  readonly metric?: string | undefined;
  readonly by: readonly DriftDimension[];
  readonly project?: string | undefined;
  /** As asked, and as epoch ms. */
  readonly since?: string | undefined;
  readonly sinceMs?: number | undefined;
}

/** Of any false alarm in the whole answer; the usual convention. */
export const ALPHA = 0.05;
/** The same data give the same answer. */
const SEED = 20_260_101;
/** For short histories; long ones get fewer, so that an answer takes seconds. */
const MOST_PERMUTATIONS = 4_999;
const SHUFFLED_PARTS = 50_000_000;

/** @throws TelltaleError `usage` for a metric or project that is not known */
export function queryDrift(asked: QueryContext, question: DriftQuestion): DriftAnswer {
  const context = atOneMoment(asked);
  const metrics = metricsOf(context.settings);
  const figures = chooseFigures(question.metric, allFiguresOf(metrics), figuresOf(metrics));
  const subject = ledgerSubject(context, { project: question.project });
  const wanted = new Set(figures.map(({ metric }) => metric));
  const { byDimension, sessions } = readDriftParts(context, {
    // The ledger's order is that of discovery: shuffles begin from one that the sessions themselves give.
    threads: [...subject.threads].sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1)),
    metrics: metrics.filter(({ id }) => wanted.has(id)),
    dimensions: question.by,
    window: { fromMs: question.sinceMs ?? null, toMs: null },
  });
  const searches = figures.length * question.by.length;
  const parts = [...byDimension.values()].reduce((sum, { length }) => sum + length, 0);
  const permutations = permutationsFor(parts * figures.length, searches);
  const options = { alpha: ALPHA / Math.max(1, searches), permutations, seed: SEED };
  const searched = figures.flatMap((figure) =>
    [...byDimension].map(([by, own]) => searchFigure(figure, by, own, options)),
  );
  return {
    kind: 'drift',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    filter: {
      project: question.project ?? null,
      since: question.since ?? null,
      metric: question.metric ?? null,
      by: question.by,
    },
    knownSessions: subject.threads.length,
    sessions,
    alpha: ALPHA,
    permutations,
    isMixControlled: context.settings.classifier.enabled,
    tests: conclude(searched),
  };
}

/** At least so many that the smallest p is half of what the first step of the correction asks for. */
function permutationsFor(parts: number, searches: number): number {
  const fewest = Math.ceil((2 * searches) / ALPHA);
  const affordable = Math.floor(SHUFFLED_PARTS / Math.max(1, parts));
  return Math.max(fewest, Math.min(MOST_PERMUTATIONS, affordable));
}

function chooseFigures(
  wanted: string | undefined,
  all: readonly Figure[],
  usual: readonly Figure[],
): readonly Figure[] {
  if (wanted === undefined) return usual;
  const found = all.filter(({ column }) => column === wanted);
  if (found.length > 0) return found;
  const names = all.map(({ column }) => column);
  const close = nearestName(wanted, names);
  throw new TelltaleError('usage', {
    what: `there is no metric "${maskLine(wanted)}"`,
    why: close === null ? `there are ${names.join(', ')}` : `did you mean ${close}?`,
    next: close === null ? 'telltale drift' : `telltale drift --metric ${close}`,
  });
}

/** The most surprising first. */
function conclude(searched: readonly Searched[]): DriftTest[] {
  const made = searched.flatMap(({ result }) => (result.kind === 'searched' ? [result] : []));
  const corrected = new Map(
    holm(made.map(({ change }) => change.p)).map((p, index) => [made[index], p]),
  );
  const tests = searched.map(({ test, result }): DriftTest => {
    const groups = test.groups.map((group) => ({ ...group, key: maskLine(group.key) }));
    if (result.kind === 'too-little') return { ...test, groups, outcome: result };
    return { ...test, groups, outcome: outcomeOf(result, corrected.get(result) ?? 1) };
  });
  const rank = ({ outcome }: DriftTest): number => (outcome.kind === 'changed' ? outcome.pHolm : 2);
  return tests
    .map((test, index) => ({ test, index }))
    .sort((a, b) => rank(a.test) - rank(b.test) || a.index - b.index)
    .map(({ test }) => test);
}

function outcomeOf(result: SearchResult, pHolm: number): DriftOutcome {
  const { change, scale, before, after, effectSize, alsoChanged } = result;
  const tested = {
    beforeKeys: before.keys.map((key) => maskLine(key)),
    afterKeys: after.keys.map((key) => maskLine(key)),
    before: scale * change.before,
    after: scale * change.after,
    beforeSessions: before.sessions,
    afterSessions: after.sessions,
    beforeN: before.n,
    afterN: after.n,
    p: change.p,
    pHolm,
    effectSize,
    visibleFrom: change.visibleFrom === null ? null : scale * change.visibleFrom,
  };
  if (pHolm > ALPHA) return { kind: 'no-change', ...tested };
  return { kind: 'changed', ...tested, alsoChanged };
}
