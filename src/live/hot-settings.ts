// The settings that hooks and status line need, compiled from the TOML file by whoever can read it.
// Knows the format and the defaults; parses no TOML.
import { readFileSync, statSync } from 'node:fs';
import type { Settings } from '../config/settings.ts';
import { writeByRename } from '../shared/write-by-rename.ts';

export type HotSettings = Pick<Settings, 'hooks' | 'handoff' | 'statusline'>;

export interface CompiledSettings<Known> {
  readonly settings: Known;
  /** The TOML file has changed since: an engine should compile it anew. */
  readonly isStale: boolean;
}

interface StoredSettings {
  readonly formatVersion: 1;
  /** `<mtime in ms>:<size>` of the TOML file; empty when there was none. */
  readonly stamp: string;
  readonly settings: HotSettings;
}

/** The sections that `defaults` has; these hold until an engine has compiled the file once. */
export function readHotSettings<Known extends Partial<HotSettings>>(
  file: string,
  configFile: string,
  defaults: Known,
): CompiledSettings<Known> {
  const stamp = stampOf(configFile);
  try {
    const stored = JSON.parse(readFileSync(file, 'utf8')) as StoredSettings;
    if (stored.formatVersion !== 1) return { settings: defaults, isStale: true };
    const settings: Record<string, object> = { ...defaults };
    for (const name of SECTIONS) {
      if (name in defaults) settings[name] = { ...defaults[name], ...stored.settings[name] };
    }
    return { settings: settings as Known, isStale: stored.stamp !== stamp };
  } catch {
    return { settings: defaults, isStale: stamp !== '' };
  }
}

const SECTIONS = ['hooks', 'handoff', 'statusline'] as const;

/** Written by rename, and only when something changed. */
export function writeHotSettings(file: string, configFile: string, settings: HotSettings): void {
  const { hooks, handoff, statusline } = settings;
  const stored: StoredSettings = {
    formatVersion: 1,
    stamp: stampOf(configFile),
    settings: { hooks, handoff, statusline },
  };
  const text = JSON.stringify(stored);
  if (readOrEmpty(file) === text) return;
  writeByRename(file, text);
}

function stampOf(configFile: string): string {
  try {
    const { mtimeMs, size } = statSync(configFile);
    return `${mtimeMs}:${size}`;
  } catch {
    return '';
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
