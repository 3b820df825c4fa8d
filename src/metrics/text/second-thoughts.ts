// Phrases with which the assistant takes back what it has just said. Our own list, in English. Knows words
// only.
import { type Phrase, phraseName } from './phrase-finder.ts';

/**
 * How sure a find is. `strict`: at the start of a clause, where it takes something back. `loose`: anywhere,
 * as codevigil counts it, from whose users the caps come; much of that is ordinary prose (its defect D12).
 * `extra`: as sure as a strict one, but not in its list.
 */
export type Sureness = 'strict' | 'loose' | 'extra';

/** What stands before the start of a clause. */
const CLAUSE = '(?<=^|[.!?:;,\u2014\u2013\\n(-] ?|\\b(?:but|so|and|oh|no|hm+|ah|well) )';

type Row = readonly [phrase: string, keys: readonly string[], pattern: RegExp];

const STRICT_ROWS: readonly Row[] = [
  [
    'actually',
    ['actually'],
    new RegExp(
      `\\bhm+,? actually\\b|${CLAUSE}actually(?=,|[.:;\u2014-]| (?:no|wait|let me|i|that|this|it)\\b)`,
      'g',
    ),
  ],
  ['no, wait', ['wait'], /\b(?:oh|no|hm+|ah),? (?:no,? )?wait\b/g],
  [
    'let me reconsider',
    ['let me', 'i need to', 'i should'],
    /\b(?:let me|i need to|i should) (?:reconsider|rethink|think again|re-?examine|start over|step back|back up|try again from)\b/g,
  ],
  ['hmm', ['hmm'], /\bh+mm+,? (?:that|this|it|wait|no|but|so|let me)\b/g],
  [
    'I was wrong',
    ['wrong', 'mistak', 'error'],
    /\bi(?: was| am|['\u2019]m|['\u2019]ve been) (?:wrong|mistaken)\b|\bi(?:['\u2019]ve| have)? (?:made|introduced) (?:a|an|the) (?:mistake|error)\b|\bmy (?:mistake|bad|error)\b|\bi got (?:that|this|it) wrong\b/g,
  ],
  [
    'on second thought',
    ['second thought', 'thinking about'],
    /\bon (?:second|further|closer) (?:thoughts?|reflection|inspection)\b/g,
  ],
  ['correction', ['correction:'], /correction:/g],
  [
    'scratch that',
    ['scratch', 'strike'],
    /\b(?:scratch|strike|forget|ignore) that\b(?=[,.!\u2014-])/g,
  ],
];

const ROWS: Readonly<Record<Sureness, readonly Row[]>> = {
  strict: STRICT_ROWS,
  loose: [['actually', ['actually'], /\bactually\b/g]],
  extra: [['wait', ['wait'], /(?<=^|[.!?\n\u2014] ?)wait(?:,|\u2014| -|\.\.\.|\u2026|!)/g]],
};

/** How a find of each kind is called. */
const WORDS: Readonly<Record<Sureness, string>> = {
  strict: 'takes back',
  loose: 'in passing',
  extra: 'stops itself',
};

export interface SecondThought extends Phrase {
  readonly sure: Sureness;
}

/** In the order in which they win where two are equally long: the surer one. */
export const SECOND_THOUGHTS: readonly SecondThought[] = (Object.keys(ROWS) as Sureness[]).flatMap(
  (sure) =>
    ROWS[sure].map(([phrase, keys, pattern]) => ({
      name: phraseName(WORDS[sure], phrase),
      sure,
      keys,
      pattern,
    })),
);
