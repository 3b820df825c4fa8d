// What was said: the person's requests, rules and choices, and the last words of the agent. Knows the
// order of speech; which sentence is a rule or a choice is person-words.ts's.
import { findDecision, findRules } from './person-words.ts';
import { keepEnds, keepLine, keepTail } from './work-text.ts';

export interface SpeechFold {
  goal: string | null;
  /** The newest last. */
  readonly prompts: string[];
  readonly constraints: string[];
  readonly decisions: string[];
  lastText: string | null;
  earlierText: string | null;
  readonly trail: string[];
  summary: string | null;
  /** Who has the word: the person asked, the agent works, the agent has said something last. */
  state: 'nothing' | 'asked' | 'working' | 'said';
  wasInterrupted: boolean;
}

const MAX_GOAL_LENGTH = 2_000;
const MAX_PROMPT_LENGTH = 800;
const MAX_PROMPTS = 12;
const MAX_CONSTRAINTS = 30;
const MAX_DECISIONS = 30;
const MAX_TEXT_LENGTH = 2_400;
const MAX_SUMMARY_LENGTH = 2_400;
const MAX_TRAIL = 10;
const MAX_TRAIL_LENGTH = 200;
/** The agent's texts from this length on tell something of their own. */
const LONG_TEXT_LENGTH = 500;

export function beginSpeech(): SpeechFold {
  return {
    goal: null,
    prompts: [],
    constraints: [],
    decisions: [],
    lastText: null,
    earlierText: null,
    trail: [],
    summary: null,
    state: 'nothing',
    wasInterrupted: false,
  };
}

export function notePrompt(fold: SpeechFold, text: string): void {
  fold.goal ??= keepEnds(text, MAX_GOAL_LENGTH);
  push(fold.prompts, keepEnds(text, MAX_PROMPT_LENGTH), MAX_PROMPTS);
  const decision = findDecision(text, fold.lastText);
  if (decision !== null) push(fold.decisions, decision, MAX_DECISIONS);
  for (const rule of findRules(text)) {
    if (rule !== decision) push(fold.constraints, rule, MAX_CONSTRAINTS);
  }
  fold.state = 'asked';
  fold.wasInterrupted = false;
}

export function noteAssistant(fold: SpeechFold, text: string): void {
  const kept = keepTail(text, MAX_TEXT_LENGTH);
  if (fold.lastText !== null) {
    push(fold.trail, keepLine(fold.lastText, MAX_TRAIL_LENGTH), MAX_TRAIL);
  }
  if (fold.lastText !== null && fold.lastText.length >= LONG_TEXT_LENGTH) {
    fold.earlierText = fold.lastText;
  }
  if (kept.length >= LONG_TEXT_LENGTH) fold.earlierText = null;
  fold.lastText = kept;
  fold.state = 'said';
  fold.wasInterrupted = false;
}

/** What the client writes behind a summary, for the model. */
const SUMMARY_END =
  /\n+(?:If you need specific details from before compaction|Please continue the conversation|Continue the conversation from where)[\s\S]*$/;

export function noteSummary(fold: SpeechFold, text: string): void {
  const end = text.slice(-4 * MAX_SUMMARY_LENGTH).replace(SUMMARY_END, '');
  fold.summary = keepTail(end, MAX_SUMMARY_LENGTH);
  // What was said before it is told by it.
  fold.trail.length = 0;
}

/** The same words again take the newest place. */
function push(texts: string[], text: string, most: number): void {
  const before = texts.indexOf(text);
  if (before >= 0) texts.splice(before, 1);
  texts.push(text);
  if (texts.length > most) texts.shift();
}
