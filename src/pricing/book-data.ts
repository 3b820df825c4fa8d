// The shipped prices as a table to be reviewed: USD per million tokens, one line per validity window.
// Holds data only; rows.ts turns a line into a row.

/** Where a line's numbers come from, and how far they are trusted. */
export interface PriceSource {
  readonly text: string;
  readonly confidence: 'official' | 'reported';
}

const OFFICIAL: PriceSource = {
  text: 'Anthropic price page, August 2026',
  confidence: 'official',
};
const REPORTED: PriceSource = {
  text: 'dated copies of the Anthropic price page, September to November 2026, not verified',
  confidence: 'reported',
};

/** What only a few lines have. Cache prices of these keep the line's own ratio to the input price. */
export interface PriceExtras {
  /** [prompt tokens, input, output]: the whole request costs this when its prompt is larger. */
  readonly over?: readonly [number, number, number];
  /** [input, output] of a request that ran in fast mode. */
  readonly fast?: readonly [number, number];
  /** As `over`, for a request that ran in fast mode. */
  readonly fastOver?: readonly [number, number, number];
  readonly note?: string;
}

/**
 * id, released, from, until (UTC days; from is included, until is not; null: open),
 * input, 5-minute write, 1-hour write, cache read, output,
 * factor of `inference_geo: us`, source, extras.
 */
export type BookLine = readonly [
  id: string,
  released: string,
  from: string | null,
  until: string | null,
  input: number,
  cacheWrite5m: number,
  cacheWrite1h: number,
  cacheRead: number,
  output: number,
  geoUsFactor: 1 | 1.1,
  source: PriceSource,
  extras: PriceExtras,
];

