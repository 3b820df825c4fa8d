// Other choices as a page: what it was, what would have saved, what would not, what to do next. Knows
// words and order; every value comes from the answer.
import type { RankedScenario, WhatIfAnswer } from '../../query/whatif/whatif-answer.ts';
import { formatCount, formatUsd } from '../../shared/format.ts';
import { openZone } from '../../shared/zone.ts';
import {
  EMPTY_STEPS,
  type NextStep,
  renderHeading,
  renderNextSteps,
  renderSection,
  wrapText,
} from './layout.ts';
import { adaptSigns, mark } from './marks.ts';
import { paint } from './paint.ts';
import type { Screen } from './screen.ts';
import { boundSentences, costText, instantWord, shellWord } from './sessions-words.ts';
import { paintSpans, prepare } from './spans.ts';
import { renderDearer, renderGrounds, renderScenarios } from './whatif-scenarios.ts';
import { wrapSpans } from './wrap.ts';

export function renderWhatIf(answer: WhatIfAnswer, screen: Screen): string {
  const notes = notesOf(answer, screen);
  const isCompared = answer.base.calls > 0 && answer.base.costNanoUsd !== null;
  const unchanged = isCompared ? answer.unchanged.map(({ title, why }) => `${title}: ${why}`) : [];
  return [
    renderHeading(`What if · ${titleOf(answer)}`, `API-equivalent, ${answer.timezone}`, screen),
    placeLines(answer, screen),
    '\n',
    indented(baseText(answer, screen), screen),
    '\n',
    answer.scenarios.length === 0 ? '' : `${renderScenarios(answer.scenarios, screen)}\n`,
    answer.dearer.length === 0 ? '' : renderSection('WOULD NOT HAVE SAVED', screen),
    answer.dearer.length === 0 ? '' : `${renderDearer(answer.dearer, screen)}\n`,
    unchanged.length === 0 ? '' : renderSection('NO DIFFERENCE HERE', screen),
    ...unchanged.map((line) => indented(line, screen)),
    unchanged.length === 0 ? '' : '\n',
    answer.scenarios.length === 0 ? '' : renderSection('TAKEN FOR GRANTED', screen),
    answer.scenarios.length === 0 ? '' : `${renderGrounds(answer.scenarios, screen)}\n`,
    ...notes.map((note) => indented(note, screen)),
    notes.length === 0 ? '' : '\n',
    renderNextSteps(nextSteps(answer), screen),
  ].join('');
}

function titleOf({ scope, base }: WhatIfAnswer): string {
  if (scope.session !== null) return scope.session.title ?? 'Untitled session';
  return formatCount(base.sessions, 'session');
}

function placeLines({ scope, timezone }: WhatIfAnswer, screen: Screen): string {
  const zone = openZone(timezone);
  const { session, projects, sinceMs } = scope;
  const facts =
    session === null
      ? [
          projects === null ? 'all projects' : projects.join(', '),
          sinceMs === null ? null : `active since ${zone.dateTime(sinceMs)}, each as a whole`,
        ]
      : [
          session.project?.name ?? 'no project',
          session.shortId,
          session.firstAtMs === null ? null : zone.dayKey(session.firstAtMs),
        ];
  return wrapText(
    adaptSigns(facts.filter((fact) => fact !== null).join(' · '), screen),
    screen.width,
  )
    .map((line) => `${paint(line, 'dim', screen)}\n`)
    .join('');
}

function indented(text: string, screen: Screen): string {
  return wrapSpans(prepare(text, screen), screen.width - 2)
    .map((line) => `  ${paintSpans(line, screen)}\n`)
    .join('');
}

function baseText({ base, scenarios, scope }: WhatIfAnswer, screen: Screen): string {
  if (base.sessions === 0) return 'No session matches.';
  if (base.calls === 0) {
    return scope.session === null
      ? 'No call was made in these sessions yet.'
      : 'No call was made in this session yet.';
  }
  const calls = formatCount(base.calls, 'call');
  if (base.costNanoUsd === null) {
    return `${calls} without a known price: nothing can be compared.`;
  }
  const [best] = scenarios;
  const cost = `As it was: ${costText(base, screen)} in ${calls}`;
  if (best === undefined) return `${cost} · no other choice would have cost less`;
  const least = screen.plain
    ? `estimated ${formatUsd(best.costNanoUsd)}`
    : `~${formatUsd(best.costNanoUsd)}`;
  return `${cost} · with the best other choice ${least}`;
}

function notesOf(answer: WhatIfAnswer, screen: Screen): string[] {
  const { base, scenarios, dearer, leftOut } = answer;
  const isAny = scenarios.length + dearer.length > 0;
  const some = scenarios.some(({ unpricedCalls }) => unpricedCalls > 0);
  return [
    leftOut === 0 ? null : `${formatCount(leftOut, 'more choice')} would have saved.`,
    isAny
      ? `Each choice is replayed alone: they overlap and do not add up. All are estimates${screen.plain ? '' : ` (${mark('estimated', screen)})`}.`
      : null,
    ...boundSentences(base, screen),
    some ? 'Calls without a price are in no saving.' : null,
  ].filter((note) => note !== null);
}

function nextSteps(answer: WhatIfAnswer): NextStep[] {
  const { scope, base, scenarios, leftOut, timezone } = answer;
  if (base.sessions === 0) return [...EMPTY_STEPS];
  const same = sameScope(answer, timezone);
  const steps = [
    // Several projects are no one command line.
    leftOut === 0 || (scope.projects?.length ?? 1) > 1
      ? null
      : {
          about: 'all choices that save',
          command: `telltale whatif ${same} --top ${scenarios.length + leftOut}`,
        },
    scope.session === null
      ? { about: 'which sessions cost most', command: 'telltale usage session' }
      : {
          about: 'what was avoidable here',
          command: `telltale explain ${shellWord(scope.session.shortId)}`,
        },
    hasBreaks(scenarios) ? { about: 'how long a break may be', command: 'telltale rates' } : null,
    scope.session === null
      ? null
      : { about: 'the same over a month', command: 'telltale whatif --since 30d' },
  ];
  return steps.filter((step) => step !== null).slice(0, 3);
}

function hasBreaks(scenarios: readonly RankedScenario[]): boolean {
  return scenarios.some(({ id }) => id === 'keep-warm' || id === 'ttl-1h');
}

function sameScope({ scope }: WhatIfAnswer, timezone: string): string {
  const { session, projects, sinceMs } = scope;
  if (session !== null) return shellWord(session.shortId);
  const [project] = projects ?? [];
  return [
    project === undefined ? null : `--project ${shellWord(project)}`,
    sinceMs === null ? null : `--since ${instantWord(sinceMs, timezone)}`,
  ]
    .filter((part) => part !== null)
    .join(' ');
}
