// The demo's special sessions: what a ledger, a window and a health view have to notice. Each is a
// function over a stage; the ordinary days are in turns.ts.

import {
  breathe,
  compact,
  contextTokens,
  delegate,
  fork,
  HOUR_MS,
  MINUTE_MS,
  type Stage,
  say,
  step,
  wait,
} from '../play/stage.ts';
import { answer, ask, endTurn, entitle, errand, pause, turn, work } from '../play/turns.ts';
import { writeCostState } from '../writer/side-records.ts';
import { writeFinalError, writeRetry } from '../writer/system-records.ts';
import {
  writeCommandOutput,
  writeSlashCommand,
  writeTaskNotification,
} from '../writer/user-records.ts';
import { FOLLOW_UPS } from './tasks.ts';

export type Story = (stage: Stage, prompt: string) => void;

/** A few turns; now and then a subagent. */
export const ordinary: Story = (stage, prompt) => {
  const { random } = stage.draft;
  turn(stage, prompt, random.int(3, 8));
  const turns = random.int(2, 5);
  for (let i = 0; i < turns; i++) {
    pause(stage);
    turn(stage, random.pick(FOLLOW_UPS), random.int(2, 7));
  }
};

export const shortQuestion: Story = (stage, prompt) => {
  turn(stage, prompt, 2);
};

/** Explore and general-purpose agents, one of them in the background. */
export const withAgents: Story = (stage, prompt) => {
  const startMs = stage.nowMs;
  ask(stage, prompt);
  delegate(stage, errand(stage, 'Explore'));
  breathe(stage);
  work(stage);
  delegate(stage, errand(stage, 'general-purpose'));
  breathe(stage);
  answer(stage);
  endTurn(stage, prompt, startMs);
  pause(stage);
  ask(stage, 'Have somebody check the docs for the same mistake meanwhile.');
  delegate(stage, errand(stage, 'Explore', true));
  answer(stage);
  wait(stage, 4 * MINUTE_MS);
  writeTaskNotification(
    stage.draft,
    stage.nowMs,
    'completed',
    'Agent "Find every place" completed',
  );
  answer(stage);
};

/** Works until the window is full, compacts by itself and goes on. */
export const longWithCompaction: Story = (stage, prompt) => {
  const { random } = stage.draft;
  turn(stage, prompt, 8);
  for (let round = 0; round < 2; round++) {
    while (contextTokens(stage) < 163_000) {
      pause(stage);
      turn(stage, random.pick(FOLLOW_UPS), 9);
    }
    compact(stage, 'auto');
    breathe(stage);
    turn(stage, 'Go on where you were.', 5);
    if (round === 0) wait(stage, 10 * MINUTE_MS);
  }
};

export const manualCompaction: Story = (stage, prompt) => {
  turn(stage, prompt, 9);
  pause(stage);
  turn(stage, 'Use the helper we already have in src/shared instead of a new one.', 8);
  pause(stage);
  writeSlashCommand(stage.draft, stage.nowMs, 'compact', 'keep the list of open points');
  compact(stage, 'manual');
  writeCommandOutput(stage.draft, stage.nowMs, 'Compacted');
  pause(stage);
  turn(stage, 'Now the second half of the list.', 6);
};

/** Comes back after lunch to a cold cache, twice. */
export const idleRebuilds: Story = (stage, prompt) => {
  turn(stage, prompt, 9);
  pause(stage);
  turn(stage, 'Add a test for the empty case.', 7);
  wait(stage, 74 * MINUTE_MS);
  turn(stage, 'I am back. Where were we?', 3);
  pause(stage);
  turn(stage, 'What did you leave out?', 4);
  wait(stage, 2 * HOUR_MS);
  turn(stage, 'Commit this with a short message.', 2);
};

/** opus → haiku → opus: each switch rebuilds the cache. */
export const modelSwitches: Story = (stage, prompt) => {
  const { model } = stage;
  turn(stage, prompt, 8);
  pause(stage);
  writeSlashCommand(stage.draft, stage.nowMs, 'model', 'haiku');
  stage.model = 'claude-haiku-4-5-20251001';
  turn(stage, 'Rename the variable everywhere, that is all.', 3);
  pause(stage);
  writeSlashCommand(stage.draft, stage.nowMs, 'model', 'opus');
  stage.model = model;
  turn(stage, 'Now back to the design: is the queue the right place for this?', 5);
};

