// A handoff as Markdown that a person can read, edit and give to the next session. Knows order and
// budget; what each section says is handoff-sections.ts's.
import type { HandoffAnswer } from '../../query/handoff/handoff-answer.ts';
import { formatCount, formatPercent, formatUsd, UNKNOWN } from '../../shared/format.ts';
import { estimateTokens, fitSections, type Section } from './fit-sections.ts';
import { handoffSections } from './handoff-sections.ts';

/** What a fresh context can take without being spoilt. Own choice. */
export const MAX_HANDOFF_TOKENS = 2_500;
/** For the line by which a written file is known again. */
const RESERVED_TOKENS = 20;

/** Ends with a line end. */
export function renderHandoff(answer: HandoffAnswer): string {
  const head = [
    frontMatter(answer),
    titleOf(answer),
    '',
    figuresLine(answer),
    '',
    INTRODUCTION,
  ].join('\n');
  const budget = MAX_HANDOFF_TOKENS - RESERVED_TOKENS - estimateTokens(head);
  return `${head}\n${fitSections(handoffSections(answer), budget).map(sectionText).join('')}`;
}

const INTRODUCTION =
  "Made by telltale from the session's transcript. Edit it freely: an edited handoff is kept as it is.\n" +
  'What stands in quotes is what was said; check it against the code before relying on it.';

function frontMatter({ sessionId, project, generatedAtMs }: HandoffAnswer): string {
  const created = new Date(generatedAtMs).toISOString().replace(/\.\d+Z$/, 'Z');
  return [
    '---',
    `session: ${sessionId}`,
    `project: ${project?.path ?? UNKNOWN}`,
    `created: ${created}`,
    '---',
    '',
  ].join('\n');
}

function titleOf({ title, shortId }: HandoffAnswer): string {
  return `# Handoff: ${title ?? `session ${shortId}`}`;
}

function figuresLine(answer: HandoffAnswer): string {
  const { figures, shortId, branch, project } = answer;
  const place = [project?.name, branch === null ? undefined : `⎇ ${branch}`];
  const cost = `${figures.isLowerBound && figures.costNanoUsd !== null ? '≥ ' : ''}${formatUsd(figures.costNanoUsd)}`;
  const health = figures.healthPercent;
  return [
    `Session ${shortId}`,
    place.filter((part) => part !== undefined).join(' '),
    `${formatCount(figures.turns, 'prompt')}, ${formatCount(figures.calls, 'call')}`,
    figures.models.join(', '),
    `${cost} API-equivalent`,
    health === null ? '' : `health ${formatPercent(health / 100)}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function sectionText(section: Section, at: number, all: readonly Section[]): string {
  const { heading, label, body } = section;
  const isFirst = all[at - 1]?.heading !== heading;
  const text = body.kind === 'text' ? body.text : body.items.join('\n');
  const lines = [
    ...(isFirst ? ['', `## ${heading}`] : []),
    ...(label === null ? [] : ['', label]),
    '',
    text,
    '',
  ];
  return lines.join('\n');
}
