// What `telltale export` says when it has written a file: what is in it, what is not, how to open it. Every
// value comes from the answer.
import type { ProfileAnswer } from '../../query/profile/profile-answer.ts';
import { formatCount, formatTokens, formatUsd } from '../../shared/format.ts';
import { renderHeading, renderKeyValues, renderNextSteps, wrapText } from './layout.ts';
import { adaptSigns, mark, markValue } from './marks.ts';
import type { Screen } from './screen.ts';

export interface ExportMade {
  readonly format: string;
  /** As it was named by the person. */
  readonly file: string;
  readonly sizeBytes: number;
  readonly openWith: string;
}

export function renderExportMade(answer: ProfileAnswer, made: ExportMade, screen: Screen): string {
  const { session, sum } = answer;
  const heading = renderHeading(
    `Exported: ${session.title ?? 'untitled session'}`,
    `API-equivalent   ${session.shortId}`,
    screen,
  );
  const isBound = sum.finalCalls < sum.calls;
  const bound = (text: string): string => (isBound ? markValue('lowerBound', text, screen) : text);
  const cost =
    sum.costNanoUsd === null ? mark('unknown', screen) : bound(formatUsd(sum.costNanoUsd));
  const values = renderKeyValues(
    [
      ['file', made.file],
      ['format', `${made.format}, ${formatSize(made.sizeBytes)}`],
      [
        'holds',
        `${formatCount(sum.calls, 'call')}   ${bound(formatTokens(sum.totalTokens))} tokens   ${cost}`,
      ],
      ['open with', made.openWith.replace('FILE', made.file)],
    ],
    screen,
  );
  const notes = exportNotes(answer).flatMap((note) =>
    wrapText(adaptSigns(note, screen), screen.width - 2).map((line) => `  ${line}\n`),
  );
  const steps = [
    { about: 'the session in the terminal', command: `telltale show ${session.shortId}` },
    { about: 'what could have been saved', command: `telltale explain ${session.shortId}` },
  ];
  const said = notes.length === 0 ? '' : `\n${notes.join('')}`;
  return `${heading}\n${values}${said}\n${renderNextSteps(steps, screen)}`;
}

/** What a reader of the file must know beside it, one sentence each without a full stop. */
export function exportNotes(answer: ProfileAnswer): string[] {
  const { sum, unpriced, copiedCalls, callsWithoutBlocks } = answer;
  const notes: string[] = [];
  if (sum.calls === 0) notes.push('The session has no call of its own: the profile is empty');
  for (const { model, calls, tokens } of unpriced) {
    const what = `${formatCount(calls, 'call')} of ${model} (${formatTokens(tokens)} tokens)`;
    notes.push(`No price is known for ${what}: not in the cost`);
  }
  if (callsWithoutBlocks > 0) {
    notes.push(
      `The transcript of ${formatCount(callsWithoutBlocks, 'call')} is gone: figures only`,
    );
  }
  if (copiedCalls > 0) {
    const what = formatCount(copiedCalls, 'copied call');
    notes.push(`${what} left out: they count for the session they came from`);
  }
  return notes;
}

export function formatSize(bytes: number): string {
  if (bytes < 1000) return formatCount(bytes, 'byte');
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
