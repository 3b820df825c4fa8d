// What if new sessions with a handoff had begun at the turns that save most: known in hindsight only. The
// arithmetic is the rotation's.
import { findRotations } from '../../rotation/find-rotations.ts';
import { freshAssumptions, replayedTurns } from '../fresh-starts.ts';
import { defineScenario, NOTHING, ONLY } from '../scenario.ts';

export const freshBestTurns = defineScenario({
  id: 'fresh-best-turns',
  variants: () => ONLY,
  prepare: () => (session) => {
    const { rotation, ratesOf } = session;
    const { optimal } = findRotations(rotation, ratesOf);
    return [optimal === null ? NOTHING : replayedTurns(session, optimal.turns, optimal.saving)];
  },
  title: () => 'Fresh sessions with a handoff, each at the best turn',
  countWord: 'fresh start',
  assumptions: () => [
    'The turns are chosen in hindsight: no more can be saved',
    ...freshAssumptions,
  ],
  how: () => 'telltale handoff, then /clear, when a task is done',
  unlessWhy: 'a fresh context at no turn would have saved anything',
});
