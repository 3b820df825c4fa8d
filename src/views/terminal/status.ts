// How one session stands, as a page: the figure, its cause, the evidence, what to do next. Knows words
// and order; every value comes from the answer.
import type { StatusAnswer } from '../../query/status/status-answer.ts';
import {
  formatBar,
  formatCount,
  formatFactor,
  formatPercent,
  formatTokens,
} from '../../shared/format.ts';
import { displayWidth } from '../../shared/width.ts';
import { formatCause, sinceCompaction } from './health-words.ts';
import {
  type KeyValue,
  type NextStep,
  renderHeading,
  renderKeyValues,
  renderNextSteps,
  wrapText,
} from './layout.ts';
import { adaptSigns, type MarkName, mark, markValue } from './marks.ts';
import { paint, type Span, type Tone } from './paint.ts';
import type { Screen } from './screen.ts';
import { costText, modelLabel, shellWord } from './sessions-words.ts';
import { rotationLines, stateLines } from './show-condition.ts';
import { renderExplanation } from './status-explain.ts';

export interface StatusOptions {
  readonly explain: boolean;
}

export function renderStatus(
  answer: StatusAnswer,
  { explain }: StatusOptions,
  screen: Screen,
): string {
  const pairs: readonly KeyValue[] = [
    ...healthLines(answer, screen),
    ...contextLines(answer, screen),
    ...signalLines(answer, screen),
    ['baseline', baselineText(answer)],
    ['cost', `${costText(answer.sum, screen)} API-equivalent · ${weightedText(answer)}`],
    ...wastedLines(answer, screen),
    ...rotationLines(answer, screen),
    ...stateLines(answer),
  ];
  return [
    headOf(answer, screen),
    '\n',
    renderKeyValues(pairs, screen),
    explain ? `\n${renderExplanation(answer, screen)}` : '',
    '\n',
    renderNextSteps(nextSteps(answer, explain), screen),
  ].join('');
}

/** Where title and place do not fit side by side, the place goes below, whole. */
function headOf(answer: StatusAnswer, screen: Screen): string {
  const title = answer.title ?? 'Untitled session';
  const place = `${answer.project?.name ?? 'no project'}   ${answer.shortId}`;
  const isFitting = displayWidth(title) + 2 + displayWidth(place) <= screen.width;
  if (isFitting) return renderHeading(title, place, screen);
  const lines = wrapText(adaptSigns(place, screen), screen.width);
  const below = lines.map((line) => `${paint(line, 'dim', screen)}\n`).join('');
  return renderHeading(title, null, screen) + below;
}

interface LevelWords {
  readonly word: string;
  readonly mark: MarkName | null;
  readonly tone: Tone | undefined;
}

/** Worded so that the mark's own word, on a plain screen, does not say it twice. */
const LEVELS: Readonly<Record<StatusAnswer['health']['level'], LevelWords>> = {
  ok: { word: 'ok', mark: null, tone: 'good' },
  warn: { word: 'warn', mark: 'warn', tone: 'warn' },
  handoff: { word: 'handoff', mark: 'warn', tone: 'warn' },
  critical: { word: 'critical', mark: 'critical', tone: 'critical' },
  unknown: { word: 'unknown', mark: null, tone: undefined },
};

function healthLines({ health }: StatusAnswer, screen: Screen): KeyValue[] {
  const { healthPercent, waste, level, reason } = health;
  if (healthPercent === null) {
    const why =
      reason === 'no-calls'
        ? 'no call on the main chain yet'
        : 'no signal has anything to judge by';
    return [['health', `unknown: ${why}`]];
  }
  const { word, mark: name, tone } = LEVELS[level];
  const sign = name === null || screen.plain ? '' : ` ${mark(name, screen)}`;
  const bar = formatBar(healthPercent / 100, 10, screen);
  const value: Span[] = [
    { text: bar === '' ? '' : `${bar} `, tone },
    { text: `${healthPercent} %${sign} ${word}`, tone },
    ` · waste ${formatFactor(waste, 1)}`,
  ];
  const isPlain = waste === null || waste <= 1;
  const isYoung = !health.mayAlert && level !== 'ok';
  const young = `${formatCount(health.mainCalls, 'call')} so far: too few for a warning`;
  return [
    ['health', value],
    // A full window is told in the next line.
    ...(isPlain || health.winner === 'pressure' ? [] : [['', formatCause(health)] as const]),
    ...(isYoung ? [['', { text: young, tone: 'dim' }] as const] : []),
  ];
}

