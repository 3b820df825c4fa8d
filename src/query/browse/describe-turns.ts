// The turns of a session with their sums and the words of their prompts. Keeps no prompt text but one
// masked line of each.
import type { SessionTrace, TraceTurn } from '../../model/trace/session-trace.ts';
import { maskLine } from '../../shared/secrets.ts';
import { readBlockText } from '../../transcript/trace/read-block-text.ts';
import { groupBy } from '../sessions/group-by.ts';
import type { BrowsedCall, BrowsedTurn } from './browse-answer.ts';
import { sumBrowsed, sumRebuilds } from './sum-browsed.ts';

const MAX_TITLE_CHARACTERS = 200;
/** Enough for any title; keeps the patterns away from pasted megabytes. */
const MAX_CLEANED_UNITS = 4096;

export function describeTurns(trace: SessionTrace, calls: readonly BrowsedCall[]): BrowsedTurn[] {
  const places = groupBy([...calls.keys()], (place) => (calls[place] as BrowsedCall).turn);
  const known = new Map(trace.turns.map((turn) => [turn.turn, turn]));
  const numbers = [...new Set([...known.keys(), ...places.keys()])].sort((a, b) => a - b);
  let lastMainMs: number | null = null;
  return numbers.map((number) => {
    const own = places.get(number) ?? [];
    const turn = describeTurn(trace, known.get(number), number, { calls, own, lastMainMs });
    lastMainMs = lastTimeOf(own.map((place) => calls[place] as BrowsedCall)) ?? lastMainMs;
    return turn;
  });
}

interface TurnFacts {
  readonly calls: readonly BrowsedCall[];
  readonly own: readonly number[];
  /** Of the last main-chain call before the turn. */
  readonly lastMainMs: number | null;
}

function describeTurn(
  trace: SessionTrace,
  turn: TraceTurn | undefined,
  number: number,
  { calls, own, lastMainMs }: TurnFacts,
): BrowsedTurn {
  const all = own.map((place) => calls[place] as BrowsedCall);
  const sum = sumBrowsed(all);
  const main = all.filter(({ chain }) => chain.kind === 'main');
  const firstMs = main.find(({ atMs }) => atMs !== null)?.atMs ?? null;
  return {
    turn: number,
    atMs: turn?.atMs ?? firstMs,
    title: titleOf(trace, turn),
    prompt: turn?.prompt ?? null,
    ...sum,
    places: own,
    copiedCalls: all.length - sum.calls,
    peakContextTokens:
      main.length === 0 ? null : main.reduce((most, call) => Math.max(most, call.contextTokens), 0),
    gapMs: firstMs === null || lastMainMs === null ? null : firstMs - lastMainMs,
    rebuilds: sumRebuilds(all),
    hasCompaction: main.some(({ startsSegment }) => startsSegment),
  };
}

function lastTimeOf(calls: readonly BrowsedCall[]): number | null {
  const last = calls.findLast(({ chain, atMs }) => chain.kind === 'main' && atMs !== null);
  return last?.atMs ?? null;
}

/** Masks before cutting, so that no half of a secret stays unrecognised at the cut. */
function titleOf(trace: SessionTrace, turn: TraceTurn | undefined): string | null {
  const prompt = turn?.prompt ?? null;
  const file = prompt === null ? undefined : trace.files[prompt.file];
  if (prompt === null || file === undefined) return null;
  const text = readBlockText(file, prompt);
  if (text === null) return null;
  const clean = maskLine(text.slice(0, MAX_CLEANED_UNITS));
  if (clean === '') return null;
  const characters = [...clean];
  if (characters.length <= MAX_TITLE_CHARACTERS) return clean;
  return `${characters.slice(0, MAX_TITLE_CHARACTERS - 1).join('')}…`;
}
