// Where Claude Code's settings files lie, scope by scope. Pure functions of environment, platform and
// folder; opens nothing.
import { expandHome, type Place, pathRules } from '../shared/paths.ts';

/** The scopes that a user can write; the machine's administrator has one more. */
export const SETTINGS_SCOPES = ['user', 'project', 'local'] as const;

export type SettingsScope = (typeof SETTINGS_SCOPES)[number];

/** Claude Code's own folder: `CLAUDE_CONFIG_DIR`, which it takes as one path, or `~/.claude`. */
export function clientFolder(place: Place): string {
  const { join, resolve } = pathRules(place.platform);
  const named = place.env.CLAUDE_CONFIG_DIR?.trim() ?? '';
  return named === '' ? join(place.homeDir, '.claude') : resolve(expandHome(named, place));
}

/** `cwd` is the project's folder. */
export function settingsPath(scope: SettingsScope, place: Place, cwd: string): string {
  const { join } = pathRules(place.platform);
  switch (scope) {
    case 'user':
      return join(clientFolder(place), 'settings.json');
    case 'project':
      return join(cwd, '.claude', 'settings.json');
    case 'local':
      return join(cwd, '.claude', 'settings.local.json');
    default:
      return scope satisfies never;
  }
}

/** The administrator's file, and the folder of files beside it. Read only, for everyone. */
export function managedPaths(place: Place): { readonly file: string; readonly folder: string } {
  const { join } = pathRules(place.platform);
  const base = MANAGED_FOLDERS[place.platform] ?? '/etc/claude-code';
  return {
    file: join(base, 'managed-settings.json'),
    folder: join(base, 'managed-settings.d'),
  };
}

const MANAGED_FOLDERS: Partial<Record<NodeJS.Platform, string>> = {
  darwin: '/Library/Application Support/ClaudeCode',
  win32: 'C:\\Program Files\\ClaudeCode',
};