function contextLines({ health }: StatusAnswer, screen: Screen): KeyValue[] {
  const { contextTokens, windowTokens, effectiveWindowTokens, segment } = health;
  if (effectiveWindowTokens === null) return [];
  const ratio = contextTokens === null ? null : contextTokens / effectiveWindowTokens;
  const bar = formatBar(ratio, 10, screen);
  const size =
    contextTokens === null
      ? `${mark('unknown', screen)} of ${formatTokens(effectiveWindowTokens)} until the next call`
      : `${formatTokens(contextTokens)} of ${formatTokens(effectiveWindowTokens)}, ${formatPercent(ratio)}`;
  const facts = [
    size,
    windowTokens === effectiveWindowTokens
      ? null
      : `compacted by itself there, the window holds ${formatTokens(windowTokens)}`,
    segment === 0
      ? null
      : `${formatCount(health.segmentCalls, 'call')} ${sinceCompaction(segment)}`,
  ].filter((fact) => fact !== null);
  return [['context', `${bar === '' ? '' : `${bar} `}${facts.join(' · ')}`]];
}

function signalLines({ health }: StatusAnswer, screen: Screen): KeyValue[] {
  if (health.reason === 'no-calls') return [];
  const spans = (['growth', 'cost', 'pressure'] as const).flatMap((name, index): Span[] => {
    const { value, reason } = health.signals[name];
    const text =
      value === null
        ? `${name} ${mark('unknown', screen)} (${reason?.replaceAll('-', ' ') ?? 'unknown'})`
        : `${name} ${formatFactor(value, 1)}`;
    const tone: Tone | undefined = name === health.winner ? 'strong' : undefined;
    return index === 0 ? [{ text, tone }] : [' · ', { text, tone }];
  });
  const winner = health.winner === null ? '' : ` · ${health.winner} counts`;
  return [['signals', [...spans, winner]]];
}

export function baselineText({ health }: Pick<StatusAnswer, 'health'>): string {
  const { tokens, source, model, sessions } = health.baseline;
  if (tokens === null) {
    return 'unknown: fewer than 5 calls, and fewer than 3 finished sessions to learn from';
  }
  const size = `${formatTokens(Math.round(tokens))} tokens a call`;
  const of = model === null ? 'all models' : modelLabel(model);
  switch (source) {
    case 'learned':
      return `${size}, learned from ${formatCount(sessions, 'session')} of ${of}`;
    case 'imported':
      return `${size}, imported: ${formatCount(sessions, 'session')} of ${of}`;
    case 'session':
      return `${size}, from its own first calls`;
    case null:
      return size;
    default:
      return source satisfies never;
  }
}

function weightedText({ health }: StatusAnswer): string {
  return `${formatTokens(health.weightedTokens)} weighted tokens on the main chain`;
}

function wastedLines({ health }: StatusAnswer, screen: Screen): KeyValue[] {
  const { tokensWasted, mainCalls } = health;
  if (tokensWasted === null || tokensWasted === 0) return [];
  const amount = markValue('estimated', `${formatTokens(Math.round(tokensWasted))} tokens`, screen);
  return [
    ['wasted', `${amount} beyond the baseline in ${formatCount(mainCalls, 'main-chain call')}`],
  ];
}

function nextSteps(answer: StatusAnswer, explain: boolean): NextStep[] {
  const id = shellWord(answer.shortId);
  const isBad = ['warn', 'handoff', 'critical'].includes(answer.health.level);
  const steps = [
    isBad
      ? { about: 'write what a fresh start must know', command: `telltale handoff ${id}` }
      : null,
    explain
      ? null
      : { about: 'where each figure comes from', command: `telltale status ${id} --explain` },
    { about: 'all about the session', command: `telltale show ${id}` },
    answer.health.baseline.learnedTokens === null
      ? { about: 'what is learned of your sessions', command: 'telltale calibrate' }
      : null,
  ];
  return steps.filter((step) => step !== null);
}
