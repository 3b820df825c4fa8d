// What can be asked about usage, with the words a person used still unread. Knows no flags' syntax
// and no ledger.
import type { Weekday } from '../../shared/zone.ts';
import type { UsageGroup } from './answer.ts';

export interface UsageQuestion {
  readonly groupBy: UsageGroup;
  /** Days as people write them, both included. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** The most recent days, weeks or months, today's included; excludes since and until. */
  readonly last?: number | undefined;
  /** A project's path, a part of it, or its folder name in the config folder. */
  readonly project?: string | undefined;
  /** A model id or a part of one. */
  readonly model?: string | undefined;
  /** Of the key in time groupings, of the cost in the others; default asc and desc. */
  readonly order?: 'asc' | 'desc' | undefined;
  readonly prices?: 'then' | 'today' | undefined;
  /** Default: the setting. */
  readonly weekStart?: Weekday | undefined;
  /** Days, weeks or months of each project apart. */
  readonly byProject?: boolean | undefined;
}
