// The figures of the session page: cost and its split, tokens by kind, models, tools. Knows marks
// for what is unknown or a lower bound.
import type { CostPart, SessionAnswer } from '../../query/sessions/session-answer.ts';
import {
  formatCount,
  formatInteger,
  formatPercent,
  formatTokens,
  formatUsd,
} from '../../shared/format.ts';
import type { KeyValue } from './layout.ts';
import { mark, markValue } from './marks.ts';
import type { Screen } from './screen.ts';
import { costText, modelLabel } from './sessions-words.ts';

const MAX_TOOLS = 6;

export function costLines(answer: SessionAnswer, screen: Screen): KeyValue[] {
  const total = costText(answer.sum, screen);
  const split = splitText(answer, screen);
  const lines: KeyValue[] = [['cost', `${total} API-equivalent${split}`]];
  const { unpricedCalls } = answer.sum;
  if (unpricedCalls > 0) {
    const models = answer.unpricedModels.join(', ');
    lines.push(['', `without a price: ${formatCount(unpricedCalls, 'call')} of ${models}`]);
  }
  if (answer.client !== null) lines.push(['client', clientText(answer, screen)]);
  return lines;
}

function splitText(answer: SessionAnswer, screen: Screen): string {
  const { main, subagents, compaction, helpers } = answer.cost;
  const others: readonly [string, CostPart][] = [
    ['subagents', subagents],
    ['compaction', compaction],
    ['helpers', helpers],
  ];
  const told = others.filter(([, part]) => part.calls > 0 || part.reason !== null);
  if (told.length === 0) return '';
  const parts: readonly [string, CostPart][] = [['main', main], ...told];
  return ` · ${parts.map(([name, part]) => `${name} ${partText(part, screen)}`).join(' · ')}`;
}

function partText(part: CostPart, screen: Screen): string {
  if (part.costNanoUsd !== null) return costText(part, screen);
  const unknown = mark('unknown', screen);
  return part.reason === 'not-in-transcripts' ? `${unknown} (not in the transcripts)` : unknown;
}

function clientText(answer: SessionAnswer, screen: Screen): string {
  const { client } = answer;
  if (client === null) return '';
  const says = `Claude Code says ${formatUsd(client.costNanoUsd)}`;
  const difference = client.differenceNanoUsd;
  if (client.differenceReason === 'began-earlier') {
    return `${says} since it was resumed; of what came before it told nothing`;
  }
  if (difference === null) return `${says} (difference ${mark('unknown', screen)})`;
  if (difference === 0) return `${says}, the same`;
  if (difference > 0) {
    const { calls, finalCalls, unpricedCalls } = answer.sum;
    const most = finalCalls < calls || unpricedCalls > 0 ? 'at most ' : '';
    return `${says}: ${most}${formatUsd(difference)} outside the transcripts`;
  }
  return `${says}: ${formatUsd(-difference)} less than the transcripts hold`;
}

export function tokenLines(answer: SessionAnswer, screen: Screen): KeyValue[] {
  const { tokens, calls, finalCalls } = answer.sum;
  if (calls === 0) return [['tokens', 'no calls are counted here']];
  const isFinal = finalCalls === calls;
  const out = formatTokens(tokens.outputTokens);
  const parts = [
    `in ${formatTokens(tokens.inputTokens)}`,
    tokens.cacheWrite5mTokens > 0 ? `write 5m ${formatTokens(tokens.cacheWrite5mTokens)}` : null,
    tokens.cacheWrite1hTokens > 0 ? `write 1h ${formatTokens(tokens.cacheWrite1hTokens)}` : null,
    `read ${formatTokens(tokens.cacheReadTokens)}`,
    `out ${isFinal ? out : markValue('lowerBound', out, screen)}`,
  ].filter((part) => part !== null);
  const coverage = isFinal ? '' : ` (${formatPercent(answer.finalRatio)} of the calls final)`;
  return [
    ['tokens', `${parts.join(' · ')}${coverage}`],
    [
      'cache',
      `${formatPercent(answer.cachedRatio, 1)} of what was sent came from the cache${rebuildText(answer)}`,
    ],
  ];
}

/** ` · 3 rebuilds: idle $1.22 (2), model-switch $0.72`; nothing where there was none to avoid. */
function rebuildText({ rebuilds }: SessionAnswer): string {
  if (rebuilds.events === 0) return '';
  const causes = rebuilds.byCause.map(({ cause, events, excessNanoUsd }) => {
    const times = events === 1 || rebuilds.byCause.length === 1 ? '' : ` (${events})`;
    return `${cause} ${formatUsd(excessNanoUsd)}${times}`;
  });
  return ` · ${formatCount(rebuilds.events, 'rebuild')}: ${causes.join(', ')}`;
}

/** Only when there are several: one model stands in the headline. */
export function modelLines(answer: SessionAnswer, screen: Screen): KeyValue[] {
  if (answer.models.length < 2) return [];
  const parts = answer.models.map((model) => {
    const calls = formatCount(model.calls, 'call');
    return `${modelLabel(model.model)} ${calls} ${costText(model, screen)}`;
  });
  return [['models', parts.join(' · ')]];
}

export function toolLines(answer: SessionAnswer): KeyValue[] {
  const { byName } = answer.tools;
  if (byName.length === 0) return [];
  // One more name takes no more room than saying that there is one more.
  const shown = byName.length === MAX_TOOLS + 1 ? byName.length : MAX_TOOLS;
  const parts = byName.slice(0, shown).map(({ name, count }) => `${name} ${formatInteger(count)}`);
  const rest = byName.slice(shown);
  const restCount = rest.reduce((sum, { count }) => sum + count, 0);
  if (rest.length > 0) parts.push(`${rest.length} others ${formatInteger(restCount)}`);
  return [['tools', parts.join(' · ')]];
}
