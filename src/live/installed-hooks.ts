// What a settings file of Claude Code says about hooks and status line: which are telltale's, and what
// switches them off. Recognises ours by their marker alone; changes nothing.
import { splitWords } from '../shared/shell-words.ts';

/** Stands in every command of ours, so that no foreign one is taken for it. */
export const MARKER = ['--source', 'telltale'] as const;

export interface OwnCommand {
  /** The words as they reach the program. */
  readonly words: readonly string[];
  /** `null`: found by name on the search path. */
  readonly nodePath: string | null;
  readonly scriptPath: string;
  /** The status line that ours runs first; null when there is none. */
  readonly wrapped: string | null;
}

export interface OwnHandler extends OwnCommand {
  readonly event: string;
}

export type StatuslineState =
  | { readonly kind: 'none' }
  | { readonly kind: 'own'; readonly own: OwnCommand }
  /** `command` is null when it is of a kind that cannot be run from within ours. */
  | { readonly kind: 'foreign'; readonly command: string | null };

export interface SettingsFacts {
  readonly handlers: readonly OwnHandler[];
  readonly statusline: StatuslineState;
  /** `disableAllHooks`: no hook runs, and no status line. */
  readonly disablesHooks: boolean;
  /** `allowManagedHooksOnly`, which counts in the administrator's files. */
  readonly allowsManagedOnly: boolean;
}

/** Null when the text is no JSON object: Claude Code skips such a file whole. */
export function readSettingsFacts(text: string): SettingsFacts | null {
  let settings: unknown;
  try {
    settings = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
  if (!isRecord(settings)) return null;
  return {
    handlers: listOwnHandlers(settings.hooks),
    statusline: describeStatusline(settings.statusLine),
    disablesHooks: settings.disableAllHooks === true,
    allowsManagedOnly: settings.allowManagedHooksOnly === true,
  };
}

/** Ours if it starts `dist/hook.js` with the marker, whatever folder that is in. */
export function parseOwnHandler(handler: unknown): OwnCommand | null {
  return isRecord(handler) ? parseOwnCommand(handler.command, handler.args, 'hook.js') : null;
}

export function describeStatusline(value: unknown): StatuslineState {
  if (value === undefined) return { kind: 'none' };
  if (!isRecord(value)) return { kind: 'foreign', command: null };
  const own = parseOwnCommand(value.command, value.args, 'statusline.js');
  if (own !== null) return { kind: 'own', own };
  const isPlain = value.type === 'command' && typeof value.command === 'string';
  return { kind: 'foreign', command: isPlain ? (value.command as string) : null };
}

function listOwnHandlers(hooks: unknown): OwnHandler[] {
  if (!isRecord(hooks)) return [];
  return Object.entries(hooks).flatMap(([event, groups]) =>
    listOf(groups)
      .flatMap((group) => (isRecord(group) ? listOf(group.hooks) : []))
      .flatMap((handler) => {
        const own = parseOwnHandler(handler);
        return own === null ? [] : [{ event, ...own }];
      }),
  );
}

function parseOwnCommand(command: unknown, args: unknown, script: string): OwnCommand | null {
  if (typeof command !== 'string') return null;
  const words = Array.isArray(args) ? [command, ...args.map(String)] : splitWords(command);
  const at = words.findIndex(
    (word, index) =>
      isOurScript(word, script) && words[index + 1] === MARKER[0] && words[index + 2] === MARKER[1],
  );
  const scriptPath = words[at];
  if (scriptPath === undefined) return null;
  const node = words[at - 1];
  const nodePath = node !== undefined && /[\\/]/.test(node) ? node : null;
  const wrapped = words[at + 3] === '--wrap' ? (words[at + 4] ?? null) : null;
  return { words, nodePath, scriptPath, wrapped };
}

function isOurScript(word: string, script: string): boolean {
  return new RegExp(`[\\\\/]dist[\\\\/]${script.replace('.', '\\.')}$`).test(word);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
