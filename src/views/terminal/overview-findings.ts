// What is worth a look, one line and one command each. Knows the words of each finding; which there
// are and in what order comes from the answer.
import type { Finding } from '../../query/overview/findings.ts';
import type { OverviewAnswer } from '../../query/overview/overview.ts';
import {
  formatCount,
  formatDuration,
  formatInteger,
  formatPercent,
  formatUsd,
} from '../../shared/format.ts';
import { type NextStep, renderNextSteps, renderSection, wrapText } from './layout.ts';
import { adaptSigns } from './marks.ts';
import type { Screen } from './screen.ts';
import { shellWord } from './sessions-words.ts';
import { clock, type Here } from './window-words.ts';

/** A screen ends with at most so many things to do. */
const MOST_STEPS = 3;

export function renderSteps(answer: OverviewAnswer, here: Here, screen: Screen): string {
  const findings = answer.findings.map((finding) => stepOf(finding, here));
  const shown = findings.slice(0, MOST_STEPS);
  const hidden = findings.length - shown.length;
  const next = usualSteps(answer).slice(0, MOST_STEPS - shown.length);
  const title = hidden > 0 ? `WORTH A LOOK (${hidden} more: telltale doctor)` : 'WORTH A LOOK';
  const parts = [
    shown.length === 0 ? '' : renderSection(title, screen) + renderNextSteps(shown, screen),
    next.length === 0 ? '' : renderSection('NEXT', screen) + renderNextSteps(next, screen),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** The same without anything to do. */
export function renderFindings(answer: OverviewAnswer, here: Here, screen: Screen): string {
  const lines = answer.findings
    .slice(0, MOST_STEPS)
    .flatMap((finding) =>
      wrapText(adaptSigns(stepOf(finding, here).about, screen), screen.width - 2),
    );
  if (lines.length === 0) return '';
  return renderSection('WORTH A LOOK', screen) + lines.map((line) => `  ${line}\n`).join('');
}

function stepOf(finding: Finding, here: Here): NextStep {
  switch (finding.kind) {
    case 'root-missing':
      return { about: `${finding.path} is not read: ${finding.why}`, command: 'telltale doctor' };
    case 'parse-faults': {
      const files = formatCount(finding.files, 'file');
      const about = `${formatCount(finding.faults, 'line')} could not be read, in ${files}`;
      return { about, command: 'telltale doctor' };
    }
    case 'unpriced':
      return { about: unpricedWords(finding), command: 'telltale doctor' };
    case 'rate-limit':
      return { about: rateLimitWords(finding, here), command: 'telltale window --history' };
    case 'rebuilds':
      return {
        about: rebuildWords(finding),
        command: `telltale explain ${shellWord(finding.shortId)}`,
      };
    case 'expiring':
      return { about: expiringWords(finding, here), command: 'telltale doctor' };
    case 'low-coverage': {
      const ratio = formatPercent(finding.finalCalls / finding.calls);
      const about = `only ${ratio} of the last ${finding.days} days' calls have final output counts`;
      return { about, command: 'telltale doctor' };
    }
    default:
      return finding satisfies never;
  }
}

function unpricedWords({ models }: Extract<Finding, { kind: 'unpriced' }>): string {
  const calls = models.reduce((sum, model) => sum + model.calls, 0);
  const first = models[0]?.model ?? '';
  const others = models.length > 1 ? ` and ${formatCount(models.length - 1, 'other model')}` : '';
  const verb = calls === 1 ? 'has' : 'have';
  return `${formatCount(calls, 'call')} of ${first}${others} ${verb} no price`;
}

function rebuildWords(finding: Extract<Finding, { kind: 'rebuilds' }>): string {
  const { project, title, shortId, events, excessNanoUsd, cause } = finding;
  const times = events === 1 ? 'once' : events === 2 ? 'twice' : `${formatInteger(events)} times`;
  const what = cause === 'unexplained' ? '' : `, mostly ${cause}`;
  const why = events === 1 && what !== '' ? ` (${cause})` : what;
  return `${project ?? title ?? shortId} rebuilt its cache ${times}${why}: ${formatUsd(excessNanoUsd)} today`;
}

const LIMITS: Readonly<Record<string, string>> = {
  five_hour: 'the 5-hour limit',
  seven_day: 'the weekly limit',
  seven_day_opus: 'the weekly Opus limit',
};

function rateLimitWords(
  { limit, atMs, resetsAtMs }: Extract<Finding, { kind: 'rate-limit' }>,
  here: Here,
): string {
  const name = (limit === null ? undefined : LIMITS[limit]) ?? 'a usage limit';
  const isAhead = resetsAtMs !== null && resetsAtMs > here.nowMs;
  const reset = isAhead ? `, resets ${clock(resetsAtMs, here)}` : '';
  return `${name} was hit at ${clock(atMs, here)}${reset}`;
}

function expiringWords(
  { count, firstMs }: Extract<Finding, { kind: 'expiring' }>,
  { nowMs }: Here,
): string {
  const verb = count === 1 ? 'is' : 'are';
  const when = firstMs <= nowMs ? 'any time now' : `from in ${formatDuration(firstMs - nowMs)} on`;
  return `${formatCount(count, 'transcript')} ${verb} deleted by Claude Code ${when}; the sums stay`;
}

function usualSteps(answer: OverviewAnswer): NextStep[] {
  const newest = answer.recent[0];
  const show =
    newest === undefined
      ? []
      : [{ about: 'the newest session', command: `telltale show ${shellWord(newest.shortId)}` }];
  return [
    ...show,
    { about: 'day by day', command: 'telltale usage daily' },
    { about: 'the 5-hour window', command: 'telltale window' },
  ];
}
