// Claude Code folders nobody named: other accounts beside ~/.claude, and the other side of a WSL
// machine. Only suggests them; they are never read without being asked for.
import { type Place, pathRules } from '../../shared/paths.ts';
import type { DoctorDisk } from './disk.ts';
import type { DoctorInput, Finding, SectionDefinition } from './section.ts';

export const OTHER_HOMES_SECTION: SectionDefinition = {
  id: 'other-homes',
  title: 'Other folders on this machine',
  examine: (input) => {
    const homes = findOtherHomes(input);
    return {
      facts: [{ key: 'found', label: 'not read yet', unit: 'count', value: homes.length }],
      findings: homes.map(suggest),
    };
  },
};

interface OtherHome {
  readonly path: string;
  readonly kind: string;
}

/** Folders with a `projects` folder that is none of the roots, read or not. */
function findOtherHomes({ place, roots, disk }: DoctorInput): OtherHome[] {
  const { join } = pathRules(place.platform);
  const known = new Set(roots.flatMap(({ projectsDir }) => projectsDir ?? []));
  const homes: OtherHome[] = [];
  for (const home of listCandidates(place, disk)) {
    const projects = join(home.path, 'projects');
    if (disk.stat(projects)?.isFolder !== true) continue;
    const realPath = disk.realPath(projects) ?? projects;
    if (known.has(realPath)) continue;
    known.add(realPath);
    homes.push(home);
  }
  return homes;
}

function listCandidates(place: Place, disk: DoctorDisk): OtherHome[] {
  const { join } = pathRules(place.platform);
  const accounts = listFolders(disk, place.homeDir)
    .filter((name) => /^\.claude[-_.]/.test(name))
    .map((name) => ({ path: join(place.homeDir, name), kind: 'another account' }));
  if (place.platform === 'win32') return [...accounts, ...listWslHomes(disk)];
  return isWsl(place, disk) ? [...accounts, ...listWindowsHomes(disk)] : accounts;
}

function isWsl(place: Place, disk: DoctorDisk): boolean {
  if (place.platform !== 'linux') return false;
  if (place.env.WSL_DISTRO_NAME) return true;
  return /microsoft/i.test(disk.readText('/proc/version') ?? '');
}

function listWindowsHomes(disk: DoctorDisk): OtherHome[] {
  const drives = listFolders(disk, '/mnt').filter((name) => /^[a-z]$/.test(name));
  return drives.flatMap((drive) =>
    listFolders(disk, `/mnt/${drive}/Users`).map((user) => ({
      path: `/mnt/${drive}/Users/${user}/.claude`,
      kind: 'Windows',
    })),
  );
}

function listWslHomes(disk: DoctorDisk): OtherHome[] {
  return disk.runningWslNames().flatMap((name) => {
    const base = `\\\\wsl.localhost\\${name}`;
    const users = listFolders(disk, `${base}\\home`).map((user) => `${base}\\home\\${user}`);
    return [`${base}\\root`, ...users].map((home) => ({
      path: `${home}\\.claude`,
      kind: `WSL, ${name}`,
    }));
  });
}

function listFolders(disk: DoctorDisk, path: string): string[] {
  const entries = disk.list(path) ?? [];
  return entries
    .filter(({ isFolder }) => isFolder)
    .map(({ name }) => name)
    .sort();
}

function suggest({ path, kind }: OtherHome): Finding {
  return {
    code: 'other-home',
    severity: 'note',
    what: `${path} (${kind}) has transcripts and is not read`,
    next: `To count them too, add ${JSON.stringify(path)} to roots.extra`,
    command: null,
  };
}
