// The figures at the top of the overview: today, the window, the week, the month. Knows what gives way
// on a narrow screen; every value comes from the answer.
import type { OverviewAnswer } from '../../query/overview/overview.ts';
import type { CallTotals } from '../../query/window/totals.ts';
import {
  formatDuration,
  formatFactor,
  formatPercent,
  formatSparkline,
  formatTokens,
  formatUsd,
} from '../../shared/format.ts';
import { displayWidth, padEnd, padStart } from '../../shared/width.ts';
import { adaptSigns } from './marks.ts';
import { paint } from './paint.ts';
import type { Screen } from './screen.ts';
import { costText } from './sessions-words.ts';
import { cachedRatio } from './window.ts';
import { clock, type Here, shortDay } from './window-words.ts';

interface FigureRow {
  readonly name: string;
  /** `null`: there is nothing to sum, the notes say why. */
  readonly totals: CallTotals | null;
  /** Most important first; those that do not fit are left out. */
  readonly notes: readonly Note[];
}

/** Forms of the same words, the longest first, or values to draw. */
type Note = { readonly forms: readonly string[] } | { readonly values: readonly number[] };

/** On a narrower screen the cache share gives way to the notes. */
const WIDTH_FOR_CACHED = 72;
const GAP = '   ';

export function renderRows(answer: OverviewAnswer, here: Here, screen: Screen): string {
  const rows = [
    todayRow(answer, screen),
    windowRow(answer, here),
    weekRow(answer, here),
    monthRow(answer),
  ];
  const figures = rows.map((row) => figuresOf(row, screen));
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...figures.map((cells) => displayWidth(cells[column] ?? ''))),
  );
  return rows.map((row, index) => renderRow(row, figures[index] ?? [], widths, screen)).join('');
}

function figuresOf({ name, totals }: FigureRow, screen: Screen): string[] {
  if (totals === null) return [name];
  const cached = cachedRatio(totals);
  const figures = [
    name,
    costText(totals, screen),
    `${formatTokens(totals.totalTokens)} tok`,
    screen.width < WIDTH_FOR_CACHED || cached === null ? '' : `${formatPercent(cached)} cached`,
  ];
  return figures.map((text) => adaptSigns(text, screen));
}

function renderRow(
  row: FigureRow,
  figures: readonly string[],
  widths: readonly number[],
  screen: Screen,
): string {
  let line = `  ${padEnd(row.name, widths[0] ?? 0)}`;
  let used = displayWidth(line);
  for (let column = 1; column < figures.length; column++) {
    const width = widths[column] ?? 0;
    if (width === 0) continue;
    const text = padStart(figures[column] ?? '', width);
    line += `${GAP}${column === 1 ? paint(text, 'strong', screen) : text}`;
    used += GAP.length + width;
  }
  const notes = renderNotes(row.notes, screen.width - used - GAP.length, screen);
  return `${notes === '' ? line.trimEnd() : `${line}${GAP}${notes}`}\n`;
}

/** As many as fit, each in the longest form that does; nothing is cut. */
function renderNotes(notes: readonly Note[], room: number, screen: Screen): string {
  let line = '';
  for (const note of notes) {
    const gap = line === '' ? '' : GAP;
    const left = room - displayWidth(line) - gap.length;
    const text = renderNote(note, left, screen);
    if (text !== '') line += gap + text;
  }
  return line;
}

function renderNote(note: Note, room: number, screen: Screen): string {
  if ('values' in note) {
    const isFlat = note.values.every((value) => value === 0);
    return isFlat || room < 7 ? '' : formatSparkline(note.values, screen, room);
  }
  const forms = note.forms.map((form) => adaptSigns(form, screen));
  return forms.find((form) => displayWidth(form) <= room) ?? '';
}

function todayRow({ today, last7Days, dailyNanoUsd }: OverviewAnswer, screen: Screen): FigureRow {
  const week = costText(last7Days.totals, screen);
  return {
    name: 'today',
    totals: today.totals,
    notes: [words(`7 days ${week}`), { values: dailyNanoUsd.slice(-7) }],
  };
}

function windowRow({ window: { window, outlook } }: OverviewAnswer, here: Here): FigureRow {
  const name = 'window';
  if (window === null) {
    const isNone = outlook.kind !== 'no-window' || outlook.lastEndedMs === null;
    const ended = isNone ? '' : `; the last one ended ${clock(outlook.lastEndedMs, here)}`;
    return { name, totals: null, notes: [words(`none running${ended}`, 'none running')] };
  }
  const isCutOff = outlook.kind === 'cut-off';
  const ends = `${isCutOff ? 'limit hit, resets' : 'ends'} ${clock(window.endMs, here)}`;
  const left = formatDuration(window.endMs - here.nowMs);
  const notes = [words(`${ends} (${left})`, ends), words(...aheadForms(outlook, here))];
  return { name, totals: window.totals, notes };
}

/** What is ahead, short: the window's own screen has the sentence. */
function aheadForms(outlook: OverviewAnswer['window']['outlook'], here: Here): string[] {
  switch (outlook.kind) {
    case 'idle':
      return ['idle'];
    case 'reaches': {
      const form = `${formatUsd(outlook.mark.costNanoUsd)} by ${clock(outlook.atMs, here)}`;
      return [`${form} at this rate`, form];
    }
    case 'by-reset': {
      const form = `${formatUsd(outlook.projection.costNanoUsd)} by then`;
      return [`${form} at this rate`, form];
    }
    case 'cut-off':
    case 'no-window':
      return [];
    default:
      return outlook satisfies never;
  }
}

function weekRow({ week }: OverviewAnswer, { zone, nowMs }: Here): FigureRow {
  const since = shortDay(week.fromDay, zone.dayKey(nowMs));
  return { name: 'this week', totals: week.totals, notes: [words(`since ${since}`)] };
}

function monthRow({ month, plan, dailyNanoUsd }: OverviewAnswer): FigureRow {
  const notes: Note[] = [];
  if (plan !== null) {
    const price = formatUsd(plan.monthlyUsd * 1e9).replace(/\.00$/, '');
    notes.push(words(`plan ${price} · ${formatFactor(plan.ratio)}`));
  }
  return { name: 'this month', totals: month.totals, notes: [...notes, { values: dailyNanoUsd }] };
}

function words(...forms: readonly string[]): Note {
  return { forms };
}
