// Finds phrases in what someone says in his own words, and keeps their names. Knows how a phrase may be
// written, where it does not count, and no phrase in particular.
import { compilePattern } from '../../shared/linear-pattern/linear-pattern.ts';
import type { CustomPhrase } from '../kit/metric.ts';
import { proseOf } from './prose-of.ts';

/** A phrase of the program. */
export interface Phrase {
  /** What its finds are called; starts with the category: `premature_stopping: good place to stop`. */
  readonly name: string;
  /** In every text that the pattern fits, one of these stands, in small letters. */
  readonly keys: readonly string[];
  /** Global, for small letters; borders are its own. No piece of it may repeat what repeats. */
  readonly pattern: RegExp;
}

/** A phrase as it is looked for. */
export interface Finder {
  readonly name: string;
  readonly keys: readonly string[];
  readonly spans: (prose: string) => Iterable<readonly [start: number, end: number]>;
}

/** Own choice: patterns of a user are followed step by step, so they see no more of one text. */
const MOST_CHARS_FOR_PATTERNS = 50_000;

export function phraseFinder({ name, keys, pattern }: Phrase): Finder {
  return {
    name,
    keys,
    *spans(prose) {
      for (const match of prose.matchAll(pattern)) {
        yield [match.index, match.index + match[0].length];
      }
    },
  };
}

/** Null: the phrase is no pattern that can be looked for; `telltale config check` says why. */
export function customFinder(phrase: CustomPhrase): Finder | null {
  const name = phraseName(phrase.category, phrase.text);
  const wanted = phrase.text.toLowerCase().replace(/\s+/g, ' ').trim();
  if (wanted === '') return null;
  if (phrase.mode === 'regex') {
    const compiled = compilePattern(phrase.text);
    if (!compiled.ok) return null;
    const { findAll } = compiled.pattern;
    return { name, keys: [], spans: (prose) => findAll(prose.slice(0, MOST_CHARS_FOR_PATTERNS)) };
  }
  const isWord = phrase.mode === 'word';
  return { name, keys: [firstWord(wanted)], spans: (prose) => literalSpans(prose, wanted, isWord) };
}

/** Names of what is found, in the order of the text. One stretch of text is one find, the longest. */
export function findPhrases(text: string, finders: readonly Finder[]): readonly string[] {
  const small = text.toLowerCase();
  const possible = finders.filter(
    ({ keys }) => keys.length === 0 || keys.some((key) => small.includes(key)),
  );
  if (possible.length === 0) return [];
  const prose = proseOf(text);
  const found: Found[] = [];
  for (const { name, spans } of possible) {
    for (const [start, end] of spans(prose)) {
      if (!isMention(prose, start, end)) found.push({ name, start, end });
    }
  }
  return withoutOverlap(found).map(({ name }) => name);
}

/** Between the category and the rest of a name. */
const BETWEEN = ': ';

export function phraseName(category: string, phrase: string): string {
  return category.replaceAll(':', ' ') + BETWEEN + phrase;
}

export function categoryOf(name: string): string {
  const end = name.indexOf(BETWEEN);
  return end < 0 ? name : name.slice(0, end);
}

interface Found {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A short phrase inside a longer one is part of it: "hmm, actually" is one second thought, not two. */
function withoutOverlap(found: readonly Found[]): Found[] {
  const sorted = [...found].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Found[] = [];
  for (const one of sorted) {
    const last = kept.at(-1);
    if (last === undefined || one.start >= last.end) kept.push(one);
    else if (one.end - one.start > last.end - last.start) kept[kept.length - 1] = one;
  }
  return kept;
}

/** Words that make what follows a thing talked about: the phrase, such as, called. */
const NAMED_BEFORE =
  /\b(?:phrases?|wording|the words?|saying|says|called|named|titled|labell?ed|patterns?|categor(?:y|ies)|headings?|sections?|such as|e\.g\.|the terms?|mentions?(?: of)?)[:,]? (?:(?:like|as|about|of|for|the|a|an) )?$/;
/** The same, when they follow it. */
const NAMED_AFTER =
  /^s?,?[ -](?:phrases?|patterns?|categor(?:y|ies)|labels?|metrics?|headings?|sections?|detectors?|wording)\b/;
const LOOK_AROUND = 40;

/** Whether the phrase is spoken of and not said. */
function isMention(prose: string, start: number, end: number): boolean {
  return (
    NAMED_BEFORE.test(prose.slice(Math.max(0, start - LOOK_AROUND), start)) ||
    NAMED_AFTER.test(prose.slice(end, end + LOOK_AROUND))
  );
}

const WORD = /[\p{L}\p{N}_]/u;

function* literalSpans(
  prose: string,
  wanted: string,
  isWord: boolean,
): Generator<readonly [number, number]> {
  let from = 0;
  for (;;) {
    const start = prose.indexOf(wanted, from);
    if (start < 0) return;
    const end = start + wanted.length;
    from = end;
    const isApart = !WORD.test(prose[start - 1] ?? '') && !WORD.test(prose[end] ?? '');
    if (!isWord || isApart) yield [start, end];
  }
}

/** White space may be written otherwise, so only the first word is a key. */
function firstWord(text: string): string {
  return text.slice(0, text.indexOf(' ') < 0 ? text.length : text.indexOf(' '));
}
