// Files touched by the tools that read and write them. Knows which tool does what to a file; what
// commands do to files it cannot know.
import type { ToolResultItem } from './conversation-item.ts';
import type { OpenUse } from './open-use.ts';

export interface FileFold {
  readonly path: string;
  action: 'created' | 'edited' | 'read';
  count: number;
  lastTouch: number;
}

const EDITS = new Set(['Edit', 'MultiEdit', 'NotebookEdit', 'Update']);

/** Files kept of each: more no reader takes in; the longest untouched go first. */
const MAX_CHANGED = 300;
const MAX_READ = 60;

/** For results without an error. */
export function noteFile(
  files: FileFold[],
  use: OpenUse,
  { facts }: ToolResultItem,
  touch: number,
): void {
  const { name, path } = use;
  if (path === null) return;
  const isWrite = name === 'Write';
  if (!isWrite && !EDITS.has(name) && name !== 'Read') return;
  const known = files.find((file) => file.path === path);
  if (name === 'Read') {
    if (known === undefined) files.push({ path, action: 'read', count: 1, lastTouch: touch });
    else if (known.action === 'read') touchAgain(known, touch);
    dropOldest(files, true, MAX_READ);
    return;
  }
  const isNew = isWrite && (facts?.created ?? known === undefined);
  const action = isNew || known?.action === 'created' ? 'created' : 'edited';
  if (known === undefined) files.push({ path, action, count: 1, lastTouch: touch });
  else {
    if (known.action === 'read') known.count = 0;
    known.action = action;
    touchAgain(known, touch);
  }
  dropOldest(files, false, MAX_CHANGED);
}

function touchAgain(file: FileFold, touch: number): void {
  file.count++;
  file.lastTouch = touch;
}

function dropOldest(files: FileFold[], isRead: boolean, most: number): void {
  const same = files.filter((file) => (file.action === 'read') === isRead);
  if (same.length <= most) return;
  const oldest = same.reduce((a, b) => (b.lastTouch < a.lastTouch ? b : a));
  files.splice(files.indexOf(oldest), 1);
}
