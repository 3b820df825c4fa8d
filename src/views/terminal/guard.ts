// What guard found, as a page: findings, risks in an order, MCP servers, and what nobody could look at. Every
// value comes from the answer; this file knows columns, marks and the next commands.
import type { GuardAnswer, ListedFinding } from '../../query/guard/guard-answer.ts';
import { formatAge, formatCount, formatInteger } from '../../shared/format.ts';
import { renderMcp, renderPaths } from './guard-parts.ts';
import { severityCell, whereWords } from './guard-words.ts';
import { EMPTY_STEPS, type NextStep, renderHeading, renderNextSteps, wrapText } from './layout.ts';
import { adaptSigns } from './marks.ts';
import type { Screen } from './screen.ts';
import { instantWord, shellWord } from './sessions-words.ts';
import { type Column, type Row, renderTable } from './table.ts';

export function renderGuard(answer: GuardAnswer, screen: Screen): string {
  const { session, sessions } = answer.scope;
  const right =
    session === null ? null : `${session.project?.name ?? 'no project'}   ${session.shortId}`;
  const title =
    session === null ? formatCount(sessions, 'session') : (session.title ?? 'untitled session');
  const parts = [
    renderHeading(`Guard · ${title}`, right, screen) + lines(summaryOf(answer), screen, 0),
    answer.findings.length === 0 ? '' : renderFindings(answer, screen),
    renderPaths(answer, screen),
    answer.mcp === null ? '' : renderMcp(answer.mcp, screen),
    lines(notesOf(answer), screen, 2),
    renderNextSteps(stepsOf(answer), screen),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function lines(sentences: readonly string[], screen: Screen, indent: number): string {
  return sentences
    .flatMap((sentence) => wrapText(adaptSigns(sentence, screen), screen.width - indent))
    .map((line) => `${' '.repeat(indent)}${line}\n`)
    .join('');
}

function summaryOf({ sums, coverage, scope, matchingFindings }: GuardAnswer): string[] {
  const { transcripts, toolCalls } = coverage;
  if (scope.sessions === 0) return ['The ledger holds no session for this.'];
  if (transcripts === 0) return [];
  const looked = `${formatCount(toolCalls, 'tool call')} in ${formatCount(transcripts, 'transcript')} looked at`;
  if (matchingFindings === 0) return [`no findings · ${looked}`];
  const counts = (['high', 'medium', 'low'] as const)
    .filter((severity) => sums[severity] > 0)
    .map((severity) => `${formatInteger(sums[severity])} ${severity}`);
  return [`${counts.join(' · ')} · ${looked}`];
}

/** A line of facts for each finding, and below it what was found: labels are too long for a column. */
function renderFindings(answer: GuardAnswer, screen: Screen): string {
  const isOne = answer.scope.session !== null;
  const columns: readonly Column[] = [
    { header: '', truncate: 'never' },
    { header: 'FINDING', minWidth: 24, maxWidth: 40 },
    { header: 'WHERE', priority: 2, minWidth: 10, maxWidth: 30 },
    ...(isOne ? [] : [{ header: 'SESSION', priority: 3, truncate: 'never' as const }]),
    { header: 'TIMES', align: 'right' },
    { header: 'LAST', align: 'right', priority: 1 },
  ];
  const rows = answer.findings.map((finding) => rowOf(finding, answer, isOne));
  const [header = '', ...facts] = renderTable(
    columns,
    answer.findings.map((finding, index) => ({
      ...rows[index],
      cells: [severityCell(finding.severity, screen), ...(rows[index]?.cells ?? [])],
    })),
    screen,
  ).split('\n');
  const indent = screen.plain ? 8 : 10;
  const text = answer.findings.map(({ what, tag }, index) => {
    const label = adaptSigns(tag === null ? what : `${what} · ${tag}`, screen);
    const below = wrapText(label, screen.width - indent).map(
      (line) => `${' '.repeat(indent)}${line}\n`,
    );
    return `${facts[index] ?? ''}\n${below.join('')}`;
  });
  return `${header}\n${text.join('')}`;
}

function rowOf(finding: ListedFinding, answer: GuardAnswer, isOne: boolean): Row {
  const { title, places, count, sessions, lastAtMs } = finding;
  const [first] = places;
  const more = sessions > 1 ? ` +${sessions - 1}` : '';
  return {
    cells: [
      title,
      first === undefined ? null : whereWords(first),
      ...(isOne ? [] : [`${first?.sessionId.slice(0, 8) ?? ''}${more}`]),
      formatInteger(count),
      lastAtMs === null ? null : formatAge(answer.generatedAtMs - lastAtMs),
    ],
  };
}

function notesOf(answer: GuardAnswer): string[] {
  const { coverage, scope, findings } = answer;
  const { goneSessions, goneTranscripts, unreadLines } = coverage;
  const notes: string[] = [];
  if (scope.session !== null && goneSessions > 0) {
    notes.push('The transcript of this session is gone: what stood in it cannot be looked at.');
  } else if (goneTranscripts > 0) {
    const whole =
      goneSessions === 0 ? '' : ` (all there were of ${formatCount(goneSessions, 'session')})`;
    const verb = goneTranscripts === 1 ? 'is' : 'are';
    notes.push(
      `${formatCount(goneTranscripts, 'transcript')} ${verb} gone or out of reach${whole}: what stood there cannot be looked at.`,
    );
  }
  if (unreadLines > 0) {
    notes.push(
      `${formatCount(unreadLines, 'line')} could not be looked at: no record, or longer than 8 MB.`,
    );
  }
  if (coverage.transcripts > 0) {
    notes.push(
      'Patterns miss what has no known shape, and take some text for what it is not; a session with no finding is not proven clean.',
    );
  }
  if (findings.some(({ family }) => family === 'secret')) {
    notes.push(
      'No secret is shown: its length and, where a machine made it, the start of its hash.',
    );
  }
  if (findings.some(({ family }) => family === 'untrusted') || answer.paths.length > 0) {
    notes.push('What comes soon after something else need not come from it.');
  }
  return notes;
}

function stepsOf(answer: GuardAnswer): NextStep[] {
  const { scope, findings, matchingFindings, mcp, coverage } = answer;
  if (scope.sessions === 0) return [...EMPTY_STEPS];
  const command = `telltale guard${scopeWords(answer)}`;
  const steps: NextStep[] = [];
  const hidden = matchingFindings - findings.length;
  if (hidden > 0)
    steps.push({
      about: `${formatInteger(hidden)} more`,
      command: `${command} --limit ${matchingFindings}`,
    });
  const callId = findings
    .flatMap(({ places }) => places.map((place) => place.callId))
    .find(isCallId);
  if (callId !== undefined && callId !== null) {
    steps.push({ about: 'the call of the first', command: `telltale call ${shellWord(callId)}` });
  }
  if (findings.length > 0) steps.push({ about: 'every place', command: `${command} --json` });
  else if (scope.session !== null && coverage.transcripts > 0) {
    steps.push({ about: 'all sessions', command: 'telltale guard --all' });
  } else if (scope.session !== null) {
    steps.push({
      about: 'what the ledger knows',
      command: `telltale show ${shellWord(scope.session.shortId)}`,
    });
  }
  if (mcp === null && steps.length < 3)
    steps.push({ about: 'MCP servers too', command: `${command} --mcp` });
  return steps;
}

/** An id that a shell and a screen take as it stands; others come from no API. */
function isCallId(id: string | null): boolean {
  return id !== null && /^[\w.:-]{1,200}$/.test(id);
}

/** The answer's own limits as words, so that the next answer is about the same sessions. */
function scopeWords({ scope, timezone }: GuardAnswer): string {
  const since = scope.sinceMs === null ? '' : ` --since ${instantWord(scope.sinceMs, timezone)}`;
  const session = scope.session === null ? '' : ` ${shellWord(scope.session.shortId)}`;
  return scope.session === null && since === '' ? ' --all' : `${session}${since}`;
}
