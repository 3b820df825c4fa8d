// What `telltale config` answers: the resolved settings, one setting explained, the paths. Takes what
// was loaded; reads no file.
import { describeAccepted } from '../../config/check-value.ts';
import {
  type ConfigMistake,
  formatMistake,
  type LoadedSettings,
  type ResolvedSetting,
} from '../../config/load-settings.ts';
import { describeMetricSetting } from '../../config/metric-keys.ts';
import {
  findSetting,
  formatKey,
  KNOWN_SETTINGS,
  type KnownSetting,
  nearestKey,
  parseKey,
} from '../../config/setting-keys.ts';
import { TelltaleError } from '../../shared/errors.ts';
import type { TelltalePaths } from '../../shared/paths.ts';

export type { ResolvedSetting } from '../../config/load-settings.ts';

export interface ConfigCheckAnswer {
  readonly kind: 'config-check';
  readonly formatVersion: 1;
  readonly file: string;
  readonly fileExists: boolean;
  readonly isValid: boolean;
  readonly settings: readonly ResolvedSetting[];
  readonly mistakes: readonly (ConfigMistake & { readonly message: string })[];
}

export function answerConfigCheck(
  loaded: LoadedSettings,
  mistakes: readonly ConfigMistake[],
): ConfigCheckAnswer {
  return {
    kind: 'config-check',
    formatVersion: 1,
    file: loaded.file,
    fileExists: loaded.fileExists,
    isValid: mistakes.length === 0,
    settings: loaded.values,
    mistakes: mistakes.map((mistake) => ({ ...mistake, message: formatMistake(mistake) })),
  };
}

export interface ConfigExplainAnswer {
  readonly kind: 'config-explain';
  readonly formatVersion: 1;
  readonly key: string;
  /** Several when the key is a section. */
  readonly settings: readonly ExplainedSetting[];
}

export interface ExplainedSetting {
  /** `prices.<model>.input` where any name may stand. */
  readonly key: string;
  readonly doc: string;
  readonly accepted: string;
  /** `null`: none. */
  readonly default: ResolvedSetting['value'];
  readonly example: string;
  readonly environmentVariable: string | null;
  /** What holds now; several for a setting that exists once per model. */
  readonly current: readonly ResolvedSetting[];
}

/** @throws TelltaleError 'unknown-setting' with the nearest name */
export function answerConfigExplain(loaded: LoadedSettings, text: string): ConfigExplainAnswer {
  const segments = parseKey(text) ?? [text];
  const exact = findSetting(segments) ?? KNOWN_SETTINGS.find(({ pattern }) => pattern === text);
  const meant =
    exact === undefined
      ? KNOWN_SETTINGS.filter(({ pattern }) => pattern.startsWith(`${segments.join('.')}.`))
      : [exact];
  const settings =
    meant.length > 0
      ? meant.map((setting) => explain(loaded, setting, segments))
      : explainBelow(loaded, formatKey(segments));
  if (settings.length === 0) throw unknownSetting(text, segments);
  return { kind: 'config-explain', formatVersion: 1, key: text, settings };
}

/** All settings of one metric: `metrics.read_edit_ratio`. */
function explainBelow(loaded: LoadedSettings, section: string): ExplainedSetting[] {
  return loaded.values.flatMap(({ key }) => {
    const segments = key.startsWith(`${section}.`) ? parseKey(key) : null;
    const setting = segments === null ? undefined : findSetting(segments);
    if (segments === null || setting === undefined) return [];
    return [explain(loaded, setting, segments)];
  });
}

/** A setting of one metric has that metric's default, range and words. */
function explain(
  { values, metrics }: LoadedSettings,
  { pattern, definition: general }: KnownSetting,
  segments: readonly string[],
): ExplainedSetting {
  const own = describeMetricSetting(metrics, segments);
  const definition = own?.definition ?? general;
  const key = own === null ? pattern : formatKey(segments);
  return {
    key,
    doc: definition.doc,
    accepted: describeAccepted(definition),
    default: own?.default ?? definition.default ?? null,
    example: definition.example,
    environmentVariable: definition.env,
    current: values.filter((one) =>
      own === null
        ? one.key === pattern || findSetting(parseKey(one.key) ?? [])?.pattern === pattern
        : one.key === key,
    ),
  };
}

export interface ConfigPathAnswer {
  readonly kind: 'config-path';
  readonly formatVersion: 1;
  readonly file: string;
  readonly fileExists: boolean;
  readonly stateDir: string;
  readonly ledgerFile: string;
}

export function answerConfigPath(loaded: LoadedSettings, paths: TelltalePaths): ConfigPathAnswer {
  const { file, fileExists } = loaded;
  const { stateDir, ledgerFile } = paths;
  return { kind: 'config-path', formatVersion: 1, file, fileExists, stateDir, ledgerFile };
}

function unknownSetting(text: string, segments: readonly string[]): TelltaleError {
  const near = nearestKey(segments);
  const hint = near === null ? '' : `; did you mean ${near}?`;
  return new TelltaleError('unknown-setting', {
    what: `No setting is called ${JSON.stringify(text)}${hint}`,
    next:
      near === null
        ? 'To see every setting, run: telltale config check'
        : `Run: telltale config explain ${near}`,
  });
}
