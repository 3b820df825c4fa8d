// What a grouping is handed besides its cells. Knows no grouping.

import type { Weekday, Zone } from '../../../shared/zone.ts';
import type { Sqlite } from '../../../store/sqlite.ts';
import type { ModelNames } from '../fold.ts';

export interface GroupingScope {
  readonly db: Sqlite;
  readonly zone: Zone;
  readonly weekStart: Weekday;
  readonly models: ModelNames;
  readonly order: 'asc' | 'desc';
  /** Folder name of the one project that the question is about; null: of none or of several. */
  readonly projectFolder: string | null;
}
