// What if every prompt had begun a new session with a handoff. The arithmetic is the rotation's.
import { savingOfTurns } from '../../rotation/find-rotations.ts';
import { freshAssumptions, replayedTurns } from '../fresh-starts.ts';
import { defineScenario, ONLY } from '../scenario.ts';

export const freshEachTurn = defineScenario({
  id: 'fresh-each-turn',
  variants: () => ONLY,
  prepare: () => (session) => {
    const { rotation, ratesOf } = session;
    const saving = savingOfTurns(rotation, ratesOf, rotation.turns);
    return [replayedTurns(session, rotation.turns, saving)];
  },
  title: () => 'A fresh session with a handoff for every prompt',
  countWord: 'fresh start',
  assumptions: () => freshAssumptions,
  how: () => 'telltale handoff, then /clear, before each new task',
  unlessWhy: 'no prompt came after a call of the same context',
});
