// Claude Code's own file tools on files with credentials: Read, Edit, Write, Grep, Glob. Knows their inputs
// and how Grep prints its matches.
import { hitPath, hitWrite } from './commands/sensitive-reads.ts';
import type { Hit } from './finding.ts';
import { judgePath } from './sensitive-path.ts';

type ToolInput = Readonly<Record<string, unknown>>;

/** Empty for other tools. `folder` is where the agent works. */
export function judgeFileTool(name: string, input: ToolInput, folder: string | null): Hit[] {
  switch (name) {
    case 'Read':
    case 'NotebookRead':
      return textOf(input.file_path ?? input.notebook_path).flatMap((path) =>
        judgeRead(path, folder),
      );
    case 'Edit':
    case 'MultiEdit':
    case 'Write':
    case 'NotebookEdit':
      return textOf(input.file_path ?? input.notebook_path).flatMap((path) =>
        hitWrite(path, folder),
      );
    case 'Grep':
      return [...textOf(input.path), ...textOf(input.glob)].flatMap((path) =>
        input.output_mode === 'content' ? judgeRead(path, folder) : judgeListing(path, folder),
      );
    case 'Glob':
      return textOf(input.pattern).flatMap((path) => judgeListing(path, folder));
    default:
      return [];
  }
}

function textOf(value: unknown): string[] {
  return typeof value === 'string' && value !== '' ? [value] : [];
}

function judgeRead(path: string, folder: string | null): Hit[] {
  const risk = judgePath(path);
  if (risk === null) return [];
  const rule = risk === 'credentials' ? 'read-credentials' : 'read-likely-secrets';
  return [hitPath(rule, path, undefined, folder)];
}

/** Names only. */
function judgeListing(path: string, folder: string | null): Hit[] {
  return judgePath(path) === 'credentials'
    ? [hitPath('list-credentials', path, undefined, folder)]
    : [];
}

/** So many characters of a result are searched for names of files. Own choice. */
const MAX_SEARCHED = 1_000_000;

/** Lines of such files that a search through a whole folder brought up: `path:12:line`. */
export function judgeSearchResult(name: string, text: string, folder: string | null): Hit[] {
  if (name !== 'Grep') return [];
  const paths = new Set<string>();
  for (const match of text
    .slice(0, MAX_SEARCHED)
    .matchAll(/^([^\s:][^:\n]{0,300}):\d{1,7}[:-]/gm)) {
    paths.add(match[1] ?? '');
  }
  return [...paths].flatMap((path) =>
    judgePath(path) === 'credentials' ? judgeRead(path, folder) : [],
  );
}
