// Prices and the worth of a warm cache, as a page. Knows columns and words; every figure is the answer's.
import type {
  KeepWarm,
  LifetimeFacts,
  RateBandFacts,
  RateRow,
  RatesAnswer,
} from '../../query/rates/rates-answer.ts';
import { formatDuration, formatTokens, formatUsd } from '../../shared/format.ts';
import { openZone } from '../../shared/zone.ts';
import {
  type KeyValue,
  type NextStep,
  renderHeading,
  renderKeyValues,
  renderNextSteps,
  renderSection,
  renderSentences,
} from './layout.ts';
import { adaptSigns } from './marks.ts';
import type { Screen } from './screen.ts';
import { modelLabel, shellWord } from './sessions-words.ts';
import { type Cell, type Column, type Row, renderTable } from './table.ts';

export function renderRates(answer: RatesAnswer, screen: Screen): string {
  const what = answer.model === null ? 'prices in force' : modelLabel(answer.model);
  const heading = renderHeading(
    `Rates · ${what}`,
    'API-equivalent, USD per million tokens',
    screen,
  );
  return [
    heading,
    renderTable(
      columnsFor(answer),
      answer.rows.flatMap((row) => rowsOf(row, answer)),
      screen,
    ),
    notes(answer, screen),
    warmPart(answer, screen),
    renderNextSteps(nextSteps(answer), screen),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

const NUMBER = { align: 'right' } as const;

function columnsFor({ model }: RatesAnswer): Column[] {
  const numbers: Column[] = [
    { header: 'INPUT', ...NUMBER },
    { header: 'OUTPUT', ...NUMBER },
    { header: 'READ', ...NUMBER },
    { header: 'WRITE 5m', ...NUMBER, priority: 1 },
    { header: 'WRITE 1h', ...NUMBER, priority: 1 },
    { header: 'BASIS', priority: 2, truncate: 'never' },
  ];
  if (model !== null) {
    return [{ header: 'FROM', truncate: 'never' }, { header: 'FOR', minWidth: 9 }, ...numbers];
  }
  return [
    { header: 'MODEL', minWidth: 19, truncate: 'end' },
    ...numbers,
    { header: 'VALID', priority: 3, truncate: 'never' },
  ];
}

function rowsOf(row: RateRow, answer: RatesAnswer): Row[] {
  const kind = row.isInForce ? 'normal' : 'dim';
  return [
    ...row.standard.map((band): Row => ({ kind, cells: cellsOf(row, band, false, answer) })),
    ...(row.fast ?? []).map(
      (band): Row => ({ kind: 'dim', cells: cellsOf(row, band, true, answer) }),
    ),
  ];
}

/** What holds for all rates of a row stands in its first line only. */
function cellsOf(
  row: RateRow,
  band: RateBandFacts,
  isFast: boolean,
  { model, rows }: RatesAnswer,
): Cell[] {
  const isFirst = !isFast && band.abovePromptTokens === 0;
  const over = band.abovePromptTokens === 0 ? [] : [`over ${formatTokens(band.abovePromptTokens)}`];
  const what = [...(isFast ? ['fast'] : []), ...over].join(', ');
  const figures = [...cells(band), isFirst ? row.confidence : ''];
  if (model !== null) return [isFirst ? fromText(row) : '', what, ...figures];
  const changed = row.versions > 1 ? ' *' : '';
  const name = nameOfModel(row, rows);
  const label = isFirst ? `${name}${changed}` : `${name} ${what}`;
  return [label, ...figures, isFirst ? validity(row) : ''];
}

/** Its label, or the id where another model has the same one. */
function nameOfModel({ id }: RateRow, rows: readonly RateRow[]): string {
  const label = modelLabel(id);
  const isShared = rows.some((other) => other.id !== id && modelLabel(other.id) === label);
  return isShared ? id.replace(/^claude-/, '') : label;
}

/** Price rows change at midnight UTC. */
function day(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** A row holds until the next one begins. */
function fromText({ fromMs, isInForce }: RateRow): string {
  return `${fromMs === null ? 'the start' : day(fromMs)}${isInForce ? ' *' : ''}`;
}

function validity({ fromMs, untilMs }: RateRow): string {
  const bounds = [
    ...(fromMs === null ? [] : [`from ${day(fromMs)}`]),
    ...(untilMs === null ? [] : [`until ${day(untilMs)}`]),
  ];
  return bounds.join(' ');
}

function cells(band: RateBandFacts): Cell[] {
  const { inputUsd, outputUsd, cacheReadUsd, cacheWrite5mUsd, cacheWrite1hUsd } = band;
  return [inputUsd, outputUsd, cacheReadUsd, cacheWrite5mUsd, cacheWrite1hUsd].map(rate);
}

/** At least cents, and what a thousandth needs. */
function rate(usd: number): string {
  return usd.toFixed(Number.isInteger(Math.round(usd * 1e6) / 1e4) ? 2 : 3);
}

function notes({ rows, model }: RatesAnswer, screen: Screen): string {
  const changed = rows.some(({ versions }) => versions > 1);
  const own = rows.flatMap(({ note }) => (model === null || note === null ? [] : [note]));
  return renderSentences(
    [
      ...(model === null && changed
        ? ['* has other prices at other times: --model shows them.']
        : []),
      ...(model === null ? [] : ['* in force today.']),
      ...new Set(rows.map(({ confidence, source }) => `${confidence}: ${source}.`)),
      ...new Set(own.map((note) => `${note.charAt(0).toUpperCase()}${note.slice(1)}.`)),
    ],
    screen,
  );
}

const WHY_NOT: Readonly<Record<NonNullable<RatesAnswer['keepWarmReason']>, string>> = {
  'no-session': 'No session to take a context from: name one with --context and --model.',
  'no-price': 'The model of the session has no price.',
  'no-context': 'The last call of the session was sent nothing.',
};

function warmPart(answer: RatesAnswer, screen: Screen): string {
  const { keepWarm, keepWarmReason } = answer;
  if (keepWarm === null) {
    return keepWarmReason === null ? '' : renderSentences([WHY_NOT[keepWarmReason]], screen);
  }
  const section = renderSection('THE NEXT MESSAGE, WARM AND COLD', screen);
  return section + renderKeyValues(warmLines(answer, keepWarm, screen), screen);
}

function warmLines(answer: RatesAnswer, warm: KeepWarm, screen: Screen): KeyValue[] {
  const { session, generatedAtMs, timezone } = answer;
  const of = (basis: 'asked' | 'session'): string =>
    basis === 'asked' || session === null ? '' : ` (${session.title ?? session.shortId})`;
  const cold = warm.contextBasis === 'session' ? (session?.coldAtMs ?? null) : null;
  const until =
    cold === null
      ? ''
      : cold > generatedAtMs
        ? ` · cold at ${openZone(timezone).hourMinute(cold)}, in ${formatDuration(cold - generatedAtMs)}`
        : ` · cold for ${formatDuration(generatedAtMs - cold)}`;
  return [
    [
      'context',
      `${formatTokens(warm.contextTokens)}${of(warm.contextBasis)} on ${modelLabel(warm.model)}${warm.isFast ? ' fast' : ''}${until}`,
    ],
    ['warm', `${formatUsd(warm.nextWarmNanoUsd)} to read it once`],
    ...warm.lifetimes.map(
      (facts): KeyValue => [`cold, ${TTL_WORDS[facts.ttl]}`, lifetimeText(facts, warm, screen)],
    ),
    [
      'keep warm',
      `a message every ${formatDuration(warm.intervalSec * 1000)} costs ${formatUsd(warm.warmPerHourNanoUsd)} an hour, before what it says`,
    ],
  ];
}

const TTL_WORDS = { '5m': '5 m', '1h': '1 h' } as const;

function lifetimeText(facts: LifetimeFacts, { intervalSec }: KeepWarm, screen: Screen): string {
  const { isKept, isInUse, breakEvenHours, longestIntervalSec, longestBreakEvenHours } = facts;
  const every = formatDuration(longestIntervalSec * 1000);
  const worth = isKept
    ? payText('pings pay', breakEvenHours)
    : 'pings that far apart do not keep it';
  const wider =
    longestIntervalSec === intervalSec
      ? ''
      : ` · ${payText(`one every ${every} is enough and pays`, longestBreakEvenHours)}`;
  const amount = formatUsd(facts.rebuildNanoUsd);
  const use = isInUse === true ? ' · in use' : '';
  return adaptSigns(
    `${amount} to write it, ${formatUsd(facts.excessNanoUsd)} more${use} · ${worth}${wider}`,
    screen,
  );
}

function payText(who: string, breakEvenHours: number | null): string {
  return breakEvenHours === null
    ? 'pings cost nothing'
    : `${who} for a break of up to ${hours(breakEvenHours)}`;
}

function hours(value: number): string {
  return formatDuration(Math.round(value * 3_600_000));
}

function nextSteps({ model, keepWarm, session, rows }: RatesAnswer): NextStep[] {
  const changed = rows.find(({ versions }) => versions > 1);
  return [
    ...(model === null && changed !== undefined
      ? [
          {
            about: 'all prices of one model',
            command: `telltale rates --model ${shellWord(modelLabel(changed.id))}`,
          },
        ]
      : []),
    ...(keepWarm === null
      ? [
          {
            about: 'for a context of any size',
            command: 'telltale rates --model opus-4.8 --context 150k',
          },
        ]
      : []),
    ...(session === null
      ? []
      : [
          {
            about: 'what rebuilds have cost',
            command: `telltale cache ${shellWord(session.shortId)}`,
          },
        ]),
  ];
}
