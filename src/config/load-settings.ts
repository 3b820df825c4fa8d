// Resolves every setting from defaults, the file and the environment, with where each value came
// from and all mistakes at once. Loads the TOML parser only when there is a file.
import { readFileSync } from 'node:fs';
import { TelltaleError } from '../shared/errors.ts';
import { type Place, telltalePaths } from '../shared/paths.ts';
import { checkText, checkValue, formatSeen, type ValueCheck } from './check-value.ts';
import { indexKeyLines } from './key-lines.ts';
import {
  checkMetricValue,
  findWrongOrder,
  isMetricKey,
  listMetricDefaults,
  type MetricFacts,
} from './metric-keys.ts';
import { findSetting, formatKey, isSection, KNOWN_SETTINGS, nearestKey } from './setting-keys.ts';
import { buildSettings, type Settings, type SettingValue } from './settings.ts';

export interface LoadSettingsOptions {
  readonly env: Place['env'];
  readonly homeDir: string;
  readonly platform?: NodeJS.Platform;
  /** Throws with code ENOENT when there is no such file. */
  readonly readFile?: (path: string) => string | Promise<string>;
  /** The metrics of the program. Without them, names and ranges below `metrics.` are not checked. */
  readonly metrics?: readonly MetricFacts[];
  /** Settings that the command line sets: they win over everything. */
  readonly flags?: readonly FlagValue[];
}

export interface FlagValue {
  /** As written: `--timezone`. */
  readonly name: string;
  /** A key of the table. */
  readonly key: string;
  readonly text: string;
}

export interface LoadedSettings {
  readonly settings: Settings;
  /** Where the file is looked for. */
  readonly file: string;
  readonly fileExists: boolean;
  /** Every resolved setting, in the table's order. */
  readonly values: readonly ResolvedSetting[];
  /** The metrics whose settings were checked; empty when they were not told. */
  readonly metrics: readonly MetricFacts[];
}

export interface ResolvedSetting {
  readonly key: string;
  readonly value: SettingValue;
  readonly source: SettingSource;
}

export type SettingSource =
  | { readonly kind: 'default' }
  | { readonly kind: 'file'; readonly path: string; readonly line: number | null }
  | { readonly kind: 'environment'; readonly name: string }
  /** `name` as written: `--timezone`. */
  | { readonly kind: 'flag'; readonly name: string };

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
  const metrics = options.metrics ?? [];
  const fromFile = await readSettingsFile(file, options.readFile ?? readUtf8, options.metrics);
  const fromEnv = readEnvironment(options.env);
  const fromFlags = readFlags(options.flags ?? []);
  const order = findWrongOrders(metrics, fromFile.given);
  const inOrder = fromFile.given.filter((value) => !order.wrong.has(value));
  const given = [...inOrder, ...fromEnv.given, ...fromFlags.given];
  const settings = buildSettings(given);
  const values = listResolved(given, metrics);
  return {
    loaded: { settings, file, fileExists: fromFile.exists, values, metrics },
    mistakes: [...fromFile.mistakes, ...order.mistakes, ...fromEnv.mistakes, ...fromFlags.mistakes],
  };
}

