// The context of a session over its calls, with its compactions. Knows how to share cells between
// the stretches that compactions part.
import type { Compaction, SessionAnswer } from '../../query/sessions/session-answer.ts';
import { formatSparkline, formatTokens } from '../../shared/format.ts';
import type { KeyValue } from './layout.ts';
import { adaptSigns } from './marks.ts';
import type { Screen } from './screen.ts';
import { modelLabel } from './sessions-words.ts';

const MAX_CELLS = 24;
const MAX_COMPACTIONS = 3;

export function contextLines(answer: SessionAnswer, screen: Screen): KeyValue[] {
  const { lastTokens, peakTokens, lastModel } = answer.context;
  if (lastTokens === null) return [];
  const last = `${formatTokens(lastTokens)} at the last main-chain call`;
  const of = lastModel === null ? '' : ` (${modelLabel(lastModel)})`;
  const peak = peakTokens === lastTokens ? '' : ` · peak ${formatTokens(peakTokens)}`;
  const lines: KeyValue[] = [['context', `${last}${of}${peak}`]];
  const drawing = drawContext(answer.context, screen);
  if (drawing !== '') lines.push(['', [drawing]]);
  if (answer.compactions.length > 0) lines.push(['compacted', compactionText(answer.compactions)]);
  return lines;
}

/** `▁▂▃▅▇│▂▃▄▆  │ = compaction`; empty when there is too little to draw, or on a plain screen. */
function drawContext(context: SessionAnswer['context'], screen: Screen): string {
  const { overCalls, compactionsAfterCall } = context;
  if (overCalls.length < 2 || screen.plain) return '';
  const cuts = compactionsAfterCall.filter((cut) => cut > 0 && cut < overCalls.length);
  const stretches = stretchesOf(overCalls, cuts);
  const values = stretches.map((stretch) => shrink(stretch, cellsFor(stretch, overCalls, cuts)));
  const drawn = [...formatSparkline(values.flat(), screen, MAX_CELLS)];
  const isWhole = drawn.length === values.flat().length;
  const pieces = isWhole
    ? values.map((part) => drawn.splice(0, part.length).join(''))
    : [drawn.join('')];
  const line = pieces.join('│');
  return adaptSigns(pieces.length > 1 ? `${line}   │ = compaction` : line, screen);
}

function stretchesOf(values: readonly number[], cuts: readonly number[]): number[][] {
  const edges = [0, ...new Set(cuts), values.length];
  return edges.slice(1).map((end, index) => values.slice(edges[index], end));
}

/** In proportion to its calls, at least one, never more than its calls. */
function cellsFor(
  stretch: readonly number[],
  all: readonly number[],
  cuts: readonly number[],
): number {
  const room = MAX_CELLS - cuts.length;
  if (all.length <= room) return stretch.length;
  return Math.max(1, Math.floor((stretch.length / all.length) * room));
}

/** Joins neighbours by their largest, so that no peak is lost. */
function shrink(values: readonly number[], cells: number): number[] {
  return Array.from({ length: Math.min(cells, values.length) }, (_, index) => {
    const from = Math.floor((index * values.length) / cells);
    const to = Math.floor(((index + 1) * values.length) / cells);
    return values.slice(from, to).reduce((a, b) => Math.max(a, b), 0);
  });
}

function compactionText(compactions: readonly Compaction[]): string {
  const parts = compactions.slice(0, MAX_COMPACTIONS).map(({ trigger, preTokens, postTokens }) => {
    const before = preTokens === null ? '' : ` at ${formatTokens(preTokens)}`;
    const after = postTokens === null ? '' : ` to ${formatTokens(postTokens)}`;
    return `${trigger ?? 'trigger unknown'}${before}${after}`;
  });
  const rest = compactions.length - MAX_COMPACTIONS;
  return rest > 0 ? `${parts.join(' · ')} · ${rest} more` : parts.join(' · ');
}
