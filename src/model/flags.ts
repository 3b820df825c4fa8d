// The bits of a usage line and of a call. Part of the stored format: never renumber.

export const LINE_FLAG = {
  /** The record is marked isSidechain, or stands in a subagent's file. */
  sidechain: 1,
  /** A copy inside an agent_progress record. */
  progress: 2,
  /** Has a stop_reason or an iterations list: its output count is final. */
  final: 4,
  /** The 5-minute/1-hour split of the cache writes was given. */
  writeSplit: 8,
  /** The record says that it is a copy (forkedFrom, a background session's replay). */
  copy: 16,
  /** Was read once, but the file no longer holds it. */
  gone: 32,
  fast: 64,
  batch: 128,
  priority: 256,
  geoUs: 512,
} as const;