// The first line of a model is open at the start, whatever its release day: transcripts hold calls
// of previews and of skewed clocks. claude-mythos-preview has no published price, so no line.
// biome-ignore format: a table is reviewed line by line
export const BOOK_LINES: readonly BookLine[] = [
  // id                           released      from          until         in     w5m    w1h   read  out   us   source    extras
  ['claude-fable-5-2',           '2026-11-09', null,         null,         8,     10,    16,   0.20, 40,   1.1, REPORTED, { fast: [16, 80], note: '1-hour write taken as 2 × input' }],
  ['claude-mythos-5-2',          '2026-11-09', null,         null,         8,     10,    16,   0.20, 40,   1.1, REPORTED, { fast: [16, 80], note: '1-hour write taken as 2 × input' }],
  ['claude-fable-5-1',           '2026-09-01', null,         null,         10,    12.5,  20,   0.25, 50,   1.1, REPORTED, {}],
  ['claude-mythos-5-1',          '2026-09-01', null,         null,         10,    12.5,  20,   0.25, 50,   1.1, REPORTED, {}],
  ['claude-fable-5',             '2026-06-09', null,         null,         10,    12.5,  20,   1.00, 50,   1.1, OFFICIAL, {}],
  ['claude-mythos-5',            '2026-06-09', null,         null,         10,    12.5,  20,   1.00, 50,   1.1, OFFICIAL, { note: 'by invitation only' }],

  ['claude-opus-5-5',            '2026-09-22', null,         null,         4,     5,     8,    0.20, 20,   1.1, REPORTED, { fast: [8, 40], note: 'release day approximate' }],
  ['claude-opus-5',              '2026-07-24', null,         null,         5,     6.25,  10,   0.50, 25,   1.1, OFFICIAL, { fast: [10, 50] }],
  ['claude-opus-4-8',            '2026-05-28', null,         '2026-11-30', 5,     6.25,  10,   0.50, 25,   1.1, OFFICIAL, { fast: [10, 50], note: 'the day fast mode ends is reported only' }],
  ['claude-opus-4-8',            '2026-05-28', '2026-11-30', null,         5,     6.25,  10,   0.50, 25,   1.1, REPORTED, { note: 'fast mode ended; the standard price is official' }],
  ['claude-opus-4-7',            '2026-04-16', null,         '2026-07-24', 5,     6.25,  10,   0.50, 25,   1.1, OFFICIAL, { fast: [30, 150] }],
  ['claude-opus-4-7',            '2026-04-16', '2026-07-24', null,         5,     6.25,  10,   0.50, 25,   1.1, OFFICIAL, { note: 'fast mode ended' }],
  ['claude-opus-4-6',            '2026-02-05', null,         '2026-02-22', 5,     6.25,  10,   0.50, 25,   1.1, OFFICIAL, { over: [200_000, 10, 37.5], fast: [30, 150], fastOver: [200_000, 60, 225], note: 'last day of the fast long-context premium approximate' }],
  ['claude-opus-4-6',            '2026-02-05', '2026-02-22', '2026-03-13', 5,     6.25,  10,   0.50, 25,   1.1, OFFICIAL, { over: [200_000, 10, 37.5], fast: [30, 150], note: 'last day of the long-context premium approximate' }],
  ['claude-opus-4-6',            '2026-02-05', '2026-03-13', '2026-06-29', 5,     6.25,  10,   0.50, 25,   1.1, OFFICIAL, { fast: [30, 150] }],
  ['claude-opus-4-6',            '2026-02-05', '2026-06-29', null,         5,     6.25,  10,   0.50, 25,   1.1, OFFICIAL, { note: 'fast mode is billed as standard' }],
  ['claude-opus-4-5-20251101',   '2025-11',    null,         null,         5,     6.25,  10,   0.50, 25,   1,   OFFICIAL, {}],
  ['claude-opus-4-1-20250805',   '2025-08',    null,         null,         15,    18.75, 30,   1.50, 75,   1,   OFFICIAL, {}],
  ['claude-opus-4-20250514',     '2025-05',    null,         null,         15,    18.75, 30,   1.50, 75,   1,   OFFICIAL, {}],

  ['claude-sonnet-5-5',          '2026-10',    null,         '2026-10-07', 2,     2.5,   4,    0.20, 10,   1.1, REPORTED, { note: 'release day uncertain' }],
  ['claude-sonnet-5-5',          '2026-10',    '2026-10-07', null,         2,     2.5,   4,    0.10, 10,   1.1, REPORTED, { note: 'release day uncertain' }],
  ['claude-sonnet-5',            '2026-06-30', null,         null,         2,     2.5,   4,    0.20, 10,   1.1, OFFICIAL, { note: 'the rise announced for 2026-09-01 was cancelled' }],
  ['claude-sonnet-4-6',          '2026-02-17', null,         '2026-03-13', 3,     3.75,  6,    0.30, 15,   1.1, OFFICIAL, { over: [200_000, 6, 22.5], note: 'last day of the long-context premium approximate' }],
  ['claude-sonnet-4-6',          '2026-02-17', '2026-03-13', null,         3,     3.75,  6,    0.30, 15,   1.1, OFFICIAL, {}],
  ['claude-sonnet-4-5-20250929', '2025-09',    null,         '2026-03-31', 3,     3.75,  6,    0.30, 15,   1,   OFFICIAL, { over: [200_000, 6, 22.5] }],
  ['claude-sonnet-4-5-20250929', '2025-09',    '2026-03-31', null,         3,     3.75,  6,    0.30, 15,   1,   OFFICIAL, {}],
  ['claude-sonnet-4-20250514',   '2025-05',    null,         '2026-03-31', 3,     3.75,  6,    0.30, 15,   1,   OFFICIAL, { over: [200_000, 6, 22.5] }],
  ['claude-sonnet-4-20250514',   '2025-05',    '2026-03-31', null,         3,     3.75,  6,    0.30, 15,   1,   OFFICIAL, {}],
  ['claude-3-7-sonnet-20250219', '2025-02',    null,         null,         3,     3.75,  6,    0.30, 15,   1,   OFFICIAL, {}],
  ['claude-3-5-sonnet-20241022', '2024-10',    null,         null,         3,     3.75,  6,    0.30, 15,   1,   OFFICIAL, {}],
  ['claude-3-5-sonnet-20240620', '2024-06',    null,         null,         3,     3.75,  6,    0.30, 15,   1,   OFFICIAL, {}],

  ['claude-haiku-5-5',           '2026-10-07', null,         null,         0.10,  0.125, 0.20, 0.01, 0.50, 1.1, REPORTED, { over: [100_000, 0.50, 2.50] }],
  ['claude-haiku-4-5-20251001',  '2025-10',    null,         null,         1,     1.25,  2,    0.10, 5,    1,   OFFICIAL, {}],
  ['claude-3-5-haiku-20241022',  '2024-10',    null,         null,         0.80,  1,     1.60, 0.08, 4,    1,   OFFICIAL, {}],

  ['claude-3-opus-20240229',     '2024-02',    null,         null,         15,    18.75, 30,   1.50, 75,   1,   OFFICIAL, {}],
  ['claude-3-haiku-20240307',    '2024-03',    null,         null,         0.25,  0.30,  0.50, 0.03, 1.25, 1,   OFFICIAL, { note: 'writes cost 1.2 ×, reads 0.12 × the input price' }],
];

/** Other published names, each for exactly one id of the table. */
export const BOOK_ALIASES: Readonly<Record<string, string>> = {
  'claude-opus-4-5': 'claude-opus-4-5-20251101',
  'claude-opus-4-1': 'claude-opus-4-1-20250805',
  'claude-opus-4-0': 'claude-opus-4-20250514',
  'claude-sonnet-4-5': 'claude-sonnet-4-5-20250929',
  'claude-sonnet-4-0': 'claude-sonnet-4-20250514',
  'claude-3-7-sonnet-latest': 'claude-3-7-sonnet-20250219',
  'claude-3-5-sonnet-latest': 'claude-3-5-sonnet-20241022',
  'claude-haiku-4-5': 'claude-haiku-4-5-20251001',
  'claude-3-5-haiku-latest': 'claude-3-5-haiku-20241022',
};
