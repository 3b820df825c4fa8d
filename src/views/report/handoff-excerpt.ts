// The few lines of a handoff that a new session is given before it has read the file. Knows what comes
// first when there is little room.
import type { HandoffAnswer } from '../../query/handoff/handoff-answer.ts';
import { nextSteps, shortenPaths } from './handoff-next.ts';
import { cutEnd, cutMiddle, cutStart, inQuotes } from './markdown.ts';

/** With the sentences around it and the path it stays below the 2,000 characters of a context text. */
export const MAX_EXCERPT_LENGTH = 1_500;

/** Whole lines only, at most MAX_EXCERPT_LENGTH characters. */
export function renderExcerpt(answer: HandoffAnswer): string {
  const { work } = answer;
  const shorten = shortenPaths(answer);
  const groups: string[][] = [
    work?.goal == null ? [] : [`Goal: ${inQuotes(cutMiddle(work.goal, 280))}`],
    [
      'Next steps:',
      ...nextSteps(answer, shorten)
        .slice(0, 6)
        .map((step) => `- ${cutEnd(step, 180)}`),
    ],
    listed("The user's rules:", work?.constraints.slice(-6) ?? []),
    listed("The user's decisions:", work?.decisions.slice(-4) ?? []),
    work?.lastAssistantText == null
      ? []
      : [`The agent said last: ${inQuotes(cutStart(work.lastAssistantText, 260))}`],
  ];
  const lines: string[] = [];
  let room = MAX_EXCERPT_LENGTH;
  for (const group of groups) {
    for (const line of group) {
      if (line.length + 1 > room) return lines.join('\n');
      lines.push(line);
      room -= line.length + 1;
    }
  }
  return lines.join('\n');
}

function listed(heading: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return [];
  return [heading, ...texts.map((text) => `- ${inQuotes(cutEnd(text, 160))}`)];
}