/** Two sessions with one past. */
export const forkPair: Story = (stage, prompt) => {
  turn(stage, prompt, 7);
  pause(stage);
  turn(stage, 'Sketch the variant with a queue.', 5);
  const other = fork(stage, 'cache-cluster-alternative');
  pause(stage);
  turn(stage, 'Work this out completely.', 6);
  wait(other, 3 * MINUTE_MS);
  turn(other, 'Try it without a queue instead.', 6);
  pause(other);
  turn(other, 'Which of the two would you run?', 1);
  entitle(other, { kind: 'ai-title', text: 'Size the cache cluster (branch)' });
};

/** Runs into the plan's limit and goes on after the reset. */
export const rateLimited: Story = (stage, prompt) => {
  const { draft } = stage;
  const resetMs = Math.floor(stage.nowMs / HOUR_MS + 5) * HOUR_MS;
  turn(stage, prompt, 8);
  while (contextTokens(stage) < 290_000) {
    pause(stage);
    turn(stage, draft.random.pick(FOLLOW_UPS), 9);
  }
  pause(stage);
  ask(stage, 'Now do the same for the other handler.');
  work(stage);
  writeRetry(draft, stage.nowMs, 529, 1);
  wait(stage, 2000);
  const resetHour = new Date(resetMs).getUTCHours();
  const text = `You've hit your session limit · resets ${resetHour % 12 || 12}${resetHour < 12 ? 'am' : 'pm'} (UTC)`;
  writeFinalError(draft, {
    atMs: stage.nowMs,
    code: 'rate_limit',
    text,
    status: 429,
    resetsAt: resetMs / 1000,
    limitType: 'five_hour',
  });
  stage.nowMs = resetMs + 5 * MINUTE_MS;
  turn(stage, 'Go on, the limit is reset.', 5);
};

/** Three calls of a model that no price list knows. */
export const unknownModel: Story = (stage, prompt) => {
  turn(stage, prompt, 4);
  const { model } = stage;
  stage.model = 'claude-x-9';
  pause(stage);
  turn(stage, 'Try the preview model for this one.', 2);
  stage.model = model;
  pause(stage);
  turn(stage, 'Back to the usual one. Compare the two answers.', 2);
};

/** A second model advises inside the call; its tokens stand in `usage.iterations` only. */
export const advised: Story = (stage, prompt) => {
  const { random } = stage.draft;
  turn(stage, prompt, 5);
  pause(stage);
  ask(stage, 'Ask the advisor whether the rounding can be done in the database.');
  for (let i = 0; i < 2; i++) {
    const tokens = {
      inputTokens: random.int(900, 2400),
      cacheReadTokens: random.int(8000, 14_000),
      cacheWrite5mTokens: random.int(500, 2000),
      cacheWrite1hTokens: 0,
      outputTokens: random.int(300, 900),
    };
    step(stage, {
      text: say(stage),
      tools: [{ name: 'Read', subject: 'jobs/rounding.py' }],
      outputTokens: random.int(200, 600),
      resultTokens: 900,
      advisors: [{ model: 'claude-fable-5', tokens }],
    });
    breathe(stage);
  }
  answer(stage);
  writeCostState(stage.draft, 0.61, {
    [stage.model]: { costUSD: 0.42 },
    'claude-fable-5': { costUSD: 0.19 },
  });
};

/** An old client: placeholder outputs, progress records, copies of subagents' messages. */
export const oldClient: Story = (stage, prompt) => {
  turn(stage, prompt, 7);
  pause(stage);
  ask(stage, 'Look for other places first.');
  delegate(stage, errand(stage, 'Explore'));
  breathe(stage);
  for (let i = 0; i < 6; i++) {
    const tools = [{ name: 'Read', subject: 'src/queue.ts' }];
    step(stage, {
      tools,
      text: say(stage),
      outputTokens: stage.draft.random.int(1, 9),
      resultTokens: 2100,
      isFinal: false,
    });
    breathe(stage);
  }
  while (contextTokens(stage) < 158_000) turn(stage, 'Go on with the next file.', 8);
  compact(stage, 'auto');
  turn(stage, 'Finish the list.', 4);
};

/** Still running: the last tool has not answered yet. */
export const running: Story = (stage, prompt) => {
  const { random } = stage.draft;
  turn(stage, prompt, 8);
  pause(stage);
  turn(stage, random.pick(FOLLOW_UPS), 7);
  pause(stage);
  ask(stage, 'Run everything once more, then clean up.');
  delegate(stage, errand(stage, 'Explore'));
  breathe(stage);
  work(stage);
  step(stage, {
    text: say(stage),
    tools: [{ name: 'Bash', subject: 'npm test' }],
    outputTokens: 140,
    withResults: false,
  });
};
