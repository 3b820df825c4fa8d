// What may be told of a tool call's target: a file's path, a program, an address, a subagent's type. A
// command's words, a pattern or a query are text of the session and are not told.

/** What a name stands for, where it is replaced by a number. */
export type NameKind = 'path' | 'command' | 'address' | 'agent' | 'tool' | 'word';

export interface SafeTarget {
  readonly kind: NameKind;
  readonly text: string;
}

/** Tools whose target is a file or a folder, by name. */
const FILE_TOOLS: ReadonlySet<string> = new Set([
  'Read',
  'Write',
  'Edit',
  'MultiEdit',
  'Update',
  'NotebookRead',
  'NotebookEdit',
  'LS',
]);
const SHELL_TOOLS: ReadonlySet<string> = new Set(['Bash', 'PowerShell', 'Shell']);
const AGENT_TOOLS: ReadonlySet<string> = new Set(['Agent', 'Task']);

/** `target` as a trace has it: one line, secrets masked. Null: nothing that may be told. */
export function safeTarget(tool: string | null, target: string | null): SafeTarget | null {
  if (target === null || tool === null) return null;
  if (FILE_TOOLS.has(tool)) return { kind: 'path', text: target };
  if (SHELL_TOOLS.has(tool)) return named('command', programOf(target));
  if (AGENT_TOOLS.has(tool)) return named('agent', plainWord(target));
  if (tool === 'WebFetch') return named('address', addressOf(target));
  if (tool === 'Skill') return named('word', plainWord(target));
  // Of a search, the folder it was in: `pattern in path`.
  const where = target.slice(target.lastIndexOf(' in ') + 1).replace(/^in /, '');
  return named('path', ROOTED_PATH.test(where) ? where : null);
}

/** From the root or the home folder, without blanks. */
const ROOTED_PATH = /^(?:[A-Za-z]:[\\/]|~?\/)[^\s*?"'<>|]+$/;

function named(kind: NameKind, text: string | null): SafeTarget | null {
  return text === null ? null : { kind, text };
}

/** A type or skill is one short word; anything else would be a description. */
function plainWord(text: string): string | null {
  return /^[\w.:@/-]{1,60}$/.test(text) ? text : null;
}

/** Programs whose first word says what they do. */
const WITH_VERB: ReadonlySet<string> = new Set(
  'bun cargo docker gh git go kubectl make npm npx pip pnpm poetry terraform uv yarn'.split(' '),
);

/** `cd web && CI=1 npm test -- x` → `npm test`: what runs first, without its words. */
export function programOf(command: string): string | null {
  const steps = withoutQuotes(command)
    .split(/&&|\|\||[;|\n]/)
    .map((step) => step.trim());
  const main = steps.find((step) => step !== '' && !/^(?:cd|export|set|source|\.)\s/.test(step));
  const words = (main ?? steps[0] ?? '').split(/\s+/).filter((word) => !/^\w+=/.test(word));
  const first = /([\w.+-]{1,40})$/.exec(words[0] ?? '')?.[1] ?? null;
  if (first === null || !WITH_VERB.has(first)) return first;
  const verb = words.slice(1).find((word) => !word.startsWith('-'));
  return verb !== undefined && /^[a-z][a-z:-]{1,24}$/.test(verb) ? `${first} ${verb}` : first;
}

/** What is quoted is text; a quote that the cut left open reaches to the end. */
function withoutQuotes(command: string): string {
  return command.replace(/'[^']*'|"(?:\\.|[^"\\])*"/g, "''").replace(/(?<!')['"`](?!').*$/s, "''");
}

/** Without user, query and fragment. */
function addressOf(text: string): string | null {
  try {
    const { protocol, host, pathname } = new URL(text);
    return /^https?:$/.test(protocol) ? `${protocol}//${host}${pathname}` : null;
  } catch {
    return null;
  }
}
