// The price of a call and its arithmetic as text. Knows how to write prices and factors; the
// numbers were made by the pricing room.
import type { ArithmeticRow, CallAnswer } from '../../query/call/call-answer.ts';
import { formatInteger, formatUsdExact } from '../../shared/format.ts';
import type { KeyValue } from './layout.ts';
import { mark } from './marks.ts';
import type { Screen } from './screen.ts';
import { type Column, type Row, renderTable } from './table.ts';

const NO_PRICE: Readonly<Record<string, string>> = {
  'unknown-model': 'the price book does not know this model',
  'no-price-then': 'the price book knows this model, but no price for that day',
  'unknown-date': 'the call has no readable time',
};

export function priceLines(answer: CallAnswer, screen: Screen): KeyValue[] {
  const { price } = answer;
  if (price.row === null) {
    const why = NO_PRICE[price.reason ?? ''] ?? 'no price known';
    return [['price', `${mark('unknown', screen)} ${price.modelId}: ${why}`]];
  }
  const { row } = price;
  const lines: KeyValue[] = [
    ['price', `${row.id}, ${validity(row.fromMs, row.untilMs)}`],
    ['source', `${row.source} (${row.confidence})`],
  ];
  if (row.note !== null) lines.push(['', row.note]);
  if (price.band !== null) lines.push(['band', price.band]);
  for (const { factor, why } of price.multipliers) {
    lines.push(['multiplier', `${plainNumber(factor)} × ${why}`]);
  }
  for (const note of price.notes) lines.push(['note', note]);
  return lines;
}

/** Prices change at midnight UTC. */
function validity(fromMs: number | null, untilMs: number | null): string {
  const from = fromMs === null ? null : utcDay(fromMs);
  const until = untilMs === null ? null : utcDay(untilMs);
  if (from === null && until === null) return 'valid since its release';
  if (until === null) return `valid from ${from} (UTC)`;
  return from === null ? `valid until ${until} (UTC)` : `valid from ${from} until ${until} (UTC)`;
}

function utcDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** Kinds without tokens are left out; empty without a price. */
export function renderArithmetic(answer: CallAnswer, screen: Screen): string {
  const used = answer.arithmetic.filter((row) => row.count > 0);
  if (answer.costNanoUsd === null || used.length === 0) return '';
  const hasFactor = used.some((row) => row.factor !== 1);
  const places = decimals(used.map((row) => row.costNanoUsd));
  const rows = used.map((row): Row => ({ cells: cellsOf(row, hasFactor, places) }));
  const total = fixedUsd(answer.costNanoUsd, places);
  const sum: Row = { kind: 'total', cells: ['sum', '', '', '', '', total] };
  return `${renderTable(columnsOf(hasFactor), [...rows, sum], screen)}\n`;
}

function columnsOf(hasFactor: boolean): Column[] {
  return [
    { header: '', truncate: 'never' },
    { header: 'COUNT', align: 'right' },
    { header: 'PRICE', align: 'right' },
    { header: '', priority: 2, truncate: 'never' },
    { header: hasFactor ? 'FACTOR' : '', align: 'right' },
    { header: 'COST', align: 'right' },
  ];
}

function cellsOf(row: ArithmeticRow, hasFactor: boolean, places: number): string[] {
  return [
    row.item,
    formatInteger(row.count),
    formatUsdExact(Math.round(row.priceUsd * 1e9)),
    row.item === 'web search' ? 'per 1,000' : 'per MTok',
    hasFactor ? `× ${plainNumber(row.factor)}` : '',
    fixedUsd(row.costNanoUsd, places),
  ];
}

/** As many decimals as the longest needs, so that the points stand below each other. */
function decimals(amounts: readonly number[]): number {
  return amounts.reduce((most, nanoUsd) => {
    const [, digits = ''] = formatUsdExact(nanoUsd).split('.');
    return Math.max(most, digits.length);
  }, 2);
}

function fixedUsd(nanoUsd: number, places: number): string {
  const [whole = '', digits = ''] = formatUsdExact(nanoUsd).split('.');
  return `${whole}.${digits.padEnd(places, '0')}`;
}

/** Without trailing zeros and binary dust: `0.55`, `12.5`, `0.625`. */
function plainNumber(value: number): string {
  return String(Number(value.toPrecision(12)));
}
