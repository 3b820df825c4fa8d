import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { baselineReading, ownBaseline, recentMean } from '../../../src/model/health/baseline.ts';
import { expectedGrowthAt, type GrowthCurve } from '../../../src/model/health/growth-curve.ts';
import {
  costSignal,
  deriveWaste,
  growthSignal,
  healthPercentOf,
  levelOf,
  pressureSignal,
  pressureWaste,
  roundToTenth,
  type Thresholds,
} from '../../../src/model/health/waste.ts';
import { DEFAULT_CURVE, FRESH } from './default-curve.ts';

const NO_PRESSURE = { value: null, reason: 'switched-off' } as const;

test.each([
  [0.3, 100],
  [1, 100],
  [1.1, 99],
  [2, 92],
  [3, 85],
  [5, 71],
  [5.4, 68],
  [6.5, 60],
  [8, 50],
  [8.1, 49],
  [10, 35],
  [12, 21],
  [12.2, 20],
  [12.3, 19],
  [13.5, 10],
  [13.6, 10],
  [13.7, 9],
  [14.9, 0],
  [15, 0],
  [90, 0],
])('a waste of %d is a health of %d %%', (waste, health) => {
  expect(healthPercentOf(waste)).toBe(health);
});

describe('golden sessions: growth and cost of a row of calls', () => {
  const row = (count: number, size: (index: number) => number) =>
    Array.from({ length: count }, (_, index) => size(index));
  const VECTORS: readonly (readonly [
    name: string,
    sizes: readonly number[],
    alone: readonly [waste: number, health: number],
    withCurve: readonly [waste: number, health: number],
  ])[] = [
    ['flat', row(10, () => 1_000), [1, 100], [1, 100]],
    ['a step up', row(10, (at) => (at < 5 ? 1_000 : 5_000)), [5, 71], [1, 100]],
    ['steady growth', row(20, (at) => 100_000 * (at + 1)), [9, 42], [8.7, 45]],
    [
      'a hump that is over',
      row(20, (at) => (at >= 5 && at < 10 ? 900_000 : 50_000)),
      [1, 100],
      [1, 100],
    ],
    ['slow growth', row(50, (at) => 150_000 + 17_347 * at), [5.8, 65], [4.7, 73]],
    [
      'a large first call',
      [900_000, 80_000, 85_000, 90_000, 95_000, ...row(10, () => 100_000)],
      [1.2, 98],
      [1, 100],
    ],
    ['large from the start', row(20, (at) => 500_500 + 50_000 * at), [2.5, 89], [6.5, 60]],
  ];

  /** As the golden values were made: the size of a call is its cost too. */
  function judge(sizes: readonly number[], learned: number | null, curve: GrowthCurve | null) {
    const own = ownBaseline(sizes);
    const baselineTokens = learned === null ? own : Math.max(own ?? 0, learned);
    const currentTokens = recentMean(sizes);
    const freshWeighted = curve === null ? baselineTokens : FRESH;
    const { waste } = deriveWaste({
      growth: growthSignal({
        currentTokens,
        baselineTokens,
        expectedGrowth: expectedGrowthAt(curve, sizes.length - 1),
      }),
      cost: costSignal({ currentWeighted: currentTokens, freshWeighted }),
      pressure: NO_PRESSURE,
    });
    return [waste, healthPercentOf(waste ?? Number.NaN)];
  }

  it.each(VECTORS)('%s', (_, sizes, alone, withCurve) => {
    expect(judge(sizes, null, null)).toEqual(alone);
    expect(judge(sizes, 80_000, DEFAULT_CURVE)).toEqual(withCurve);
  });
});

test.each([
  [[5, 4, 3, 2], null, null],
  [[900, 80, 85, 90, 95], 85, 90],
  [[10, 20, 30, 40, 50, 1, 1], 20, 30],
])('the baseline of %j is %j, the reading that teaches %j', (sizes, own, reading) => {
  expect(ownBaseline(sizes)).toBe(own);
  expect(baselineReading(sizes)).toBe(reading);
});

test.each([
  [1.25, 1.2],
  [1.75, 1.8],
  [2.25, 2.2],
  [8.75, 8.8],
  [1.05, 1.1],
  [1.15, 1.1],
  [1.35, 1.4],
  [2.34, 2.3],
  [7, 7],
])('%d is %d to one decimal', (value, rounded) => {
  expect(roundToTenth(value)).toBe(rounded);
});

