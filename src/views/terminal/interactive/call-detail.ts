// The details of one call: tokens by kind, what it cost by which price, the gap before it and, where the
// cached prefix collapsed, why and how that is known.
import type { BrowsedCall } from '../../../query/browse/browse-answer.ts';
import type { CallAnswer } from '../../../query/call/call-answer.ts';
import {
  formatDuration,
  formatInteger,
  formatPercent,
  formatUsd,
  formatUsdExact,
} from '../../../shared/format.ts';
import type { Zone } from '../../../shared/zone.ts';
import { priceLines, renderArithmetic } from '../call-price.ts';
import { type KeyValue, renderKeyValues, renderSection } from '../layout.ts';
import { markValue } from '../marks.ts';
import type { Styled } from '../paint.ts';
import type { Screen } from '../screen.ts';
import { modelLabel } from '../sessions-words.ts';
import { clockWithSeconds } from '../step-words.ts';
import { causeCell } from './cause-words.ts';

/** `priced`: where its cost comes from; null while it is read. */
export function callDetail(
  call: BrowsedCall,
  priced: CallAnswer | null,
  zone: Zone,
  screen: Screen,
): string {
  const parts = [
    renderKeyValues(callPairs(call, zone, screen), screen),
    `${renderSection('TOKENS', screen)}${renderKeyValues(tokenPairs(call, screen), screen)}`,
    rebuildPart(call, screen),
    priced === null ? '' : pricePart(priced, screen),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function callPairs(call: BrowsedCall, zone: Zone, screen: Screen): KeyValue[] {
  const { chain, effort, isFast, gapMs, atMs } = call;
  const model = [
    modelLabel(call.model),
    effort === null ? '' : `effort ${effort}`,
    isFast ? 'fast' : '',
  ]
    .filter((word) => word !== '')
    .join(' · ');
  const pairs: KeyValue[] = [
    ['call', { text: call.callId, tone: 'accent' }],
    ['at', atMs === null ? null : `${zone.dayKey(atMs)} ${clockWithSeconds(atMs, zone)}`],
    ['model', model],
    ['cost', costWords(call, screen)],
    [
      'gap',
      gapMs === null ? 'first of its chain' : `${formatDuration(gapMs)} since the call before`,
    ],
  ];
  if (chain.kind !== 'main') pairs.push(['chain', chainWords(call)]);
  if (call.isCopy) pairs.push(['copy', 'counted for the session it comes from']);
  if (call.version !== null) pairs.push(['version', call.version]);
  return pairs;
}

function chainWords({ chain }: BrowsedCall): string {
  return [chain.agentType ?? chain.kind, chain.agentId].filter((word) => word !== null).join(' · ');
}

function costWords({ costNanoUsd, isOutputFinal }: BrowsedCall, screen: Screen): string | null {
  if (costNanoUsd === null) return null;
  const text = formatUsdExact(costNanoUsd);
  return isOutputFinal ? text : markValue('lowerBound', text, screen);
}

function tokenPairs(call: BrowsedCall, screen: Screen): KeyValue[] {
  const { tokens, contextTokens, isOutputFinal, webSearches } = call;
  const output = formatInteger(tokens.outputTokens);
  const cached = contextTokens === 0 ? null : tokens.cacheReadTokens / contextTokens;
  const pairs: KeyValue[] = [
    ['input', formatInteger(tokens.inputTokens)],
    ['cache read', { text: formatInteger(tokens.cacheReadTokens), tone: 'cacheRead' }],
    ['write 5m', { text: formatInteger(tokens.cacheWrite5mTokens), tone: 'cacheWrite' }],
    ['write 1h', { text: formatInteger(tokens.cacheWrite1hTokens), tone: 'cacheWrite' }],
    ['output', isOutputFinal ? output : markValue('lowerBound', output, screen)],
    ['context', `${formatInteger(contextTokens)} · ${formatPercent(cached)} read from the cache`],
  ];
  if (webSearches > 0) pairs.push(['searches', formatInteger(webSearches)]);
  return pairs;
}

function rebuildPart(call: BrowsedCall, screen: Screen): string {
  const { rebuild } = call;
  if (rebuild === null) return '';
  const { isExpected, excessNanoUsd, rewrittenTokens, alsoPresent, ttl } = rebuild;
  const excess: Styled = isExpected
    ? `${formatUsd(excessNanoUsd)}, expected`
    : { text: formatUsd(excessNanoUsd), tone: 'warn' };
  const pairs: KeyValue[] = [
    ['cause', causeCell(call, screen)],
    ['excess', excessNanoUsd === null ? null : excess],
    ['again', `${formatInteger(rewrittenTokens)} tokens written instead of read`],
  ];
  if (ttl !== null) pairs.push(['lifetime', `${ttl} in use`]);
  if (alsoPresent.length > 0) pairs.push(['also', alsoPresent.join(', ')]);
  rebuild.evidence.forEach((sentence, at) => {
    pairs.push([at === 0 ? 'evidence' : '', sentence]);
  });
  return `${renderSection('REBUILD', screen)}${renderKeyValues(pairs, screen)}`;
}

function pricePart(priced: CallAnswer, screen: Screen): string {
  const lines = renderKeyValues(priceLines(priced, screen), screen);
  const table = renderArithmetic(priced, { ...screen, width: screen.width - 2 });
  const indented = table.replace(/^(?=.)/gm, '  ');
  return `${renderSection('PRICE', screen)}${lines}${indented === '' ? '' : `\n${indented}`}`;
}
