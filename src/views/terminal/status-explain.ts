// Where a session's health comes from: every input, each formula filled in, the rule of the levels and
// the settings behind it. Knows how the formulas are written; computes nothing that the answer does not.
import type { ResolvedSetting, StatusAnswer } from '../../query/status/status-answer.ts';
import { formatCount, formatInteger, formatPercent } from '../../shared/format.ts';
import { sinceCompaction } from './health-words.ts';
import { type KeyValue, renderKeyValues, renderSection, wrapText } from './layout.ts';
import { adaptSigns } from './marks.ts';
import type { Screen } from './screen.ts';
import { modelLabel } from './sessions-words.ts';
import { renderTable } from './table.ts';

export function renderExplanation(answer: StatusAnswer, screen: Screen): string {
  const parts = [
    section('HOW IT IS COMPUTED', [...signalLines(answer), ...resultLines(answer)], screen),
    section('WHAT IT IS MEASURED AGAINST', inputLines(answer), screen),
    section('LEVELS', levelLines(answer), screen),
    thresholdTable(answer, screen),
  ];
  const { assumptions, bestTurn } = answer.rotation;
  if (bestTurn !== null) {
    const items = assumptions.map((text) => item(text, screen)).join('');
    parts.push(`${renderSection('A FRESH START IS ESTIMATED SO', screen)}${items}`);
  }
  return parts.join('\n');
}

function section(title: string, pairs: readonly KeyValue[], screen: Screen): string {
  return `${renderSection(title, screen)}${renderKeyValues(pairs, screen)}`;
}

function item(text: string, screen: Screen): string {
  const [first, ...rest] = wrapText(adaptSigns(text, screen), screen.width - 4);
  return `  - ${first ?? ''}\n${rest.map((line) => `    ${line}\n`).join('')}`;
}

function signalLines(answer: StatusAnswer): KeyValue[] {
  const { growth, cost, pressure } = answer.health.signals;
  return [
    ['growth', withReason(growth, growthFormula(answer))],
    ['cost', withReason(cost, costFormula(answer))],
    ['pressure', withReason(pressure, pressureFormula(answer))],
  ];
}

const REASONS = {
  'switched-off': 'switched off by its setting',
  'no-calls': 'no call since the last compaction, or none at all',
  'no-baseline': 'no baseline: too few calls and nothing learned',
  'no-window': 'the window is not known',
} as const;

function withReason(
  { value, reason }: StatusAnswer['health']['signals']['growth' | 'cost' | 'pressure'],
  formula: string,
): string {
  if (value !== null) return `${formula} = ${value.toFixed(2)}`;
  return `– ${reason === null ? '' : REASONS[reason]}`;
}

function growthFormula({ health }: StatusAnswer): string {
  const { currentTokens, baselineTokens, expectedGrowth } = health.signals.growth;
  return `${whole(currentTokens)} (mean context) / ${whole(baselineTokens)} (baseline) / ${expectedGrowth.toFixed(1)} (expected by now)`;
}

function costFormula({ health }: StatusAnswer): string {
  const { currentWeighted, freshWeighted } = health.signals.cost;
  return `${whole(currentWeighted)} (mean weighted cost) / ${whole(freshWeighted)} (of a fresh session)`;
}

/** The piece of the line that the share falls on. */
function pressureFormula({ health, formula }: StatusAnswer): string {
  const { contextTokens, effectiveWindowTokens } = health.signals.pressure;
  if (contextTokens === null || effectiveWindowTokens === null) return '–';
  const ratio = contextTokens / effectiveWindowTokens;
  const share = `${whole(contextTokens)} / ${whole(effectiveWindowTokens)} = ${formatPercent(ratio, 1)}`;
  const points = formula.pressurePoints;
  const at = points.findIndex((point) => ratio <= point.ratio);
  const [from, to] = [points[at - 1], points[at]];
  if (at === 0) return `${share}, up to ${formatPercent(points[0]?.ratio)}`;
  if (from === undefined || to === undefined) return `${share}, full`;
  const percent = (one: number): string => (one * 100).toFixed(1);
  return `${share}: ${from.waste} + (${percent(ratio)} - ${percent(from.ratio)}) / ${percent(to.ratio - from.ratio)} × ${(to.waste - from.waste).toFixed(1)}`;
}

function resultLines({ health, formula }: StatusAnswer): KeyValue[] {
  const { waste, winner, healthPercent } = health;
  if (waste === null || winner === null) return [['waste', '– nothing to judge by']];
  const why =
    waste === 1
      ? `${winner} is the largest, and waste is never below 1`
      : `${winner} is the largest`;
  const { fullWaste } = formula;
  return [
    ['waste', `${waste.toFixed(1)}: ${why}`],
    [
      'health',
      `100 × (${fullWaste} - ${waste.toFixed(1)}) / ${fullWaste - 1}, cut off = ${healthPercent} %`,
    ],
  ];
}

