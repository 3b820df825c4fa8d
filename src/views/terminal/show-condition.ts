// How the session of the page stands: state, health, and what a fresh start would have saved. Knows the
// words; every value comes from the answer.
import type { RotationPoint, RotationSaving } from '../../query/rotation/rotation-answer.ts';
import type { SessionAnswer } from '../../query/sessions/session-answer.ts';
import {
  formatCount,
  formatInteger,
  formatPercent,
  formatTokens,
  formatUsd,
} from '../../shared/format.ts';
import { healthCell, stateSentence } from './condition-words.ts';
import { formatCause } from './health-words.ts';
import type { KeyValue } from './layout.ts';
import { markValue } from './marks.ts';
import { spansOf } from './paint.ts';
import type { Screen } from './screen.ts';

export function stateLines({
  activity,
  generatedAtMs,
}: Pick<SessionAnswer, 'activity' | 'generatedAtMs'>): KeyValue[] {
  const basis = activity.basis === 'hooks' ? ' · told by hooks' : '';
  return [['state', `${stateSentence(activity, generatedAtMs)}${basis}`]];
}

const LEVELS: Readonly<Record<SessionAnswer['health']['level'], string | null>> = {
  ok: null,
  unknown: null,
  warn: 'worth a fresh start soon',
  handoff: 'time for a fresh start',
  critical: 'start afresh now',
};

export function healthLines({ health }: SessionAnswer, screen: Screen): KeyValue[] {
  const cell = healthCell(health, screen);
  if (cell === null) {
    const why = health.reason === 'no-calls' ? 'no call yet' : 'nothing to judge it by';
    return [['health', `unknown: ${why}`]];
  }
  const { waste, level, tokensWasted } = health;
  const facts = [
    waste === null || waste <= 1 ? null : formatCause(health),
    tokensWasted === null || tokensWasted === 0
      ? null
      : `${markValue('estimated', `${formatTokens(tokensWasted)} tokens`, screen)} wasted so far`,
    LEVELS[level],
  ].filter((fact) => fact !== null);
  return [['health', [...spansOf(cell), { text: facts.map((fact) => ` · ${fact}`).join('') }]]];
}

/** Nothing for a session that had no place to start afresh. */
export function rotationLines(
  { rotation }: Pick<SessionAnswer, 'rotation'>,
  screen: Screen,
): KeyValue[] {
  const { bestTurn, optimal, reason, fresh, handoffTokens } = rotation;
  if (reason === 'nothing-saved') {
    return [['rotation', 'no fresh start would have saved anything']];
  }
  if (bestTurn === null || optimal === null || fresh === null) return [];
  const best = `${savingText(bestTurn, screen)} less with a fresh start at ${pointText(bestTurn)}`;
  const set =
    optimal.turns.length < 2
      ? ''
      : ` · ${savingText(optimal, screen)} at turns ${turnsText(optimal.turns)}`;
  const basis =
    fresh.basis === 'own-first-call'
      ? 'its first call'
      : `the median of ${formatCount(fresh.sessions, 'session')}`;
  const given = `starting with ${formatTokens(fresh.tokens)} tokens (${basis}) and a handoff of ${formatInteger(handoffTokens)}, the same outputs, nothing read again`;
  return [
    ['rotation', best + set],
    ['', { text: given, tone: 'dim' }],
  ];
}

const MAX_TURNS = 6;

function savingText(saving: RotationSaving, screen: Screen): string {
  const { savingNanoUsd, savingRatio, savingWeightedTokens } = saving;
  const amount =
    savingNanoUsd === null
      ? `${formatTokens(savingWeightedTokens)} weighted tokens`
      : formatUsd(savingNanoUsd);
  return `${markValue('estimated', amount, screen)} (${formatPercent(savingRatio)})`;
}

function pointText({ turn, callIndex }: RotationPoint): string {
  return `turn ${formatInteger(turn)} (call ${formatInteger(callIndex + 1)})`;
}

function turnsText(turns: readonly RotationPoint[]): string {
  const shown = turns.slice(0, MAX_TURNS).map(({ turn }) => formatInteger(turn));
  const rest = turns.length - shown.length;
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`;
}
