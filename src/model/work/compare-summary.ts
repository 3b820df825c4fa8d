// Which things of a snapshot a compaction's summary still says, and the text that puts the others
// back. Pure and light: a hook runs it. It compares words, so it can tell what is not mentioned, not
// whether what is mentioned was understood.
import type { SnapshotItem, SnapshotKind } from './snapshot.ts';

export interface SummaryComparison {
  readonly kept: readonly SnapshotItem[];
  readonly lost: readonly SnapshotItem[];
}

/**
 * Share of an item's telling words that must stand close together (in two neighbouring sentences) for
 * it to count as kept. Own choice: a paraphrase keeps most nouns, a chance meeting does not.
 */
const KEPT_SHARE = 0.6;

export function compareSummary(items: readonly SnapshotItem[], summary: string): SummaryComparison {
  const text = summary.toLowerCase();
  const passages = passagesOf(text);
  const kept: SnapshotItem[] = [];
  const lost: SnapshotItem[] = [];
  for (const item of items) (isKept(item, text, passages) ? kept : lost).push(item);
  return { kept, lost };
}

/** Starts the text that goes back into the context, and tells it apart from others'. */
export const RESTORE_MARK = 'telltale: said before the compaction, missing from its summary.';

const HEADINGS: Readonly<Record<SnapshotKind, string>> = {
  constraint: "The user's rules, in their words:",
  decision: "The user's decisions, in their words:",
  'failing-test': 'Tests that failed when last run:',
  task: 'Open tasks:',
  plan: 'Plan file in use:',
  file: 'Files that were being changed:',
};

/** Characters per token: the common estimate for English and code. */
const CHARACTERS_PER_TOKEN = 4;

/** As many items as the budget holds, the most important first; null when there is nothing to say. */
export function restoreText(lost: readonly SnapshotItem[], tokenBudget: number): string | null {
  let room = tokenBudget * CHARACTERS_PER_TOKEN - RESTORE_MARK.length;
  let kind: SnapshotKind | null = null;
  const lines: string[] = [];
  for (const item of lost) {
    const line = `- ${item.text}`;
    const heading = item.kind === kind ? [] : [HEADINGS[item.kind]];
    const size = [...heading, line].reduce((sum, each) => sum + each.length + 1, 0);
    if (size > room) continue;
    lines.push(...heading, line);
    kind = item.kind;
    room -= size;
  }
  return lines.length === 0 ? null : [RESTORE_MARK, ...lines].join('\n');
}

/** Items of a snapshot that such a text holds. */
export function restoredItems(
  items: readonly SnapshotItem[],
  restored: string,
): readonly SnapshotItem[] {
  const lines = new Set(restored.split('\n'));
  return items.filter(({ text }) => lines.has(`- ${text}`));
}

function isKept(
  { kind, text }: SnapshotItem,
  summary: string,
  passages: readonly ReadonlySet<string>[],
): boolean {
  const wanted = text.toLowerCase();
  if (summary.includes(wanted)) return true;
  if (kind === 'file' || kind === 'plan') return namesFile(wanted, summary);
  const words = tellingWords(wanted);
  if (words.size === 0) return true;
  const needed = words.size <= 2 ? words.size : Math.ceil(words.size * KEPT_SHARE);
  return passages.some((passage) => countShared(words, passage) >= needed);
}

/** By its last two parts, or by its name where that is telling. */
function namesFile(path: string, summary: string): boolean {
  const parts = path.split(/[\\/]+/).filter((part) => part !== '');
  const name = parts.at(-1) ?? path;
  if (parts.length > 1 && summary.includes(parts.slice(-2).join('/'))) return true;
  const isCommon = /^(index|main|mod|init|__init__|readme|package|lib|test)\.\w+$/.test(name);
  return !isCommon && new RegExp(`(^|[^\\w.-])${escapePattern(name)}(?![\\w-])`).test(summary);
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The words of each sentence and the one after it. */
function passagesOf(text: string): ReadonlySet<string>[] {
  const sentences = text.split(/(?<=[.!?;:])\s+|\n+/).map(tellingWords);
  return sentences.map((words, at) => new Set([...words, ...(sentences[at + 1] ?? [])]));
}

const SMALL_WORDS = new Set(
  `a an and any are as at be been but by can could do does for from had has have i if in into is it
   its just let me my no now of on or our out please should so some than that the their them then
   there these they this to too up us was we were what when which will with would you your`.split(
    /\s+/,
  ),
);

/** Words of two letters and more, without the small ones and without plural and past endings. */
function tellingWords(text: string): Set<string> {
  const words = text.match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
  return new Set(words.filter((word) => !SMALL_WORDS.has(word)).flatMap(stems));
}

/** Scripts without blanks between words are compared by pairs of characters. */
function stems(word: string): string[] {
  if (/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(word)) {
    return Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
  }
  return [word.length > 4 ? word.replace(/(ing|ed|es|s)$/, '') : word];
}

function countShared(words: ReadonlySet<string>, passage: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of words) if (passage.has(word)) shared++;
  return shared;
}
