// The ordinary course of a session: its start, a turn with some tool calls, a subagent's errand.
// Knows what usually stands around calls in each format; special events are in stories.

import { traits } from '../writer/draft.ts';
import {
  writeAttachment,
  writeBashProgress,
  writeFlat,
  writeHook,
  writeLastPrompt,
  writeQueueOperation,
  writeSnapshot,
  writeSummary,
} from '../writer/side-records.ts';
import { writeTurnDuration } from '../writer/system-records.ts';
import type { ToolSpec } from '../writer/tools.ts';
import { writePrompt } from '../writer/user-records.ts';
import { toolsByHabit } from './habits.ts';
import { breathe, type Errand, type Stage, say, step, wait } from './stage.ts';

export interface Title {
  readonly kind: 'custom-title' | 'ai-title' | 'summary' | 'none';
  readonly text: string;
}

export const COMMANDS = [
  'npm test',
  'go test ./...',
  'git status --short',
  'git diff --stat',
  'make lint',
  'terraform plan',
  'pytest -q',
  'ls -la src',
];
export const FILES = [
  'src/handler.ts',
  'src/queue.ts',
  'internal/router/retry.go',
  'test/cart.test.ts',
  'modules/cache/main.tf',
  'jobs/invoices.py',
];

/** What later versions write before the first prompt. */
export function begin(stage: Stage): void {
  const { draft } = stage;
  if (!traits(draft).laterEnvelope) {
    writeHook(draft, stage.nowMs, 'SessionStart:startup', 'node hooks/start.mjs');
    return;
  }
  writeFlat(draft, 'mode', { mode: 'normal' });
  writeFlat(draft, 'permission-mode', { permissionMode: 'acceptEdits' });
  writeHook(draft, stage.nowMs, 'SessionStart:startup', 'node hooks/start.mjs');
  writeAttachment(draft, stage.nowMs, 'deferred_tools_delta', {
    addedNames: ['WebFetch', 'WebSearch'],
    addedLines: ['WebFetch', 'WebSearch'],
    removedNames: [],
  });
  writeAttachment(draft, stage.nowMs, 'skill_listing', {
    content: say(stage, 12),
    skillCount: 6,
    isInitial: true,
    names: ['review', 'release'],
  });
}

export function ask(stage: Stage, text: string): void {
  const { draft } = stage;
  writeSnapshot(draft, stage.nowMs, draft.random.chance(0.3) ? draft.random.pick(FILES) : '');
  if (draft.random.chance(0.15)) {
    writeQueueOperation(draft, stage.nowMs, 'enqueue', text);
    writeQueueOperation(draft, stage.nowMs, 'dequeue', '');
  }
  writePrompt(draft, { atMs: stage.nowMs, text, permissionMode: 'acceptEdits' });
  stage.freshTokens += 30 + Math.round(text.length / 4);
  breathe(stage);
}

/** A prompt, some steps with tools, and an answer. */
export function turn(stage: Stage, prompt: string, steps: number): void {
  const startMs = stage.nowMs;
  ask(stage, prompt);
  for (let i = 0; i < steps; i++) work(stage);
  answer(stage);
  endTurn(stage, prompt, startMs);
}

/** One call with tools and their results. */
export function work(stage: Stage): void {
  const { draft } = stage;
  const { random } = draft;
  const tools = chooseTools(stage);
  const isOld = traits(draft).progressRecords;
  if (isOld) writeHook(draft, stage.nowMs, `PreToolUse:${tools[0]?.name}`, 'node hooks/check.mjs');
  step(stage, {
    tools,
    outputTokens: random.int(90, 900),
    resultTokens: random.int(500, 4600),
    thinking: random.chance(0.35),
    ...(random.chance(0.4) ? { text: say(stage) } : {}),
  });
  if (isOld) {
    if (random.chance(0.5)) writeBashProgress(draft, stage.nowMs, random.int(2, 30));
    writeHook(draft, stage.nowMs + 300, `PostToolUse:${tools[0]?.name}`, 'node hooks/check.mjs');
  } else if (random.chance(0.3)) {
    writeHook(draft, stage.nowMs, `PostToolUse:${tools[0]?.name}`, 'node hooks/check.mjs');
  }
  breathe(stage);
}

/** A call without tools: the end of a turn. */
export function answer(stage: Stage, text = say(stage, 3)): void {
  step(stage, {
    text,
    outputTokens: stage.draft.random.int(220, 1100),
    thinking: stage.draft.random.chance(0.2),
  });
}

export function endTurn(stage: Stage, prompt: string, startMs: number): void {
  const { draft } = stage;
  wait(stage, 300);
  writeTurnDuration(draft, stage.nowMs, stage.nowMs - startMs);
  if (!traits(draft).laterEnvelope) return;
  if (draft.random.chance(0.4))
    writeAttachment(draft, stage.nowMs, 'task_reminder', { content: [], itemCount: 0 });
  writeLastPrompt(draft, prompt.slice(0, 200));
  writeFlat(draft, 'mode', { mode: 'normal' });
}

export function entitle(stage: Stage, title: Title): void {
  const { draft } = stage;
  if (title.kind === 'custom-title') writeFlat(draft, 'custom-title', { customTitle: title.text });
  if (title.kind === 'ai-title') writeFlat(draft, 'ai-title', { aiTitle: title.text });
  if (title.kind === 'summary') writeSummary(draft, title.text);
}

export function pause(stage: Stage): void {
  wait(stage, stage.draft.random.int(40_000, 600_000));
}

/** A subagent that looks around on a small model, or works on the session's own. */
export function errand(
  stage: Stage,
  kind: 'Explore' | 'general-purpose',
  background = false,
): Errand {
  const { random } = stage.draft;
  const explores = kind === 'Explore';
  const steps = explores ? random.int(3, 6) : random.int(5, 9);
  return {
    type: kind,
    model: explores ? 'claude-haiku-4-5-20251001' : stage.model,
    prompt: explores
      ? 'Find every place where a request is retried and list file and line.'
      : 'Write the missing tests for the retry queue and make them pass.',
    report: say(stage, 3),
    background,
    play: (agent) => {
      for (let i = 0; i < steps; i++) work(agent);
      answer(agent);
    },
  };
}

function chooseTools(stage: Stage): ToolSpec[] {
  const { random } = stage.draft;
  if (stage.habit !== null) return toolsByHabit(stage.habit, random, stage.seenFiles);
  const count = random.chance(0.3) ? 2 : 1;
  return Array.from({ length: count }, () => {
    const name = random.pick([
      'Bash',
      'Bash',
      'Bash',
      'Read',
      'Read',
      'Edit',
      'Edit',
      'Grep',
      'Glob',
      'Write',
    ]);
    const subject =
      name === 'Bash'
        ? random.pick(COMMANDS)
        : name === 'Read' || name === 'Edit'
          ? random.pick(FILES)
          : undefined;
    return { name, subject, resultChars: random.int(120, 1500), fails: random.chance(0.04) };
  });
}
