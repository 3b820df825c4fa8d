// Finds a setting's definition by the key as written, and the key a person probably meant. Knows
// names only, no values.
import { nearestName } from '../shared/nearest.ts';
import type { SettingDefinition } from './setting-definition.ts';
import { SETTING_DEFINITIONS } from './setting-table.ts';

export interface KnownSetting {
  /** Key in the table: `prices.<model>.input`. */
  readonly pattern: string;
  readonly definition: SettingDefinition;
}

export const KNOWN_SETTINGS: readonly KnownSetting[] = Object.entries<SettingDefinition>(
  SETTING_DEFINITIONS,
).map(([pattern, definition]) => ({ pattern, definition }));

/** The setting at exactly this place, or `undefined`. */
export function findSetting(segments: readonly string[]): KnownSetting | undefined {
  return KNOWN_SETTINGS.find(
    ({ pattern }) => pattern.split('.').length === segments.length && startsLike(pattern, segments),
  );
}

/** Whether settings live below this place, so that a table belongs there. */
export function isSection(segments: readonly string[]): boolean {
  return KNOWN_SETTINGS.some(
    ({ pattern }) => pattern.split('.').length > segments.length && startsLike(pattern, segments),
  );
}

/**
 * The key meant by an unknown one: a sibling with a similar name, or a setting of that name in
 * another section. `null` when nothing is close.
 */
export function nearestKey(segments: readonly string[]): string | null {
  const parents = segments.slice(0, -1);
  const word = segments.at(-1) ?? '';
  const siblings = siblingNames(parents);
  const sibling = nearestName(word, siblings);
  if (sibling !== null) return formatKey([...parents, sibling]);
  const fixed = KNOWN_SETTINGS.map(({ pattern }) => pattern).filter((key) => !key.includes('<'));
  const whole = nearestName(segments.join('.'), fixed);
  if (whole !== null) return whole;
  const lastNames = fixed.map((key) => key.slice(key.lastIndexOf('.') + 1));
  const name = nearestName(word, lastNames);
  return name === null ? null : (fixed[lastNames.indexOf(name)] ?? null);
}

/** `prices."claude-opus-4.5".input`: dots between, quotes where TOML wants them. */
export function formatKey(segments: readonly string[]): string {
  return segments
    .map((segment) => (/^[A-Za-z0-9_-]+$/.test(segment) ? segment : JSON.stringify(segment)))
    .join('.');
}

/** The reverse of `formatKey`; blanks around dots are allowed. `null` when the quotes do not match. */
export function parseKey(text: string): string[] | null {
  const segments: string[] = [];
  let rest = text.trim();
  for (;;) {
    const match = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"'.=[\]]+))\s*(?:\.\s*|$)/.exec(rest);
    if (match === null) return null;
    const [whole, quoted, literal, bare] = match;
    segments.push(quoted?.replaceAll(/\\(.)/g, '$1') ?? literal ?? bare ?? '');
    rest = rest.slice(whole.length);
    if (rest === '') return whole.trimEnd().endsWith('.') ? null : segments;
  }
}

function siblingNames(parents: readonly string[]): string[] {
  const names = KNOWN_SETTINGS.filter(({ pattern }) => startsLike(pattern, parents))
    .map(({ pattern }) => pattern.split('.')[parents.length])
    .filter((name) => name !== undefined && !name.startsWith('<'));
  return [...new Set(names as string[])];
}

function startsLike(pattern: string, segments: readonly string[]): boolean {
  const parts = pattern.split('.');
  return segments.every((segment, index) => {
    const part = parts[index];
    return part === segment || part?.startsWith('<') === true;
  });
}
