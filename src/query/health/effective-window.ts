// How much a session's context may hold: the model's window, and the earlier bound at which the user
// has Claude Code compact. Knows where each is told; reads Claude Code's settings, writes nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalModelId } from '../../pricing/canonical.ts';
import type { ToldWindow } from '../../store/readers/health.ts';
import type { HeartbeatRow } from '../../store/readers/heartbeats.ts';
import { contextWindowOf } from '../overview/context-window.ts';
import type { EffectiveBasis, WindowBasis } from './session-health.ts';

export interface EffectiveWindow {
  readonly windowTokens: number;
  readonly windowBasis: WindowBasis;
  readonly effectiveWindowTokens: number;
  readonly effectiveBasis: EffectiveBasis;
}

export interface WindowSources {
  /** Of the last main-chain call. */
  readonly model: string;
  /** Largest main-chain call of the session by that model. */
  readonly peakTokens: number;
  readonly heartbeat: HeartbeatRow | undefined;
  readonly told: ToldWindow | undefined;
  /** What the settings of the session's config folder say. */
  readonly configured: ConfiguredWindow;
}

/** With CLAUDE_CODE_DISABLE_1M_CONTEXT no window is larger. */
const SMALL_WINDOW = 200_000;
/** Claude Code's own limits for autoCompactWindow. */
const COMPACT_WINDOW = { min: 100_000, max: 1_000_000 } as const;

export function effectiveWindow(sources: WindowSources): EffectiveWindow {
  const { told, configured } = sources;
  const isSmall = isOn(told?.disable1m) || configured.disable1m;
  const { tokens, basis } = isSmall ? limit(windowOf(sources)) : windowOf(sources);
  const compactAt = told?.autoCompactWindow ?? configured.autoCompactWindow;
  const isEarlier =
    compactAt !== null &&
    compactAt >= COMPACT_WINDOW.min &&
    compactAt <= COMPACT_WINDOW.max &&
    compactAt < tokens;
  const isToldByHooks = told?.autoCompactWindow != null;
  return {
    windowTokens: tokens,
    windowBasis: basis,
    effectiveWindowTokens: isEarlier ? compactAt : tokens,
    effectiveBasis: isEarlier ? (isToldByHooks ? 'hooks' : 'settings') : 'window',
  };
}

interface Window {
  readonly tokens: number;
  readonly basis: WindowBasis;
}

function limit(window: Window): Window {
  return window.tokens <= SMALL_WINDOW ? window : { tokens: SMALL_WINDOW, basis: 'limited' };
}

/** What Claude Code says itself outranks the published table, as long as it is about this model. */
function windowOf(sources: WindowSources): Window {
  const { model, peakTokens, heartbeat } = sources;
  const told = heartbeat?.heartbeat;
  const isSameModel =
    told?.modelId != null && canonicalModelId(told.modelId) === canonicalModelId(model);
  if (isSameModel && told?.windowTokens != null && told.windowTokens >= peakTokens) {
    return { tokens: told.windowTokens, basis: 'told' };
  }
  return contextWindowOf(model, peakTokens);
}

export interface ConfiguredWindow {
  readonly autoCompactWindow: number | null;
  readonly disable1m: boolean;
}

/** From `settings.json` of a config folder; nothing is set where it cannot be read or is not known. */
export function readConfiguredWindow(root: string | undefined): ConfiguredWindow {
  if (root === undefined || root === '') return { autoCompactWindow: null, disable1m: false };
  try {
    const settings = JSON.parse(readFileSync(join(root, 'settings.json'), 'utf8')) as {
      autoCompactWindow?: unknown;
      env?: Record<string, unknown> | null;
    };
    const fromEnv = Number(settings.env?.CLAUDE_CODE_AUTO_COMPACT_WINDOW);
    const own = settings.autoCompactWindow;
    return {
      autoCompactWindow: fromEnv > 0 ? fromEnv : typeof own === 'number' ? own : null,
      disable1m: isOn(settings.env?.CLAUDE_CODE_DISABLE_1M_CONTEXT),
    };
  } catch {
    return { autoCompactWindow: null, disable1m: false };
  }
}

/** As Claude Code reads its switches in the environment. */
function isOn(value: unknown): boolean {
  return value === 1 || value === true || /^(1|true|yes|on)$/i.test(String(value ?? ''));
}
