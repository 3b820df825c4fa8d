// The provenance of one call as a page: what it is, the lines seen, the price, the sum. Knows the
// order of the evidence; every value comes from the answer.
import type { CallAnswer } from '../../query/call/call-answer.ts';
import { formatCount, formatInteger, formatUsdExact } from '../../shared/format.ts';
import { openZone } from '../../shared/zone.ts';
import { priceLines, renderArithmetic } from './call-price.ts';
import {
  type KeyValue,
  renderHeading,
  renderKeyValues,
  renderNextSteps,
  renderSection,
  wrapText,
} from './layout.ts';
import { adaptSigns, mark, markValue } from './marks.ts';
import { paint } from './paint.ts';
import type { Screen } from './screen.ts';
import { shellWord } from './sessions-words.ts';
import { type Column, type Row, renderTable } from './table.ts';

export function renderCall(answer: CallAnswer, screen: Screen): string {
  return [
    renderHeading(`Call ${answer.callId}`, `API-equivalent, ${answer.timezone}`, screen),
    '\n',
    renderKeyValues(factLines(answer, screen), screen),
    '\n',
    renderSection(`LINES SEEN (${answer.lines.length})`, screen),
    renderTable(
      LINE_COLUMNS,
      answer.lines.map((line) => lineRow(line, answer)),
      screen,
    ),
    '\n',
    renderKeyValues([...fileLines(answer), ...choiceLines(answer)], screen),
    '\n',
    renderSection('PRICE', screen),
    renderKeyValues(priceLines(answer, screen), screen),
    '\n',
    renderArithmetic(answer, screen),
    verdict(answer, screen),
    '\n',
    renderNextSteps(nextSteps(answer), screen),
  ].join('');
}

function factLines(answer: CallAnswer, screen: Screen): KeyValue[] {
  const { session, isOutputFinal, costNanoUsd } = answer;
  const cost = formatUsdExact(costNanoUsd);
  const isBound = !isOutputFinal && costNanoUsd !== null;
  const output = isOutputFinal ? 'final' : 'a placeholder, so output and cost are lower bounds';
  const place = [
    answer.chain,
    answer.agentId === null ? null : `agent ${answer.agentId}`,
    answer.branch === null ? null : `⎇ ${answer.branch}`,
    answer.version === null ? null : `Claude Code ${answer.version}`,
  ].filter((part) => part !== null);
  return [
    ['cost', isBound ? markValue('lowerBound', cost, screen) : cost],
    ['model', answer.model],
    ['time', timeText(answer, screen)],
    ['session', `${session.shortId} ${session.title ?? 'untitled'}`],
    ['project', session.project?.path ?? null],
    ['place', place.join(' · ')],
    ['request', answer.requestId],
    ['output', `${formatInteger(answer.tokens.outputTokens)} tokens, ${output}`],
  ];
}

function timeText(answer: CallAnswer, screen: Screen): string {
  if (answer.atMs === null) return `${mark('unknown', screen)} (no line has a readable time)`;
  const local = openZone(answer.timezone).dateTime(answer.atMs);
  return `${local} (${new Date(answer.atMs).toISOString()})`;
}

const LINE_COLUMNS: readonly Column[] = [
  { header: '#', align: 'right' },
  { header: 'FILE', align: 'right' },
  { header: 'BYTE', align: 'right' },
  { header: 'TIME', priority: 3 },
  { header: 'SESSION', priority: 4, truncate: 'never' },
  { header: 'OUTPUT', align: 'right' },
  { header: 'TOTAL', align: 'right', priority: 2 },
  { header: 'FLAGS', priority: 1, minWidth: 9 },
];

function lineRow(line: CallAnswer['lines'][number], answer: CallAnswer): Row {
  const isWinner = line.line === answer.winner.line;
  const words = [isWinner ? 'counts' : null, ...line.flags].filter((word) => word !== null);
  return {
    kind: isWinner ? 'normal' : 'dim',
    cells: [
      String(line.line),
      String(filesOf(answer).findIndex(({ path }) => path === line.path) + 1),
      formatInteger(line.offset),
      line.atMs === null ? null : new Date(line.atMs).toISOString().slice(11, 23),
      line.sessionId.slice(0, 8),
      formatInteger(line.outputTokens),
      formatInteger(line.totalTokens),
      words.join(', '),
    ],
  };
}

/** Whole paths: provenance that is cut is none. */
function fileLines(answer: CallAnswer): KeyValue[] {
  return filesOf(answer).map(({ path, fileState }, index) => [
    `file ${index + 1}`,
    fileState === 'vanished' ? `${path} (vanished)` : path,
  ]);
}

/** Each file once, in the order of the lines. */
function filesOf(answer: CallAnswer): CallAnswer['lines'] {
  const { lines } = answer;
  return lines.filter((line, at) => lines.findIndex(({ path }) => path === line.path) === at);
}

function choiceLines(answer: CallAnswer): KeyValue[] {
  const { winner, owner, timeLine, sessionCount } = answer;
  const seen = sessionCount > 1 ? `, seen in ${formatCount(sessionCount, 'session')}` : '';
  const time = timeLine === null ? 'no line has a time' : `by line ${timeLine}, the earliest`;
  return [
    ['counts', `line ${winner.line}: ${winner.why}`],
    ['owner', `${answer.session.shortId}, by line ${owner.line}: ${owner.why}${seen}`],
    ['dated', time],
  ];
}

function verdict(answer: CallAnswer, screen: Screen): string {
  const { findings } = answer;
  const text =
    findings.length === 0
      ? '  The ledger holds the same.'
      : findings.map((finding) => `  ${mark('warn', screen)} ${finding}`).join('\n');
  const tone = findings.length === 0 ? 'dim' : 'warn';
  return text
    .split('\n')
    .flatMap((line) => wrapText(line.trimStart(), screen.width - 2))
    .map((line) => `  ${paint(adaptSigns(line, screen), tone, screen)}\n`)
    .join('');
}

function nextSteps(answer: CallAnswer): { about: string; command: string }[] {
  const steps = answer.relatedCalls.slice(0, 1).map(({ callId, model }) => ({
    about: answer.part === 0 ? `its advisor call, ${model}` : `the message it advised, ${model}`,
    command: `telltale call ${shellWord(callId)}`,
  }));
  if (answer.findings.length > 0) {
    steps.push({ about: 'derive the ledger anew', command: 'telltale ingest --force' });
  }
  if (answer.costNanoUsd === null) {
    steps.push({ about: 'models without a price', command: 'telltale doctor' });
  }
  const command = `telltale show ${shellWord(answer.session.shortId)}`;
  return [...steps, { about: 'its session', command }];
}
