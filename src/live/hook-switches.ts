// What keeps hooks and status line from running although they are installed: two keys, in the user's
// files or in the administrator's. Reads through the functions it is handed.
import { type Place, pathRules } from '../shared/paths.ts';
import { readSettingsFacts } from './installed-hooks.ts';
import { managedPaths, SETTINGS_SCOPES, settingsPath } from './settings-places.ts';

export interface HookSwitch {
  readonly code: 'hooks-disabled' | 'managed-hooks-only';
  readonly severity: 'warn';
  readonly what: string;
  readonly next: string;
}

export interface SwitchSources {
  readonly place: Place;
  readonly cwd: string;
  /** Null: there is none, or it cannot be read. */
  readonly readText: (path: string) => string | null;
  /** Names in a folder; null when it cannot be listed. */
  readonly listNames: (folder: string) => readonly string[] | null;
}

/** `disableAllHooks` counts in any file, `allowManagedHooksOnly` in the administrator's. */
export function findHookSwitches(sources: SwitchSources): HookSwitch[] {
  const { place, cwd, readText } = sources;
  const own = new Set(SETTINGS_SCOPES.map((scope) => settingsPath(scope, place, cwd)));
  const managed = listManaged(sources);
  return [
    ...[...own].flatMap((path) =>
      factsOf(readText(path))?.disablesHooks ? [disabled(path, 'Take it out there')] : [],
    ),
    ...managed.flatMap((path) => {
      const facts = factsOf(readText(path));
      if (facts?.disablesHooks) return [disabled(path, MANAGED_ADVICE)];
      return facts?.allowsManagedOnly ? [managedOnly(path)] : [];
    }),
  ];
}

const MANAGED_ADVICE =
  'Ask who administers this machine; reports from transcripts work all the same';

function disabled(path: string, next: string): HookSwitch {
  const what = `${path} has disableAllHooks: no hook runs, and no status line`;
  return { code: 'hooks-disabled', severity: 'warn', what, next };
}

function managedOnly(path: string): HookSwitch {
  const what = `${path} has allowManagedHooksOnly: hooks and status line of users do not run`;
  return { code: 'managed-hooks-only', severity: 'warn', what, next: MANAGED_ADVICE };
}

function listManaged({ place, listNames }: SwitchSources): string[] {
  const { file, folder } = managedPaths(place);
  const { join } = pathRules(place.platform);
  const names = (listNames(folder) ?? []).filter((name) => name.endsWith('.json'));
  return [file, ...[...names].sort().map((name) => join(folder, name))];
}

function factsOf(text: string | null) {
  return text === null ? null : readSettingsFacts(text);
}
