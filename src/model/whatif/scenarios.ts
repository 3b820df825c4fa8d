// Every other choice there is: a new one is a file in scenarios/ and a line here. Knows no order of
// importance; that is the money's.
import type { Scenario } from './scenario.ts';
import { clearAt } from './scenarios/clear-at.ts';
import { compactAt } from './scenarios/compact-at.ts';
import { freshBestTurns } from './scenarios/fresh-best-turns.ts';
import { freshEachTurn } from './scenarios/fresh-each-turn.ts';
import { keepItWarm } from './scenarios/keep-warm.ts';
import { noCache } from './scenarios/no-cache.ts';
import { oneModel } from './scenarios/one-model.ts';
import { smallerSubagents } from './scenarios/smaller-subagents.ts';
import { ttl1h } from './scenarios/ttl-1h.ts';
import { ttl5m } from './scenarios/ttl-5m.ts';
import { withoutMcp } from './scenarios/without-mcp.ts';

export const SCENARIOS: readonly Scenario[] = [
  compactAt,
  clearAt,
  freshEachTurn,
  freshBestTurns,
  ttl1h,
  ttl5m,
  noCache,
  oneModel,
  smallerSubagents,
  keepItWarm,
  withoutMcp,
];
