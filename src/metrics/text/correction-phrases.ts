// Phrases with which a person puts the assistant right. Our own list, in English. Knows words only.
import { type Phrase, phraseName } from './phrase-finder.ts';

type Row = readonly [phrase: string, keys: readonly string[], pattern: RegExp];

/** Where a sentence begins. */
const START = '(?<=^|[.!?\\n] ?)';

/**
 * Each speaks to the assistant of what it has done: "wrong" alone may be what is to be repaired. First names
 * of a row: what the find is called.
 */
const ROWS: readonly Row[] = [
  [
    'no',
    ['no'],
    new RegExp(
      `${START}(?:no+|nope)(?=[,.!;:\\u2014-]|\\n|$| (?:that|this|it|i|you|don|not|we|the|please|stop|wait)\\b)`,
      'g',
    ),
  ],
  [
    'wrong',
    ['wrong', 'incorrect', 'not right', 'not correct'],
    /\b(?:that|this|it|you)(?: (?:is|are|was|were)|['\u2019](?:s|re)) (?:still |just |completely |totally |all |simply )*(?:wrong|incorrect|not (?:right|correct|it|true))\b|\byou(?: have|['\u2019]ve)? (?:got|did|made) (?:that|this|it|the \w+) wrong\b/g,
  ],
  [
    'not what I asked',
    ['not what', "n't what", 'n\u2019t what'],
    /\b(?:not|isn['\u2019]t|wasn['\u2019]t) what i(?:['\u2019]ve| have)? (?:asked|wanted|meant|said|want|mean|need|needed)\b/g,
  ],
  [
    'I said',
    ['i said', 'i told', 'i asked', 'already'],
    /\b(?:i|we)(?:['\u2019]ve| have)?(?: already| just| clearly)* (?:said|told you|asked (?:you|for))\b/g,
  ],
  ['I meant', ['i mean'], new RegExp(`${START}(?:no,? )?i meant\\b`, 'g')],
  [
    'undo',
    ['undo', 'revert', 'roll back', 'rollback'],
    new RegExp(
      `${START}(?:(?:please|no,?|ok,?|okay,?|then|now|can you|could you|just) )*(?:undo|revert|roll ?back)\\b`,
      'g',
    ),
  ],
  ['put it back', ['back'], /\b(?:put|change|bring|set|turn) (?:it|that|this|them|those) back\b/g],
  [
    'you broke it',
    ['you'],
    /\byou(?: have|['\u2019]ve)?(?: just| also| again| still| completely| now)* (?:broke|broken|forgot|forgotten|missed|ignored|misunderstood|overlooked|deleted the wrong|removed the wrong|changed the wrong|skipped)\b/g,
  ],
  [
    'you did not',
    ['you did', 'you have', 'you were', 'you are', "you're", 'you\u2019re'],
    /\byou (?:didn['\u2019]t|did not|haven['\u2019]t|have not|weren['\u2019]t supposed|were not supposed|aren['\u2019]t supposed|shouldn['\u2019]t have|should not have)\b/g,
  ],
  ['why did you', ['why'], /\bwhy (?:did|are|have|would|do) you\b/g],
  [
    'do not do that',
    ['don', 'do not', 'stop'],
    new RegExp(
      `${START}(?:please |no,? )*(?:don['\\u2019]t|do not) (?:do|change|touch|add|remove|delete|create|use|make|write|edit|modify|guess|assume)\\b|${START}(?:please )?stop(?: it)?(?=[,.!]| (?:doing|changing|adding|removing|editing|creating|making|using|writing)\\b|\\n|$)`,
      'g',
    ),
  ],
  [
    'still not working',
    ['still'],
    /\b(?:it|that|this)(?: is|['\u2019]s)? still (?:not|broken|fails?|failing|doesn['\u2019]t|does not|wrong)\b|\bstill (?:not working|doesn['\u2019]t work|does not work|broken|failing|the same (?:error|problem|issue))\b/g,
  ],
  ['try again', ['again'], new RegExp(`${START}(?:please )?try (?:it |that )?again\\b`, 'g')],
];

export const CORRECTION_PHRASES: readonly Phrase[] = ROWS.map(([phrase, keys, pattern]) => ({
  name: phraseName('correction', phrase),
  keys,
  pattern,
}));
