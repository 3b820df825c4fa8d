// Whether one value fits one setting, from the file or from the environment. Knows types and ranges;
// knows nothing of where the value stands.
import { isAbsolute, win32 } from 'node:path';
import { isDayKey } from '../shared/calendar.ts';
import { nearestName } from '../shared/nearest.ts';
import { openZone } from '../shared/zone.ts';
import { checkPhrases, PHRASES_FORM } from './check-phrases.ts';
import type { SettingDefinition, SettingValue } from './settings.ts';

export type ValueCheck =
  | { readonly ok: true; readonly value: SettingValue }
  | {
      readonly ok: false;
      /** The value as the user wrote it, shortened. */
      readonly seen: string;
      /** The form that would be accepted: `one of sunday, monday`. */
      readonly accepted: string;
      /** The accepted value closest to the one seen. */
      readonly nearest: string | null;
      /** Which part of the value is meant, when not all of it. */
      readonly at?: string;
      /** The key that was probably meant, when it is the key that is wrong. */
      readonly nearestKey?: string;
    };

export function checkValue(definition: SettingDefinition, value: unknown): ValueCheck {
  if (definition.type === 'phrases') return checkPhraseList(value);
  if (fits(definition, value)) return { ok: true, value };
  return {
    ok: false,
    seen: formatSeen(value),
    accepted: describeAccepted(definition),
    nearest: typeof value === 'string' ? nearestValue(definition, value) : null,
  };
}

function checkPhraseList(value: unknown): ValueCheck {
  const check = checkPhrases(value);
  if (check.ok) return { ok: true, value: check.phrases };
  const { at, seen, accepted, nearest } = check;
  const isMissing = seen === undefined;
  return {
    ok: false,
    seen: isMissing ? 'missing' : formatSeen(seen),
    accepted,
    nearest,
    ...(at === null ? {} : { at }),
  };
}

/** The same for the text of an environment variable; lists are separated by commas. */
export function checkText(definition: SettingDefinition, text: string): ValueCheck {
  const check = checkValue(definition, readText(definition, text.trim()));
  return check.ok ? check : { ...check, seen: formatSeen(text) };
}

/** `a whole number from 1 to 31`, `one of auto, always, never`. */
export function describeAccepted(definition: SettingDefinition): string {
  const range = `from ${definition.min} to ${definition.max}`;
  switch (definition.type) {
    case 'paths':
      return 'a list of folders, each absolute or starting with ~';
    case 'timezone':
      return 'an IANA time zone such as "Europe/Berlin", "UTC", or an offset such as "+05:30"';
    case 'date':
      return 'a date such as "2026-11-21"';
    case 'choice':
      return `one of ${(definition.choices ?? []).join(', ')}`;
    case 'choices':
      return `a list of ${(definition.choices ?? []).join(', ')}, each at most once`;
    case 'boolean':
      return 'true or false';
    case 'number':
      return `a number ${range}`;
    case 'integer':
      return `a whole number ${range}`;
    case 'text':
      return 'a text that is not empty';
    case 'phrases':
      return PHRASES_FORM;
    default:
      return definition.type satisfies never;
  }
}

function fits(definition: SettingDefinition, value: unknown): value is SettingValue {
  switch (definition.type) {
    case 'paths':
      return Array.isArray(value) && value.every(isFolderPath);
    case 'timezone':
      return typeof value === 'string' && isTimezone(value);
    case 'date':
      return typeof value === 'string' && isDayKey(value);
    case 'choice':
      return typeof value === 'string' && (definition.choices ?? []).includes(value);
    case 'choices':
      return isChoices(definition, value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number' && isInRange(definition, value);
    case 'integer':
      return Number.isInteger(value) && isInRange(definition, value as number);
    case 'text':
      return typeof value === 'string' && value.trim() !== '';
    case 'phrases':
      return checkPhrases(value).ok;
    default:
      return definition.type satisfies never;
  }
}

function readText(definition: SettingDefinition, text: string): unknown {
  switch (definition.type) {
    case 'paths':
    case 'choices':
      return text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'number':
    case 'integer':
      return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : text;
    default:
      return text;
  }
}

function isChoices({ choices = [] }: SettingDefinition, value: unknown): boolean {
  if (!Array.isArray(value) || new Set(value).size !== value.length) return false;
  return value.every((word) => choices.includes(word));
}

function isFolderPath(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return isAbsolute(value) || win32.isAbsolute(value) || /^~($|[/\\])/.test(value);
}

function isInRange(definition: SettingDefinition, value: number): boolean {
  return value >= (definition.min ?? -Infinity) && value <= (definition.max ?? Infinity);
}

function isTimezone(name: string): boolean {
  try {
    openZone(name);
    return true;
  } catch {
    return false;
  }
}

function nearestValue(definition: SettingDefinition, value: string): string | null {
  if (definition.type === 'choice') return nearestName(value, definition.choices ?? []);
  if (definition.type !== 'timezone') return null;
  const zones = Intl.supportedValuesOf('timeZone');
  const city = (zone: string) => zone.slice(zone.lastIndexOf('/') + 1);
  const whole = nearestName(value, zones);
  if (whole !== null) return whole;
  const name = nearestName(city(value.replaceAll(' ', '_')), zones.map(city));
  return zones.find((zone) => city(zone) === name) ?? null;
}

const SEEN_LENGTH = 60;

/** A value in one short line, as a message shows it. */
export function formatSeen(value: unknown): string {
  if (value instanceof Date) return 'a date';
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return 'a table';
  const isPlainNumber = typeof value === 'number' || typeof value === 'bigint';
  const text = isPlainNumber ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > SEEN_LENGTH ? `${text.slice(0, SEEN_LENGTH - 1)}…` : text;
}