describe('pressure', () => {
  it.each([
    [0, 1],
    [0.5, 1],
    [0.65, 4.5],
    [0.8, 8],
    [0.85, 10.1],
    [0.9, 12.2],
    [0.925, 12.9],
    [0.95, 13.6],
    [0.975, 14.3],
    [1, 15],
    [1.2, 15],
  ])('a window filled to %d is a waste of %d', (ratio, waste) => {
    expect(pressureWaste(ratio)).toBeCloseTo(waste, 10);
  });

  it('puts 80 % and 90 % of a window on the levels of health', () => {
    expect(healthPercentOf(roundToTenth(pressureWaste(0.8)))).toBe(50);
    expect(healthPercentOf(roundToTenth(pressureWaste(0.9)))).toBe(20);
    expect(healthPercentOf(roundToTenth(pressureWaste(0.95)))).toBe(10);
  });

  it('never falls while the window fills, and stays between 1 and 15', () => {
    const ratio = fc.double({ min: 0, max: 3, noNaN: true });
    fc.assert(
      fc.property(ratio, ratio, (a, b) => {
        const [low, high] = [pressureWaste(Math.min(a, b)), pressureWaste(Math.max(a, b))];
        expect(low).toBeGreaterThanOrEqual(1);
        expect(high).toBeLessThanOrEqual(15);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });
});

describe('levels', () => {
  const SHIPPED: Thresholds = {
    wasteThreshold: 2,
    handoffWasteThreshold: 10,
    warnBelow: 50,
    handoffBelow: 20,
    criticalBelow: 10,
  };

  it.each([
    [8, 50, 'ok'],
    [8.1, 49, 'warn'],
    [12.2, 20, 'warn'],
    [12.3, 19, 'handoff'],
    [13.6, 10, 'handoff'],
    [13.7, 9, 'critical'],
    [15, 0, 'critical'],
    [null, null, 'unknown'],
  ] as const)('waste %j, health %j: %s', (waste, health, level) => {
    expect(levelOf(health, waste, SHIPPED)).toBe(level);
  });

  it.each([
    ['warn_below', { warnBelow: 40 }, 8.1, 'ok'],
    ['handoff_below', { handoffBelow: 30 }, 11.2, 'handoff'],
    ['critical_below', { criticalBelow: 20 }, 12.3, 'critical'],
    ['waste_threshold silences a warning', { wasteThreshold: 9 }, 8.5, 'ok'],
    ['waste_threshold silences worse levels too', { wasteThreshold: 14 }, 13.7, 'ok'],
    ['handoff_waste_threshold leaves the warning', { handoffWasteThreshold: 9999 }, 15, 'warn'],
    [
      'handoff_waste_threshold is a floor, itself included',
      { handoffWasteThreshold: 12.3 },
      12.3,
      'handoff',
    ],
  ] as const)('%s', (_, changes, waste, level) => {
    expect(levelOf(healthPercentOf(waste), waste, { ...SHIPPED, ...changes })).toBe(level);
  });
});

describe('the largest signal', () => {
  const known = (value: number) => ({ value, reason: null });
  const off = { value: null, reason: 'switched-off' } as const;

  it.each([
    [{ growth: known(3), cost: known(2), pressure: known(1) }, 3, 'growth'],
    [{ growth: known(1), cost: known(4.44), pressure: known(1) }, 4.4, 'cost'],
    [{ growth: off, cost: off, pressure: known(12.2) }, 12.2, 'pressure'],
    [{ growth: known(2), cost: known(2), pressure: off }, 2, 'growth'],
    [{ growth: known(0.2), cost: known(0.4), pressure: off }, 1, 'cost'],
    [{ growth: off, cost: off, pressure: off }, null, null],
  ] as const)('%j', (signals, waste, winner) => {
    expect(deriveWaste(signals)).toEqual({ waste, winner });
  });

  it('is never below 1', () => {
    const value = fc.double({ min: 0, max: 1_000, noNaN: true });
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        const signals = { growth: known(a), cost: known(b), pressure: known(c) };
        expect(deriveWaste(signals).waste).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

test('what cannot be told has a reason and no value', () => {
  const inputs = { currentTokens: 9, baselineTokens: null, expectedGrowth: 1 };
  expect(growthSignal(inputs)).toEqual({ value: null, reason: 'no-baseline' });
  expect(growthSignal({ ...inputs, currentTokens: null })).toMatchObject({ reason: 'no-calls' });
  expect(growthSignal({ ...inputs, baselineTokens: 0 })).toMatchObject({ reason: 'no-baseline' });
  expect(costSignal({ currentWeighted: 9, freshWeighted: 0 })).toMatchObject({
    reason: 'no-baseline',
  });
  expect(costSignal({ currentWeighted: null, freshWeighted: 9 })).toMatchObject({
    reason: 'no-calls',
  });
  expect(pressureSignal({ contextTokens: 9, effectiveWindowTokens: null })).toMatchObject({
    reason: 'no-window',
  });
  expect(pressureSignal({ contextTokens: null, effectiveWindowTokens: 9 })).toMatchObject({
    reason: 'no-calls',
  });
});
