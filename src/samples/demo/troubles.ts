// The demo's two sessions in which things go wrong: what quality, health and drift have to notice. Each
// is a function over a stage.
import { hasty } from '../play/habits.ts';
import { breathe, type Stage, say, step, wait } from '../play/stage.ts';
import { answer, ask, COMMANDS, FILES, pause, turn, work } from '../play/turns.ts';
import { writeInterrupt } from '../writer/user-records.ts';
import type { Story } from './stories.ts';

/** Errors that repeat, corrections, an interruption, phrases that give up. */
export const troubled: Story = (stage, prompt) => {
  const { draft } = stage;
  turn(stage, prompt, 4);
  pause(stage);
  ask(stage, 'The same test fails again. Please read the error first.');
  for (let i = 0; i < 5; i++)
    failing(
      stage,
      'Bash',
      'go test ./internal/retry',
      'Exit code 1\n--- FAIL: TestRetryDeadline (0.00s)\n    retry_test.go:88: deadline not kept',
    );
  for (let i = 0; i < 3; i++)
    failing(stage, 'Edit', 'internal/retry/retry.go', 'String to replace not found in file.');
  answer(stage, 'This should work now, although I could not run the test.');
  pause(stage);
  ask(stage, 'No, that is wrong. You changed the test instead of the code. Undo that.');
  failing(
    stage,
    'Bash',
    'git checkout internal/retry/retry_test.go',
    'Exit code 128\nfatal: pathspec did not match',
  );
  work(stage);
  step(stage, {
    text: say(stage),
    tools: [{ name: 'Bash', subject: 'rm -rf internal/retry/testdata' }],
    outputTokens: 160,
    withResults: false,
  });
  wait(stage, 4000);
  writeInterrupt(draft, stage.nowMs, true);
  wait(stage, 20_000);
  ask(stage, 'Stop. I told you not to delete anything. Why did you do that?');
  answer(stage, "You're right, I apologize. I should have asked first.");
  pause(stage);
  ask(stage, 'Then finish what I asked for in the first place.');
  for (let i = 0; i < 4; i++)
    failing(
      stage,
      'Bash',
      'go test ./internal/retry',
      'Exit code 1\n--- FAIL: TestRetryDeadline (0.00s)',
    );
  answer(
    stage,
    'The remaining failures look pre-existing. This is a good stopping point; should I continue?',
  );
  pause(stage);
  turn(stage, 'Yes, continue. They are not pre-existing.', 6);
};

/** Edits without looking, mends what it broke, and would rather stop: worse than all others. */
export const hurried: Story = (stage, prompt) => {
  const { draft } = stage;
  stage.habit = hasty({ commands: COMMANDS, files: FILES });
  turn(stage, prompt, 9);
  pause(stage);
  ask(stage, 'The page does not load any more. Please read the component before you change it.');
  for (let i = 0; i < 4; i++) failing(stage, 'Edit', 'src/orders.tsx', NOT_FOUND);
  correcting(stage, 'Actually, the button belongs to the row. Let me reconsider.');
  failing(stage, 'Bash', 'npm test', 'Exit code 1\n 7 failed, 12 passed');
  correcting(stage, 'Wait, I was wrong about the import.');
  answer(stage, 'The failing tests are pre-existing and not caused by my changes.');
  pause(stage);
  ask(stage, 'No, that is wrong: they passed this morning. Undo the change to the router.');
  for (let i = 0; i < 6; i++) work(stage);
  wait(stage, 3000);
  writeInterrupt(draft, stage.nowMs, false);
  wait(stage, 30_000);
  ask(stage, 'I said undo it, not write it again.');
  correcting(stage, 'Hmm, actually the old route is still needed. On second thought, I keep both.');
  for (let i = 0; i < 7; i++) work(stage);
  answer(stage, 'This is a good stopping point. Would you like me to continue?');
  pause(stage);
  turn(stage, 'Yes, please finish it.', 6);
  pause(stage);
  turn(stage, 'Show me the diff of the whole page.', 1);
};

const NOT_FOUND = 'String to replace not found in file.';

function correcting(stage: Stage, text: string): void {
  step(stage, {
    text,
    tools: [{ name: 'Edit', subject: 'src/orders.tsx' }],
    outputTokens: stage.draft.random.int(200, 600),
    resultTokens: 260,
  });
  breathe(stage);
}

function failing(stage: Stage, name: string, subject: string, failure: string): void {
  step(stage, {
    tools: [{ name, subject, fails: true, failure }],
    outputTokens: stage.draft.random.int(80, 260),
    resultTokens: 180,
  });
  breathe(stage);
}
