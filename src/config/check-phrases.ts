// Whether a list of phrases fits: texts, or tables with text, mode, category and intent. Knows no metric.
import { compilePattern } from '../shared/linear-pattern/linear-pattern.ts';
import { nearestName } from '../shared/nearest.ts';
import { PHRASE_MODES, type PhraseSetting } from './setting-definition.ts';

export type PhrasesCheck =
  | { readonly ok: true; readonly phrases: readonly PhraseSetting[] }
  | {
      readonly ok: false;
      /** Which phrase, from 1, and what of it; null: the list itself. */
      readonly at: string | null;
      readonly seen: unknown;
      readonly accepted: string;
      readonly nearest: string | null;
    };

export const PHRASES_FORM =
  'a list of phrases, each a text or a table with text and, where wanted, mode, category and intent';

const FIELDS = ['text', 'mode', 'category', 'intent'] as const;
const TEXT = 'a text that is not empty';
/** Of phrases that name none. */
const OWN_CATEGORY = 'custom';
/** A phrase longer than this is none. Own choice. */
const MAX_LENGTH = 500;

export function checkPhrases(value: unknown): PhrasesCheck {
  if (!Array.isArray(value)) return wrong(null, value, PHRASES_FORM);
  const phrases: PhraseSetting[] = [];
  for (const [index, item] of value.entries()) {
    const check = checkPhrase(item, `phrase ${index + 1}`);
    if (!check.ok) return check;
    phrases.push(...check.phrases);
  }
  return { ok: true, phrases };
}

function checkPhrase(item: unknown, place: string): PhrasesCheck {
  const table: unknown = typeof item === 'string' ? { text: item } : item;
  if (!isTable(table)) return wrong(place, item, 'a text, or a table with text');
  const unknown = Object.keys(table).find((name) => !FIELDS.some((field) => field === name));
  if (unknown !== undefined) {
    const accepted = `only ${FIELDS.join(', ')}`;
    const near = nearestName(unknown, FIELDS);
    return wrong(`${place}, ${unknown}`, table[unknown], accepted, near);
  }
  const { text, mode = 'word', category = OWN_CATEGORY, intent = null } = table;
  if (!isText(text))
    return wrong(`${place}, text`, text, `a text of 1 to ${MAX_LENGTH} characters`);
  if (!isMode(mode)) {
    const near = typeof mode === 'string' ? nearestName(mode, PHRASE_MODES) : null;
    return wrong(`${place}, mode`, mode, `one of ${PHRASE_MODES.join(', ')}`, near);
  }
  if (!isText(category)) return wrong(`${place}, category`, category, TEXT);
  if (intent !== null && !isText(intent)) return wrong(`${place}, intent`, intent, TEXT);
  const fault = mode === 'regex' ? faultOf(text) : null;
  if (fault !== null) return wrong(`${place}, text`, text, `a pattern that can be used; ${fault}`);
  return { ok: true, phrases: [{ text, mode, category, intent }] };
}

function wrong(
  at: string | null,
  seen: unknown,
  accepted: string,
  nearest: string | null = null,
): PhrasesCheck {
  return { ok: false, at, seen, accepted, nearest };
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= MAX_LENGTH;
}

function isMode(value: unknown): value is PhraseSetting['mode'] {
  return PHRASE_MODES.some((mode) => mode === value);
}

/** Null: the pattern can be looked for. */
function faultOf(text: string): string | null {
  const compiled = compilePattern(text);
  return compiled.ok ? null : `this one cannot: ${compiled.fault}`;
}
