// Changes of figures as a page: what differs since when, its groups drawn one below the other, then what
// was searched without a find. Knows words and order; every value comes from the answer.
import type {
  DriftAnswer,
  DriftDimension,
  DriftFinding,
  DriftTest,
  NoFinding,
} from '../../query/drift/drift-answer.ts';
import { formatBar, formatCount, formatInteger, UNKNOWN } from '../../shared/format.ts';
import { modelLabel } from '../../shared/model-label.ts';
import {
  EMPTY_STEPS,
  type NextStep,
  renderHeading,
  renderNextSteps,
  renderSection,
  renderSentences,
} from './layout.ts';
import type { Screen } from './screen.ts';
import { shellWord } from './sessions-words.ts';
import { type Column, type Row, renderTable } from './table.ts';

type Found = DriftTest & { readonly outcome: DriftFinding };
type Unfound = DriftTest & { readonly outcome: NoFinding };

export function renderDrift(answer: DriftAnswer, screen: Screen): string {
  const heading = renderHeading(headingOf(answer), answer.timezone, screen);
  const steps = renderNextSteps(nextSteps(answer), screen);
  if (answer.sessions === 0) {
    return `${heading}\n${renderSentences([emptyReason(answer)], screen)}\n${steps}`;
  }
  const found = answer.tests.filter((test): test is Found => test.outcome.kind === 'changed');
  const unfound = answer.tests.filter((test): test is Unfound => test.outcome.kind === 'no-change');
  return [
    heading,
    '\n',
    found.length === 0 ? renderSentences([nothingFound(unfound)], screen) : '',
    ...found.map((test) => renderFinding(test, searchesOf(answer), screen)),
    unfound.length === 0 ? '' : renderUnfound(unfound, found.length > 0, screen),
    found.length > 0 && unfound.length === 0 ? '' : '\n',
    renderSentences(methodSentences(answer), screen),
    '\n',
    steps,
  ].join('');
}

function headingOf(answer: DriftAnswer): string {
  const made = formatCount(searchesOf(answer), 'search', 'searches');
  return `Drift · ${formatCount(answer.sessions, 'session')} · ${made}`;
}

function searchesOf({ tests }: DriftAnswer): number {
  return tests.filter(({ outcome }) => outcome.kind !== 'too-little').length;
}

function emptyReason({ knownSessions }: DriftAnswer): string {
  return knownSessions === 0
    ? 'The ledger holds no session whose events could be read yet.'
    : `None of ${formatCount(knownSessions, 'session')} has events in the time asked for.`;
}

function nothingFound(unfound: readonly Unfound[]): string {
  return unfound.length === 0
    ? 'Nothing could be compared: see below.'
    : 'No change that this much data could show.';
}

function renderFinding(test: Found, searches: number, screen: Screen): string {
  const title = `${test.title} by ${dimensionName(test.by)}`.toUpperCase();
  return [
    renderSection(title, screen),
    renderSentences([findingSentence(test, searches), ...alsoSentences(test)], screen),
    renderTable(
      [
        { header: dimensionName(test.by).toUpperCase(), priority: 0 },
        ...(screen.plain ? [] : [{ header: '', priority: 3 } satisfies Column]),
        { header: 'VALUE', align: 'right', priority: 1 },
        ...(test.method === 'mean'
          ? []
          : [{ header: 'N', align: 'right', priority: 4 } satisfies Column]),
        { header: 'SESSIONS', align: 'right', priority: 2 },
      ],
      groupRows(test, screen),
      screen,
    ),
    '\n',
  ].join('');
}

