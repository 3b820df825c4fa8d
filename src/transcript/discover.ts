// Lists the transcript files below a config folder. Knows the folder layouts, old and new; opens no
// transcript.
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, sep } from 'node:path';
import type { FileOrigin } from './reading.ts';

export interface TranscriptFile {
  readonly path: string;
  /** The config folder it was found under. */
  readonly root: string;
  readonly kind: 'main' | 'subagent';
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly device: number;
  readonly inode: number;
}

export interface UnreadablePlace {
  readonly path: string;
  /** The system's code: `EACCES`. */
  readonly code: string;
}

export interface Discovery {
  readonly files: readonly TranscriptFile[];
  readonly unreadable: readonly UnreadablePlace[];
}

/** Deep enough for `<slug>/<session>/subagents/workflows/<run>/agent-*.jsonl`, with room. */
const MAX_DEPTH = 8;
/** Folders inside a project or session that hold other things. */
const NO_TRANSCRIPTS = ['memory', 'tool-results'];

/** Every `.jsonl` below `projectsDir` except workflow journals, which hold no conversation. */
export function discoverTranscripts(root: string, projectsDir: string): Discovery {
  const files: TranscriptFile[] = [];
  const unreadable: UnreadablePlace[] = [];
  const seenLinks = new Set<string>();

  function visit(folder: string, depth: number): void {
    let entries: import('node:fs').Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (cause) {
      unreadable.push({ path: folder, code: codeOf(cause) });
      return;
    }
    for (const entry of entries) {
      if (entry.isDirectory()) {
        // A project's own folder may have any name.
        const isPassedOver = depth > 0 && NO_TRANSCRIPTS.includes(entry.name);
        if (depth < MAX_DEPTH && !isPassedOver) {
          visit(folder + sep + entry.name, depth + 1);
        }
      } else if (entry.isSymbolicLink()) visitLink(folder + sep + entry.name, depth);
      else if (isTranscriptName(entry.name)) addFile(folder + sep + entry.name, entry.name);
    }
  }

  function visitLink(path: string, depth: number): void {
    try {
      const target = realpathSync(path);
      if (seenLinks.has(target)) return;
      seenLinks.add(target);
      if (statSync(target).isDirectory()) {
        if (depth < MAX_DEPTH) visit(target, depth + 1);
      } else if (isTranscriptName(basename(path))) addFile(target, basename(target));
    } catch (cause) {
      unreadable.push({ path, code: codeOf(cause) });
    }
  }

  function addFile(path: string, name: string): void {
    try {
      const stat = statSync(path);
      // Opening a pipe or a socket would wait for ever.
      if (!stat.isFile()) return;
      files.push({
        path,
        root,
        kind: name.startsWith('agent-') ? 'subagent' : 'main',
        sizeBytes: stat.size,
        mtimeMs: stat.mtimeMs,
        device: stat.dev,
        inode: stat.ino,
      });
    } catch (cause) {
      if (codeOf(cause) !== 'ENOENT') unreadable.push({ path, code: codeOf(cause) });
    }
  }

  visit(projectsDir, 0);
  return { files: dedupe(files), unreadable };
}

/** Links may lead to a file that is also found by its own path. */
function dedupe(files: readonly TranscriptFile[]): TranscriptFile[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

function isTranscriptName(name: string): boolean {
  return name.endsWith('.jsonl') && name !== 'journal.jsonl';
}

function codeOf(cause: unknown): string {
  return String((cause as { code?: unknown }).code ?? 'unknown');
}

/** What a file's place tells: `<session>.jsonl`, `<session>/subagents/**`, or the old `agent-*.jsonl`. */
export function originOf(path: string): FileOrigin {
  const name = basename(path, '.jsonl');
  if (!name.startsWith('agent-')) return { sessionId: name, isSubagent: false, agentId: null };
  const agentId = name.slice('agent-'.length);
  const parts = dirname(path).split(/[\\/]/);
  const subagents = parts.lastIndexOf('subagents');
  const sessionId = subagents > 0 ? (parts[subagents - 1] as string) : name;
  return { sessionId, isSubagent: true, agentId };
}

export interface AgentMeta {
  readonly agentId: string;
  readonly sessionId: string;
  readonly type: string | null;
  readonly parentAgentId: string | null;
  readonly toolUseId: string | null;
}

/** The `agent-<id>.meta.json` beside a subagent's transcript; null when there is none. */
export function readAgentMeta(path: string): AgentMeta | null {
  const { agentId, sessionId } = originOf(path);
  if (agentId === null) return null;
  try {
    const meta = JSON.parse(readFileSync(path.replace(/\.jsonl$/, '.meta.json'), 'utf8')) as {
      agentType?: unknown;
      parentAgentId?: unknown;
      toolUseId?: unknown;
    };
    const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
    return {
      agentId,
      sessionId,
      type: text(meta.agentType),
      parentAgentId: text(meta.parentAgentId),
      toolUseId: text(meta.toolUseId),
    };
  } catch {
    return null;
  }
}
