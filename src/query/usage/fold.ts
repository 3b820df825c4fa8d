// From cells to the rows that every grouping shares: buckets, base rows and their order. Knows no
// single grouping and no SQL.
import type { UsageCell } from '../../store/readers/usage-cells.ts';
import type { SpanRow, UsageModel, UsageRow } from './answer.ts';
import {
  addCell,
  compareText,
  figuresOf,
  modelsOf,
  sumOf,
  type UsageBucket,
  usdOf,
} from './figures.ts';

/** A model as cells name it (`name.id`), in words. */
export interface ModelWords {
  /** As the transcripts write it. */
  readonly id: string;
  /** The price book's name, or the canonical spelling. */
  readonly canonicalId: string;
}
export type ModelNames = ReadonlyMap<number, ModelWords>;

/** ccusage's name of a model at fast speed; its calls stand apart because they cost more. */
export function speedName(modelId: string, isFast: boolean): string {
  return isFast ? `${modelId}-fast` : modelId;
}

function modelNameOf(cell: UsageCell, models: ModelNames): string {
  return speedName(models.get(cell.modelId)?.id ?? '(unknown)', cell.isFast);
}

/** Cells by a key of theirs, each bucket by model. Neighbours with the same key are cheap. */
export function bucketsBy<Key>(
  cells: readonly UsageCell[],
  models: ModelNames,
  keyOf: (cell: UsageCell) => Key,
): Map<Key, UsageBucket> {
  const names = new Map<number, string>();
  const buckets = new Map<Key, UsageBucket>();
  for (const cell of cells) {
    const key = keyOf(cell);
    let bucket = buckets.get(key);
    if (bucket === undefined) {
      bucket = new Map();
      buckets.set(key, bucket);
    }
    const nameKey = cell.isFast ? -cell.modelId : cell.modelId;
    let name = names.get(nameKey);
    if (name === undefined) {
      name = modelNameOf(cell, models);
      names.set(nameKey, name);
    }
    addCell(bucket, name, cell);
  }
  return buckets;
}

/** What every row has. `agent` and `metadata` are ccusage's. */
export function rowOf(
  key: string,
  label: string,
  bucket: UsageBucket,
  agent: Pick<UsageRow, 'agent' | 'metadata'> = { agent: 'all', metadata: { agents: ['claude'] } },
): UsageRow {
  const sum = sumOf([bucket]);
  const breakdowns: UsageModel[] = modelsOf(bucket);
  return {
    key,
    label,
    period: key,
    ...agent,
    ...figuresOf(sum),
    totalCost: usdOf(sum),
    modelsUsed: breakdowns.map(({ modelName }) => modelName).sort(compareText),
    modelBreakdowns: breakdowns,
  };
}

/** When the bucket's calls were made. */
export function spanOf(bucket: UsageBucket): Pick<SpanRow, 'firstActivity' | 'lastActivity'> {
  const { firstMs, lastMs } = sumOf([bucket]);
  return { firstActivity: isoOf(firstMs), lastActivity: isoOf(lastMs) };
}

/** By cost; unknown costs as if they were nothing, then by tokens and by key. */
export function orderByCost<Row extends UsageRow>(
  rows: readonly Row[],
  order: 'asc' | 'desc',
): Row[] {
  const sign = order === 'asc' ? 1 : -1;
  return [...rows].sort(
    (a, b) =>
      sign * ((a.costNanoUsd ?? 0) - (b.costNanoUsd ?? 0)) ||
      sign * (a.totalTokens - b.totalTokens) ||
      compareText(a.key, b.key),
  );
}

function isoOf(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
