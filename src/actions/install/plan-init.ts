// What `telltale init` would do: hooks, status line, note and configuration file, each planned from what
// is there now. Changes nothing.
import { existsSync, readFileSync } from 'node:fs';
import { defaultConfigText } from '../../config/default-file.ts';
import { describeStatusline, type StatuslineState } from '../../live/installed-hooks.ts';
import { type SettingsScope, settingsPath } from '../../live/settings-places.ts';
import type {
  ClientVersion,
  FileChange,
  InitAnswer,
  InstallNote,
  StatuslineChange,
} from '../../query/install/install-answer.ts';
import type { Place } from '../../shared/paths.ts';
import { claudeMdPath, claudeMdTask } from './claude-md-task.ts';
import { type PlannedFile, planFile, type TaskWorld } from './file-task.ts';
import { type PlannedStatusline, type Program, planHooks, planStatusline } from './hook-plan.ts';
import { noteInstall } from './install-notes.ts';
import { settingsTask } from './settings-task.ts';
import { noteSlashCommand, slashCommandPath, slashCommandTask } from './slash-command-task.ts';

export interface InitRequest {
  readonly place: Place;
  readonly cwd: string;
  readonly stateDir: string;
  readonly configFile: string;
  readonly scope: SettingsScope;
  readonly parts: {
    readonly hooks: boolean;
    readonly statusline: boolean;
    readonly claudeMd: boolean;
    readonly slashCommand: boolean;
  };
  /** The user agreed that a foreign status line is run from within ours. */
  readonly mayWrap: boolean;
  readonly program: Program;
  readonly client: ClientVersion;
  /** `statusline.refresh_seconds` of the settings. */
  readonly refreshSeconds: number;
  readonly nowMs: number;
  readonly beforeSwap?: (() => void) | undefined;
}

export interface InitPlan {
  readonly answer: InitAnswer;
  readonly files: readonly PlannedFile[];
  readonly writesConfig: boolean;
}

/** @throws TelltaleError when a file cannot be read or edited */
export function planInit(request: InitRequest): InitPlan {
  const { scope, parts, client, place, cwd, program } = request;
  const path = settingsPath(scope, place, cwd);
  const hooks = parts.hooks ? planHooks(program, client.version) : null;
  const { line, change } = decideStatusline(request);
  const world = worldOf(request);
  const command = slashCommandPath(scope, place, cwd);
  const { stateDir } = request;
  const unwritten = parts.slashCommand ? noteSlashCommand(command, { stateDir, program }) : null;
  const tasks = [
    ...(parts.hooks || parts.statusline
      ? [settingsTask(scope, path, { hooks, statusline: line })]
      : []),
    ...(parts.claudeMd ? [claudeMdTask(scope, claudeMdPath(scope, place, cwd))] : []),
    ...(parts.slashCommand ? [slashCommandTask(scope, command, { stateDir, program })] : []),
  ];
  const files = tasks.flatMap((task) => planFile(task, 'install', world) ?? []);
  const writesConfig = !existsSync(request.configFile);
  const changes = [
    ...files.map((file) => file.change),
    ...(writesConfig ? [configChange(request.configFile)] : []),
  ];
  const notes = [
    ...noteInstall({ place, cwd, scope, client, hooks, distDir: program.distDir }),
    ...noteStatusline(change),
    ...(unwritten === null ? [] : [unwritten]),
  ];
  const answer: InitAnswer = {
    kind: 'init',
    formatVersion: 1,
    status: changes.length === 0 ? 'nothing-to-do' : 'dry-run',
    scope,
    client,
    events: (hooks ?? []).map(({ event }) => event),
    statusline: change,
    changes,
    notes,
  };
  return { answer, files, writesConfig };
}

export function worldOf(request: InitRequest): TaskWorld {
  const { stateDir, nowMs, client, beforeSwap } = request;
  return { stateDir, nowMs, clientVersion: client.version, beforeSwap };
}

/** The status line in force where this scope counts: its own, or one from a wider scope. */
export function findStatusline(
  request: Pick<InitRequest, 'scope' | 'place' | 'cwd'>,
): StatuslineState {
  for (const scope of OUTWARDS[request.scope]) {
    const state = readStatusline(settingsPath(scope, request.place, request.cwd));
    if (state.kind !== 'none') return state;
  }
  return { kind: 'none' };
}

/** Of a scalar setting the narrowest scope counts. */
const OUTWARDS: Readonly<Record<SettingsScope, readonly SettingsScope[]>> = {
  user: ['user'],
  project: ['project', 'user'],
  local: ['local', 'project', 'user'],
};

function readStatusline(path: string): StatuslineState {
  try {
    const settings = JSON.parse(readFileSync(path, 'utf8')) as { statusLine?: unknown } | null;
    return describeStatusline(settings?.statusLine);
  } catch {
    // Whether it can be edited is said by the task of the file.
    return { kind: 'none' };
  }
}

function decideStatusline(request: InitRequest): {
  readonly line: PlannedStatusline | null;
  readonly change: StatuslineChange;
} {
  const { program, client, refreshSeconds, parts, mayWrap } = request;
  const state = findStatusline(request);
  const command = state.kind === 'foreign' ? state.command : null;
  if (!parts.statusline) {
    return { line: null, change: { before: state.kind, action: 'none', command } };
  }
  const plan = (wrapped: string | null) =>
    planStatusline(program, client.version, { wrapped, refreshSeconds });
  switch (state.kind) {
    case 'none':
      return { line: plan(null), change: { before: 'none', action: 'add', command } };
    case 'own':
      return {
        line: plan(state.own.wrapped),
        change: { before: 'own', action: 'update', command: state.own.wrapped },
      };
    case 'foreign':
      return mayWrap && command !== null
        ? { line: plan(command), change: { before: 'foreign', action: 'wrap', command } }
        : { line: null, change: { before: 'foreign', action: 'keep', command } };
    default:
      return state satisfies never;
  }
}

function noteStatusline({ action, command }: StatuslineChange): InstallNote[] {
  if (action !== 'keep') return [];
  const next =
    command === null
      ? 'It is of a kind that cannot be run from within ours'
      : 'To have yours run first and ours beside it: telltale init --statusline';
  const which = command === null ? '' : ` (${command})`;
  return [
    {
      code: 'statusline-kept',
      severity: 'note',
      what: `Your status line${which} stays as it is`,
      next,
    },
  ];
}

function configChange(path: string): FileChange {
  return {
    kind: 'config',
    scope: null,
    path,
    target: path,
    action: 'create',
    addedLines: defaultConfigText().split('\n').length - 1,
    removedLines: 0,
    hunks: [],
    backup: null,
  };
}
