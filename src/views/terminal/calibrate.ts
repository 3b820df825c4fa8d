// What is usual in this user's sessions, as a page. Knows words and columns; every value comes from the
// answer.
import type {
  CalibrationAnswer,
  ModelCalibration,
} from '../../query/calibration/calibration-answer.ts';
import {
  formatCount,
  formatFactor,
  formatInteger,
  formatSparkline,
  formatTokens,
} from '../../shared/format.ts';
import { openZone } from '../../shared/zone.ts';
import {
  type KeyValue,
  type NextStep,
  renderHeading,
  renderKeyValues,
  renderNextSteps,
  renderSection,
  wrapText,
} from './layout.ts';
import { adaptSigns } from './marks.ts';
import type { Screen } from './screen.ts';
import { modelLabel, shellWord } from './sessions-words.ts';
import { type Column, renderTable } from './table.ts';
import { clock } from './window-words.ts';

export function renderCalibration(answer: CalibrationAnswer, screen: Screen): string {
  const blocks = [
    renderHeading(`telltale calibrate · ${headline(answer)}`, answer.timezone, screen),
    sentences(answer)
      .map((text) => paragraph(text, screen))
      .join(''),
    ...figures(answer, screen),
    renderNextSteps(nextSteps(answer), screen),
  ];
  return blocks.filter((block) => block !== '').join('\n');
}

function headline({ calibration, missingSessions }: CalibrationAnswer): string {
  if (calibration === null)
    return `needs ${formatCount(missingSessions, 'more session', 'more sessions')}`;
  const sessions = formatCount(calibration.pooled?.sessions, 'session');
  return calibration.source === 'imported' ? `imported, ${sessions}` : `learned from ${sessions}`;
}

function sentences(answer: CalibrationAnswer): string[] {
  const { action, file, calibration, sinceMs, neededSessions, generatedAtMs } = answer;
  const when = (atMs: number): string =>
    clock(atMs, { zone: openZone(answer.timezone), nowMs: generatedAtMs });
  const done: Readonly<Record<CalibrationAnswer['action'], string | null>> = {
    shown: null,
    reset: 'Forgotten. Sessions that begin from now on teach.',
    exported: `Written to ${file ?? ''}.`,
    imported: `Taken from ${file ?? ''}. It holds until telltale calibrate --reset.`,
  };
  const missing =
    calibration === null
      ? `Nothing is learned: that takes ${formatCount(neededSessions, 'finished session')} of five calls or more. Until then a session is measured against its own first calls and the window.`
      : null;
  return [
    done[action],
    missing,
    calibration === null ? null : `Last updated ${when(calibration.computedAtMs)}.`,
    sinceMs === null || calibration?.source === 'imported'
      ? null
      : `Only sessions since ${when(sinceMs)} count.`,
  ].filter((text) => text !== null);
}

function paragraph(text: string, screen: Screen): string {
  return wrapText(adaptSigns(text, screen), screen.width - 2)
    .map((line) => `  ${line}\n`)
    .join('');
}

const COLUMNS: readonly Column[] = [
  { header: 'MODEL', truncate: 'end', minWidth: 10 },
  { header: 'SESSIONS', align: 'right', truncate: 'never' },
  { header: 'BASELINE', align: 'right', truncate: 'never' },
  { header: 'FRESH COST', align: 'right', truncate: 'never', priority: 1 },
  { header: 'RANGE', align: 'right', truncate: 'never', priority: 3 },
  { header: 'QUARTILES', align: 'right', truncate: 'never', priority: 2 },
];

function figures({ calibration, neededForGrowth }: CalibrationAnswer, screen: Screen): string[] {
  if (calibration === null) return [];
  const { pooled, models } = calibration;
  const named = Object.entries(models)
    .map(([model, values]) => ({ name: modelLabel(model), values }))
    .sort((a, b) => b.values.sessions - a.values.sessions || a.name.localeCompare(b.name, 'en'));
  const all = [...named, ...(pooled === null ? [] : [{ name: 'all models', values: pooled }])];
  const rows = all.map(({ name, values }) => ({ cells: cellsOf(name, values) }));
  const inner = { ...screen, width: screen.width - 2 };
  const table = renderTable(COLUMNS, rows, inner).replaceAll(/^(?=.)/gm, '  ');
  const needed = { needed: neededForGrowth, isPooled: pooled?.growth != null };
  const growth = all.map(
    ({ name, values }): KeyValue => [name, growthText(values, needed, screen)],
  );
  const note =
    'Baseline: median context of the first five calls, in tokens. Fresh cost: weighted tokens of one of the first three calls.';
  return [
    `${table}\n${paragraph(note, screen)}`,
    `${renderSection('USUAL GROWTH: 3 IN 4 SESSIONS STAY BELOW', screen)}${renderKeyValues(growth, screen)}`,
  ];
}

function cellsOf(name: string, values: ModelCalibration): (string | null)[] {
  const { quartiles } = values;
  return [
    name,
    formatInteger(values.sessions),
    formatTokens(values.baselineTokens),
    formatTokens(values.freshWeighted),
    `${formatTokens(values.minTokens)} to ${formatTokens(values.maxTokens)}`,
    quartiles === null ? null : quartiles.map((value) => formatTokens(value)).join(' / '),
  ];
}

function growthText(
  { growth, sessions }: ModelCalibration,
  { needed, isPooled }: { readonly needed: number; readonly isPooled: boolean },
  screen: Screen,
): string {
  if (growth === null) {
    const instead = isPooled ? '; that of all models counts' : '; no growth is taken as usual';
    return `needs ${needed} sessions, has ${formatInteger(sessions)}${instead}`;
  }
  const { p75 } = growth;
  const spark = formatSparkline(p75, screen, 16);
  const at = (index: number): string => `${formatFactor(p75[index], 1)} at call ${index + 1}`;
  const places = new Set([0, Math.floor((p75.length - 1) / 2), p75.length - 1]);
  const text = [...places].map(at).join(', ');
  return spark === '' ? text : `${spark}  ${text}`;
}

function nextSteps({ calibration, action, file }: CalibrationAnswer): NextStep[] {
  // Without anything learned there may be no session to judge either.
  const steps: NextStep[] =
    calibration === null
      ? []
      : [{ about: 'how a session is judged by it', command: 'telltale status --explain' }];
  if (action === 'exported' && file !== null) {
    steps.push({
      about: 'on another machine',
      command: `telltale calibrate --import ${shellWord(file)}`,
    });
  } else if (calibration !== null && calibration.source === 'imported') {
    steps.push({
      about: 'learn from your own sessions again',
      command: 'telltale calibrate --reset',
    });
  } else if (calibration === null) {
    steps.push({ about: 'which sessions there are', command: 'telltale sessions' });
  }
  return steps;
}
