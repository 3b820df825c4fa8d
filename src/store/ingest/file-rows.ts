// Reads and writes the `file` table: which transcripts are known and how far each was read.
import type { TranscriptFile } from '../../transcript/discover.ts';
import { DATA_VERSION } from '../data-version.ts';
import type { Sqlite } from '../sqlite.ts';

export interface FileRow {
  readonly id: number;
  readonly path: string;
  readonly root: string;
  readonly kind: 'main' | 'subagent';
  readonly state: 'present' | 'vanished';
  readonly device: number;
  readonly inode: number;
  readonly size_bytes: number;
  readonly mtime_ms: number;
  readonly cursor: number;
  readonly head_hash: string;
  readonly edge_hash: string;
  readonly opened_ms: number | null;
  readonly rewrites: number;
  readonly data_version: number;
}

export function readFileRows(db: Sqlite): FileRow[] {
  return db
    .prepare(
      `SELECT id, path, root, kind, state, device, inode, size_bytes, mtime_ms, cursor, head_hash,
              edge_hash, opened_ms, rewrites, data_version FROM file`,
    )
    .all() as FileRow[];
}

export function insertFile(db: Sqlite, file: TranscriptFile, nowMs: number): number {
  const result = db
    .prepare(
      `INSERT INTO file (path, root, kind, state, device, inode, size_bytes, mtime_ms, cursor,
         head_hash, edge_hash, opened_ms, rewrites, first_seen_ms, vanished_ms, data_version)
       VALUES (?, ?, ?, 'present', ?, ?, ?, ?, 0, '0:', '0:', NULL, 0, ?, NULL, ?)`,
    )
    .run(file.path, file.root, file.kind, file.device, file.inode, 0, 0, nowMs, DATA_VERSION);
  return Number(result.lastInsertRowid);
}

/** Notes what the file looks like now; called once all its bytes are in the ledger. */
export function updateFileLook(db: Sqlite, id: number, file: TranscriptFile): void {
  db.prepare(
    `UPDATE file SET path = ?, root = ?, kind = ?, state = 'present', device = ?, inode = ?,
       size_bytes = ?, mtime_ms = ?, vanished_ms = NULL WHERE id = ?`,
  ).run(file.path, file.root, file.kind, file.device, file.inode, file.sizeBytes, file.mtimeMs, id);
}

export function markVanished(db: Sqlite, id: number, nowMs: number): void {
  db.prepare(
    "UPDATE file SET state = 'vanished', vanished_ms = ? WHERE id = ? AND state = 'present'",
  ).run(nowMs, id);
}
