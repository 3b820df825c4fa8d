// Whether the bytes of a settings file are the strict JSON that telltale edits. What is not, is refused
// with the place and with what to paste; it is never rewritten.
import { type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { TelltaleError } from '../../shared/errors.ts';
import { nodeAt } from './splice-json.ts';

/**
 * The text of a settings file that can be edited.
 * @throws TelltaleError 'settings-unusable'; `advice` is its next step
 */
export function checkSettings(bytes: Uint8Array, path: string, advice: string): string {
  const refuse = (why: string) =>
    new TelltaleError('settings-unusable', {
      what: `${path} ${why}, and is left as it is`,
      next: advice,
    });
  const text = decode(bytes);
  if (text === null) throw refuse('is not UTF-8 text');
  const fault = findFault(text);
  if (fault !== null) throw refuse(fault);
  return text;
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** A clause that says what is wrong; null when all is well. */
function findFault(text: string): string | null {
  if (text.startsWith('\uFEFF')) return 'begins with a byte order mark';
  if (text.trim() === '') return 'is empty';
  let settings: unknown;
  try {
    settings = JSON.parse(text);
  } catch {
    return describeSyntax(text);
  }
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    return 'holds no JSON object';
  }
  return (
    findTwice(text, []) ??
    findTwice(text, ['hooks']) ??
    findTwice(text, ['statusLine']) ??
    findWrongShape(settings)
  );
}

/** Comments and trailing commas are no JSON either; the place of the first fault. */
function describeSyntax(text: string): string {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first === undefined) return 'is not valid JSON';
  const before = text.slice(0, first.offset);
  const line = before.split('\n').length;
  const column = before.length - before.lastIndexOf('\n');
  const words = printParseErrorCode(first.error)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return `is not strict JSON (line ${line}, column ${column}: ${words})`;
}

/** Two of one name: which one counts is not for us to say. */
function findTwice(text: string, path: readonly string[]): string | null {
  const node = nodeAt(text, [...path]);
  if (node?.type !== 'object') return null;
  const keys = (node.children ?? []).map((property) => String(property.children?.[0]?.value));
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  return twice === undefined ? null : `has ${JSON.stringify(twice)} twice`;
}

function findWrongShape(settings: object): string | null {
  const hooks = (settings as Record<string, unknown>).hooks;
  if (hooks === undefined) return null;
  if (typeof hooks !== 'object' || hooks === null || Array.isArray(hooks)) {
    return 'has a "hooks" that is no object';
  }
  const event = Object.entries(hooks).find(([, groups]) => !Array.isArray(groups))?.[0];
  return event === undefined
    ? null
    : `has under "hooks" a ${JSON.stringify(event)} that is no list`;
}
