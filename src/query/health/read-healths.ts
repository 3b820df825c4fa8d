// The one place where a session's health comes from, for every screen, hook and file. Gathers the calls
// and what they are measured against; the formulas are model/health's.
import { BASELINE_CALLS, meanOf, ownBaseline, recentMean } from '../../model/health/baseline.ts';
import { type Calibration, calibrationFor } from '../../model/health/calibrate.ts';
import { expectedGrowthAt } from '../../model/health/growth-curve.ts';
import {
  costSignal,
  deriveWaste,
  growthSignal,
  healthPercentOf,
  levelOf,
  pressureSignal,
  type Signal,
} from '../../model/health/waste.ts';
import { weighTokens } from '../../model/rotation/token-weights.ts';
import { lookupModel } from '../../pricing/book.ts';
import { addTokens, NO_TOKENS, promptTokens, type TokenCounts } from '../../shared/tokens.ts';
import { readSessionIdsOf, readSessionRoots, readToldWindows } from '../../store/readers/health.ts';
import { readLatestHeartbeats } from '../../store/readers/heartbeats.ts';
import { type RotationCallRow, readRotationCalls } from '../../store/readers/rotation.ts';
import { readOwnEvents, readTurningPoints } from '../../store/readers/sessions-events.ts';
import type { QueryContext } from '../context.ts';
import { readCompactions } from '../sessions/event-data.ts';
import { groupBy } from '../sessions/group-by.ts';
import {
  type ConfiguredWindow,
  type EffectiveWindow,
  effectiveWindow,
  readConfiguredWindow,
  type WindowSources,
} from './effective-window.ts';
import { refreshCalibration } from './refresh-calibration.ts';
import type { HealthBaseline, HealthSignals, SessionHealth } from './session-health.ts';

/** By session row id; every id asked for has an answer. */
export function readHealths(
  context: QueryContext,
  ids: readonly number[],
): Map<number, SessionHealth> {
  const { db } = context.store;
  const calls = groupBy(readRotationCalls(db, ids), (call) => call.id);
  const points = groupBy(
    readTurningPoints(db, ids).filter(({ kind }) => kind === 'compaction'),
    (point) => point.id,
  );
  const calibration = calls.size === 0 ? null : refreshCalibration(context);
  const wordsOf = readWindowWords(context, [...calls.keys()]);
  return new Map(
    ids.map((id) => {
      const own = calls.get(id) ?? [];
      const compactedMs = (points.get(id) ?? []).map(({ atMs }) => atMs);
      const session = { context, id, calls: own, compactedMs, calibration };
      return [id, healthOf(session, wordsOf(id))];
    }),
  );
}

/** What was told of a session's window. */
type WindowWords = Pick<WindowSources, 'heartbeat' | 'told' | 'configured'>;

/** Of all sessions at once: each statement is made once, not once per session. */
function readWindowWords(
  { store: { db } }: QueryContext,
  ids: readonly number[],
): (id: number) => WindowWords {
  const sessionIds = readSessionIdsOf(db, ids);
  const heartbeats = readLatestHeartbeats(db, [...sessionIds.values()]);
  const told = readToldWindows(db, [...sessionIds.values()]);
  const configuredFor = openConfigured(readSessionRoots(db, ids));
  return (id) => {
    const sessionId = sessionIds.get(id) ?? '';
    return {
      heartbeat: heartbeats.get(sessionId),
      told: told.get(sessionId),
      configured: configuredFor(id),
    };
  };
}

interface SessionCalls {
  readonly context: QueryContext;
  readonly id: number;
  /** Main-chain calls in the order of time. */
  readonly calls: readonly RotationCallRow[];
  readonly compactedMs: readonly number[];
  readonly calibration: Calibration | null;
}

function healthOf(session: SessionCalls, words: WindowWords): SessionHealth {
  const { context, calls, compactedMs } = session;
  const { health: settings } = context.settings;
  const lastCompactedMs = compactedMs.at(-1) ?? Number.NEGATIVE_INFINITY;
  const segment = calls.filter(({ atMs }) => atMs > lastCompactedMs);
  const window = windowOf(calls, words);
  const measured = measure(session, segment);
  const contextTokens = currentContext(session, segment);
  const signals: HealthSignals = {
    growth: { ...measured.growth, ...onlyIf(settings.growthSignal, growthSignal(measured.growth)) },
    cost: { ...measured.cost, ...onlyIf(settings.costSignal, costSignal(measured.cost)) },
    pressure: pressureOf(contextTokens, window, settings.pressureSignal),
  };
  const { waste, winner } = deriveWaste(signals);
  const healthPercent = waste === null ? null : healthPercentOf(waste);
  const level = levelOf(healthPercent, waste, settings);
  const isAlert = level === 'warn' || level === 'handoff' || level === 'critical';
  const mayAlert = isAlert && calls.length >= settings.minTurnsForAlert;
  return {
    healthPercent,
    waste,
    level,
    reason: waste !== null ? null : calls.length === 0 ? 'no-calls' : 'no-signal',
    winner,
    mayAlert,
    mayBlock: mayAlert && level === 'critical',
    contextTokens,
    windowTokens: window?.windowTokens ?? null,
    windowBasis: window?.windowBasis ?? null,
    effectiveWindowTokens: window?.effectiveWindowTokens ?? null,
    effectiveBasis: window?.effectiveBasis ?? null,
    mainCalls: calls.length,
    segment: compactedMs.length,
    segmentCalls: segment.length,
    signals,
    baseline: measured.baseline,
    tokensWasted: wastedTokens(calls, measured.baseline.tokens),
    // Weighed once: a sum of rounded figures drifts by some tokens.
    weightedTokens: weighTokens(calls.reduce<TokenCounts>(addTokens, NO_TOKENS)),
  };
}

