// Whether a value that stands where a secret would is none: a placeholder, an example, a name or an
// expression. Knows how people write those; a real secret that looks like one is missed.
import { isReference } from '../../../shared/secret-shapes.ts';

const WORDS =
  /^(?:your|example|sample|test|testing|dummy|fake|mock|null|none|undefined|true|false|todo|change|replace|insert|enter|redacted|hidden|masked|removed|secret|password|passwd|token|placeholder|lorem|default|invalid|wrong|admin|letmein|correct|hunter2|s3cr3t|string|number|boolean|unknown|process|import|require|config|settings|options|params|props|self|this|getenv|optional|required)(?![a-z]{3})/i;
/** Too short to tell by themselves. */
const SHORT_WORDS = /^(?:my|the|some|an?|nil|tbd|put|foo|bar|baz|any|env|os|str)(?:[-_.([ ]|$)/i;
const MARKS =
  /[<>{}[\]()|\\]|\$\w|\*{3}|\.{3}|…|%[\w(]|#\{|xxx|0000000|1234567|abcdef(?!\d)|example|placeholder|your[-_ ]|[-_]here$|changeme|deadbeef/i;

/** Of a part that was chosen by a machine: keys with a fixed prefix. */
export function isPlaceholderKey(body: string): boolean {
  if (/xxxx|\*{3}|\.{3}|…|your|placeholder|redacted|<|>|\$\{/i.test(body)) return true;
  if (
    /^(?:test|fake|dummy|example|sample|null|mock|abc123|abcdef(?:ghij)?|0123456|1234567)/i.test(
      body,
    )
  )
    return true;
  return hasFewCharacters(body);
}

/** Of a value that anyone may have chosen: assignments, passwords in addresses. */
export function isPlaceholderValue(value: string): boolean {
  return (
    isReference(value) ||
    WORDS.test(value) ||
    SHORT_WORDS.test(value) ||
    MARKS.test(value) ||
    hasFewCharacters(value) ||
    isName(value) ||
    /^\d+(?:\.\d+)?[a-z]{0,2}$/i.test(value)
  );
}

/** A word of a program: camelCase, snake_case, kebab-case, dotted, a path or an address without digits. */
function isName(value: string): boolean {
  if (/^[./~]|:\/\/|^[A-Za-z]:[\\/]/.test(value)) return true;
  if (/^[a-z]+(?:[A-Z][a-z]+)+\d?$|^[A-Z][a-z]+(?:[A-Z][a-z]+)+\d?$/.test(value)) return true;
  if (/^[A-Za-z]+\d?(?:[-_.:/@][A-Za-z]+\d?)+$/.test(value)) return true;
  const parts = value.split(/\??\./);
  const isPart = (part: string) =>
    /^[A-Za-z_$][\w$]{0,30}/.test(part) && part.replace(/\D/g, '').length <= 6;
  return parts.length > 1 && parts.every(isPart);
}

/** Fewer than five different characters, or one that fills most of it. */
function hasFewCharacters(value: string): boolean {
  const counts = new Map<string, number>();
  for (const character of value.toLowerCase().slice(0, 200)) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return counts.size < 5 || Math.max(...counts.values()) > value.slice(0, 200).length * 0.6;
}
