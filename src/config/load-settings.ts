// Resolves every setting from defaults, the file and the environment, with where each value came
// from and all mistakes at once. Loads the TOML parser only when there is a file.
import { readFileSync } from 'node:fs';
import { TelltaleError } from '../shared/errors.ts';
import { type Place, telltalePaths } from '../shared/paths.ts';
import { checkText, checkValue, formatSeen, type ValueCheck } from './check-value.ts';
import { indexKeyLines } from './key-lines.ts';
import { findSetting, formatKey, isSection, KNOWN_SETTINGS, nearestKey } from './setting-keys.ts';
import { buildSettings, type Settings, type SettingValue } from './settings.ts';

export interface LoadSettingsOptions {
  readonly env: Place['env'];
  readonly homeDir: string;
  readonly platform?: NodeJS.Platform;
  /** Throws with code ENOENT when there is no such file. */
  readonly readFile?: (path: string) => string | Promise<string>;
}

export interface LoadedSettings {
  readonly settings: Settings;
  /** Where the file is looked for. */
  readonly file: string;
  readonly fileExists: boolean;
  /** Every resolved setting, in the table's order. */
  readonly values: readonly ResolvedSetting[];
}

export interface ResolvedSetting {
  readonly key: string;
  readonly value: SettingValue;
  readonly source: SettingSource;
}

export type SettingSource =
  | { readonly kind: 'default' }
  | { readonly kind: 'file'; readonly path: string; readonly line: number | null }
  | { readonly kind: 'environment'; readonly name: string };

export interface ConfigMistake {
  /** `null`: the file as a whole cannot be read. */
  readonly key: string | null;
  readonly source: Exclude<SettingSource, { kind: 'default' }>;
  /** What was found there. */
  readonly seen: string;
  readonly accepted: string;
  /** The known key or value closest to the one seen. */
  readonly nearest: string | null;
}

/** The settings; throws 'bad-config' that names every mistake. */
export async function loadSettings(options: LoadSettingsOptions): Promise<LoadedSettings> {
  const { loaded, mistakes } = await inspectSettings(options);
  if (mistakes.length === 0) return loaded;
  const [only] = mistakes;
  const lines = mistakes.map(formatMistake);
  throw new TelltaleError('bad-config', {
    what:
      mistakes.length === 1 && only
        ? formatMistake(only)
        : `The configuration has ${mistakes.length} mistakes:\n  ${lines.join('\n  ')}`,
    next: 'Correct this, then run: telltale config check',
  });
}

/** The same without throwing: what is wrong is left at its default and listed. */
export async function inspectSettings(
  options: LoadSettingsOptions,
): Promise<{ loaded: LoadedSettings; mistakes: readonly ConfigMistake[] }> {
  const platform = options.platform ?? process.platform;
  const file = telltalePaths({ ...options, platform }).configFile;
  const fromFile = await readSettingsFile(file, options.readFile ?? readUtf8);
  const fromEnv = readEnvironment(options.env);
  const given = [...fromFile.given, ...fromEnv.given];
  const settings = buildSettings(given);
  return {
    loaded: { settings, file, fileExists: fromFile.exists, values: listResolved(given) },
    mistakes: [...fromFile.mistakes, ...fromEnv.mistakes],
  };
}

/** `~/.config/telltale/config.toml:3: display.week_start is "mnday"; accepted: one of …`. */
export function formatMistake(mistake: ConfigMistake): string {
  const { source, key, seen, accepted } = mistake;
  const place =
    source.kind === 'file'
      ? `${source.path}${source.line === null ? '' : `:${source.line}`}`
      : `environment variable ${source.name}`;
  const hint = mistake.nearest === null ? '' : `; did you mean ${mistake.nearest}?`;
  const subject = key === null ? seen : `${key} is ${seen}`;
  return `${place}: ${subject}; accepted: ${accepted}${hint}`;
}

interface GivenValue {
  readonly segments: readonly string[];
  readonly value: SettingValue;
  readonly source: SettingSource;
}

