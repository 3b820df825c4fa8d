// The findings of avoidable cost as a list: rank, money and share in columns, beside them what happened,
// where, and what to do. Knows how many calls a line has room for.
import type { ExplainAnswer, RankedFinding } from '../../query/explain/explain-answer.ts';
import { formatCount, formatPercent, formatTokens, formatUsd } from '../../shared/format.ts';
import { displayWidth, truncateMiddle } from '../../shared/width.ts';
import { openZone, type Zone } from '../../shared/zone.ts';
import { markValue } from './marks.ts';
import { paint, type Span } from './paint.ts';
import type { Screen } from './screen.ts';
import { paintSpans, prepare } from './spans.ts';
import { wrapSpans } from './wrap.ts';

/** Calls that are named; the rest is in `--json`. */
const MAX_CALLS = 4;
/** From here on text stands beside the columns in all its lines; below it goes under them. */
const WIDE = 72;

export function renderFindings(answer: ExplainAnswer, screen: Screen): string {
  const zone = openZone(answer.timezone);
  const whenOf = timeFormat(answer, zone);
  const heads = answer.findings.map((finding) => [
    String(finding.rank),
    costCell(finding, screen),
    finding.ratio === null ? '' : formatPercent(finding.ratio),
  ]);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...heads.map((cells) => displayWidth(cells[column] ?? ''))),
  );
  return answer.findings
    .map((finding, index) => {
      const cells = (heads[index] ?? []).map((cell, column) => {
        const blanks = ' '.repeat((widths[column] ?? 0) - displayWidth(cell));
        const text = column === 1 ? paint(cell, 'strong', screen) : cell;
        return widths[column] === 0 ? '' : `${blanks}${text}  `;
      });
      const start = 2 + widths.reduce((sum, width) => sum + (width === 0 ? 0 : width + 2), 0);
      return renderFinding(finding, cells.join(''), start, whenOf, screen);
    })
    .join('');
}

function renderFinding(
  finding: RankedFinding,
  head: string,
  start: number,
  whenOf: (atMs: number | null) => string,
  screen: Screen,
): string {
  const below = screen.width < WIDE ? 6 : start;
  const [first = '', ...rest] = lines(finding.title, screen.width - start, screen);
  const more = (text: string) =>
    lines({ text, tone: 'dim' }, screen.width - below, screen).map(
      (line) => `${' '.repeat(below)}${line}\n`,
    );
  const subject = subjectText(finding, screen.width - below, screen);
  const arrow = prepare('→', screen)[0]?.text ?? '';
  const gap = ' '.repeat(displayWidth(arrow) + 1);
  const fixes = lines(finding.fix, screen.width - below - gap.length, screen);
  return [
    `  ${head}${first}\n`,
    ...rest.map((line) => `${' '.repeat(start)}${line}\n`),
    ...(subject === '' ? [] : more(subject)),
    ...evidence(finding, whenOf).flatMap(more),
    ...fixes.map((line, at) => `${' '.repeat(below)}${at === 0 ? `${arrow} ` : gap}${line}\n`),
  ].join('');
}

function lines(text: Span, room: number, screen: Screen): string[] {
  return wrapSpans(prepare(text, screen), room).map((line) => paintSpans(line, screen));
}

function costCell({ costNanoUsd, basis, unpricedCalls }: RankedFinding, screen: Screen): string {
  const text = formatUsd(costNanoUsd);
  if (costNanoUsd === null) return prepare(text, screen)[0]?.text ?? text;
  if (basis === 'estimated') return markValue('estimated', text, screen);
  return unpricedCalls > 0 ? markValue('lowerBound', text, screen) : text;
}

/** What the title shortens: a path loses its middle where it is too long, a command goes on below. */
function subjectText({ subject, title }: RankedFinding, room: number, screen: Screen): string {
  if (subject === null || title.includes(subject)) return '';
  const isPath = /^(?:\w+ )?\S*[\\/]\S*(?: \d*:\d*)?$/.test(subject);
  return isPath ? truncateMiddle(subject, room, screen.unicode ? '…' : '..') : subject;
}

/** Where it was: the calls, the one to look at, what was seen there. */
function evidence(finding: RankedFinding, whenOf: (atMs: number | null) => string): string[] {
  const { calls, basis, dearest, costNanoUsd } = finding;
  const placed = basis === 'measured' ? calls : calls.filter((call) => call.insertedTokens > 0);
  const names = placed.slice(0, MAX_CALLS).map(({ callNumber, agentId, atMs }) => {
    const place =
      agentId === null ? `call ${callNumber}` : `${agentText(agentId)} call ${callNumber}`;
    return `${place} ${whenOf(atMs)}`;
  });
  const hidden = placed.length - names.length;
  const carriers = calls.length - placed.length;
  const carrier = placed.length === 0 ? 'call' : 'other call';
  const facts = [
    ...names,
    hidden === 0 ? null : `${hidden} more`,
    placed.length === 0 ? 'in the history it began with' : null,
    carriers === 0 ? null : `carried by ${formatCount(carriers, carrier)}`,
    `${calls.length === 1 ? '' : `${costNanoUsd === null ? 'largest' : 'dearest'} `}${dearest.callId}`,
  ].filter((fact) => fact !== null);
  const seen = calls.length === 1 ? (calls[0]?.evidence ?? []) : [];
  return [facts.join(' · '), unpricedText(finding), ...seen].filter((text) => text !== null);
}

function unpricedText({ tokens, costNanoUsd, unpricedCalls }: RankedFinding): string | null {
  if (unpricedCalls === 0) return null;
  if (costNanoUsd === null) return `${formatTokens(tokens)} tokens; no price known for the model`;
  return `what ${formatCount(unpricedCalls, 'call')} without a price cost is not in it`;
}

/** Subagents of old versions have no id but the uuid they began with. */
function agentText(agentId: string): string {
  return `subagent ${agentId.replace(/^inline:/, '').slice(0, 8)}`;
}

/** The time alone where the session is of one day, which its heading names. */
function timeFormat(
  { firstAtMs, lastAtMs }: ExplainAnswer,
  zone: Zone,
): (atMs: number | null) => string {
  const isOneDay =
    firstAtMs !== null && lastAtMs !== null && zone.dayKey(firstAtMs) === zone.dayKey(lastAtMs);
  return (atMs) => {
    if (atMs === null) return 'at an unknown time';
    return isOneDay ? `at ${zone.hourMinute(atMs)}` : `on ${zone.dateTime(atMs)}`;
  };
}
