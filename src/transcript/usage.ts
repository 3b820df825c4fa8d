// Reads a `usage` object: tokens by kind, what changes the price, and whether the counts are final.
// Knows the API's field names; not which line of a message wins.
import { LINE_FLAG } from '../model/flags.ts';
import { defineKeys, makeSpans, scanObject } from './json-scan.ts';
import { isPresent, readCount, readJson, readString } from './json-values.ts';

/** Counts of one usage object. `flags` holds only the bits that usage tells. */
export interface Usage {
  inputTokens: number;
  cacheReadTokens: number;
  cacheWrite5mTokens: number;
  cacheWrite1hTokens: number;
  outputTokens: number;
  webSearches: number;
  flags: number;
}

/** A call that only `usage.iterations` tells of: another model advised this one. */
export interface AdvisorUsage extends Usage {
  readonly model: string;
  /** 1 for the first advisor entry of the message. */
  readonly part: number;
}

const USAGE_KEYS = defineKeys([
  'input_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
  'output_tokens',
  'cache_creation',
  'server_tool_use',
  'service_tier',
  'inference_geo',
  'speed',
  'iterations',
]);
const WRITE_KEYS = defineKeys(['ephemeral_5m_input_tokens', 'ephemeral_1h_input_tokens']);
const SERVER_TOOL_KEYS = defineKeys(['web_search_requests']);

const spans = makeSpans(USAGE_KEYS);
const writeSpans = makeSpans(WRITE_KEYS);
const serverToolSpans = makeSpans(SERVER_TOOL_KEYS);

const start = (key: number): number => spans[key * 2] as number;
const end = (key: number): number => spans[key * 2 + 1] as number;
const countOf = (text: Buffer, key: number): number => readCount(text, start(key), end(key));

/**
 * Fills `usage` from the object at a byte range. Returns whether it is a call at all: usage that
 * is absent, broken or zero throughout is none.
 */
export function readUsage(text: Buffer, from: number, to: number, usage: Usage): boolean {
  if (from < 0 || scanObject(text, from, to, USAGE_KEYS, spans) < 0) return false;
  usage.inputTokens = countOf(text, 0);
  usage.cacheReadTokens = countOf(text, 2);
  usage.outputTokens = countOf(text, 3);
  usage.flags = 0;
  readWrites(text, usage);
  usage.webSearches = readSearches(text);
  if (isPresent(text, start(9))) usage.flags |= LINE_FLAG.final;
  readBilling(text, usage);
  return (
    usage.inputTokens + usage.cacheReadTokens + usage.outputTokens + usage.webSearches > 0 ||
    usage.cacheWrite5mTokens + usage.cacheWrite1hTokens > 0
  );
}

/**
 * The total and its split disagree in some versions: 0 beside a real split (before 2.1.152), or a
 * split of 0/0 beside a real total. The larger is right; what no split explains is a 5-minute write.
 */
function readWrites(text: Buffer, usage: Usage): void {
  const total = countOf(text, 1);
  let write5m = 0;
  let write1h = 0;
  let hasSplit = false;
  if (start(4) >= 0 && scanObject(text, start(4), end(4), WRITE_KEYS, writeSpans) >= 0) {
    write5m = readCount(text, writeSpans[0] as number, writeSpans[1] as number);
    write1h = readCount(text, writeSpans[2] as number, writeSpans[3] as number);
    hasSplit = write5m + write1h > 0 || total === 0;
  }
  usage.cacheWrite1hTokens = write1h;
  usage.cacheWrite5mTokens = Math.max(total, write5m + write1h) - write1h;
  if (hasSplit) usage.flags |= LINE_FLAG.writeSplit;
}

function readSearches(text: Buffer): number {
  if (start(5) < 0) return 0;
  if (scanObject(text, start(5), end(5), SERVER_TOOL_KEYS, serverToolSpans) < 0) return 0;
  return readCount(text, serverToolSpans[0] as number, serverToolSpans[1] as number);
}

function readBilling(text: Buffer, usage: Usage): void {
  const tier = readString(text, start(6), end(6));
  if (tier === 'batch') usage.flags |= LINE_FLAG.batch;
  else if (tier === 'priority') usage.flags |= LINE_FLAG.priority;
  if (readString(text, start(7), end(7)) === 'us') usage.flags |= LINE_FLAG.geoUs;
  if (readString(text, start(8), end(8)) === 'fast') usage.flags |= LINE_FLAG.fast;
}

const ADVISOR = Buffer.from('advisor_message');

/** The advisor calls that the usage just read, at this range, tells of; most have none. */
export function readAdvisors(text: Buffer, from: number, to: number): AdvisorUsage[] {
  if (!isPresent(text, start(9)) || !text.subarray(start(9), end(9)).includes(ADVISOR)) return [];
  const usage = readJson(text, from, to) as { iterations?: unknown } | null;
  if (!Array.isArray(usage?.iterations)) return [];
  const advisors: AdvisorUsage[] = [];
  for (const entry of usage.iterations as { type?: unknown; model?: unknown }[]) {
    if (entry?.type !== 'advisor_message') continue;
    const json = Buffer.from(JSON.stringify(entry));
    const advisor = {
      ...emptyUsage(),
      model: typeof entry.model === 'string' ? entry.model : '(advisor)',
      part: advisors.length + 1,
    };
    if (readUsage(json, 0, json.length, advisor)) advisors.push(advisor);
  }
  return advisors;
}

export function emptyUsage(): Usage {
  return {
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: 0,
    webSearches: 0,
    flags: 0,
  };
}
