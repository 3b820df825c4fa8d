// A calibration as a file of its own: from the object to what is written, and back from what someone
// handed over. Pure; strict: one wrong field and nothing of it is used.
import { TelltaleError } from '../../shared/errors.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { CALIBRATION_SESSIONS, type Calibration, type ModelCalibration } from './calibrate.ts';
import { CURVE_SESSIONS, type GrowthCurve, MAX_CURVE_LENGTH } from './growth-curve.ts';

export interface CalibrationFile {
  readonly kind: 'telltale-calibration';
  readonly formatVersion: 1;
  readonly computedAtMs: number;
  readonly pooled: ModelCalibration | null;
  readonly models: Calibration['models'];
}

export function toCalibrationFile(calibration: Calibration): CalibrationFile {
  const { computedAtMs, pooled, models } = calibration;
  return { kind: 'telltale-calibration', formatVersion: 1, computedAtMs, pooled, models };
}

/** Larger numbers are no tokens. */
const MOST = 1e12;
/** More models are no one's. */
const MOST_MODELS = 1_000;

/** @throws TelltaleError 'bad-calibration' that names the first wrong field and what stands there */
export function parseCalibration(value: unknown): Calibration {
  const fields = ['kind', 'formatVersion', 'computedAtMs', 'pooled', 'models'];
  const file = readObject(value, '', fields);
  if (file.kind !== 'telltale-calibration') fail('kind', file.kind, '"telltale-calibration"');
  if (file.formatVersion !== 1) fail('formatVersion', file.formatVersion, '1');
  const models = readObject(file.models, 'models', null);
  const names = Object.keys(models);
  if (names.length > MOST_MODELS) fail('models', names.length, `at most ${MOST_MODELS} models`);
  return {
    formatVersion: 1,
    computedAtMs: readNumber(file.computedAtMs, 'computedAtMs', { least: 0, most: 1e15 }),
    source: 'imported',
    pooled: readModel(file.pooled, 'pooled'),
    models: Object.fromEntries(
      names.map((name) => [name, readModel(models[name], `models.${name}`)]),
    ),
  };
}

function readModel(value: unknown, path: string): ModelCalibration {
  const fields = [
    'sessions',
    'baselineTokens',
    'minTokens',
    'maxTokens',
    'quartiles',
    'freshWeighted',
    'growth',
  ];
  const model = readObject(value, path, fields);
  const at = (name: string): string => `${path}.${name}`;
  const baselineTokens = readNumber(model.baselineTokens, at('baselineTokens'), { least: 1 });
  return {
    sessions: readWhole(model.sessions, at('sessions'), CALIBRATION_SESSIONS),
    baselineTokens,
    minTokens: readNumber(model.minTokens, at('minTokens'), { most: baselineTokens }),
    maxTokens: readNumber(model.maxTokens, at('maxTokens'), { least: baselineTokens }),
    quartiles: readQuartiles(model.quartiles, at('quartiles')),
    freshWeighted: readNumber(model.freshWeighted, at('freshWeighted'), { least: 1 }),
    growth: readGrowth(model.growth, at('growth')),
  };
}

function readQuartiles(value: unknown, path: string): ModelCalibration['quartiles'] {
  if (value === null) return null;
  if (!Array.isArray(value) || value.length !== 3) fail(path, value, 'three numbers or null');
  const [low, middle, high] = readRising(value, path, 0);
  return [low ?? 0, middle ?? 0, high ?? 0];
}

function readGrowth(value: unknown, path: string): GrowthCurve | null {
  if (value === null) return null;
  const growth = readObject(value, path, ['p75', 'sessions']);
  const { p75 } = growth;
  const isLength = Array.isArray(p75) && p75.length > 0 && p75.length <= MAX_CURVE_LENGTH;
  if (!isLength) fail(`${path}.p75`, p75, `1 to ${MAX_CURVE_LENGTH} numbers`);
  return {
    p75: readRising(p75, `${path}.p75`, 1),
    sessions: readWhole(growth.sessions, `${path}.sessions`, CURVE_SESSIONS),
  };
}

function readRising(values: readonly unknown[], path: string, first: number): number[] {
  let least = first;
  return values.map((value, index) => {
    least = readNumber(value, `${path}[${index}]`, { least });
    return least;
  });
}

function readObject(
  value: unknown,
  path: string,
  fields: readonly string[] | null,
): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fail(path, value, 'an object');
  }
  const object = value as Record<string, unknown>;
  for (const name of fields === null ? [] : Object.keys(object)) {
    if (!fields?.includes(name))
      fail(path === '' ? name : `${path}.${name}`, object[name], 'no such field');
  }
  return object;
}

function readWhole(value: unknown, path: string, least: number): number {
  const number = readNumber(value, path, { least });
  if (!Number.isInteger(number)) fail(path, value, 'a whole number');
  return number;
}

function readNumber(
  value: unknown,
  path: string,
  { least = 0, most = MOST }: { readonly least?: number; readonly most?: number },
): number {
  const isIn = typeof value === 'number' && value >= least && value <= most;
  if (!isIn) fail(path, value, `a number from ${least} to ${most}`);
  return value;
}

function fail(path: string, seen: unknown, accepted: string): never {
  const place = path === '' ? 'the whole of it' : oneLine(path);
  const value = seen === undefined ? 'missing' : oneLine(JSON.stringify(seen)).slice(0, 60);
  throw new TelltaleError('bad-calibration', {
    what: `${place} is ${value}; accepted: ${accepted}`,
    next: 'Nothing was changed. Take a file that telltale calibrate --export wrote',
  });
}
