// The line in a handoff's front matter by which it is known whether a person has touched the file since
// we wrote it, and the reading of that front matter. Trusts nothing else of the file.
import { hashBytes } from '../../shared/hash.ts';

const SEAL = /^telltale: 1 ([0-9a-f]{14})$/m;
const FRONT = /^---\r?\n([\s\S]{0,4000}?)\r?\n---\r?\n/;

/** The text with its seal as the last line of its front matter. */
export function sealHandoff(text: string): string {
  const end = text.indexOf('\n---\n', 3);
  if (!text.startsWith('---\n') || end < 0) return text;
  return `${text.slice(0, end)}\ntelltale: 1 ${hashOf(text)}${text.slice(end)}`;
}

/** It is as we wrote it, to the last byte. */
export function isUntouched(text: string): boolean {
  const front = FRONT.exec(text)?.[0] ?? '';
  const seal = SEAL.exec(front);
  if (seal === null) return false;
  const line = `\n${seal[0]}`;
  const at = text.indexOf(line);
  return at >= 0 && hashOf(text.slice(0, at) + text.slice(at + line.length)) === seal[1];
}

export interface HandoffFacts {
  /** Null: the front matter does not say. */
  readonly sessionId: string | null;
  readonly project: string | null;
  readonly createdMs: number | null;
  readonly title: string | null;
}

/** Of any text: what is missing or misspelt is null. */
export function readHandoffFacts(text: string): HandoffFacts {
  const front = FRONT.exec(text)?.[1] ?? '';
  const field = (name: string): string | null =>
    new RegExp(`^${name}:[ \\t]*(.+?)[ \\t]*$`, 'm').exec(front)?.[1] ?? null;
  const createdMs = Date.parse(field('created') ?? '');
  return {
    sessionId: field('session'),
    project: field('project'),
    createdMs: Number.isNaN(createdMs) ? null : createdMs,
    title: /^# (?:Handoff: )?(.{1,200})/m.exec(text)?.[1]?.trim() ?? null,
  };
}

function hashOf(text: string): string {
  return hashBytes(Buffer.from(text));
}
