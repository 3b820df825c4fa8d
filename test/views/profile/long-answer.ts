// A long session made of a short one: its calls over and over, each with its own id and time.
import type { ProfileAnswer } from '../../../src/query/profile/profile-answer.ts';

/** On the main chain only; `parts` of a call as many as real ones have. */
export function longAnswer(answer: ProfileAnswer, count: number): ProfileAnswer {
  const own = answer.calls.filter(({ chain }) => chain === 0);
  const [fullest] = own.toSorted((a, b) => b.parts.length - a.parts.length);
  if (fullest === undefined) throw new Error('no call');
  const parts = [...fullest.parts, ...fullest.parts.slice(0, 6)].map((part, at) => ({
    ...part,
    target: part.target === null ? null : `/w/app/src/module-${at}/file.ts`,
  }));
  const calls = Array.from({ length: count }, (_, at) => ({
    ...fullest,
    parts,
    callId: `msg_01${String(at).padStart(22, 'x')}`,
    number: at + 1,
    turn: 1 + Math.floor(at / 20),
    atMs: (fullest.atMs ?? 0) + at * 30_000,
    startMs: (fullest.startMs ?? 0) + at * 30_000,
    endMs: (fullest.endMs ?? 0) + at * 30_000,
    contextTokens: 20_000 + (at % 200) * 700,
  }));
  const sum = { ...answer.sum, calls: count, totalTokens: count * fullest.totalTokens };
  const turns = Array.from({ length: Math.ceil(count / 20) }, (_, at) => ({
    turn: at + 1,
    atMs: null,
  }));
  const chains = answer.chains.slice(0, 1);
  return { ...answer, sum, turns, chains, calls, tools: [], cacheEvents: [] };
}
