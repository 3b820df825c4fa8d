// Other choices as a list: rank, saving and share in columns, beside them what it is, what it rests on and
// how to have it so. Knows how lines fall on a narrow screen.
import type { RankedScenario, TriedVariant } from '../../query/whatif/whatif-answer.ts';
import { formatCount, formatPercent, formatUsd } from '../../shared/format.ts';
import { displayWidth } from '../../shared/width.ts';
import { markValue } from './marks.ts';
import { paint, type Span } from './paint.ts';
import type { Screen } from './screen.ts';
import { paintSpans, prepare } from './spans.ts';
import { wrapSpans } from './wrap.ts';

/** From here on text stands beside the columns in all its lines; below it goes under them. */
const WIDE = 72;

export function renderScenarios(scenarios: readonly RankedScenario[], screen: Screen): string {
  const grounds = groundsOf(scenarios);
  return renderList(scenarios, screen, (scenario) => [
    factsText(scenario, screen),
    triedText(scenario, screen),
    `rests on ${scenario.assumptions.map((one) => letterOf(grounds.indexOf(one))).join(', ')}`,
  ]);
}

/** What the choices above rest on, each said once under the letter it is named by. */
export function renderGrounds(scenarios: readonly RankedScenario[], screen: Screen): string {
  return groundsOf(scenarios)
    .flatMap((sentence, index) =>
      lines({ text: sentence, tone: 'dim' }, screen.width - 6, screen).map((line, at) =>
        at === 0 ? `  ${letterOf(index).padEnd(2)}  ${line}\n` : `      ${line}\n`,
      ),
    )
    .join('');
}

/** In the order of the choices that name them first. */
function groundsOf(scenarios: readonly RankedScenario[]): string[] {
  return [...new Set(scenarios.flatMap(({ assumptions }) => assumptions))];
}

/** a to z, then a1, b1 and so on. */
function letterOf(index: number): string {
  const round = Math.floor(index / 26);
  return `${String.fromCharCode(97 + (index % 26))}${round === 0 ? '' : round}`;
}

/** Shorter: what cost more needs no advice. */
export function renderDearer(scenarios: readonly RankedScenario[], screen: Screen): string {
  return renderList(scenarios, screen, (scenario) => [factsText(scenario, screen)]);
}

function renderList(
  scenarios: readonly RankedScenario[],
  screen: Screen,
  more: (scenario: RankedScenario) => readonly (string | null)[],
): string {
  const heads = scenarios.map((one) => [
    String(one.rank),
    savingCell(one, screen),
    one.savingRatio === null ? '' : formatPercent(Math.abs(one.savingRatio)),
  ]);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...heads.map((cells) => displayWidth(cells[column] ?? ''))),
  );
  const start = 2 + widths.reduce((sum, width) => sum + (width === 0 ? 0 : width + 2), 0);
  return scenarios
    .map((scenario, index) => {
      const cells = (heads[index] ?? []).map((cell, column) => {
        const blanks = ' '.repeat((widths[column] ?? 0) - displayWidth(cell));
        const text = column === 1 ? paint(cell, 'strong', screen) : cell;
        return widths[column] === 0 ? '' : `${blanks}${text}  `;
      });
      return renderOne(scenario, { head: cells.join(''), start }, more(scenario), screen);
    })
    .join('');
}

function renderOne(
  scenario: RankedScenario,
  { head, start }: { readonly head: string; readonly start: number },
  facts: readonly (string | null)[],
  screen: Screen,
): string {
  const below = screen.width < WIDE ? 6 : start;
  const [first = '', ...rest] = lines(scenario.title, screen.width - start, screen);
  const dim = facts
    .filter((text) => text !== null)
    .flatMap((text) => lines({ text, tone: 'dim' }, screen.width - below, screen));
  const isAdvice = scenario.savingNanoUsd > 0 && scenario.how !== null;
  const arrow = prepare('→', screen)[0]?.text ?? '';
  const gap = ' '.repeat(displayWidth(arrow) + 1);
  const how = isAdvice ? lines(scenario.how ?? '', screen.width - below - gap.length, screen) : [];
  return [
    `  ${head}${first}\n`,
    ...rest.map((line) => `${' '.repeat(start)}${line}\n`),
    ...dim.map((line) => `${' '.repeat(below)}${line}\n`),
    ...how.map((line, at) => `${' '.repeat(below)}${at === 0 ? `${arrow} ` : gap}${line}\n`),
  ].join('');
}

function lines(text: Span, room: number, screen: Screen): string[] {
  return wrapSpans(prepare(text, screen), room).map((line) => paintSpans(line, screen));
}

/** What saves without a sign, what costs with a plus. */
function savingCell({ savingNanoUsd, isLowerBound }: RankedScenario, screen: Screen): string {
  return markValue(isLowerBound ? 'lowerBound' : 'estimated', signedUsd(savingNanoUsd), screen);
}

function signedUsd(savingNanoUsd: number): string {
  const amount = formatUsd(Math.abs(savingNanoUsd));
  return savingNanoUsd < 0 ? `+${amount}` : amount;
}

function factsText(scenario: RankedScenario, screen: Screen): string {
  const { times, countWord, changedCalls, unpricedCalls, costNanoUsd } = scenario;
  const plural = PLURALS[countWord] ?? `${countWord}s`;
  return [
    `${screen.plain ? 'estimated ' : '~'}${formatUsd(costNanoUsd)} in all`,
    times === 0 ? null : formatCount(times, countWord, plural),
    changedCalls === 0 ? null : `${formatCount(changedCalls, 'call')} billed otherwise`,
    unpricedCalls === 0 ? null : `${formatCount(unpricedCalls, 'call')} without a price left out`,
  ]
    .filter((fact) => fact !== null)
    .join(' · ');
}

const PLURALS: Readonly<Record<string, string>> = {
  '/clear': '/clears',
  'rebuild less': 'rebuilds less',
  'rebuild more': 'rebuilds more',
  'read sent in full': 'reads sent in full',
};

/** Most that were tried, the best one among them. */
const MAX_TRIED = 6;

function triedText({ variants, value }: RankedScenario, screen: Screen): string | null {
  if (variants.length < 2) return null;
  const best = variants.findIndex((one) => one.value === value);
  const from = Math.max(0, Math.min(best - MAX_TRIED / 2, variants.length - MAX_TRIED));
  const shown = variants.slice(from, from + MAX_TRIED);
  return `Tried: ${shown.map((one) => triedWord(one, screen)).join(' · ')}`;
}

function triedWord({ label, savingNanoUsd }: TriedVariant, screen: Screen): string {
  return `${label} ${markValue('estimated', signedUsd(savingNanoUsd), screen)}`;
}
