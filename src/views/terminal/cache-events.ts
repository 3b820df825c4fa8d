// The collapses of one session one by one, and the line that says a bundle of them was written. Knows
// words and columns; every figure is the answer's.
import type { CacheAnswer, SessionCacheEvent } from '../../query/cache/cache-answer.ts';
import type { EvidenceBundle } from '../../query/cache/evidence-bundle.ts';
import { formatCount, formatTokens, formatUsd } from '../../shared/format.ts';
import { openZone, type Zone } from '../../shared/zone.ts';
import { wrapText } from './layout.ts';
import { adaptSigns } from './marks.ts';
import { paint } from './paint.ts';
import type { Screen } from './screen.ts';
import { type Row, renderTable } from './table.ts';

/** Each with what was seen beneath it. */
export function eventLines(answer: CacheAnswer, screen: Screen): string {
  if (answer.events.length === 0) return '';
  const zone = openZone(answer.timezone);
  return answer.events.map((event) => eventBlock(event, zone, screen)).join('');
}

function eventBlock(event: SessionCacheEvent, zone: Zone, screen: Screen): string {
  const { agentId, cause, alsoPresent, previousContextTokens, readTokens } = event;
  const before = previousContextTokens === null ? 'nothing' : formatTokens(previousContextTokens);
  const also = alsoPresent.length === 0 ? '' : ` (also ${alsoPresent.join(', ')})`;
  const chain = agentId === null ? '' : ` · subagent ${agentId}`;
  const row: Row = {
    kind: event.isExpected ? 'dim' : 'normal',
    cells: [
      event.atMs === null ? null : zone.dateTime(event.atMs),
      `${cause}${also}${chain}`,
      `${before} → ${formatTokens(readTokens)} read`,
      `${formatTokens(event.rewrittenTokens)} again`,
      event.excessNanoUsd === null ? null : `+${formatUsd(event.excessNanoUsd)}`,
    ],
  };
  const head = renderTable(
    [
      { header: '', truncate: 'never', priority: 2 },
      { header: '', minWidth: 12 },
      { header: '', truncate: 'never', priority: 1 },
      { header: '', truncate: 'never', priority: 3 },
      { header: '', align: 'right' },
    ],
    [row],
    screen,
  );
  const words = [...event.evidence.slice(1), event.callId].join(' · ');
  const lines = wrapText(adaptSigns(words, screen), screen.width - 4);
  return head + lines.map((line) => `    ${paint(line, 'dim', screen)}\n`).join('');
}

export function renderEvidenceWritten(
  path: string,
  { events }: EvidenceBundle,
  screen: Screen,
): string {
  const text =
    `${formatCount(events.length, 'collapse')} with times, token counts and the API's ids, without ` +
    `prompts, paths or names: ${path}`;
  return wrapText(text, screen.width)
    .map((line) => `${line}\n`)
    .join('');
}
