// Takes telltale out of the files it was put into: as noted in the record, else by its marker. Its own
// folders stay.
import { SETTINGS_SCOPES, type SettingsScope, settingsPath } from '../../live/settings-places.ts';
import type { InstallNote, UninstallAnswer } from '../../query/install/install-answer.ts';
import { TelltaleError } from '../../shared/errors.ts';
import type { Place } from '../../shared/paths.ts';
import { claudeMdPath, claudeMdTask } from './claude-md-task.ts';
import {
  carryOut,
  type FileTask,
  type PlannedFile,
  planFile,
  type TaskWorld,
} from './file-task.ts';
import { noteFile, readInstallRecord } from './install-record.ts';
import { NO_EDIT, settingsTask } from './settings-task.ts';
import { slashCommandPath, slashCommandTask } from './slash-command-task.ts';
import { readUserFile } from './user-file.ts';

export interface UninstallRequest {
  readonly place: Place;
  readonly cwd: string;
  readonly stateDir: string;
  readonly configFile: string;
  /** One scope; `all` are the three seen from here and all that is noted; null: the user's and those. */
  readonly scope: SettingsScope | 'all' | null;
  readonly nowMs: number;
}

export interface UninstallPlan {
  readonly answer: UninstallAnswer;
  readonly files: readonly PlannedFile[];
  /** Notes of files in which nothing of ours is left: to be forgotten. */
  readonly spent: readonly string[];
}

export function planUninstall(request: UninstallRequest): UninstallPlan {
  const world = worldOf(request);
  const files: PlannedFile[] = [];
  const notes: InstallNote[] = [];
  const spent: string[] = [];
  for (const task of listTasks(request)) {
    try {
      const planned = planFile(task, 'uninstall', world);
      if (planned === null) spent.push(readUserFile(task.path).target);
      else files.push(planned);
    } catch (error) {
      notes.push(noteFailure(error));
    }
  }
  const { stateDir, configFile } = request;
  const answer: UninstallAnswer = {
    kind: 'uninstall',
    formatVersion: 1,
    status: files.length === 0 ? 'nothing-to-do' : 'dry-run',
    changes: files.map(({ change }) => change),
    notes,
    stateDir,
    configFile,
  };
  return { answer, files, spent };
}

/** One file that cannot be put right does not keep the others. */
export function applyUninstall(plan: UninstallPlan, request: UninstallRequest): UninstallAnswer {
  const world = worldOf(request);
  const notes = [...plan.answer.notes];
  const changes = plan.files.flatMap((file) => {
    try {
      return [carryOut(file, 'uninstall', world)];
    } catch (error) {
      notes.push(noteFailure(error));
      return [];
    }
  });
  const noted = readInstallRecord(request.stateDir).files;
  for (const target of plan.spent) {
    if (noted[target] !== undefined) noteFile(request.stateDir, target, null);
  }
  const status = plan.files.length === 0 ? 'nothing-to-do' : 'done';
  return { ...plan.answer, status, changes, notes };
}

/** Notes in CLAUDE.md first: a folder that was made for both is empty only then. */
function listTasks({ place, cwd, stateDir, scope }: UninstallRequest): FileTask[] {
  const scopes = scope === 'all' ? SETTINGS_SCOPES : [scope ?? 'user'];
  const recorded = Object.values(readInstallRecord(stateDir).files);
  const isAsked = scope === 'all' || scope === null;
  const tasks = [
    ...scopes.map((each) => claudeMdTask(each, claudeMdPath(each, place, cwd))),
    ...(isAsked ? recorded : [])
      .filter(({ kind }) => kind === 'claude-md')
      .map((entry) => claudeMdTask(entry.scope, entry.path)),
    ...scopes.map((each) =>
      slashCommandTask(each, slashCommandPath(each, place, cwd), { stateDir }),
    ),
    ...(isAsked ? recorded : [])
      .filter(({ kind }) => kind === 'slash-command')
      .map((entry) => slashCommandTask(entry.scope, entry.path, { stateDir })),
    ...scopes.map((each) => settingsTask(each, settingsPath(each, place, cwd), NO_EDIT)),
    ...(isAsked ? recorded : [])
      .filter(({ kind }) => kind === 'settings')
      .map((entry) => settingsTask(entry.scope, entry.path, NO_EDIT)),
  ];
  const seen = new Set<string>();
  return tasks.filter(({ path }) => {
    const isNew = !seen.has(path);
    seen.add(path);
    return isNew;
  });
}

function worldOf({ stateDir, nowMs }: UninstallRequest): TaskWorld {
  return { stateDir, nowMs, clientVersion: null };
}

function noteFailure(error: unknown): InstallNote {
  if (!(error instanceof TelltaleError)) throw error;
  return { code: error.code, severity: 'critical', what: error.message, next: error.next };
}