/** `~/.config/telltale/config.toml:3: display.week_start is "mnday"; accepted: one of …`. */
export function formatMistake(mistake: ConfigMistake): string {
  const { source, key, seen, accepted } = mistake;
  const place =
    source.kind === 'file'
      ? `${source.path}${source.line === null ? '' : `:${source.line}`}`
      : source.kind === 'flag'
        ? `flag ${source.name}`
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

function listResolved(
  given: readonly GivenValue[],
  metrics: readonly MetricFacts[],
): ResolvedSetting[] {
  const resolved = ({ segments, value, source }: GivenValue): ResolvedSetting => ({
    key: formatKey(segments),
    value,
    source,
  });
  const byKey = new Map(given.map((value) => [formatKey(value.segments), resolved(value)]));
  const orDefault = (key: string, value: SettingValue): ResolvedSetting =>
    byKey.get(key) ?? { key, value, source: { kind: 'default' } };
  const ofMetrics = listMetricDefaults(metrics).map(({ segments, value }) =>
    orDefault(formatKey(segments), value),
  );
  return KNOWN_SETTINGS.flatMap(({ pattern, definition }, index): ResolvedSetting[] => {
    if (metrics.length > 0 && isMetricKey(pattern.split('.'))) {
      const isFirst = !isMetricKey(KNOWN_SETTINGS[index - 1]?.pattern.split('.') ?? []);
      return isFirst ? ofMetrics : [];
    }
    if (definition.default !== undefined) return [orDefault(pattern, definition.default)];
    return given.filter(({ segments }) => findSetting(segments)?.pattern === pattern).map(resolved);
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

function readFlags(flags: readonly FlagValue[]): Findings {
  const findings: Findings = { given: [], mistakes: [] };
  for (const { name, key, text } of flags) {
    const segments = key.split('.');
    const setting = findSetting(segments);
    if (setting === undefined) throw new Error(`${name} sets ${key}, which is no setting`);
    collect(findings, segments, { kind: 'flag', name }, checkText(setting.definition, text));
  }
  return findings;
}

async function readSettingsFile(
  path: string,
  readFile: NonNullable<LoadSettingsOptions['readFile']>,
  metrics: readonly MetricFacts[] | undefined,
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
    const sourceOf = (segments: readonly string[]): FileSource => ({
      kind: 'file',
      path,
      line: lineOf(segments),
    });
    walk(parse(clean), [], { findings, sourceOf, metrics });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split('\n')[0]?.replace('Invalid TOML document: ', '') ?? '';
    findings.mistakes.push(wholeFile(path, error.line, `not TOML: ${reason}`, 'a TOML document'));
  }
  return { ...findings, exists: true };
}

type FileSource = Extract<SettingSource, { kind: 'file' }>;

interface Walk {
  readonly findings: Findings;
  readonly sourceOf: (segments: readonly string[]) => FileSource;
  readonly metrics: readonly MetricFacts[] | undefined;
}

function walk(table: object, parents: readonly string[], on: Walk): void {
  for (const [name, value] of Object.entries(table)) {
    const segments = [...parents, name];
    const source = on.sourceOf(segments);
    const setting = findSetting(segments);
    if (setting !== undefined) {
      const check =
        on.metrics !== undefined && isMetricKey(segments)
          ? checkMetricValue(on.metrics, segments, value)
          : checkValue(setting.definition, value);
      collect(on.findings, segments, source, check);
    } else if (isSection(segments) && isTable(value)) {
      walk(value, segments, on);
    } else {
      on.findings.mistakes.push(misplaced(segments, source, value));
    }
  }
}

/** Marks that stand the wrong way round; what is wrong is left at its default. */
function findWrongOrders(
  metrics: readonly MetricFacts[],
  given: readonly GivenValue[],
): { readonly mistakes: ConfigMistake[]; readonly wrong: ReadonlySet<GivenValue> } {
  const mistakes: ConfigMistake[] = [];
  const wrong = new Set<GivenValue>();
  for (const metric of metrics) {
    const find = (name: string) =>
      given.find(({ segments }) => formatKey(segments) === formatKey(['metrics', metric.id, name]));
    const marks = { warn: find('warn'), critical: find('critical') };
    const order = findWrongOrder(metric, {
      warn: marks.warn?.value,
      critical: marks.critical?.value,
    });
    if (order === null) continue;
    for (const mark of [marks.warn, marks.critical]) if (mark !== undefined) wrong.add(mark);
    const blamed = marks[order.name];
    if (blamed === undefined || blamed.source.kind === 'default') continue;
    const { seen, accepted } = order;
    const key = formatKey(blamed.segments);
    mistakes.push({ key, source: blamed.source, seen: String(seen), accepted, nearest: null });
  }
  return { mistakes, wrong };
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
  const { seen, accepted, at } = check;
  const near = check.nearest === null ? null : JSON.stringify(check.nearest);
  findings.mistakes.push({
    key: `${formatKey(segments)}${at === undefined ? '' : ` (${at})`}`,
    source,
    seen,
    accepted,
    nearest: check.nearestKey ?? near,
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
