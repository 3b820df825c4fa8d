// The health of one session with everything it comes from: the shape that every screen, hook and
// `--json` shares. Nothing here computes.
import type { HealthLevel } from '../../model/health/level.ts';
import type {
  CostInputs,
  GrowthInputs,
  PressureInputs,
  Signal,
  SignalName,
} from '../../model/health/waste.ts';

export interface SessionHealth {
  /** 0–100, whole; null: unknown, see `reason`. */
  readonly healthPercent: number | null;
  /** At least 1, to one decimal; null with `healthPercent`. */
  readonly waste: number | null;
  readonly level: HealthLevel;
  /** 'no-calls': no main-chain call that tells a time; 'no-signal': none of the signals has a value. */
  readonly reason: 'no-calls' | 'no-signal' | null;
  /** The signal that waste comes from. */
  readonly winner: SignalName | null;
  /** The level is one to warn about, and the session has calls enough. */
  readonly mayAlert: boolean;
  /** Critical, and a prompt may be held back where the user asked for that. */
  readonly mayBlock: boolean;
  /** Of the last main-chain call; after a compaction what Claude Code said is left; null: unknown. */
  readonly contextTokens: number | null;
  readonly windowTokens: number | null;
  readonly windowBasis: WindowBasis | null;
  /** The window, or where Claude Code compacts by itself if the user set that lower. */
  readonly effectiveWindowTokens: number | null;
  readonly effectiveBasis: EffectiveBasis | null;
  /** Main-chain calls of the session. */
  readonly mainCalls: number;
  /** Compactions so far. */
  readonly segment: number;
  /** Main-chain calls since the last compaction. */
  readonly segmentCalls: number;
  readonly signals: HealthSignals;
  readonly baseline: HealthBaseline;
  /** Sum over the main-chain calls of what each was sent beyond the baseline; null: no baseline. */
  readonly tokensWasted: number | null;
  /** Main-chain tokens as uncached input that would cost as much. */
  readonly weightedTokens: number;
}

/**
 * 'told': by Claude Code's status line; 'model': published for the model; 'seen': a call was larger than
 * published; 'assumed': the model is not known; 'limited': Claude Code was told to use no larger one.
 */
export type WindowBasis = 'told' | 'model' | 'seen' | 'assumed' | 'limited';

/**
 * 'window': all of it; 'hooks': Claude Code runs with CLAUDE_CODE_AUTO_COMPACT_WINDOW; 'settings':
 * settings.json of its config folder sets an earlier compaction.
 */
export type EffectiveBasis = 'window' | 'hooks' | 'settings';

export type HealthSignals = {
  readonly growth: Signal & GrowthInputs & { readonly callIndex: number | null };
  readonly cost: Signal & CostInputs & { readonly basis: 'learned' | 'session' | null };
  readonly pressure: Signal & PressureInputs;
};

export interface HealthBaseline {
  /** The larger of the two; null: neither is known. */
  readonly tokens: number | null;
  /** Second-lowest context of the first five calls since the last compaction. */
  readonly ownTokens: number | null;
  /** Of the calibration. */
  readonly learnedTokens: number | null;
  /** Where `tokens` comes from. */
  readonly source: 'learned' | 'imported' | 'session' | null;
  /** The model whose calibration was used; null: all models together, or none. */
  readonly model: string | null;
  /** Sessions the calibration rests on; null: none. */
  readonly sessions: number | null;
}
