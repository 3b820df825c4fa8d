// What a session is called: its stored title, else its first prompt, fetched from the transcript.
// Cleans and masks whatever it returns; never stores prompt text.
import { maskLine } from '../../shared/secrets.ts';
import { readPresentPath } from '../../store/readers/sessions.ts';
import type { QueryContext } from '../context.ts';
import { readPromptText } from './prompt-text.ts';

/** In the order of precedence; null: the session has no title that can be read. */
export type TitleSource = 'custom-title' | 'ai-title' | 'summary' | 'first-prompt' | null;

export interface Title {
  /** One line, safe to print, at most 80 characters when it comes from a prompt. */
  readonly title: string | null;
  readonly source: TitleSource;
}

/** The columns of the session table that decide the title. */
export interface TitleFacts {
  readonly title: string | null;
  readonly titleSource: string | null;
  readonly promptFileId: number | null;
  readonly promptOffset: number | null;
}

const MAX_PROMPT_CHARACTERS = 80;
const MAX_TITLE_CHARACTERS = 200;
/** Enough for any title after cleaning; keeps the patterns away from pasted megabytes. */
const MAX_CLEANED_UNITS = 4096;

export function readTitle(context: Pick<QueryContext, 'store'>, session: TitleFacts): Title {
  const stored = session.title === null ? '' : cleanText(session.title, MAX_TITLE_CHARACTERS);
  if (stored !== '') return { title: stored, source: session.titleSource as TitleSource };
  const prompt = readFirstPrompt(context, session);
  if (prompt === '') return { title: null, source: null };
  return { title: prompt, source: 'first-prompt' };
}

function readFirstPrompt(context: Pick<QueryContext, 'store'>, session: TitleFacts): string {
  if (session.promptFileId === null || session.promptOffset === null) return '';
  const path = readPresentPath(context.store.db, session.promptFileId);
  const text = path === undefined ? null : readPromptText(path, session.promptOffset);
  return text === null ? '' : cleanText(text, MAX_PROMPT_CHARACTERS);
}

/** Masks before cutting, so that no half of a secret stays unrecognised at the cut. */
function cleanText(text: string, maxCharacters: number): string {
  const clean = maskLine(text.slice(0, MAX_CLEANED_UNITS));
  const characters = [...clean];
  if (characters.length <= maxCharacters) return clean;
  return `${characters
    .slice(0, maxCharacters - 1)
    .join('')
    .trimEnd()}…`;
}