function findingSentence(test: Found, searches: number): string {
  const { outcome, by, unit, decimals, method } = test;
  const { before, after, p, pHolm, effectSize } = outcome;
  const n = formatInteger(outcome.beforeN + outcome.afterN);
  const sessions = formatCount(outcome.beforeSessions + outcome.afterSessions, 'session');
  const effect = effectSize === null ? '' : `, g = ${effectSize.toFixed(2)}`;
  const corrected = searches < 2 ? '' : ` (${pText(pHolm)} for all searches together)`;
  const sizes = method === 'mean' ? `n = ${sessions}` : `n = ${n} in ${sessions}`;
  return (
    `${sinceText(by, outcome)}: ${valueText(before, decimals)} → ${valueText(after, decimals)} ${unit}, ` +
    `${sizes}, p ${pSentence(p)}${corrected}${effect}.`
  );
}

function sinceText(by: DriftDimension, { beforeKeys, afterKeys }: DriftFinding): string {
  const first = keyLabel(by, afterKeys[0] ?? UNKNOWN);
  if (isOrdered(by)) return `Since ${first}`;
  return `${first} against ${keyLabel(by, beforeKeys.at(-1) ?? UNKNOWN)}`;
}

function alsoSentences({ outcome }: Found): string[] {
  if (outcome.alsoChanged.length === 0) return [];
  const told = outcome.alsoChanged.map(
    ({ what, from, to }) => `the usual ${what} (${keyLabel(what, from)} → ${keyLabel(what, to)})`,
  );
  return [`Both sides also differ in ${told.join(' and ')}: this data cannot tell these apart.`];
}

/** So many groups on either side of the mark; the others are in the JSON. */
const MOST_GROUPS = 10;

function groupRows(test: Found, screen: Screen): Row[] {
  const { outcome, by, decimals } = test;
  const mark = test.groups.findIndex(({ key }) => key === outcome.afterKeys[0]);
  const from = Math.max(0, mark - MOST_GROUPS);
  const groups = test.groups.slice(from, mark + MOST_GROUPS);
  const largest = Math.max(...groups.map(({ value }) => value ?? 0));
  const rowOf = (group: (typeof groups)[number]): Row => ({
    cells: [
      keyLabel(by, group.key),
      ...(screen.plain
        ? []
        : [
            formatBar(
              group.value === null || largest <= 0 ? null : group.value / largest,
              10,
              screen,
            ),
          ]),
      group.value === null ? null : valueText(group.value, decimals),
      ...(test.method === 'mean' ? [] : [formatInteger(group.n)]),
      formatInteger(group.sessions),
    ],
  });
  const rows = groups.map(rowOf);
  const note = (text: string, tone: 'accent' | 'dim'): Row => ({
    cells: [{ text, tone }, ...(rows[0]?.cells.slice(1) ?? []).map(() => '')],
  });
  if (isOrdered(by)) rows.splice(mark - from, 0, note('since here', 'accent'));
  const later = test.groups.length - from - groups.length;
  return [
    ...(from > 0 ? [note(`${formatInteger(from)} before`, 'dim')] : []),
    ...rows,
    ...(later > 0 ? [note(`${formatInteger(later)} after`, 'dim')] : []),
  ];
}

function isOrdered(by: DriftDimension): boolean {
  return by === 'version' || by === 'week';
}

/** The most surprising first; more rows tell a reader nothing more. */
const MOST_UNFOUND = 12;

function renderUnfound(tests: readonly Unfound[], hasFindings: boolean, screen: Screen): string {
  const shown = [...tests].sort((a, b) => a.outcome.p - b.outcome.p).slice(0, MOST_UNFOUND);
  const title = hasFindings ? 'No change that this much data could show' : 'What was searched';
  return [
    hasFindings ? '' : '\n',
    renderSection(title.toUpperCase(), screen),
    renderTable(
      [
        { header: 'FIGURE', priority: 0, minWidth: 18 },
        { header: 'BY', priority: 1 },
        { header: 'VALUE', align: 'right', priority: 2 },
        { header: 'SEEN FROM', align: 'right', priority: 3 },
        { header: 'UNIT', priority: 6, minWidth: 8 },
        { header: 'SESSIONS', align: 'right', priority: 4 },
        { header: 'P', align: 'right', priority: 5 },
      ],
      shown.map(unfoundRow),
      screen,
    ),
    shown.length < tests.length
      ? renderSentences(
          [`${formatCount(tests.length - shown.length, 'search', 'searches')} more: see --json.`],
          screen,
        )
      : '',
  ].join('');
}