interface Findings {
  readonly given: GivenValue[];
  readonly mistakes: ConfigMistake[];
}

function listResolved(given: readonly GivenValue[]): ResolvedSetting[] {
  return KNOWN_SETTINGS.flatMap(({ pattern, definition }): ResolvedSetting[] => {
    const matches = given.filter(({ segments }) => findSetting(segments)?.pattern === pattern);
    if (definition.default === undefined) {
      return matches.map(({ segments, value, source }) => ({
        key: formatKey(segments),
        value,
        source,
      }));
    }
    const last = matches.at(-1);
    if (last !== undefined) return [{ key: pattern, value: last.value, source: last.source }];
    return [{ key: pattern, value: definition.default, source: { kind: 'default' } }];
  });
}

function readEnvironment(env: Place['env']): Findings {
  const findings: Findings = { given: [], mistakes: [] };
  for (const { pattern, definition } of KNOWN_SETTINGS) {
    const name = definition.env;
    const text = name === null ? undefined : env[name];
    if (name === null || text === undefined || text.trim() === '') continue;
    const segments = pattern.split('.');
    collect(findings, segments, { kind: 'environment', name }, checkText(definition, text));
  }
  return findings;
}

async function readSettingsFile(
  path: string,
  readFile: NonNullable<LoadSettingsOptions['readFile']>,
): Promise<Findings & { exists: boolean }> {
  const findings: Findings = { given: [], mistakes: [] };
  let text: string;
  try {
    text = await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { ...findings, exists: false };
    findings.mistakes.push(wholeFile(path, null, `the file cannot be read (${code})`, 'a file'));
    return { ...findings, exists: true };
  }
  const { parse, TomlError } = await import('smol-toml');
  const clean = text.replace(/^\uFEFF/, '');
  try {
    const lineOf = indexKeyLines(clean);
    walk(parse(clean), [], findings, (segments) => ({
      kind: 'file',
      path,
      line: lineOf(segments),
    }));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split('\n')[0]?.replace('Invalid TOML document: ', '') ?? '';
    findings.mistakes.push(wholeFile(path, error.line, `not TOML: ${reason}`, 'a TOML document'));
  }
  return { ...findings, exists: true };
}

type FileSource = Extract<SettingSource, { kind: 'file' }>;

function walk(
  table: object,
  parents: readonly string[],
  findings: Findings,
  sourceOf: (segments: readonly string[]) => FileSource,
): void {
  for (const [name, value] of Object.entries(table)) {
    const segments = [...parents, name];
    const source = sourceOf(segments);
    const setting = findSetting(segments);
    if (setting !== undefined) {
      collect(findings, segments, source, checkValue(setting.definition, value));
    } else if (isSection(segments) && isTable(value)) {
      walk(value, segments, findings, sourceOf);
    } else {
      findings.mistakes.push(misplaced(segments, source, value));
    }
  }
}

function collect(
  findings: Findings,
  segments: readonly string[],
  source: Exclude<SettingSource, { kind: 'default' }>,
  check: ValueCheck,
): void {
  if (check.ok) {
    findings.given.push({ segments, value: check.value, source });
    return;
  }
  const { seen, accepted } = check;
  findings.mistakes.push({
    key: formatKey(segments),
    source,
    seen,
    accepted,
    nearest: check.nearest === null ? null : JSON.stringify(check.nearest),
  });
}

function misplaced(segments: readonly string[], source: FileSource, value: unknown): ConfigMistake {
  const key = formatKey(segments);
  if (isSection(segments)) {
    return { key, source, seen: formatSeen(value), accepted: `a table: [${key}]`, nearest: null };
  }
  const accepted = 'a known setting (list: telltale config check)';
  return { key, source, seen: 'not a setting', accepted, nearest: nearestKey(segments) };
}

function wholeFile(
  path: string,
  line: number | null,
  seen: string,
  accepted: string,
): ConfigMistake {
  return { key: null, source: { kind: 'file', path, line }, seen, accepted, nearest: null };
}

function isTable(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}

function readUtf8(path: string): string {
  return readFileSync(path, 'utf8');
}
