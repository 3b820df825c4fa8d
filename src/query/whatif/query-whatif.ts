// The question "what would it have cost under other choices": one session, or all of a project or a time.
// Knows which sessions are meant and how an answer is put together; the replay is the model's.
import { priceBy } from '../../model/whatif/price-replay.ts';
import {
  isPriced,
  runScenarios,
  type ScenarioOutcome,
  type VariantOutcome,
  type WhatIfRun,
} from '../../model/whatif/run-scenarios.ts';
import type { ScenarioId, WhatIfWorld } from '../../model/whatif/scenario.ts';
import { SCENARIOS } from '../../model/whatif/scenarios.ts';
import { readSessions, type SessionRow } from '../../store/readers/sessions.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { contextWindowOf } from '../overview/context-window.ts';
import { resolveModel } from '../rates/resolve-model.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { findSessionHere, type SessionWish } from '../sessions/find-session-here.ts';
import { matchProjects } from '../usage/filters.ts';
import { readMcpUses } from './read-mcp-uses.ts';
import { readWhatIfSessions } from './read-whatif-sessions.ts';
import type {
  RankedScenario,
  UnchangedScenario,
  WhatIfAnswer,
  WhatIfSaving,
  WhatIfScope,
} from './whatif-answer.ts';

export interface WhatIfQuestion {
  /** Which session, when neither project nor time is given. */
  readonly wish: SessionWish;
  /** A word that means projects, as in every command. */
  readonly project?: string | undefined;
  readonly sinceMs?: number | undefined;
  readonly top: number;
  /** Instead of the usual sizes. */
  readonly atTokens?: number | undefined;
  /** Model for subagents as typed, instead of the usual ones. */
  readonly subagentModel?: string | undefined;
  /** Name of an MCP server; without one all that a single session used. */
  readonly withoutMcp?: string | undefined;
}

/** @throws TelltaleError what findSession, matchProjects and resolveModel throw; `usage` for a server */
export function queryWhatIf(asked: QueryContext, question: WhatIfQuestion): WhatIfAnswer {
  const context = atOneMoment(asked);
  const subagentModel =
    question.subagentModel === undefined
      ? undefined
      : resolveModel(context.book, question.subagentModel, 'telltale whatif --subagent-model');
  const { rows, scope } = readScope(context, question);
  const ids = rows.map(({ id }) => id);
  const mcp = readMcpUses(context, ids, question.withoutMcp, scope.session !== null);
  const world: WhatIfWorld = {
    price: priceBy(context.book),
    windowOf: (model) => contextWindowOf(model, 0).tokens,
    servers: mcp.servers,
    wishes: { atTokens: question.atTokens, subagentModel },
  };
  const run = runScenarios(SCENARIOS, world, readWhatIfSessions(context, ids, mcp.uses));
  return {
    kind: 'whatif',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    scope,
    base: {
      sessions: rows.length,
      calls: run.base.calls,
      finalCalls: run.base.finalCalls,
      unpricedCalls: run.base.unpricedCalls,
      costNanoUsd: costOf(run),
    },
    top: question.top,
    ...rank(run, world, question),
  };
}

function readScope(
  context: QueryContext,
  { wish, project, sinceMs }: WhatIfQuestion,
): { readonly rows: readonly SessionRow[]; readonly scope: WhatIfScope } {
  const { db } = context.store;
  if (project === undefined && sinceMs === undefined) {
    const row = findSessionHere(context, wish);
    const session = identifySession(context, row);
    return { rows: [row], scope: { session, projects: null, sinceMs: null } };
  }
  const matched = project === undefined ? null : matchProjects(db, project);
  const rows = readSessions(db, { lastFromMs: sinceMs, projectIds: matched?.ids });
  const scope = { session: null, projects: matched?.names ?? null, sinceMs: sinceMs ?? null };
  return { rows, scope };
}

function costOf({ base }: WhatIfRun): number | null {
  return base.calls > 0 && base.unpricedCalls === base.calls ? null : base.costNanoUsd;
}

type Ranking = Pick<WhatIfAnswer, 'scenarios' | 'leftOut' | 'dearer' | 'unchanged'>;

function rank(run: WhatIfRun, world: WhatIfWorld, question: WhatIfQuestion): Ranking {
  const ranked: RankedScenario[] = [];
  const unchanged: UnchangedScenario[] = [];
  for (const outcome of run.outcomes) {
    const { scenario, best, variants } = outcome;
    if (best !== null && isPriced(best)) {
      ranked.push(rankedOf(outcome, best, ranked.length + 1, run, world));
    } else if (variants.length > 0) {
      const why = best === null ? scenario.unlessWhy : 'no call that would change has a price';
      unchanged.push({ id: scenario.id, title: titleOf(outcome), why });
    }
  }
  const asked = askedFor(question);
  const saving = ranked.filter(({ savingNanoUsd }) => savingNanoUsd > 0);
  const scenarios = saving.filter(({ id }, at) => at < question.top || asked.includes(id));
  return {
    scenarios,
    leftOut: saving.length - scenarios.length,
    dearer: ranked.filter(({ savingNanoUsd }) => savingNanoUsd <= 0),
    unchanged,
  };
}

/** What a flag is about is told wherever it stands. */
function askedFor({ atTokens, subagentModel, withoutMcp }: WhatIfQuestion): ScenarioId[] {
  return [
    ...(atTokens === undefined ? [] : (['compact-at', 'clear-at'] as const)),
    ...(subagentModel === undefined ? [] : (['smaller-subagents'] as const)),
    ...(withoutMcp === undefined ? [] : (['without-mcp'] as const)),
  ];
}

/** Of a scenario with several variants, none of which is the best one. */
function titleOf({ scenario, variants }: ScenarioOutcome): string {
  const [first] = variants;
  if (scenario.anyTitle !== undefined && variants.length > 1) return scenario.anyTitle;
  return first === undefined ? scenario.id : scenario.title(first.variant);
}

function rankedOf(
  { scenario, variants }: ScenarioOutcome,
  best: VariantOutcome,
  place: number,
  run: WhatIfRun,
  world: WhatIfWorld,
): RankedScenario {
  const saving = (nanoUsd: number): WhatIfSaving => ({
    savingNanoUsd: nanoUsd,
    savingRatio: run.base.costNanoUsd === 0 ? null : nanoUsd / run.base.costNanoUsd,
  });
  const tried = variants.filter(({ times, changedCalls }) => times + changedCalls > 0);
  return {
    rank: place,
    id: scenario.id,
    title: scenario.title(best.variant),
    value: best.variant.value,
    ...saving(best.savingNanoUsd),
    costNanoUsd: run.base.costNanoUsd - best.savingNanoUsd,
    isLowerBound: scenario.isLowerBound === true,
    times: best.times,
    countWord: scenario.countWord,
    changedCalls: best.changedCalls,
    unpricedCalls: best.unpricedCalls,
    variants:
      variants.length < 2
        ? []
        : tried.map(({ variant, savingNanoUsd, times }) => ({
            value: variant.value,
            label: variant.label,
            ...saving(savingNanoUsd),
            times,
          })),
    assumptions: scenario.assumptions(best.variant, world),
    how: scenario.how(best.variant),
  };
}
