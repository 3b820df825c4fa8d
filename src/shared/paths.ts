// Where telltale keeps its own files on each platform. Pure functions of environment, platform and
// home (but for thisPlace); touches no disk and knows nothing of Claude Code's folders.
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/** The machine as far as paths need it. */
export interface Place {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
}

export interface TelltalePaths {
  /** Ledger, spools and everything else that can be rebuilt or archived. */
  readonly stateDir: string;
  readonly ledgerFile: string;
  readonly configDir: string;
  readonly configFile: string;
}

/** This machine with the environment given: `HOME` (or `USERPROFILE` on Windows) is the home. */
export function thisPlace(env: Place['env']): Place {
  const { platform } = process;
  const homeDir = (platform === 'win32' ? env.USERPROFILE : env.HOME) || homedir();
  return { env, platform, homeDir };
}

/** `TELLTALE_HOME` holds both state and configuration; otherwise the platform's usual folders. */
export function telltalePaths(place: Place): TelltalePaths {
  const { join, resolve } = pathRules(place.platform);
  const home = place.env.TELLTALE_HOME;
  const stateDir = home ? resolve(expandHome(home, place)) : platformStateDir(place);
  const configDir = home ? stateDir : platformConfigDir(place);
  return {
    stateDir,
    ledgerFile: join(stateDir, 'ledger.db'),
    configDir,
    configFile: join(configDir, 'config.toml'),
  };
}

/** `~` and `~/x` become the home folder; `~name` is left alone. */
export function expandHome(path: string, place: Pick<Place, 'homeDir' | 'platform'>): string {
  if (path === '~') return place.homeDir;
  const isHomePath =
    path.startsWith('~/') || (place.platform === 'win32' && path.startsWith('~\\'));
  if (!isHomePath) return path;
  return pathRules(place.platform).join(place.homeDir, path.slice(2));
}

/** The path with the home folder written `~`, for screens. */
export function shortenHome(path: string, place: Pick<Place, 'homeDir' | 'platform'>): string {
  const { sep } = pathRules(place.platform);
  if (path === place.homeDir) return '~';
  if (place.homeDir.length <= 1 || !path.startsWith(place.homeDir + sep)) return path;
  return `~${path.slice(place.homeDir.length)}`;
}

/** `${XDG_CONFIG_HOME:-~/.config}`; a relative value is ignored, as the XDG rules say. */
export function xdgConfigHome(place: Place): string {
  return xdgDir(place, 'XDG_CONFIG_HOME', '.config');
}

/** The path rules of the platform asked about, not of the one we run on. */
export function pathRules(platform: NodeJS.Platform): typeof posix {
  return platform === 'win32' ? win32 : posix;
}

function platformStateDir(place: Place): string {
  const { join } = pathRules(place.platform);
  if (place.platform === 'win32') {
    return join(place.env.LOCALAPPDATA || join(place.homeDir, 'AppData', 'Local'), 'telltale');
  }
  if (place.platform === 'darwin') {
    return join(place.homeDir, 'Library', 'Application Support', 'telltale');
  }
  return join(xdgDir(place, 'XDG_STATE_HOME', '.local/state'), 'telltale');
}

function platformConfigDir(place: Place): string {
  const { join } = pathRules(place.platform);
  if (place.platform === 'win32') {
    return join(place.env.APPDATA || join(place.homeDir, 'AppData', 'Roaming'), 'telltale');
  }
  return join(xdgConfigHome(place), 'telltale');
}

function xdgDir(place: Place, variable: string, fallback: string): string {
  const { isAbsolute, join } = pathRules(place.platform);
  const value = place.env[variable];
  return value && isAbsolute(value) ? value : join(place.homeDir, fallback);
}