/** The two signals that compare with a usual session, and what they compare with. */
function measure(
  { context, calls, calibration }: SessionCalls,
  segment: readonly RotationCallRow[],
): { growth: GrowthFacts; cost: CostFacts; baseline: HealthBaseline } {
  const last = calls.at(-1);
  const model = last === undefined ? null : lookupModel(context.book, last.model).canonicalId;
  const learned = calibrationFor(calibration, model);
  // Growth is a ratio: where a model has too few sessions for a curve, that of all models will do.
  const curve = learned?.values.growth ?? calibration?.pooled?.growth ?? null;
  const contexts = segment.map(promptTokens);
  const weighted = segment.map(weighTokens);
  const ownTokens = ownBaseline(contexts);
  const learnedTokens = learned?.values.baselineTokens ?? null;
  const tokens = larger(ownTokens, learnedTokens);
  const callIndex = segment.length === 0 ? null : segment.length - 1;
  const isOwn = tokens !== null && tokens !== learnedTokens;
  const ownFresh =
    weighted.length > BASELINE_CALLS ? meanOf(weighted.slice(0, BASELINE_CALLS)) : null;
  return {
    growth: {
      currentTokens: recentMean(contexts),
      baselineTokens: tokens,
      expectedGrowth: expectedGrowthAt(curve, callIndex ?? 0),
      callIndex,
    },
    cost: {
      currentWeighted: recentMean(weighted),
      freshWeighted: learned?.values.freshWeighted ?? ownFresh,
      basis: learned !== null ? 'learned' : ownFresh === null ? null : 'session',
    },
    baseline: {
      tokens,
      ownTokens,
      learnedTokens,
      source: tokens === null ? null : isOwn ? 'session' : (calibration?.source ?? null),
      model: learned?.of ?? null,
      sessions: learned?.values.sessions ?? null,
    },
  };
}

type GrowthFacts = Omit<HealthSignals['growth'], keyof Signal>;
type CostFacts = Omit<HealthSignals['cost'], keyof Signal>;

function pressureOf(
  contextTokens: number | null,
  window: EffectiveWindow | null,
  isOn: boolean,
): HealthSignals['pressure'] {
  const effectiveWindowTokens = window?.effectiveWindowTokens ?? null;
  const inputs = { contextTokens, effectiveWindowTokens };
  return { ...inputs, ...onlyIf(isOn, pressureSignal(inputs)) };
}

function onlyIf(isOn: boolean, signal: Signal): Signal {
  return isOn ? signal : { value: null, reason: 'switched-off' };
}

/** After a compaction without a call yet: what Claude Code wrote is left, where it did. */
function currentContext(
  { context, id, calls, compactedMs }: SessionCalls,
  segment: readonly RotationCallRow[],
): number | null {
  const last = segment.at(-1);
  if (last !== undefined) return promptTokens(last);
  if (calls.length === 0 || compactedMs.length === 0) return null;
  const compactions = readCompactions(readOwnEvents(context.store.db, id));
  return compactions.filter(({ atMs }) => atMs !== null).at(-1)?.postTokens ?? null;
}

function windowOf(calls: readonly RotationCallRow[], words: WindowWords): EffectiveWindow | null {
  const last = calls.at(-1);
  if (last === undefined) return null;
  return effectiveWindow({
    model: last.model,
    // Another model's calls say nothing of this one's window.
    peakTokens: calls.reduce(
      (most, call) => (call.model === last.model ? Math.max(most, promptTokens(call)) : most),
      0,
    ),
    ...words,
  });
}

function wastedTokens(calls: readonly RotationCallRow[], baseline: number | null): number | null {
  if (baseline === null) return null;
  return calls.reduce((sum, call) => sum + Math.max(0, promptTokens(call) - baseline), 0);
}

function larger(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

/** Each folder's settings are read once. */
function openConfigured(roots: ReadonlyMap<number, string>): (id: number) => ConfiguredWindow {
  const read = new Map<string, ConfiguredWindow>();
  return (id) => {
    const root = roots.get(id);
    const known = read.get(root ?? '') ?? readConfiguredWindow(root);
    read.set(root ?? '', known);
    return known;
  };
}
