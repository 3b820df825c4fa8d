// Sentences of a person that set a rule or make a choice. Knows words of English, so it finds less in
// other languages; the newest prompts are kept as they are beside it.
import { keepEnds, keepLine } from './work-text.ts';

/** Where an order begins: at the start of a sentence or of a part of it. */
const CLAUSE =
  '(?:^|[,;:(–—] ?| - |\\b(?:and|but|please|so|then|also|just|can you|could you|would you|i want you to|you (?:can|should|must)) )';

const RULES: readonly RegExp[] = [
  /\b(?:must(?:n['’]?t)?|make sure|ensure|shouldn['’]?t|should (?:not|only|never|always)|no need to|not allowed|forbidden|under no circumstances|at all costs|i(?:['’]d| would)? prefer|preferably)\b/i,
  new RegExp(
    `${CLAUSE}(?:never|always|do not|don['’]?t|avoid|prefer|only|use|leave|stick (?:to|with)|keep(?! (?:going|it up|at it|on|working)\\b))\\b`,
    'i',
  ),
  /\bonly (?:use|change|touch|edit|modify|do|run|add|stop|work on)\b/i,
  /\bwithout \w+ing\b/i,
  /\buse\b.{1,80}\bnot\b/i,
];

/** Words of reports and of politeness that look like orders. */
const NO_RULE =
  /\bdon['’]?t (?:know|worry|think|see|understand|get it|care|mind|have)\b|\bif you don['’]?t\b|\bmust have been\b|\bkeeps?\b.{0,20}\bing\b/i;

/** A rule is a sentence; what is longer is pasted, what is shorter says nothing. */
const MIN_RULE_LENGTH = 8;
const MAX_RULE_LENGTH = 300;
/** Of a long prompt the ends are searched: the middle is what was pasted. */
const SEARCHED_LENGTH = 6_000;
/** More of one prompt are not rules but a specification; the prompt itself stands there too. */
const MAX_RULES_PER_PROMPT = 8;

export function findRules(prompt: string): string[] {
  return sentencesOf(keepEnds(prompt, SEARCHED_LENGTH)).filter(isRule).slice(-MAX_RULES_PER_PROMPT);
}

function isRule(sentence: string): boolean {
  if (sentence.length < MIN_RULE_LENGTH || sentence.length > MAX_RULE_LENGTH) return false;
  if (/[?？]$/.test(sentence) || isCode(sentence)) return false;
  return !NO_RULE.test(sentence) && RULES.some((rule) => rule.test(sentence));
}

const CHOICE_START =
  /^(?:yes|yeah|yep|yup|sure|ok(?:ay)?|right|agreed|approved?|no|nope|correct|perfect|great|go (?:with|for|ahead)|let['’]?s|make it so|sounds good|do (?:it|that|both|all|#?\d)|both|neither|the (?:first|second|third|latter|former|last)|option|#\d|\d\b|[a-d]\b[.)]?)(?=\W|$)/i;
const CHOICE_INSIDE =
  /\b(?:go(?:ing)? with|let['’]?s (?:use|go|do|keep|take|drop|skip)|option (?:\d|[a-d])\b|i(?:['’]d| would)? (?:prefer|choose|pick)|i(?:['’]ve| have)? decided|we(?:['’]ll| will) (?:use|go|keep)|#?\d is (?:better|best|fine|good))\b/i;
/** Nothing but a nod to go on. */
const GO_ON =
  /^(?:ok(?:ay)?|yes|continue|go on|go ahead|keep going|proceed|next|update|great|perfect|thanks?|thank you)\W*$/i;

const MAX_CHOICE_LENGTH = 400;
/** An answer as short as this to a question is a choice in any language. */
const SHORT_ANSWER_LENGTH = 120;

/**
 * The prompt as a choice, with the question it answers where the agent had just asked one; null when it
 * makes none.
 */
export function findDecision(prompt: string, lastAssistantText: string | null): string | null {
  const text = prompt.trim();
  if (text === '' || text.startsWith('[image]') || /[?？]$/.test(text)) return null;
  const question = lastAssistantText === null ? null : lastQuestion(lastAssistantText);
  const isShort = text.length <= SHORT_ANSWER_LENGTH;
  if (question !== null && isShort) return `${keepLine(text, MAX_CHOICE_LENGTH)} (to: ${question})`;
  if (GO_ON.test(text)) return null;
  if (text.length > MAX_CHOICE_LENGTH) {
    const sentence = sentencesOf(keepEnds(text, SEARCHED_LENGTH)).find(
      (one) => one.length <= MAX_RULE_LENGTH && !/[?？]$/.test(one) && CHOICE_INSIDE.test(one),
    );
    return sentence ?? null;
  }
  return CHOICE_START.test(text) || CHOICE_INSIDE.test(text)
    ? keepLine(text, MAX_CHOICE_LENGTH)
    : null;
}

const MAX_QUESTION_LENGTH = 200;

/** The question that the agent's text ends with, or nearly so. */
function lastQuestion(text: string): string | null {
  const sentences = sentencesOf(text.slice(-1_500));
  const question = sentences.slice(-3).findLast((sentence) => /[?？]["”*_)]*$/.test(sentence));
  return question === undefined
    ? null
    : keepLine(question.replace(/\*\*/g, ''), MAX_QUESTION_LENGTH);
}

/** One line each, without marks of lists; fenced code and quotes are nobody's own words. */
function sentencesOf(text: string): string[] {
  return text
    .replace(/```[\s\S]*?(?:```|$)/g, '\n')
    .split('\n')
    .filter((line) => !/^\s*>/.test(line) && !/^(?:\t| {4})\s*\S*[{};=<>]/.test(line))
    .flatMap((line) => line.split(/(?<=[.!?。！？]["”’)]?)\s+|(?<=[。！？])/))
    .map((sentence) =>
      sentence
        .replace(/^\s*(?:[-*•]|\d+[.)])\s+/, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((sentence) => sentence !== '');
}

function isCode(sentence: string): boolean {
  return /[{};]$|^\s*(?:at |#include|import |from \S+ import|\$ |\/\/|<\w+)|=>|\w+\(.*\)\s*$|^\S+:\d+/.test(
    sentence,
  );
}
