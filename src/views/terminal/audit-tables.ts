// The tables of an audit: the parts of a context, the segments, what tools and attachments brought, the
// findings. Knows columns and marks; every value comes from the answer.
import type {
  AuditAnswer,
  AuditedContext,
  AuditFinding,
  AuditPart,
  ContentWeight,
} from '../../query/audit/audit-answer.ts';
import {
  formatBar,
  formatCount,
  formatPercent,
  formatTokens,
  formatUsd,
} from '../../shared/format.ts';
import { openZone } from '../../shared/zone.ts';
import { partName, wasteName } from './audit-words.ts';
import { renderSection } from './layout.ts';
import { mark, markValue } from './marks.ts';
import type { Screen } from './screen.ts';
import { type Column, type Row, renderTable } from './table.ts';

const BAR_CELLS = 10;
/** Of a part's tokens, from which it counts as measured. Own choice. */
const MEASURED_RATIO = 0.95;

/** The parts from the largest on, the others in one line, the rest, the measured sum. */
export function renderParts(context: AuditedContext, limit: number, screen: Screen): string {
  const { parts, restTokens, contextTokens } = context;
  const shown = parts.slice(0, limit);
  const others = parts.slice(limit);
  const columns: Column[] = [
    { header: '', truncate: 'end', minWidth: 16 },
    { header: '', truncate: 'never', priority: 1 },
    { header: 'share', align: 'right' },
    { header: 'tokens', align: 'right' },
  ];
  const rows: Row[] = shown.map((part) => partRow(partName(part), part, screen));
  if (others.length > 0) {
    const sum = others.reduce((total, part) => addParts(total, part), NO_PART);
    rows.push({
      ...partRow(`${formatCount(others.length, 'smaller part')}`, sum, screen),
      kind: 'dim',
    });
  }
  const rest = contextTokens === 0 ? 0 : restTokens / contextTokens;
  rows.push({
    cells: ['unexplained rest', bar(Math.abs(rest), screen), share(rest), formatTokens(restTokens)],
    kind: 'dim',
  });
  rows.push({ cells: ['measured context', '', '', formatTokens(contextTokens)], kind: 'total' });
  return indentTable(columns, rows, screen);
}

type PartSizes = Pick<AuditPart, 'tokens' | 'measuredTokens' | 'ratio'>;

const NO_PART: PartSizes = { tokens: 0, measuredTokens: 0, ratio: 0 };

function addParts(a: PartSizes, b: PartSizes): PartSizes {
  return {
    tokens: a.tokens + b.tokens,
    measuredTokens: a.measuredTokens + b.measuredTokens,
    ratio: a.ratio + b.ratio,
  };
}

function partRow(name: string, part: PartSizes, screen: Screen): Row {
  return { cells: [name, bar(part.ratio, screen), share(part.ratio), partTokens(part, screen)] };
}

function partTokens({ tokens, measuredTokens }: PartSizes, screen: Screen): string {
  const text = formatTokens(tokens);
  return measuredTokens >= tokens * MEASURED_RATIO ? text : markValue('estimated', text, screen);
}

function bar(ratio: number, screen: Screen): string {
  return formatBar(ratio, BAR_CELLS, screen);
}

function share(ratio: number): string {
  return formatPercent(ratio);
}

export function renderSegments(answer: AuditAnswer, screen: Screen): string {
  const zone = openZone(answer.timezone);
  const columns: Column[] = [
    { header: '#', align: 'right' },
    { header: 'calls', align: 'right' },
    { header: 'began', truncate: 'never', priority: 3 },
    { header: 'after', truncate: 'end', priority: 2 },
    { header: 'first context', align: 'right' },
    { header: 'last', align: 'right' },
    { header: 'prefix', align: 'right', priority: 1 },
    { header: 'rest', align: 'right' },
  ];
  const rows = answer.segments.map((one): Row => {
    return {
      cells: [
        String(one.segment),
        String(one.calls),
        one.firstAtMs === null ? null : zone.dateTime(one.firstAtMs),
        one.segment === 1 ? 'start' : (one.trigger ?? 'compaction'),
        formatTokens(one.firstContextTokens),
        formatTokens(one.lastContextTokens),
        one.prefixTokens === null
          ? null
          : markValue('estimated', formatTokens(one.prefixTokens), screen),
        one.restTokens === null ? null : formatTokens(one.restTokens),
      ],
    };
  });
  return renderSection('BETWEEN COMPACTIONS', screen) + indentTable(columns, rows, screen);
}

export function renderWeights(
  title: string,
  weights: readonly ContentWeight[],
  limit: number,
  screen: Screen,
): string {
  const columns: Column[] = [
    { header: '', truncate: 'end', minWidth: 16 },
    { header: 'times', align: 'right' },
    { header: 'characters', align: 'right', priority: 1 },
    { header: 'tokens', align: 'right' },
  ];
  const rows: Row[] = weights.slice(0, limit).map((one) => weightRow(one.name, one, screen));
  const others = weights.slice(limit);
  if (others.length > 0) {
    const sum = others.reduce((total, one) => ({
      name: '',
      count: total.count + one.count,
      chars: total.chars + one.chars,
      tokens: total.tokens + one.tokens,
    }));
    rows.push({ ...weightRow(formatCount(others.length, 'other'), sum, screen), kind: 'dim' });
  }
  return renderSection(title, screen) + indentTable(columns, rows, screen);
}

function weightRow(name: string, one: ContentWeight, screen: Screen): Row {
  const tokens = markValue('estimated', formatTokens(one.tokens), screen);
  return { cells: [name, String(one.count), formatTokens(one.chars), tokens] };
}

export function renderWaste(findings: readonly AuditFinding[], screen: Screen): string {
  const columns: Column[] = [
    { header: 'cost', align: 'right' },
    { header: 'share', align: 'right', priority: 2 },
    { header: 'what', truncate: 'never' },
    { header: 'of', truncate: 'middle', minWidth: 14 },
    { header: 'tokens', align: 'right' },
    { header: 'calls', align: 'right', priority: 1 },
  ];
  const rows = findings.map((finding): Row => {
    const { costNanoUsd, ratio, kind, subject, tokens, places, count } = finding;
    const cost = costNanoUsd === null ? null : formatUsd(costNanoUsd);
    const times = count > 1 ? `${wasteName(kind)}, ${count} times` : wasteName(kind);
    return {
      cells: [
        cost === null ? mark('unknown', screen) : markValue('estimated', cost, screen),
        ratio === null ? null : formatPercent(ratio),
        times,
        subject,
        formatTokens(tokens),
        String(places.reduce((sum, { laterCalls }) => sum + laterCalls + 1, 0)),
      ],
    };
  });
  return indentTable(columns, rows, screen);
}

/** Two cells to the right of the section's heading. */
function indentTable(columns: readonly Column[], rows: readonly Row[], screen: Screen): string {
  return renderTable(columns, rows, { ...screen, width: screen.width - 2 })
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
