// The tables of the page, which say without any script what the drawings show. Knows columns; long names are
// cut nowhere, they scroll.
import type { ProfileAnswer, ProfileCall } from '../../../query/profile/profile-answer.ts';
import { formatInteger, formatPercent, formatUsd, UNKNOWN } from '../../../shared/format.ts';
import { modelLabel } from '../../../shared/model-label.ts';
import { chainFrame, partFrames } from '../frame-names.ts';
import type { ChartMark } from './context-chart.ts';
import { escapeHtml } from './escape-html.ts';

/** Own choice: more rows make a page slow and nobody reads them. */
const MOST_CALLS = 2_000;
const MOST_CONTENTS = 60;

export type TellTime = (atMs: number | null) => string;

type Cell = string | { readonly number: string };

/** `caption`: what the table is, as a sentence. */
function table(
  caption: string,
  header: readonly Cell[],
  rows: readonly (readonly Cell[])[],
): string {
  const head = header.map((cell) => cellOf(cell, 'th')).join('');
  const body = rows
    .map((row) => `<tr>${row.map((cell) => cellOf(cell, 'td')).join('')}`)
    .join('\n');
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>
${body}</tbody></table></div>`;
}

/** End tags of cells and rows may be left out, which halves a long table. */
function cellOf(cell: Cell, tag: 'th' | 'td'): string {
  return typeof cell === 'string'
    ? `<${tag}>${escapeHtml(cell)}`
    : `<${tag} class="n">${escapeHtml(cell.number)}`;
}

export function contentTable({ calls, sum }: ProfileAnswer): string {
  const contents = new Map<string, { tokens: number; costNanoUsd: number; isUnpriced: boolean }>();
  for (const { parts } of calls) {
    for (const part of parts) {
      const [first = '', second = ''] = partFrames(part);
      const name = part.flow.startsWith('context') ? `${first} › ${second}` : first;
      const known = contents.get(name) ?? { tokens: 0, costNanoUsd: 0, isUnpriced: false };
      known.tokens += part.tokens;
      known.costNanoUsd += part.costNanoUsd ?? 0;
      known.isUnpriced ||= part.costNanoUsd === null;
      contents.set(name, known);
    }
  }
  const sorted = [...contents].sort(
    ([, a], [, b]) => b.costNanoUsd - a.costNanoUsd || b.tokens - a.tokens,
  );
  const rows = sorted.slice(0, MOST_CONTENTS).map(([name, one]): Cell[] => {
    const isKnown = one.costNanoUsd > 0 || !one.isUnpriced;
    const ofCost = sum.costNanoUsd ? one.costNanoUsd / sum.costNanoUsd : null;
    return [
      name,
      { number: formatInteger(one.tokens) },
      { number: isKnown ? formatUsd(one.costNanoUsd) : UNKNOWN },
      { number: isKnown ? formatPercent(ofCost, 1) : UNKNOWN },
    ];
  });
  const header: Cell[] = [
    'content',
    { number: 'tokens' },
    { number: 'cost' },
    { number: 'of cost' },
  ];
  const cut =
    sorted.length > MOST_CONTENTS ? `, the first ${MOST_CONTENTS} of ${sorted.length}` : '';
  return table(`What it went on, the dearest first${cut}`, header, rows);
}

export function markTable(marks: readonly ChartMark[], tell: TellTime): string {
  if (marks.length === 0) return '<p class="dim">No compaction and no collapse of the cache.</p>';
  const rows = marks
    .slice(0, MOST_CALLS)
    .map(({ kind, what, atMs, tokens, excessNanoUsd, callId }): Cell[] => [
      tell(atMs),
      what,
      kind === 'rebuild' ? 'avoidable' : 'expected',
      { number: formatInteger(tokens) },
      { number: formatUsd(excessNanoUsd) },
      callId,
    ]);
  const header: Cell[] = [
    'time',
    'what',
    'kind',
    { number: 'tokens' },
    { number: 'over a warm read' },
    'call',
  ];
  return table('Compactions and collapses of the cache on the main chain', header, rows);
}

export function callTable(answer: ProfileAnswer, tell: TellTime): string {
  const { calls } = answer;
  const shown = calls.length <= MOST_CALLS ? calls : dearest(calls);
  const rows = shown.map((call): Cell[] => {
    const chain = answer.chains[call.chain];
    const bound = call.isOutputFinal ? '' : '≥ ';
    return [
      { number: String(call.turn) },
      { number: String(call.number) },
      chain === undefined ? '' : chainFrame(chain),
      tell(call.atMs),
      modelLabel(call.model),
      { number: formatInteger(call.contextTokens) },
      { number: formatInteger(call.cacheReadTokens) },
      { number: formatInteger(call.contextTokens - call.cacheReadTokens) },
      { number: `${bound}${formatInteger(call.outputTokens)}` },
      { number: call.costNanoUsd === null ? UNKNOWN : `${bound}${usdOf(call)}` },
      call.callId,
    ];
  });
  const header: Cell[] = [
    { number: 'turn' },
    { number: 'call' },
    'chain',
    'time',
    'model',
    { number: 'context' },
    { number: 'from cache' },
    { number: 'sent anew' },
    { number: 'output' },
    { number: 'cost' },
    'id',
  ];
  const caption =
    shown.length === calls.length
      ? 'All calls; tokens'
      : `The ${formatInteger(MOST_CALLS)} dearest of ${formatInteger(calls.length)} calls; tokens`;
  return table(caption, header, rows);
}

/** Calls cost cents: four digits tell them apart. */
function usdOf({ costNanoUsd }: ProfileCall): string {
  return `$${((costNanoUsd ?? 0) / 1e9).toFixed(4)}`;
}

/** In the order of the session. */
function dearest(calls: readonly ProfileCall[]): ProfileCall[] {
  const order = [...calls.keys()].sort(
    (a, b) => (calls[b]?.costNanoUsd ?? 0) - (calls[a]?.costNanoUsd ?? 0) || a - b,
  );
  const places = order.slice(0, MOST_CALLS).sort((a, b) => a - b);
  return places.flatMap((at) => calls[at] ?? []);
}
