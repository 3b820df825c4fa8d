// What the ledger says of its own health: integrity, versions, row counts, parse faults, unpriced
// calls, coverage. Plain SQL; judges nothing.
import { LINE_FLAG } from '../../model/flags.ts';
import { readMeta } from '../meta.ts';
import type { Sqlite } from '../sqlite.ts';

export interface LedgerVersions {
  readonly sqlite: string;
  /** Number of migrations the file has had. */
  readonly schema: number;
  /** `null`: never written. */
  readonly dataVersion: string | null;
  readonly lastIngestMs: number | null;
}

export function readVersions(db: Sqlite): LedgerVersions {
  const lastIngest = readMeta(db, 'last-ingest-ms');
  return {
    sqlite: db.prepare('SELECT sqlite_version()').pluck().get() as string,
    schema: db.pragma('user_version', { simple: true }) as number,
    dataVersion: readMeta(db, 'data-version'),
    lastIngestMs: lastIngest === null ? null : Number(lastIngest),
  };
}

/** SQLite's own quick check: empty when all is well, otherwise its first complaints. */
export function readQuickCheck(db: Sqlite): string[] {
  const rows = db.pragma('quick_check(5)') as { quick_check: string }[];
  return rows.map((row) => row.quick_check).filter((text) => text !== 'ok');
}

export const COUNTED_TABLES = ['file', 'line', 'call', 'session', 'project', 'event'] as const;

export function readRowCounts(db: Sqlite): Readonly<Record<string, number>> {
  return Object.fromEntries(
    COUNTED_TABLES.map((table) => {
      const row = db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get();
      return [table, row?.n ?? 0];
    }),
  );
}

export interface ShapeCount {
  readonly shape: string;
  readonly isKnown: boolean;
  readonly count: number;
  readonly files: number;
}

/** Record kinds and fields over all files, the most frequent first. */
export function readShapes(db: Sqlite): ShapeCount[] {
  return db
    .prepare<[], { shape: string; known: number; count: number; files: number }>(
      `SELECT shape, min(known) AS known, sum(count) AS count, count(*) AS files
         FROM shape GROUP BY shape ORDER BY sum(count) DESC, shape`,
    )
    .all()
    .map(({ known, ...row }) => ({ ...row, isKnown: known === 1 }));
}

export interface FaultCount {
  readonly kind: string;
  readonly count: number;
}

/**
 * Faults by kind, most first. Shapes count every fault as `(kind)`; the table of places holds only
 * the first ones of each file, and those that no line stands for.
 */
export function readFaultCounts(db: Sqlite): FaultCount[] {
  return db
    .prepare<[], FaultCount>(
      `SELECT kind, max(count) AS count FROM (
         SELECT kind, count(*) AS count FROM fault GROUP BY kind
         UNION ALL
         SELECT substr(shape, 2, length(shape) - 2), sum(count)
           FROM shape WHERE shape GLOB '(*)' AND shape NOT GLOB '* *' GROUP BY shape
       ) GROUP BY kind ORDER BY max(count) DESC, kind`,
    )
    .all();
}

export interface FaultPlace {
  readonly kind: string;
  readonly path: string;
  readonly offset: number;
  readonly sizeBytes: number;
  readonly detail: string;
}

/** The newest files' faults first. */
export function readFaultPlaces(db: Sqlite, limit: number): FaultPlace[] {
  return db
    .prepare<[number], FaultPlace>(
      `SELECT fault.kind, file.path, fault.offset, fault.size_bytes AS sizeBytes, fault.detail
         FROM fault JOIN file ON file.id = fault.file_id
        ORDER BY file.mtime_ms DESC, file.path, fault.offset LIMIT ?`,
    )
    .all(limit);
}

export interface UnpricedModel {
  readonly model: string;
  readonly calls: number;
  readonly tokens: number;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

/** Models with calls that have no cost, most tokens first. */
export function readUnpricedModels(db: Sqlite): UnpricedModel[] {
  return db
    .prepare<[], UnpricedModel>(
      `SELECT name.text AS model, count(*) AS calls,
              sum(input_tokens + cache_read_tokens + cache_write_5m_tokens
                  + cache_write_1h_tokens + output_tokens) AS tokens,
              min(at_ms) AS firstMs, max(at_ms) AS lastMs
         FROM call JOIN name ON name.id = call.model_id
        WHERE cost_nano_usd IS NULL
        GROUP BY name.id ORDER BY tokens DESC, model`,
    )
    .all();
}

export interface VersionCoverage {
  /** Claude Code version; null: the transcript does not tell. */
  readonly version: string | null;
  readonly calls: number;
  readonly finalCalls: number;
}

/** Calls with a final output count by Claude Code version, most calls first. */
export function readCoverage(db: Sqlite): VersionCoverage[] {
  return db
    .prepare<[number], VersionCoverage>(
      `SELECT name.text AS version, count(*) AS calls,
              sum(call.flags & ? != 0) AS finalCalls
         FROM call LEFT JOIN name ON name.id = call.version_id
        GROUP BY name.id ORDER BY count(*) DESC, name.text`,
    )
    .all(LINE_FLAG.final);
}
