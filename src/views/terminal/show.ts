// One session as a page. Knows the order of its lines: what it is, what it cost, the evidence, the
// next commands. Every value comes from the answer.
import type { SessionAnswer } from '../../query/sessions/session-answer.ts';
import { formatCount, formatDuration, formatUsd } from '../../shared/format.ts';
import { displayWidth } from '../../shared/width.ts';
import {
  type KeyValue,
  renderHeading,
  renderKeyValues,
  renderNextSteps,
  wrapText,
} from './layout.ts';
import { adaptSigns } from './marks.ts';
import { paint } from './paint.ts';
import type { Screen } from './screen.ts';
import { modelLabels, shellWord } from './sessions-words.ts';
import { agentLines } from './show-agents.ts';
import { healthLines, rotationLines, stateLines } from './show-condition.ts';
import { contextLines } from './show-context.ts';
import { qualityLines } from './show-quality.ts';
import { errorLines, fileLines, provenanceLines, timeLines } from './show-records.ts';
import { costLines, modelLines, tokenLines, toolLines } from './show-sums.ts';
import { paintSpans, prepare } from './spans.ts';
import { wrapSpans } from './wrap.ts';

export function renderSession(answer: SessionAnswer, screen: Screen): string {
  const pairs: readonly KeyValue[] = [
    ...stateLines(answer),
    ...costLines(answer, screen),
    ...tokenLines(answer, screen),
    ...contextLines(answer, screen),
    ...healthLines(answer, screen),
    ...qualityLines(answer, screen),
    ...rotationLines(answer, screen),
    ...modelLines(answer, screen),
    ...toolLines(answer),
    ...agentLines(answer, screen),
    ...errorLines(answer),
    ...timeLines(answer),
    ...provenanceLines(answer),
    ...fileLines(answer, screen),
  ];
  return [
    headOf(answer, screen),
    summaryOf(answer, screen),
    '\n',
    renderKeyValues(pairs, screen),
    '\n',
    renderNextSteps(nextSteps(answer), screen),
  ].join('');
}

function placeOf(answer: SessionAnswer): string {
  const branch = answer.branch === null ? '' : ` ⎇ ${answer.branch}`;
  return `${answer.project?.name ?? 'no project'}${branch}   ${answer.shortId}`;
}

/** Where title and place do not fit side by side, the place goes below, whole. */
function headOf(answer: SessionAnswer, screen: Screen): string {
  const title = answer.title ?? 'Untitled session';
  const place = placeOf(answer);
  const isFitting = displayWidth(title) + 2 + displayWidth(place) <= screen.width;
  if (isFitting) return renderHeading(title, place, screen);
  const lines = wrapText(adaptSigns(place, screen), screen.width);
  const below = lines.map((line) => `${paint(line, 'dim', screen)}\n`).join('');
  return renderHeading(title, null, screen) + below;
}

function summaryOf(answer: SessionAnswer, screen: Screen): string {
  const { compactions } = answer;
  const agents = countAgents(answer.agents);
  const parts = [
    answer.models.length === 0 ? 'no model' : modelLabels(answer.models, 3),
    answer.time.durationMs === null ? 'time unknown' : formatDuration(answer.time.durationMs),
    formatCount(answer.turns, 'prompt'),
    formatCount(answer.sum.calls, 'call'),
    formatCount(answer.tools.total, 'tool call'),
    agents === 0 ? null : formatCount(agents, 'subagent'),
    compactions.length === 0 ? null : formatCount(compactions.length, 'compaction'),
  ].filter((part) => part !== null);
  const lines = wrapSpans(prepare(parts.join(' · '), screen), screen.width);
  return lines.map((spans) => `${paintSpans(spans, screen)}\n`).join('');
}

function countAgents(agents: SessionAnswer['agents']): number {
  return agents.reduce((sum, agent) => sum + 1 + countAgents(agent.children), 0);
}

const ALARMS: ReadonlySet<string> = new Set(['warn', 'handoff', 'critical']);

function nextSteps(answer: SessionAnswer): { about: string; command: string }[] {
  const steps: { about: string; command: string }[] = [];
  if (ALARMS.has(answer.health.level)) {
    const command = `telltale status ${shellWord(answer.shortId)} --explain`;
    steps.push({ about: 'why its health is low', command });
  }
  const { severity } = answer.quality;
  if (severity === 'warn' || severity === 'critical') {
    const command = `telltale quality ${shellWord(answer.shortId)}`;
    steps.push({ about: 'what is unusual about its work', command });
  }
  if ((answer.rebuilds.excessNanoUsd ?? 0) > 0) {
    const command = `telltale explain ${shellWord(answer.shortId)}`;
    steps.push({ about: 'what could have been avoided', command });
  } else if (answer.dearestCall !== null) {
    const { callId, costNanoUsd } = answer.dearestCall;
    const about = `its dearest call, ${formatUsd(costNanoUsd)}`;
    steps.push({ about, command: `telltale call ${shellWord(callId)}` });
  }
  if (answer.sum.unpricedCalls > 0) {
    steps.push({ about: 'models without a price', command: 'telltale doctor' });
  }
  if (answer.project === null) {
    steps.push({ about: 'other sessions', command: 'telltale sessions' });
  } else {
    const command = `telltale sessions --project ${shellWord(answer.project.name)}`;
    steps.push({ about: 'other sessions of the project', command });
  }
  return steps;
}
