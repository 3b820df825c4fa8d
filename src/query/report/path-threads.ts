// Transcripts at a path as reports take them: read where they lie, folded in memory, nothing kept. What one
// file copied from another counts once, where it stands first.
import { closeSync, openSync, readSync } from 'node:fs';
import { metricMarkers } from '../../metrics/kit/create-metrics.ts';
import { taskMarker } from '../../metrics/task/prompt-words.ts';
import type { Marker, SessionEvent } from '../../model/session-event/session-event.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { originOf } from '../../transcript/discover.ts';
import { projectPathOf } from '../../transcript/project-path.ts';
import { readTranscriptEvents } from '../../transcript/session-events/read-transcript-events.ts';
import { toSessionEvent } from '../../transcript/session-events/transcript-event.ts';
import type { QueryContext } from '../context.ts';
import { metricsOf } from '../quality/metrics-of.ts';
import { findProjects } from '../usage/filters.ts';
import { findTranscripts } from './find-transcripts.ts';
import type { ReportSubject } from './report-question.ts';
import type { ReportThread, ThreadEvents } from './report-thread.ts';

export interface PathQuestion {
  readonly word: string;
  readonly cwd: string;
  readonly project?: string | undefined;
}

/** @throws TelltaleError `no-transcript`, and `usage` for a project that no transcript is of */
export function pathSubject(
  { settings }: QueryContext,
  { word, cwd, project }: PathQuestion,
): ReportSubject {
  const found = findTranscripts(word, cwd);
  const unreadable = [...found.unreadable];
  const all = found.paths.flatMap((path) => openFile(path, unreadable) ?? []);
  const files = project === undefined ? all : ofProject(all, project);
  files.sort(
    (a, b) => (a.firstMs ?? Infinity) - (b.firstMs ?? Infinity) || (a.path < b.path ? -1 : 1),
  );
  const markers = [...metricMarkers(metricsOf(settings)), taskMarker];
  const seen = new Set<string>();
  return {
    threads: files.map((file) => threadOf(file, () => readFile(file.path, markers, seen))),
    source: {
      kind: 'path',
      path: oneLine(word),
      files: files.length,
      subagentFiles: found.subagents,
      unreadable: unreadable.map(({ path, code }) => ({ path: oneLine(path), code })),
    },
    project: project ?? null,
  };
}

interface OpenedFile {
  readonly path: string;
  readonly firstMs: number | null;
  readonly projectPath: string | null;
}

const HEAD_BYTES = 256 * 1024;

/** What the first records tell; null: it cannot be read, and is listed. */
function openFile(path: string, unreadable: { path: string; code: string }[]): OpenedFile | null {
  try {
    const head = readHead(path);
    const cwd = /"cwd":("(?:[^"\\]|\\.){1,4096}")/.exec(head)?.[1];
    const at = /"timestamp":"([^"\\]{1,40})"/.exec(head)?.[1];
    const firstMs = at === undefined ? Number.NaN : Date.parse(at);
    return {
      path,
      firstMs: Number.isNaN(firstMs) ? null : firstMs,
      projectPath: cwd === undefined ? null : projectPathOf(JSON.parse(cwd) as string),
    };
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? 'unknown');
    unreadable.push({ path, code });
    return null;
  }
}

function readHead(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(HEAD_BYTES);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(file);
  }
}

function ofProject(files: readonly OpenedFile[], word: string): OpenedFile[] {
  const projects = files.flatMap((file) =>
    file.projectPath === null ? [] : [{ ...file, file: file.path, path: file.projectPath }],
  );
  const found = findProjects(projects, word);
  if (found.length === 0) {
    throw new TelltaleError('usage', {
      what: `none of the transcripts is of a project with "${word}" in its path`,
      next: 'leave --project out, or see the projects with --group-by project',
    });
  }
  return found.map(({ file, ...rest }) => ({ ...rest, path: file }));
}

function threadOf({ path, projectPath }: OpenedFile, read: () => ThreadEvents): ReportThread {
  const { sessionId, agentId } = originOf(path);
  const id = oneLine(agentId === null ? sessionId : `agent-${agentId}`);
  return {
    sessionId: id,
    shortId: id.slice(0, 14),
    projectPath,
    firstMs: null,
    lastMs: null,
    read,
  };
}

/** `seen` holds the ids of the records of all files before this one. */
function readFile(path: string, markers: readonly Marker[], seen: Set<string>): ThreadEvents {
  const events: SessionEvent[] = [];
  const copies = new Set<SessionEvent>();
  const own: string[] = [];
  for (const found of readTranscriptEvents(path, { markers })) {
    const event = toSessionEvent(found);
    events.push(event);
    if (found.uuid === null) continue;
    if (seen.has(found.uuid)) copies.add(event);
    else own.push(found.uuid);
  }
  for (const uuid of own) seen.add(uuid);
  return { events, copiedUntilMs: null, copies };
}