function unfoundRow({ title, by, unit, decimals, groups, outcome }: Unfound): Row {
  const n = groups.reduce((sum, group) => sum + group.n, 0);
  const mean = groups.reduce((sum, { value, n: own }) => sum + (value ?? 0) * own, 0) / n;
  return {
    cells: [
      title,
      dimensionName(by),
      valueText(mean, decimals),
      outcome.visibleFrom === null ? null : `~${valueText(outcome.visibleFrom, decimals)}`,
      unit,
      formatInteger(sessionsOf({ groups })),
      pText(outcome.pHolm),
    ],
  };
}

/** Of all groups together. */
function sessionsOf({ groups }: Pick<DriftTest, 'groups'>): number {
  return groups.reduce((sum, { sessions }) => sum + sessions, 0);
}

function methodSentences(answer: DriftAnswer): string[] {
  const untested = answer.tests.filter(({ outcome }) => outcome.kind === 'too-little');
  const reasons = new Map<string, number>();
  for (const { by, outcome } of untested) {
    if (outcome.kind !== 'too-little') continue;
    const reason = `by ${dimensionName(by)}: ${outcome.reason}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const hasUnfound = answer.tests.some(({ outcome }) => outcome.kind === 'no-change');
  const hasShared = answer.tests.some((test) => sessionsOf(test) > answer.sessions);
  return [
    ...(untested.length === 0
      ? []
      : [
          `Not tested: ${[...reasons].map(([reason, count]) => `${formatCount(count, 'figure')} ${reason}`).join('; ')}.`,
        ]),
    answer.isMixControlled
      ? 'Only sessions of the same kind of work are compared with each other (experimental classifier).'
      : 'The classifier is off, so the mix of work is not held constant.',
    ...(hasShared
      ? ['A session that is in two groups, such as one with two models, counts in both.']
      : []),
    ...(hasUnfound
      ? ['Seen from: a change of that size would have been found with a chance of 80 %.']
      : []),
    ...(searchesOf(answer) > 0
      ? [
          `False alarms are held at ${answer.alpha * 100} % for all searches together, over ${formatInteger(answer.permutations)} shuffles. What changed at the same time is not told apart, and nothing here is a cause.`,
        ]
      : []),
  ];
}

function valueText(value: number, decimals: number): string {
  return decimals === 0 ? formatInteger(Math.round(value)) : value.toFixed(decimals);
}

function pSentence(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`;
}

function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

const NAMES: Readonly<Record<DriftDimension, string>> = {
  version: 'version',
  model: 'model',
  effort: 'effort',
  permission_mode: 'permission mode',
  week: 'week',
};

function dimensionName(by: DriftDimension): string {
  return NAMES[by];
}

function keyLabel(by: DriftDimension, key: string): string {
  return by === 'model' ? modelLabel(key) : key;
}

function nextSteps(answer: DriftAnswer): readonly NextStep[] {
  const { sessions, knownSessions, tests, filter } = answer;
  if (knownSessions === 0) return EMPTY_STEPS;
  if (sessions === 0) return [{ about: 'over all of the time', command: 'telltale drift' }];
  const project = filter.project === null ? '' : ` --project ${shellWord(filter.project)}`;
  const [first] = tests.filter(({ outcome }) => outcome.kind === 'changed');
  return [
    {
      about: 'means by group, with their spread',
      command: `telltale report --group-by ${first?.by ?? filter.by[0] ?? 'version'}${project}`,
    },
    { about: 'what is usual in your sessions', command: 'telltale quality' },
  ];
}
