// The difference between a file before and after, as the hunks of a unified diff. Masks secrets: a diff
// may be shown to others.
import { structuredPatch } from 'diff';
import type { DiffHunk } from '../../query/install/install-answer.ts';
import { maskSecrets } from '../../shared/secrets.ts';

export interface FileDiff {
  readonly hunks: readonly DiffHunk[];
  readonly addedLines: number;
  readonly removedLines: number;
}

/** Null stands for no file. */
export function diffFile(before: Buffer | null, after: Buffer | null): FileDiff {
  const patch = structuredPatch('', '', textOf(before), textOf(after), '', '', { context: 3 });
  const hunks = patch.hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) => ({
    oldStart,
    oldLines,
    newStart,
    newLines,
    lines: lines.map(maskSecrets),
  }));
  const lines = hunks.flatMap((hunk) => hunk.lines);
  return {
    hunks,
    addedLines: lines.filter((line) => line.startsWith('+')).length,
    removedLines: lines.filter((line) => line.startsWith('-')).length,
  };
}

function textOf(bytes: Buffer | null): string {
  return bytes === null ? '' : bytes.toString('utf8');
}
