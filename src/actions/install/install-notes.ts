// What a person should know before hooks go into a settings file: what keeps them from running, which
// events have to wait for a newer client, and other copies. Judges what other files say.
import { readdirSync, readFileSync } from 'node:fs';
import { HOOK_EVENTS, hasFeature } from '../../live/hook-events.ts';
import { findHookSwitches } from '../../live/hook-switches.ts';
import { type OwnCommand, parseOwnHandler, readSettingsFacts } from '../../live/installed-hooks.ts';
import { SETTINGS_SCOPES, type SettingsScope, settingsPath } from '../../live/settings-places.ts';
import type { ClientVersion, InstallNote } from '../../query/install/install-answer.ts';
import type { Place } from '../../shared/paths.ts';
import type { PlannedGroup } from './hook-plan.ts';

export interface NoteSources {
  readonly place: Place;
  readonly cwd: string;
  readonly scope: SettingsScope;
  readonly client: ClientVersion;
  /** Null: no hooks were asked for. */
  readonly hooks: readonly PlannedGroup[] | null;
  readonly distDir: string;
}

export function noteInstall(sources: NoteSources): InstallNote[] {
  return [
    ...findHookSwitches({ ...sources, readText, listNames }),
    ...noteCopies(sources),
    ...noteClient(sources),
    ...noteProgram(sources.distDir),
  ];
}

/** The same command in two files runs once; another one would run as well. */
function noteCopies({ place, cwd, scope, hooks }: NoteSources): InstallNote[] {
  if (hooks === null) return [];
  const planned = new Set(hooks.map(({ group }) => linesOf(parseOwnHandler(group.hooks[0]))));
  const target = settingsPath(scope, place, cwd);
  return SETTINGS_SCOPES.flatMap((other) => {
    const path = settingsPath(other, place, cwd);
    if (other === scope || path === target) return [];
    const handlers = readFacts(path)?.handlers ?? [];
    if (handlers.every(({ words }) => planned.has(linesOf({ words })))) return [];
    return [
      {
        code: 'installed-twice',
        severity: 'warn',
        what: `${path} has hooks of another telltale: both would run`,
        next: `Run telltale uninstall --scope ${other} first, or leave it at that one`,
      },
    ];
  });
}

function noteClient({ client, hooks }: NoteSources): InstallNote[] {
  if (hooks === null) return [];
  if (client.version === null) {
    return [
      {
        code: 'client-unknown',
        severity: 'note',
        what: 'The version of Claude Code cannot be told: only hooks that every version knows are installed',
        next: 'Run telltale init again where the command claude is found',
      },
    ];
  }
  const { version } = client;
  const later = HOOK_EVENTS.filter(({ since }) => !hasFeature(version, since));
  if (later.length === 0) return [];
  return [
    {
      code: 'client-old',
      severity: 'note',
      what: `Claude Code ${version} does not know ${later.map(({ name }) => name).join(', ')}: left out`,
      next: 'Run telltale init again after an update of Claude Code',
    },
  ];
}

function noteProgram(distDir: string): InstallNote[] {
  if (!/[\\/]_npx[\\/]/.test(distDir)) return [];
  return [
    {
      code: 'program-in-cache',
      severity: 'warn',
      what: 'telltale runs from the cache of npx, which npm may empty: the hooks would then fail',
      next: 'Install it first (npm install --global telltale), then run telltale init',
    },
  ];
}

/** Null when there is none, or it cannot be read. */
function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function listNames(folder: string): readonly string[] | null {
  try {
    return readdirSync(folder);
  } catch {
    return null;
  }
}

function readFacts(path: string) {
  const text = readText(path);
  return text === null ? null : readSettingsFacts(text);
}

function linesOf(own: Pick<OwnCommand, 'words'> | null): string {
  return own?.words.join('\n') ?? '';
}
