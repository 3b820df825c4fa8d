// What the compactions of a session kept, lost and got back, as a page. Knows the words and the order;
// every value comes from the answer.
import type {
  CompactionAnswer,
  CompactionReview,
} from '../../query/compaction/compaction-answer.ts';
import { formatCount, formatTokens } from '../../shared/format.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { openZone } from '../../shared/zone.ts';
import {
  type KeyValue,
  renderHeading,
  renderKeyValues,
  renderNextSteps,
  renderSection,
  wrapText,
} from './layout.ts';
import { adaptSigns } from './marks.ts';
import type { Screen } from './screen.ts';
import { shellWord } from './sessions-words.ts';
import { clock } from './window-words.ts';

/** The newest compaction in full, or the one asked for. */
export function renderCompaction(
  answer: CompactionAnswer,
  wantedNumber: number | null,
  screen: Screen,
): string {
  const heading = renderHeading(
    answer.title ?? 'Untitled session',
    `${answer.project?.name ?? 'no project'}   ${answer.shortId}`,
    screen,
  );
  const steps = renderNextSteps(nextSteps(answer), screen);
  const shown =
    wantedNumber === null
      ? answer.compactions.at(-1)
      : answer.compactions.find(({ number }) => number === wantedNumber);
  if (shown === undefined) return `${heading}\n${lines(reasonText(answer), screen)}\n${steps}`;
  const pairs = answer.compactions.map((review) => pairOf(review, answer));
  return [
    heading,
    '\n',
    renderKeyValues(pairs, screen),
    '\n',
    renderItems(shown, answer, screen),
    lines(shown.summaryCharacters === null ? NO_SUMMARY : HOW_COMPARED, screen),
    '\n',
    steps,
  ].join('');
}

const NO_SUMMARY =
  'The transcript holds no summary of this compaction, so nothing can be compared.';
const HOW_COMPARED =
  'Compared by words: what is missing from the summary may still stand in the messages that were kept.';

function pairOf(review: CompactionReview, answer: CompactionAnswer): KeyValue {
  const { number, trigger, preTokens, nextContextTokens, postTokens, kept, lost } = review;
  const after = nextContextTokens ?? postTokens;
  const sizes = `${sizeOf(preTokens)} → ${sizeOf(after)} tokens`;
  const when = review.atMs === null ? '–' : timeOf(review.atMs, answer);
  const told =
    review.summaryCharacters === null
      ? 'no summary'
      : `${kept.length} kept, ${lost.length} lost, ${review.restored.length} restored`;
  return [`${number}`, `${when} · ${trigger ?? '–'} · ${sizes} · ${told}`];
}

function sizeOf(tokens: number | null): string {
  return tokens === null ? '–' : formatTokens(tokens);
}

function timeOf(atMs: number, { timezone, generatedAtMs }: CompactionAnswer): string {
  return clock(atMs, { zone: openZone(timezone), nowMs: generatedAtMs });
}

const KIND_WORDS = {
  constraint: 'rule',
  decision: 'decision',
  'failing-test': 'failing test',
  task: 'open task',
  plan: 'plan',
  file: 'file',
} as const;

function renderItems(
  { kept, lost, restored }: CompactionReview,
  { project }: CompactionAnswer,
  screen: Screen,
): string {
  const isRestored = new Set(restored);
  const groups = [
    { title: 'LOST', items: lost.filter((item) => !isRestored.has(item)) },
    { title: 'LOST AND PUT BACK', items: restored },
    { title: 'KEPT', items: kept },
  ];
  return groups
    .filter(({ items }) => items.length > 0)
    .map(({ title, items }) => {
      const pairs = items.map(({ kind, text }): KeyValue => {
        return [KIND_WORDS[kind], oneLine(kind === 'file' ? fromProject(text, project) : text)];
      });
      return `${renderSection(title, screen)}${renderKeyValues(pairs, screen)}\n`;
    })
    .join('');
}

/** A path in the project is written from its folder. */
function fromProject(path: string, project: CompactionAnswer['project']): string {
  const folder = project?.path ?? '';
  const isInside =
    folder.length > 1 && path.startsWith(folder) && /^[\\/]./.test(path.slice(folder.length));
  return isInside ? path.slice(folder.length + 1) : path;
}

function reasonText({ reason, compactions }: CompactionAnswer): string {
  if (reason === 'transcript-gone')
    return 'The transcript of this session is gone, so what its compactions kept cannot be told.';
  if (reason === 'no-compaction') return 'This session was not compacted.';
  return `This session has ${formatCount(compactions.length, 'compaction')}; choose one by its number.`;
}

function lines(text: string, screen: Screen): string {
  return wrapText(adaptSigns(text, screen), screen.width - 2)
    .map((line) => `  ${line}\n`)
    .join('');
}

function nextSteps({
  shortId,
  compactions,
}: CompactionAnswer): { about: string; command: string }[] {
  const id = shellWord(shortId);
  const steps = [{ about: 'the session', command: `telltale show ${id}` }];
  if (compactions.length > 1)
    steps.unshift({ about: 'an earlier one', command: `telltale compaction ${id} --number 1` });
  return steps;
}
