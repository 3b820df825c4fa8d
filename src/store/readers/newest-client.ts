// The newest Claude Code version that wrote a transcript.
import { compareVersions } from '../../shared/versions.ts';
import type { Sqlite } from '../sqlite.ts';

/** Null: no session told its version. */
export function readNewestClient(db: Sqlite): string | null {
  const versions = db
    .prepare<[], string>('SELECT DISTINCT version FROM session WHERE version IS NOT NULL')
    .pluck()
    .all() as string[];
  return versions.sort(compareVersions).at(-1) ?? null;
}
