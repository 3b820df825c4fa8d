// The results as Markdown. Knows how they are written; not how they came about.
import type { Comparison, PeakMemory } from './cases.ts';
import type { ConfigFolder } from './config-folder.ts';
import type { Times } from './measure.ts';
import type { Totals } from './totals.ts';

export interface Report {
  readonly date: string;
  readonly machine: string;
  readonly runs: number;
  readonly telltaleVersion: string;
  /** Its version, or why it was not compared with. */
  readonly ccusage: { readonly version: string } | { readonly skipped: string };
  readonly folder: ConfigFolder;
  readonly totals: Totals;
  readonly ccusageTotals: Totals | null;
  /** How the two totals differ; empty when they agree. */
  readonly differences: readonly string[];
  readonly comparisons: readonly Comparison[];
  readonly memory: PeakMemory;
}

export function formatReport(report: Report): string {
  const { folder } = report;
  const calls = report.totals.calls === undefined ? '' : `, ${count(report.totals.calls)} calls`;
  return [
    `- Measured ${report.date} on ${report.machine}.`,
    `- Transcripts (${folder.what}): ${count(folder.files)} files, ${count(folder.lines)} lines, ${count(folder.bytes)} bytes${calls}.`,
    `- telltale ${report.telltaleVersion} and ${describeCcusage(report)}, ${report.runs} alternating ${report.runs === 1 ? 'run' : 'runs'} of each after one to warm up.`,
    `- ${describeTotals(report)}`,
    '',
    '| case | telltale | beside | its time | ratio | budget | |',
    '|---|--:|---|--:|--:|--:|---|',
    ...report.comparisons.map(comparisonRow),
    memoryRow(report.memory),
    '',
    'Times are wall times of whole processes: median (shortest–longest). Ratios are of the medians.',
  ].join('\n');
}

function describeCcusage({ ccusage }: Report): string {
  if ('version' in ccusage) return `the native binary of ccusage ${ccusage.version}`;
  return `no ccusage to compare with (${ccusage.skipped})`;
}

function describeTotals(report: Report): string {
  const { totals, ccusageTotals, differences } = report;
  const tokens = `input ${count(totals.inputTokens)}, cache read ${count(totals.cacheReadTokens)}, cache write ${count(totals.cacheCreationTokens)}, output ${count(totals.outputTokens)} tokens`;
  if (ccusageTotals === null) return `Counted: ${tokens}.`;
  const verdict =
    differences.length === 0
      ? `Both count the same: ${tokens}.`
      : `They do not count the same: ${differences.join('; ')}.`;
  return `${verdict} Cost: telltale ${usd(totals.totalCost)}, ccusage ${usd(ccusageTotals.totalCost)}${costNote(totals, ccusageTotals)}.`;
}

function costNote(ours: Totals, theirs: Totals): string {
  return Math.abs(ours.totalCost - theirs.totalCost) < 0.005
    ? ''
    : ' (each has its own price list)';
}

function comparisonRow(row: Comparison): string {
  const ratio = row.times.medianMs / row.otherTimes.medianMs;
  const { budgetRatio } = row;
  const cells = [
    row.what,
    times(row.times),
    row.other,
    times(row.otherTimes),
    `${ratio.toFixed(2)} ×`,
    budgetRatio === null ? '–' : `≤ ${budgetRatio} ×`,
    budgetRatio === null ? '' : verdict(ratio <= budgetRatio),
  ];
  return `| ${cells.join(' | ')} |`;
}

function memoryRow(memory: PeakMemory): string {
  const { peakBytes, otherPeakBytes, budgetBytes } = memory;
  const cells = [
    `peak memory, ${memory.what}`,
    peakBytes === null ? '– (GNU time not found)' : megabytes(peakBytes),
    otherPeakBytes === null ? '–' : 'ccusage',
    otherPeakBytes === null ? '–' : megabytes(otherPeakBytes),
    peakBytes === null || otherPeakBytes === null
      ? '–'
      : `${(peakBytes / otherPeakBytes).toFixed(2)} ×`,
    `≤ ${megabytes(budgetBytes)}`,
    peakBytes === null ? '' : verdict(peakBytes <= budgetBytes),
  ];
  return `| ${cells.join(' | ')} |`;
}

function verdict(isWithin: boolean): string {
  return isWithin ? 'pass' : '**miss**';
}

function times({ medianMs, minMs, maxMs }: Times): string {
  return `${milliseconds(medianMs)} ms (${milliseconds(minMs)}–${milliseconds(maxMs)})`;
}

function milliseconds(ms: number): string {
  return count(Math.round(ms));
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function usd(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

function count(n: number): string {
  return n.toLocaleString('en-US');
}
