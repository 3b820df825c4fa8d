// The settings that hooks and status line need, compiled from the TOML file by whoever can read it.
// Knows the format and the defaults; parses no TOML.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Settings } from '../config/settings.ts';

export type HotSettings = Pick<Settings, 'hooks' | 'handoff' | 'statusline'>;

export interface CompiledSettings {
  readonly settings: HotSettings;
  /** The TOML file has changed since: an engine should compile it anew. */
  readonly isStale: boolean;
}

interface StoredSettings {
  readonly formatVersion: 1;
  /** `<mtime in ms>:<size>` of the TOML file; empty when there was none. */
  readonly stamp: string;
  readonly settings: HotSettings;
}

/** `defaults` hold until an engine has compiled the file once. */
export function readHotSettings(
  file: string,
  configFile: string,
  defaults: HotSettings,
): CompiledSettings {
  const stamp = stampOf(configFile);
  try {
    const stored = JSON.parse(readFileSync(file, 'utf8')) as StoredSettings;
    if (stored.formatVersion !== 1) return { settings: defaults, isStale: true };
    const settings = {
      hooks: { ...defaults.hooks, ...stored.settings.hooks },
      handoff: { ...defaults.handoff, ...stored.settings.handoff },
      statusline: { ...defaults.statusline, ...stored.settings.statusline },
    };
    return { settings, isStale: stored.stamp !== stamp };
  } catch {
    return { settings: defaults, isStale: stamp !== '' };
  }
}

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
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, file);
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
