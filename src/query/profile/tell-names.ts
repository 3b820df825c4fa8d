// The names that an export may tell, made safe, and numbered instead where that is asked for. Numbers, not
// hashes: the hash of a short path can be guessed. The same name has the same number within one export.
import { oneLine } from '../../shared/sanitize.ts';
import { maskSecrets } from '../../shared/secrets.ts';
import type { NameKind } from './safe-target.ts';

export interface NameTeller {
  readonly isRedacted: boolean;
  /** Anything that says something of the person's work: paths, programs, addresses, own names. */
  tell(kind: NameKind, text: string): string;
  /** A tool or a subagent type: Claude Code's own stay as they are. */
  tellTool(name: string): string;
  tellAgent(type: string): string;
  /** Names of Claude Code's own, models, ids: made safe only. */
  clean(text: string): string;
}

const MAX_LENGTH = 200;
/** Nothing that can be shown is left of it. */
const NAMELESS = '(unnamed)';

/** Shipped with Claude Code: they tell nothing of anybody. */
const OWN_AGENTS: ReadonlySet<string> = new Set([
  'Explore',
  'Plan',
  'general-purpose',
  'statusline-setup',
  'output-style-setup',
  'claude-code-guide',
  'fork',
]);

export function createNameTeller(isRedacted: boolean): NameTeller {
  const safe = new Map<string, string>();
  const numbers = new Map<string, string>();
  const counts = new Map<NameKind, number>();
  const clean = (text: string): string => {
    const known = safe.get(text);
    if (known !== undefined) return known;
    const made = cut(oneLine(maskSecrets(oneLine(text.slice(0, MAX_LENGTH * 10))))) || NAMELESS;
    safe.set(text, made);
    return made;
  };
  const tell = (kind: NameKind, text: string): string => {
    if (!isRedacted) return clean(text);
    const key = `${kind} ${text}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    numbers.set(key, `${kind}-${count}`);
    return `${kind}-${count}`;
  };
  return {
    isRedacted,
    tell,
    // Tools of Claude Code are one word; those of MCP servers and others may name a firm.
    tellTool: (name) => (/^[A-Z][A-Za-z]{1,40}$/.test(name) ? name : tell('tool', name)),
    tellAgent: (type) => (OWN_AGENTS.has(type) ? type : tell('agent', type)),
    clean,
  };
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= MAX_LENGTH
    ? text
    : `${characters.slice(0, MAX_LENGTH - 1).join('')}…`;
}
