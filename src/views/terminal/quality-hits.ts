// The last hits of a metric as a list: when, in which call, what was found. Knows words; every value comes
// from the answer.
import type { MetricHit, MetricHits } from '../../query/quality/quality-answer.ts';
import { formatCount, formatInteger, UNKNOWN } from '../../shared/format.ts';
import { displayWidth } from '../../shared/width.ts';
import { openZone } from '../../shared/zone.ts';
import { renderSection, renderSentences } from './layout.ts';
import type { Screen } from './screen.ts';
import { type Column, renderTable } from './table.ts';

export function renderHits(hits: MetricHits, timezone: string, screen: Screen): string {
  if (hits.total === 0) return `${renderSentences([`None was counted: ${hits.of}.`], screen)}\n`;
  const zone = openZone(timezone);
  const shown = hits.last.length;
  const which =
    shown < hits.total
      ? `THE LAST ${formatInteger(shown)} OF ${formatInteger(hits.total)}`
      : formatCount(shown, 'TIME', 'TIMES');
  const heading = `${which}: ${hits.of}`;
  const hasFiles = hits.last.some(({ path }) => path !== null);
  const columns: readonly Column[] = [
    { header: 'TIME', truncate: 'never' },
    { header: 'CALL', truncate: 'middle', minWidth: 12, maxWidth: 30, priority: 1 },
    { header: 'FOUND', truncate: 'end', minWidth: 12 },
    ...(hasFiles
      ? [{ header: 'FILE', truncate: 'middle', minWidth: 12, priority: 2 } as const]
      : []),
  ];
  const rows = hits.last.map((hit) => ({
    cells: [
      hit.atMs === null ? UNKNOWN : zone.dateTime(hit.atMs),
      hit.callId,
      hit.found.join(', '),
      ...(hasFiles ? [hit.path ?? ''] : []),
    ],
  }));
  const intents = hits.intents.map(({ found, intent }) => `${found}: ${intent}.`);
  const texts = hits.last.flatMap((hit) => textLine(hit, zone));
  return [
    renderSection(displayWidth(heading) + 2 <= screen.width ? heading : which, screen),
    renderTable(columns, rows, screen),
    intents.length === 0 ? '' : `\n${renderSentences(intents, screen)}`,
    texts.length === 0 ? '' : `\n${renderSentences(texts, screen)}`,
    '\n',
  ].join('');
}

function textLine({ atMs, text }: MetricHit, zone: ReturnType<typeof openZone>): string[] {
  if (text === null) return [];
  return [`${atMs === null ? UNKNOWN : zone.dateTime(atMs)}: ${text}`];
}
