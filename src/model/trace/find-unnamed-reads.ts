// Which files were read and never named again, block by block as the texts pass by. Keeps the names that
// are still open, no text.
import type { BlockOfRecord } from './block-event.ts';
import type { TraceBlock } from './session-trace.ts';

export interface NameWatch {
  /** In the order of the transcript. */
  see(event: BlockOfRecord): void;
  unnamed(): TraceBlock[];
}

/** Shorter results are not looked for. Source: the same limit as dead reads have. */
const MIN_CHARS = 2_000;

export function watchNames(): NameWatch {
  /** Chain and base name → results of that file that nothing has named yet. */
  const open = new Map<string, TraceBlock[]>();
  return {
    see({ block, text, chain }) {
      if (block.kind === 'tool-result' && block.name === 'Read') {
        if (block.chars < MIN_CHARS || block.target === null || block.isError) return;
        const key = keyOf(chain, baseName(block.target));
        const reads = open.get(key);
        if (reads === undefined) open.set(key, [block]);
        else reads.push(block);
        return;
      }
      if (open.size === 0 || !speaks(block)) return;
      for (const [word] of text.matchAll(WORD)) {
        open.delete(keyOf(chain, word.replace(/\.+$/, '')));
      }
    },
    unnamed: () => [...open.values()].flat(),
  };
}

/** What may stand in the name of a file; a path is its parts. */
const WORD = /[^\s"'`/\\()<>[\]{},:;=|*#&!?]+/g;

function speaks({ kind, name }: TraceBlock): boolean {
  if (kind === 'tool-use') return name !== 'Read';
  return kind !== 'tool-result' && kind !== 'attachment';
}

/** The last part that can stand as one word; names with blanks are known by their end. */
export function baseName(path: string): string {
  const parts = path.match(WORD);
  return parts?.at(-1)?.replace(/\.+$/, '') ?? path;
}

function keyOf(chain: string | null, name: string): string {
  return `${chain ?? ''} ${name}`;
}