const WINDOWS = {
  told: 'told by Claude Code',
  model: 'published for the model',
  seen: 'a call was larger than published',
  assumed: 'assumed: the model is not known',
  limited: 'larger ones are switched off in Claude Code',
} as const;

const EFFECTIVE = {
  window: 'all of the window',
  hooks: 'CLAUDE_CODE_AUTO_COMPACT_WINDOW of the running Claude Code',
  settings: "set in Claude Code's settings.json",
} as const;

function inputLines(answer: StatusAnswer): KeyValue[] {
  const { health, lastModel } = answer;
  const { growth, cost } = health.signals;
  const { ownTokens, learnedTokens, sessions, model } = health.baseline;
  const of = model === null ? 'all models' : modelLabel(model);
  const learned =
    learnedTokens === null
      ? 'nothing learned yet'
      : `${whole(learnedTokens)} learned from ${formatCount(sessions, 'session')} of ${of}`;
  const own = ownTokens === null ? 'none of its own yet' : `${whole(ownTokens)} of its own`;
  const fresh = { learned: 'learned', session: 'its own first 5 calls', none: 'not known yet' };
  const isChoice = ownTokens !== null && learnedTokens !== null;
  const window =
    health.windowTokens === null || health.windowBasis === null
      ? '–'
      : `${whole(health.windowTokens)}, ${WINDOWS[health.windowBasis]}`;
  const effective =
    health.effectiveWindowTokens === null || health.effectiveBasis === null
      ? '–'
      : `${whole(health.effectiveWindowTokens)}, ${EFFECTIVE[health.effectiveBasis]}`;
  return [
    ['model', lastModel === null ? null : modelLabel(lastModel)],
    ['calls', callsText(answer)],
    ['baseline', `${own}, ${learned}${isChoice ? '; the larger counts' : ''}`],
    [
      'expected',
      growth.callIndex === null
        ? null
        : `${growth.expectedGrowth.toFixed(1)} × the baseline at call ${growth.callIndex + 1}`,
    ],
    ['fresh cost', `${whole(cost.freshWeighted)}, ${fresh[cost.basis ?? 'none']}`],
    ['window', window],
    ['in effect', effective],
  ];
}

function callsText({ health, formula }: StatusAnswer): string {
  const { mainCalls, segment, segmentCalls } = health;
  const all = `${formatInteger(mainCalls)} on the main chain`;
  const since =
    segment === 0 ? all : `${all}, ${formatInteger(segmentCalls)} ${sinceCompaction(segment)}`;
  const recent = Math.min(formula.recentCalls, segmentCalls);
  return recent === 0 ? since : `${since}; means are of the last ${recent}`;
}

function levelLines(answer: StatusAnswer): KeyValue[] {
  const value = (key: string): number =>
    Number(answer.thresholds.find((one) => one.key === `health.${key}`)?.value);
  const floor = value('waste_threshold');
  const higher = Math.max(floor, value('handoff_waste_threshold'));
  return [
    ['warn', `health < ${value('warn_below')} and waste ≥ ${floor}`],
    ['handoff', `health < ${value('handoff_below')} and waste ≥ ${higher}`],
    ['critical', `health < ${value('critical_below')} and waste ≥ ${higher}`],
    ['here', levelText(answer, value('min_turns_for_alert'))],
  ];
}

function levelText({ health }: StatusAnswer, leastCalls: number): string {
  const { level, mayAlert } = health;
  const isSilent = !mayAlert && level !== 'ok' && level !== 'unknown';
  return isSilent ? `${level}, without a warning before ${leastCalls} calls` : level;
}

function thresholdTable({ thresholds }: StatusAnswer, screen: Screen): string {
  const columns = [
    { header: 'SETTING', truncate: 'never' as const },
    { header: 'VALUE', align: 'right' as const, truncate: 'never' as const },
    { header: 'FROM', truncate: 'middle' as const, minWidth: 8 },
  ];
  const rows = thresholds.map((setting) => ({
    cells: [setting.key, String(setting.value), sourceText(setting)],
  }));
  const inner = { ...screen, width: screen.width - 2 };
  return renderTable(columns, rows, inner).replaceAll(/^(?=.)/gm, '  ');
}

function sourceText({ source }: ResolvedSetting): string {
  switch (source.kind) {
    case 'default':
      return 'default';
    case 'environment':
    case 'flag':
      return source.name;
    case 'file':
      return `${source.path}${source.line === null ? '' : `:${source.line}`}`;
    default:
      return source satisfies never;
  }
}

function whole(value: number | null): string {
  return value === null ? '–' : formatInteger(value);
}
