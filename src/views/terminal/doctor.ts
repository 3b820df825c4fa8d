// The doctor's answer on a terminal: what to do first, then the evidence part by part. Knows the
// shape that all parts share and what to call a step; none of the parts by name.
import type { DoctorAnswer, DoctorSection } from '../../query/doctor/doctor.ts';
import type { Finding, Listing, Unit } from '../../query/doctor/section.ts';
import { formatCount } from '../../shared/format.ts';
import { openZone, type Zone } from '../../shared/zone.ts';
import { formatValue } from './doctor-values.ts';
import {
  renderHeading,
  renderKeyValues,
  renderNextSteps,
  renderSection,
  wrapText,
} from './layout.ts';
import { adaptSigns, mark } from './marks.ts';
import { paint } from './paint.ts';
import type { Screen } from './screen.ts';
import { type Column, renderTable } from './table.ts';

export function renderDoctor(answer: DoctorAnswer, screen: Screen): string {
  const zone = openZone(answer.timezone);
  const findings = answer.sections.flatMap((section) => section.findings);
  const ordered = SEVERITIES.flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity),
  );
  const blocks = [
    renderHeading(`telltale doctor · ${summarize(answer, findings)}`, answer.timezone, screen),
    ...(answer.sections.flatMap((section) => section.error ?? []).length > 0
      ? [answer.sections.map((section) => renderFailure(section, screen)).join('')]
      : []),
    ...(ordered.length > 0
      ? [ordered.map((finding) => renderFinding(finding, screen)).join('')]
      : []),
    ...answer.sections.map((section) => renderPart(section, zone, screen)),
    renderNextSteps(listSteps(ordered), screen),
  ];
  return blocks.filter((block) => block !== '').join('\n');
}

const SEVERITIES = ['critical', 'warn', 'note'] as const;

function summarize(answer: DoctorAnswer, findings: readonly Finding[]): string {
  const failed = answer.sections.filter(({ status }) => status === 'failed').length;
  const notes = findings.filter(({ severity }) => severity === 'note').length;
  const toDo = findings.length - notes;
  const words = [
    failed > 0 ? `${formatCount(failed, 'part')} could not be examined` : '',
    toDo > 0 ? `${formatCount(toDo, 'finding')}` : failed > 0 ? '' : 'all well',
    notes > 0 ? formatCount(notes, 'note') : '',
  ];
  return words.filter((word) => word !== '').join(' · ');
}

function renderFailure({ title, error }: DoctorSection, screen: Screen): string {
  if (error === null) return '';
  return renderMarked('critical', `${title}: could not be examined: ${error}`, screen);
}

function renderFinding(finding: Finding, screen: Screen): string {
  const what = renderMarked(finding.severity, finding.what, screen);
  const arrow = adaptSigns('→', screen);
  const next = wrapText(adaptSigns(finding.next, screen), screen.width - 4 - arrow.length - 1);
  return `${what}${next
    .map((line, at) => `    ${at === 0 ? arrow : ' '.repeat(arrow.length)} ${line}\n`)
    .join('')}`;
}

function renderMarked(severity: Finding['severity'], text: string, screen: Screen): string {
  const sign = severity === 'note' ? noteMark(screen) : mark(severity, screen);
  const lines = wrapText(adaptSigns(text, screen), screen.width - 3 - sign.length);
  const tone = severity === 'note' ? 'dim' : severity;
  return lines
    .map((line, at) =>
      at === 0
        ? `  ${paint(sign, tone, screen)} ${line}\n`
        : `${' '.repeat(sign.length + 3)}${line}\n`,
    )
    .join('');
}

function noteMark(screen: Screen): string {
  return screen.plain ? 'note' : screen.unicode ? '·' : '-';
}

function renderPart(section: DoctorSection, zone: Zone, screen: Screen): string {
  const facts = section.facts.map(
    ({ label, value, unit }) => [label, formatValue(value, unit, zone)] as const,
  );
  const listings = section.listings.map((listing) => renderListing(listing, zone, screen));
  const body = `${renderKeyValues(facts, screen)}${listings.join('')}`;
  return body === '' ? '' : `${renderSection(section.title.toUpperCase(), screen)}${body}`;
}

function renderListing(listing: Listing, zone: Zone, screen: Screen): string {
  if (listing.rows.length === 0) return '';
  const columns = listing.columns.map(
    (column): Column => ({
      header: column.header.toUpperCase(),
      priority: column.priority ?? 0,
      ...COLUMN_FORMS[column.unit],
    }),
  );
  const rows = listing.rows.map((row) => ({
    cells: listing.columns.map(({ key, unit }) => formatValue(row[key] ?? null, unit, zone)),
  }));
  const indent = listing.title === '' ? '  ' : '    ';
  const table = renderTable(columns, rows, { ...screen, width: screen.width - indent.length });
  const more =
    listing.leftOff > 0 ? `${indent}… and ${formatCount(listing.leftOff, 'more', 'more')}\n` : '';
  const title = listing.title === '' ? '' : `  ${paint(listing.title, 'strong', screen)}\n`;
  return `${title}${table.replaceAll(/^(?=.)/gm, indent)}${adaptSigns(more, screen)}`;
}

const LEFT_TEXT = { align: 'left', truncate: 'end' } as const;
const NUMBER = { align: 'right', truncate: 'never' } as const;
const COLUMN_FORMS: Readonly<Record<Unit, Pick<Column, 'align' | 'truncate' | 'minWidth'>>> = {
  text: LEFT_TEXT,
  flag: { align: 'left', truncate: 'never' },
  path: { align: 'left', truncate: 'middle', minWidth: 36 },
  count: NUMBER,
  tokens: NUMBER,
  bytes: NUMBER,
  days: NUMBER,
  ratio: NUMBER,
  time: { align: 'left', truncate: 'never' },
};

const STEP_WORDS: Readonly<Record<string, string>> = {
  'no-roots': 'see it on generated sessions',
  'unpriced-model': 'how to give a model its prices',
  'bad-config': 'every setting and every mistake',
  'unusable-price': 'where the configuration is',
  'ledger-damaged': 'rebuild the ledger',
};

/** The first commands worth pasting, each once, with the finding's code as words if need be. */
function listSteps(findings: readonly Finding[]) {
  const steps = new Map<string, string>();
  for (const { command, code } of findings) {
    if (command !== null && !steps.has(command)) {
      steps.set(command, STEP_WORDS[code] ?? code.replaceAll('-', ' '));
    }
  }
  return [...steps].map(([command, about]) => ({ about, command }));
}
