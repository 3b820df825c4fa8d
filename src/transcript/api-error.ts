// What an error line says: the code, the status and, for a reached limit, when it resets. Trusts
// only lines that Claude Code marks as errors; ordinary prose may quote the same words.
import { readJson, readString } from './json-values.ts';
import { type RecordView, topAt } from './record-view.ts';

const ERROR = topAt('error');
const STATUS = topAt('apiErrorStatus');
const QUOTA = topAt('quotaLimits');
const IS_API_ERROR = topAt('isApiErrorMessage');

export interface ApiErrorData {
  /** Claude Code's code, `rate_limit` and so on; null when the line names none. */
  readonly error: string | null;
  readonly status: number | null;
  /** `five_hour`, `seven_day`, …; null when not told. */
  readonly rateLimitType: string | null;
  readonly resetsAtMs: number | null;
}

/** Null when the line is filler ("No response requested."), not an error. */
export function describeApiError(text: Buffer, view: RecordView): ApiErrorData | null {
  const { top } = view;
  const words = firstText(text, view);
  const limit = readLimitWords(words);
  const isMarked = (top[IS_API_ERROR] as number) >= 0 && text[top[IS_API_ERROR] as number] === 116;
  if (!isMarked && limit === null) return null;
  const quota = readJson(text, top[QUOTA] as number, top[QUOTA + 1] as number) as {
    resetsAt?: unknown;
    rateLimitType?: unknown;
  } | null;
  const status = readJson(text, top[STATUS] as number, top[STATUS + 1] as number);
  return {
    error:
      readString(text, top[ERROR] as number, top[ERROR + 1] as number) ??
      (limit ? 'rate_limit' : null),
    status: typeof status === 'number' ? status : null,
    rateLimitType:
      typeof quota?.rateLimitType === 'string' ? quota.rateLimitType : (limit?.type ?? null),
    resetsAtMs:
      typeof quota?.resetsAt === 'number' ? quota.resetsAt * 1000 : (limit?.resetsAtMs ?? null),
  };
}

function firstText(text: Buffer, view: RecordView): string {
  for (let i = 0; i < view.blockCount; i++) {
    const block = view.blocks[i];
    if (block !== undefined && block.textStart >= 0) {
      return readString(text, block.textStart, block.textEnd) ?? '';
    }
  }
  return '';
}

/** The sentences of Claude Code about a reached plan limit, oldest form last. */
function readLimitWords(words: string): { type: string | null; resetsAtMs: number | null } | null {
  if (/hit your session limit/i.test(words)) return { type: 'five_hour', resetsAtMs: null };
  if (/hit your weekly limit/i.test(words)) return { type: 'seven_day', resetsAtMs: null };
  if (/hit your (opus|fable|sonnet) limit/i.test(words))
    return { type: 'seven_day_model', resetsAtMs: null };
  if (/hit your limit ·/i.test(words)) return { type: null, resetsAtMs: null };
  const old = /Claude AI usage limit reached\|(\d{9,11})/.exec(words);
  return old === null ? null : { type: 'five_hour', resetsAtMs: Number(old[1]) * 1000 };
}
