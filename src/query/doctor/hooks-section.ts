// Whether telltale is in the settings of Claude Code, scope by scope: which events, whether what they
// start still exists, what keeps them from running, and whose status line it is.
import { eventsKnownTo } from '../../live/hook-events.ts';
import { findHookSwitches } from '../../live/hook-switches.ts';
import { INSTALL_RECORD, parseInstallRecord } from '../../live/install-record.ts';
import { readSettingsFacts, type SettingsFacts } from '../../live/installed-hooks.ts';
import { SETTINGS_SCOPES, type SettingsScope, settingsPath } from '../../live/settings-places.ts';
import { pathRules } from '../../shared/paths.ts';
import { compareVersions } from '../../shared/versions.ts';
import { readNewestClient } from '../../store/readers/newest-client.ts';
import type { DoctorInput, Finding, Listing, SectionDefinition } from './section.ts';

export const HOOKS_SECTION: SectionDefinition = {
  id: 'hooks',
  title: 'Hooks and status line',
  examine: (input) => {
    const scopes = surveyScopes(input);
    const installed = scopes.filter(({ facts }) => isInstalled(facts));
    const version = newestClient(input);
    return {
      facts: [
        { key: 'installed', label: 'installed', unit: 'flag', value: installed.length > 0 },
        { key: 'client', label: 'Claude Code', unit: 'text', value: version },
      ],
      listings: installed.length === 0 ? [] : [listScopes(scopes)],
      findings: [
        ...scopes.flatMap((scope) => judgeFile(scope, input)),
        ...installed.flatMap((scope) => judgeCommands(scope, input)),
        ...installed.flatMap((scope) => judgeEvents(scope, version)),
        ...(installed.length === 0 ? [] : judgeSwitches(input)),
        ...judgeCopies(installed),
      ],
    };
  },
};

interface ScopeSurvey {
  readonly scope: SettingsScope;
  readonly path: string;
  /** Null: there is no file, or it cannot be understood. */
  readonly facts: SettingsFacts | null;
  readonly isBroken: boolean;
}

function surveyScopes({ place, cwd, disk }: DoctorInput): ScopeSurvey[] {
  const paths = new Map<string, SettingsScope>();
  for (const scope of SETTINGS_SCOPES) {
    const path = settingsPath(scope, place, cwd);
    if (!paths.has(path)) paths.set(path, scope);
  }
  return [...paths].map(([path, scope]) => {
    const text = disk.readText(path);
    const facts = text === null ? null : readSettingsFacts(text);
    return { scope, path, facts, isBroken: text !== null && facts === null };
  });
}

function isInstalled(facts: SettingsFacts | null): boolean {
  return facts !== null && (facts.handlers.length > 0 || facts.statusline.kind === 'own');
}

/** The newest that is known of: from transcripts, or from when the hooks were installed. */
function newestClient({ ledger, paths, place, disk }: DoctorInput): string | null {
  const file = pathRules(place.platform).join(paths.stateDir, INSTALL_RECORD);
  const { files } = parseInstallRecord(disk.readText(file));
  const noted = Object.values(files).map(({ clientVersion }) => clientVersion);
  const seen = ledger.db === null ? null : readNewestClient(ledger.db);
  const versions = [...noted, seen].filter((version) => version !== null);
  return versions.sort(compareVersions).at(-1) ?? null;
}

function listScopes(scopes: readonly ScopeSurvey[]): Listing {
  return {
    key: 'scopes',
    title: '',
    columns: [
      { key: 'scope', header: 'scope', unit: 'text' },
      { key: 'events', header: 'events', unit: 'count' },
      { key: 'statusline', header: 'status line', unit: 'text' },
      { key: 'path', header: 'file', unit: 'path', priority: 1 },
    ],
    rows: scopes.map(({ scope, path, facts }) => ({
      scope,
      path,
      events: facts === null ? 0 : new Set(facts.handlers.map(({ event }) => event)).size,
      statusline: STATUSLINE_WORDS[facts?.statusline.kind ?? 'none'],
    })),
    leftOff: 0,
  };
}

const STATUSLINE_WORDS = { none: 'none', own: "telltale's", foreign: 'another one' } as const;

function judgeFile({ path, isBroken }: ScopeSurvey, { roots, place }: DoctorInput): Finding[] {
  const { join } = pathRules(place.platform);
  // Said of the folders whose transcripts are read already.
  const isTold = roots.some((root) => root.taken && join(root.path, 'settings.json') === path);
  if (!isBroken || isTold) return [];
  return [
    {
      code: 'settings-unusable',
      severity: 'warn',
      what: `${path} is no JSON object: Claude Code skips the whole file`,
      next: 'Mend it; hooks can only be installed into valid JSON',
      command: null,
    },
  ];
}

/** What a hook starts can move away with an update of Node or of telltale. */
function judgeCommands({ path, facts }: ScopeSurvey, { disk }: DoctorInput): Finding[] {
  const line = facts?.statusline.kind === 'own' ? [facts.statusline.own] : [];
  const commands = [...(facts?.handlers ?? []), ...line];
  const started = new Set(commands.flatMap(({ nodePath, scriptPath }) => [nodePath, scriptPath]));
  return [...started]
    .filter((file) => file !== null)
    .filter((file) => disk.stat(file) === null)
    .map((file) => ({
      code: 'hook-command-missing',
      severity: 'critical' as const,
      what: `${path} starts ${file}, which is no longer there: its hooks fail`,
      next: 'Install them anew from the telltale that you use',
      command: 'telltale init',
    }));
}

/** It was installed for an older client, or by an older telltale. */
function judgeEvents({ path, facts, scope }: ScopeSurvey, version: string | null): Finding[] {
  if (version === null || facts === null || facts.handlers.length === 0) return [];
  const there = new Set(facts.handlers.map(({ event }) => event));
  const known = eventsKnownTo(version).map(({ name }) => name);
  const missing = known.filter((event) => !there.has(event));
  if (missing.length === 0) return [];
  return [
    {
      code: 'hooks-incomplete',
      severity: 'warn',
      what: `${path} lacks the hooks ${missing.join(', ')}, which Claude Code ${version} knows`,
      next: 'Run init again; it adds what is missing',
      command:
        scope === 'user' ? 'telltale init --hooks' : `telltale init --hooks --scope ${scope}`,
    },
  ];
}

function judgeSwitches({ place, cwd, disk }: DoctorInput): Finding[] {
  const listNames = (folder: string) => disk.list(folder)?.map(({ name }) => name) ?? null;
  const switches = findHookSwitches({ place, cwd, readText: disk.readText, listNames });
  return switches.map((each) => ({ ...each, command: null }));
}

/** The same command in several files runs once; another one runs as well. */
function judgeCopies(installed: readonly ScopeSurvey[]): Finding[] {
  const programs = new Map<string, string>();
  for (const { facts, path } of installed) {
    for (const { words } of facts?.handlers ?? []) programs.set(words.join('\n'), path);
  }
  if (programs.size < 2) return [];
  return [
    {
      code: 'installed-twice',
      severity: 'warn',
      what: `Hooks of two telltales are installed, and both run: ${[...new Set(programs.values())].join(', ')}`,
      next: 'Take one of them out',
      command: 'telltale uninstall',
    },
  ];
}
