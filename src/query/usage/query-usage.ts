// The question "what did it cost, by what": reads the ledger once and gives one answer object. Rows
// and totals come from the same cells, so every grouping adds up to the same.

import { lookupModel, type PriceBook } from '../../pricing/book.ts';
import { totalTokens } from '../../shared/tokens.ts';
import {
  countUndatedCalls,
  readUsageCells,
  type UsageCell,
  type UsageFilter,
} from '../../store/readers/usage-cells.ts';
import { readModelNames, readNames } from '../../store/readers/usage-names.ts';
import type { Sqlite } from '../../store/sqlite.ts';
import type { QueryContext } from '../context.ts';
import type { UnpricedModel, UsageAnswer, UsageTotals } from './answer.ts';
import { compareText, totalsOf } from './figures.ts';
import { matchModels, matchProjects, projectFolderOf } from './filters.ts';
import { bucketsBy, type ModelNames } from './fold.ts';
import { dimensionsOf, groupRows, isTimeGroup } from './groupings/group-rows.ts';
import { readPeriod, type UsagePeriod } from './period.ts';
import type { UsageQuestion } from './question.ts';
import { repriceCells } from './reprice.ts';

/** Throws TelltaleError for dates, projects and models that mean nothing here. */
export function queryUsage(context: QueryContext, question: UsageQuestion): UsageAnswer {
  const { zone, book, settings } = context;
  const { db } = context.store;
  const nowMs = context.now();
  const weekStart = question.weekStart ?? settings.display.weekStart;
  const isByTime = isTimeGroup(question.groupBy);
  const order = question.order ?? (isByTime ? 'asc' : 'desc');
  const period = readPeriod(question, weekStart, zone, nowMs);
  const projects = question.project === undefined ? null : matchProjects(db, question.project);
  const models = question.model === undefined ? null : matchModels(db, book, question.model);
  const filter: UsageFilter = {
    fromQuarter: period.fromQuarter,
    toQuarter: period.toQuarter,
    projectIds: projects?.ids ?? null,
    modelIds: models?.ids ?? null,
  };
  const prices = question.prices ?? 'then';
  const { cells, names } = readCells(context, question, filter, nowMs);
  const totals = totalsOf([...bucketsBy(cells, names, () => 'all').values()]);
  return {
    kind: 'usage',
    formatVersion: 1,
    timezone: zone.name,
    weekStart: question.groupBy === 'weekly' ? weekStart : null,
    since: period.since,
    until: period.until,
    projectFilter: projects?.names ?? null,
    modelFilter: models?.names ?? null,
    order,
    prices,
    pricesOn: prices === 'today' ? zone.dayKey(nowMs) : null,
    ...groupRows(question, cells, {
      db,
      zone,
      weekStart,
      models: names,
      order,
      projectFolder: onlyFolder(projects?.names ?? []),
    }),
    totals,
    coverage: coverageOf(totals),
    unpriced: unpricedModels(cells, names, book),
    notes: undatedNotes(db, period, filter, isByTime ? cells : []),
  };
}

function readCells(
  { store: { db }, book }: QueryContext,
  question: UsageQuestion,
  filter: UsageFilter,
  nowMs: number,
): { cells: readonly UsageCell[]; names: ModelNames } {
  const dimensions = dimensionsOf(question);
  const wordsOf = (id: string) => ({ id, canonicalId: lookupModel(book, id).canonicalId });
  if (question.prices === 'today') {
    const models = new Map(readModelNames(db).map(({ id, text }) => [id, wordsOf(text)]));
    const cells = repriceCells(db, dimensions, filter, { book, atMs: nowMs, models });
    return { cells, names: models };
  }
  const cells = readUsageCells(db, dimensions, filter);
  const ids = new Set<number>();
  for (const cell of cells) ids.add(cell.modelId);
  const names = [...readNames(db, ids)];
  return { cells, names: new Map(names.map(([id, text]) => [id, wordsOf(text)])) };
}

function onlyFolder(paths: readonly string[]): string | null {
  const [path] = paths;
  return path === undefined || paths.length > 1 ? null : projectFolderOf(path);
}

function coverageOf({ calls, finalCalls }: UsageTotals): UsageAnswer['coverage'] {
  return { calls, finalCalls, finalRatio: calls === 0 ? null : finalCalls / calls };
}

/** Models with calls that have no price, the largest first. */
function unpricedModels(
  cells: readonly UsageCell[],
  names: ModelNames,
  book: PriceBook,
): UnpricedModel[] {
  const sums = new Map<string, { calls: number; tokens: number }>();
  for (const cell of cells) {
    if (cell.isPriced) continue;
    const modelName = names.get(cell.modelId)?.id ?? '(unknown)';
    const sum = sums.get(modelName) ?? { calls: 0, tokens: 0 };
    sum.calls += cell.calls;
    sum.tokens += totalTokens(cell);
    sums.set(modelName, sum);
  }
  return [...sums]
    .map(([modelName, sum]): UnpricedModel => {
      const isKnown = lookupModel(book, modelName).rows.length > 0;
      return { modelName, ...sum, reason: isKnown ? 'no-price-then' : 'unknown-model' };
    })
    .sort((a, b) => b.tokens - a.tokens || compareText(a.modelName, b.modelName));
}

/** Calls without a readable time belong to no day: said when days decide what is shown. */
function undatedNotes(
  db: Sqlite,
  period: UsagePeriod,
  filter: UsageFilter,
  timeCells: readonly UsageCell[],
): string[] {
  if (period.since !== null || period.until !== null) {
    const left = countUndatedCalls(db, filter);
    return left === 0 ? [] : [`${callsWords(left)} no readable time and no place in this period`];
  }
  let undated = 0;
  for (const cell of timeCells) if (cell.quarter === null) undated += cell.calls;
  return undated === 0 ? [] : [`${callsWords(undated)} no readable time: see "unknown date"`];
}

function callsWords(calls: number): string {
  return calls === 1 ? '1 call has' : `${calls} calls have`;
}
