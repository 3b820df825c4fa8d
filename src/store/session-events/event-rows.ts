// The tables of the second pass: rows in and out. Every name is of the ledger itself, so that a narrowed
// connection may write too. Knows SQL; neither transcripts nor what is folded.
import { unpackEvents } from '../../model/session-event/pack-events.ts';
import type { SessionEvent } from '../../model/session-event/session-event.ts';
import type { EventReaderState } from '../../transcript/session-events/event-reader.ts';
import type { Sqlite } from '../sqlite.ts';
import {
  CHUNK_EVENTS,
  type EventChunk,
  HASH_ROW_BYTES,
  type HashRow,
  type PackedTail,
} from './chunk-packer.ts';
import type { ThreadProgress, ThreadReading } from './fold-thread.ts';

/** What the second pass has made of a file. */
export interface EventFile {
  /** Bytes whose events are stored. */
  readonly cursor: number;
  /** file.rewrites when it was read. */
  readonly rewrites: number;
  /** See readerFingerprint. */
  readonly reader: string;
  readonly state: EventReaderState;
  readonly events: number;
  /** See foldsFingerprint. */
  readonly folds: string;
  readonly progress: ThreadProgress;
  readonly copiedUntilMs: number | null;
  /** See hooksFingerprint. */
  readonly hooks: string;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

/** Where a thread belongs. */
export interface ThreadPlace {
  readonly session: string;
  readonly agentId: string | null;
}

export interface EventRows {
  read(fileId: number): EventFile | null;
  /** Tells whether somebody has written since; null: there is nothing. */
  version(fileId: number): string | null;
  write(fileId: number, place: ThreadPlace, file: EventFile): void;
  /** Events that are stored, chunk by chunk. */
  events(fileId: number): Generator<SessionEvent[]>;
  /** Hashes of the ids of all records. */
  hashes(fileId: number): Uint8Array;
  tail(fileId: number): PackedTail;
  /** Takes away the stored events. */
  clear(fileId: number): void;
  writeChunks(fileId: number, chunks: readonly EventChunk[], hashRows: readonly HashRow[]): void;
  writeReadings(fileId: number, readings: readonly ThreadReading[]): void;
}

type StoredFile = Omit<EventFile, 'state' | 'progress'> & {
  readonly state: string;
  readonly progress: string;
};

export function createEventRows(db: Sqlite): EventRows {
  const sql = prepareAll(db);
  const hashesFrom = (fileId: number): Uint8Array =>
    Buffer.concat(sql.hashes.all(fileId) as Buffer[]);
  return {
    read(fileId) {
      const row = sql.read.get(fileId) as StoredFile | undefined;
      if (row === undefined) return null;
      return {
        ...row,
        state: JSON.parse(row.state) as EventReaderState,
        progress: JSON.parse(row.progress) as ThreadProgress,
      };
    },
    version: (fileId) => (sql.version.get(fileId) as string | undefined) ?? null,
    write(fileId, place, file) {
      const state = JSON.stringify(file.state);
      sql.write.run({ ...file, ...place, fileId, state, progress: JSON.stringify(file.progress) });
    },
    *events(fileId) {
      // By number, not by a cursor: rows may be written meanwhile. Of a saved archive some may be missing.
      for (const seq of sql.chunkSeqs.all(fileId))
        yield unpackEvents(sql.chunk.get(fileId, seq) as string);
    },
    hashes: hashesFrom,
    tail(fileId) {
      const chunks = sql.countChunks.get(fileId) as { rows: number; events: number };
      const isOpen = chunks.events % CHUNK_EVENTS !== 0;
      const chunkSeq = isOpen ? chunks.rows - 1 : chunks.rows;
      const events = isOpen ? unpackEvents(sql.chunk.get(fileId, chunkSeq) as string) : [];
      const bytes = hashesFrom(fileId);
      const hashSeq = Math.floor(bytes.length / HASH_ROW_BYTES);
      return { chunkSeq, events, hashSeq, hashes: bytes.slice(hashSeq * HASH_ROW_BYTES) };
    },
    clear(fileId) {
      for (const statement of sql.clear) statement.run(fileId);
    },
    writeChunks(fileId, chunks, hashRows) {
      for (const chunk of chunks) sql.writeChunk.run({ fileId, ...chunk });
      for (const { seq, hashes } of hashRows) sql.writeHashes.run(fileId, seq, hashes);
    },
    writeReadings(fileId, readings) {
      sql.clearReadings.run(fileId);
      for (const { metric, reading, trail } of readings)
        sql.writeReading.run(fileId, metric, JSON.stringify(reading), JSON.stringify(trail));
    },
  };
}

function prepareAll(db: Sqlite) {
  return {
    read: db.prepare(`SELECT cursor, rewrites, reader, state, events, folds, progress,
      copied_until_ms AS copiedUntilMs, hooks, first_ms AS firstMs, last_ms AS lastMs
      FROM main.event_file WHERE file_id = ?`),
    version: db
      .prepare(
        `SELECT json_array(cursor, rewrites, reader, events, folds, hooks, copied_until_ms)
         FROM main.event_file WHERE file_id = ?`,
      )
      .pluck(),
    write: db.prepare(`INSERT OR REPLACE INTO main.event_file (file_id, session, agent_id, cursor,
      rewrites, reader, state, events, folds, progress, copied_until_ms, hooks, first_ms, last_ms)
      VALUES (@fileId, @session, @agentId, @cursor, @rewrites, @reader, @state, @events, @folds,
      @progress, @copiedUntilMs, @hooks, @firstMs, @lastMs)`),
    chunk: db.prepare('SELECT events FROM main.event_chunk WHERE file_id = ? AND seq = ?').pluck(),
    chunkSeqs: db
      .prepare('SELECT seq FROM main.event_chunk WHERE file_id = ? ORDER BY seq')
      .pluck(),
    countChunks: db.prepare(
      'SELECT count(*) AS rows, total(count) AS events FROM main.event_chunk WHERE file_id = ?',
    ),
    hashes: db.prepare('SELECT hashes FROM main.event_seen WHERE file_id = ? ORDER BY seq').pluck(),
    clear: ['event_chunk', 'event_seen'].map((table) =>
      db.prepare(`DELETE FROM main.${table} WHERE file_id = ?`),
    ),
    writeChunk: db.prepare(`INSERT OR REPLACE INTO main.event_chunk
      (file_id, seq, count, first_ms, last_ms, events)
      VALUES (@fileId, @seq, @count, @firstMs, @lastMs, @events)`),
    writeHashes: db.prepare(
      'INSERT OR REPLACE INTO main.event_seen (file_id, seq, hashes) VALUES (?, ?, ?)',
    ),
    clearReadings: db.prepare('DELETE FROM main.reading WHERE file_id = ?'),
    writeReading: db.prepare(
      'INSERT INTO main.reading (file_id, metric, reading, trail) VALUES (?, ?, ?, ?)',
    ),
  };
}
