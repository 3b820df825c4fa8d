// The note about telltale in a CLAUDE.md, between two comments: appended by init when asked for, and
// taken out by uninstall. Works on bytes, because such a file may hold anything.
import { clientFolder, type SettingsScope } from '../../live/settings-places.ts';
import { type Place, pathRules } from '../../shared/paths.ts';
import type { FileTask } from './file-task.ts';

const BEGIN =
  '<!-- telltale: begin. Written by telltale init, taken out by telltale uninstall. -->';
const END = '<!-- telltale: end -->';

const NOTE = [
  '## telltale',
  '',
  'telltale watches what this session costs and how full its context is.',
  '',
  '- `telltale status` shows the health of the session, `telltale show` its costs.',
  '- When a warning of telltale says that the context is worn out, finish the step at hand, run `telltale handoff`, and suggest to go on in a new session.',
];

/** Where Claude Code looks for it; the local one is not meant to be shared. */
export function claudeMdPath(scope: SettingsScope, place: Place, cwd: string): string {
  const { join } = pathRules(place.platform);
  if (scope === 'user') return join(clientFolder(place), 'CLAUDE.md');
  return join(cwd, scope === 'project' ? 'CLAUDE.md' : 'CLAUDE.local.md');
}

export function claudeMdTask(scope: SettingsScope, path: string): FileTask {
  return {
    kind: 'claude-md',
    scope,
    path,
    isPrivate: scope === 'user',
    put: putNote,
    drop: dropNote,
    isBlank: (bytes) => bytes.toString('latin1').trim() === '',
  };
}

function putNote(before: Buffer | null): Buffer {
  const text = before?.toString('latin1') ?? '';
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const block = [BEGIN, ...NOTE, END].join(lineEnd);
  const found = findNote(text);
  if (found !== null) {
    return Buffer.from(text.slice(0, found.start) + block + text.slice(found.end), 'latin1');
  }
  const gap = text === '' ? '' : text.endsWith('\n') ? lineEnd : lineEnd + lineEnd;
  return Buffer.from(`${text}${gap}${block}${lineEnd}`, 'latin1');
}

/** With the empty line above it and its own line end; without a note the same bytes. */
function dropNote(before: Buffer): Buffer {
  const text = before.toString('latin1');
  const found = findNote(text);
  if (found === null) return before;
  const above = /(?:(?<=\n)|^)\r?\n$/.exec(text.slice(0, found.start))?.[0] ?? '';
  const below = /^\r?\n/.exec(text.slice(found.end))?.[0] ?? '';
  const kept = text.slice(0, found.start - above.length) + text.slice(found.end + below.length);
  return Buffer.from(kept, 'latin1');
}

function findNote(text: string): { readonly start: number; readonly end: number } | null {
  const start = text.indexOf(BEGIN);
  const end = start < 0 ? -1 : text.indexOf(END, start);
  return end < 0 ? null : { start, end: end + END.length };
}
