// Words of a prompt that tell what kind of work it asks for. Knows word families; keeps their names only,
// never the words around them.
import type { Marker } from '../../model/session-event/session-event.ts';

/** In the order in which they decide: a prompt that asks to fix and to add something asks to fix. */
export const WORD_FAMILIES = ['debug', 'change', 'explore', 'plan'] as const;

export type WordFamily = (typeof WORD_FAMILIES)[number];

/** English only. Stems with their endings; docs/classifier.md tells the idea of each family. */
const WORDS: Readonly<Record<WordFamily, readonly RegExp[]>> = {
  debug: [
    /\b(fix(e[sd]|ing)?|debug(ging|ged)?|broken?|breaks|fail(s|ed|ing|ures?)?|bugs?|flaky|regress(ed|ions?)?)\b/i,
    /\b(\w*errors?|\w*exceptions?|crash(es|ed|ing)?|stack ?traces?|not working|does(n'?t| not) work)\b/i,
    /\b(dies|died|hang(s|ing)?|stuck|freez(es|ing)|leak(s|ing)?|deadlock(s|ed)?)\b/i,
    /\b(is|are|was|were|looks?|goes|went|gives?|something) wrong\b/i,
  ],
  change: [
    /\b(implement(s|ed|ing)?|add(s|ed|ing)?|creat(e[sd]?|ing)|writ(e|ing)|rewrit(e|ing)|build(ing)?|change)\b/i,
    /\b(port(ing)?|migrat(e[sd]?|ing)|refactor(s|ed|ing)?|convert(ing)?|extract(ing)?|split|inline|bump)\b/i,
    /\b(renam(e[sd]?|ing)|mov(e|ing)|delet(e|ing)|remov(e|ing)|updat(e|ing)|replac(e|ing))\b/i,
  ],
  explore: [
    /\b(why|investigat(e|ing)|explor(e|ing)|understand(ing)?|look (at|into|through)|show me|walk me through)\b/i,
    /\b(what|how) (does|do|is|are)\b(?! (we|you|i)\b)/i,
    /\b(where (is|are|do|does)|which|explain|trac(e|ing)|find|list|summari[sz]e|review)\b/i,
  ],
  plan: [
    /\b(plan(s|ned|ning)?|design(ing)?|architect(ure)?|outlin(e|ing)|propos(e|als?|ing)|roadmap)\b/i,
    /\b(approach(es)?|strateg(y|ies)|trade-?offs?|pros and cons|options|compar(e|ing|ison)|consider(ing)?)\b/i,
    /\b(break (this|it) down|what would it take|think (about|of|before)|should (we|i))\b/i,
  ],
};

/** Families found in the prompt, each once, in the order of `WORD_FAMILIES`. */
export function findWordFamilies(prompt: string): readonly WordFamily[] {
  return WORD_FAMILIES.filter((family) => WORDS[family].some((words) => words.test(prompt)));
}

/** Keeps with each prompt which families of words stand in it. */
export const taskMarker: Marker = {
  id: 'task',
  on: 'human',
  find: findWordFamilies,
  fingerprint: '1',
};
