// The scenes of the benchmark's transcripts: old ones full of progress records, later ones full of
// attachments, with the odd huge line. Knows the mix, modelled on real stores; not the files.
import { sumCalls } from '../manifest.ts';
import { delegate, openStage, type Stage, say, step, wait } from '../play/stage.ts';
import { answer, ask, endTurn, errand } from '../play/turns.ts';
import { sessionPath } from '../project-folder.ts';
import type { Random } from '../random.ts';
import { type Draft, openDraft, type SampleLog } from '../writer/draft.ts';
import { outputText } from '../writer/prose.ts';
import { writeAttachment, writeBashProgress, writeHook } from '../writer/side-records.ts';
import type { ToolSpec } from '../writer/tools.ts';
import { type Block, makeBlock, SCENE_HOUR, SCENE_SESSION } from './block.ts';

export type Era = 'old' | 'new';

export interface Scene {
  readonly main: Block;
  /** The file of the subagent that works in it. */
  readonly agent: Block | null;
}

/** Scenes that may follow each other in one file. */
export interface Family {
  readonly era: Era;
  readonly cwd: string;
  readonly scenes: readonly Scene[];
  /** About 15 kB each, for small files. */
  readonly short: readonly Scene[];
  /** Holds one line of several megabytes. */
  readonly huge: Scene;
}

const VERSIONS: Readonly<Record<Era, string>> = { old: '2.1.39', new: '2.1.270' };
const MODELS: Readonly<Record<Era, readonly string[]>> = {
  old: ['claude-opus-4-6', 'claude-sonnet-4-5-20250929'],
  new: ['claude-opus-5', 'claude-fable-5', 'claude-sonnet-5', 'claude-opus-4-8'],
};
const START_MS = Date.parse(`${SCENE_HOUR}:00:00Z`);
const HUGE_CHARS = 1_300_000;

export function makeFamily(era: Era, cwd: string, random: Random): Family {
  const scenes = Array.from({ length: 8 }, (_, i) =>
    makeScene(era, cwd, random.branch(i), (stage) => {
      plainScene(stage, era);
      if (i % 4 === 3) delegate(stage, errand(stage, 'Explore'));
    }),
  );
  const huge = makeScene(era, cwd, random.branch('huge'), hugeScene);
  const short = Array.from({ length: 3 }, (_, i) =>
    makeScene(era, cwd, random.branch(`short-${i}`), shortScene),
  );
  return { era, cwd, scenes, short, huge };
}

function makeScene(era: Era, cwd: string, random: Random, play: (stage: Stage) => void): Scene {
  const log: SampleLog = { calls: [] };
  const draft = openSceneDraft(era, cwd, random, log);
  const model = random.pick(MODELS[era]);
  const stage = openStage({
    draft,
    startMs: START_MS,
    model,
    ttlMs: 3_600_000,
    baseTokens: random.int(12_000, 160_000),
  });
  play(stage);
  const agentDraft = stage.drafts[1];
  const agentId = agentDraft?.agent?.id ?? null;
  const own = sumCalls(log.calls.filter((call) => call.agentId === null));
  const agents = sumCalls(log.calls.filter((call) => call.agentId !== null));
  return {
    main: makeBlock(draft.lines, own, agentId),
    agent: agentDraft === undefined ? null : makeBlock(agentDraft.lines, agents, agentId),
  };
}

function openSceneDraft(era: Era, cwd: string, random: Random, log: SampleLog): Draft {
  const facts = {
    sessionId: SCENE_SESSION,
    cwd,
    branch: random.pick(['main', 'next', 'fix/limits']),
    version: VERSIONS[era],
    entrypoint: 'cli',
    nickname: 'steady-rolling-harbor',
    model: '',
  };
  return openDraft({ path: sessionPath(cwd, SCENE_SESSION), log, random, facts });
}

/** One prompt with eight to twelve calls and what stands around them. */
function plainScene(stage: Stage, era: Era): void {
  const { random } = stage.draft;
  const startMs = stage.nowMs;
  ask(stage, say(stage, 2));
  const steps = random.int(8, 12);
  for (let i = 0; i < steps; i++) {
    bulkStep(stage);
    if (era === 'old') progressNoise(stage);
    else attachmentNoise(stage);
    wait(stage, 4000);
  }
  answer(stage);
  endTurn(stage, 'Go on.', startMs);
}

function bulkStep(stage: Stage): void {
  const { random } = stage.draft;
  const names = ['Bash', 'Bash', 'Bash', 'Read', 'Read', 'Edit', 'Grep', 'Write'];
  const count = random.chance(0.3) ? 2 : 1;
  const tools = Array.from(
    { length: count },
    (): ToolSpec => ({ name: random.pick(names), resultChars: resultChars(random) }),
  );
  step(stage, {
    tools,
    text: say(stage, 2),
    thinking: random.chance(0.4),
    outputTokens: random.int(100, 1500),
    resultTokens: random.int(300, 3000),
  });
}

/** Most results are short; one in fifty has 40 to 100 kB. */
function resultChars(random: Random): number {
  const draw = random.real();
  if (draw < 0.02) return random.int(40_000, 100_000);
  if (draw < 0.1) return random.int(8000, 20_000);
  return draw < 0.4 ? random.int(1500, 6000) : random.int(150, 1500);
}

function progressNoise(stage: Stage): void {
  const { draft } = stage;
  for (const hook of [
    'PreToolUse:Bash',
    'PreToolUse:Bash',
    'PostToolUse:Bash',
    'PostToolUse:Bash',
  ]) {
    writeHook(draft, stage.nowMs, hook, 'node plugins/capture/record-tool-call.mjs');
  }
  if (draft.random.chance(0.5)) writeBashProgress(draft, stage.nowMs, draft.random.int(1, 60), 500);
}

function attachmentNoise(stage: Stage): void {
  const { draft } = stage;
  for (let i = 0; i < 3; i++)
    writeHook(draft, stage.nowMs, 'PostToolUse:Bash', 'node plugins/capture/record-tool-call.mjs');
  if (draft.random.chance(0.05))
    writeAttachment(draft, stage.nowMs, 'skill_listing', {
      content: outputText(draft.random, 18_000),
      skillCount: 60,
      isInitial: false,
    });
}

function shortScene(stage: Stage): void {
  const startMs = stage.nowMs;
  ask(stage, say(stage));
  for (let i = 0; i < 3; i++) {
    step(stage, {
      tools: [{ name: 'Read', resultChars: stage.draft.random.int(200, 1800) }],
      outputTokens: stage.draft.random.int(80, 400),
      resultTokens: 500,
    });
    wait(stage, 4000);
  }
  answer(stage);
  endTurn(stage, 'Go on.', startMs);
}

function hugeScene(stage: Stage): void {
  ask(stage, 'Look at this capture and tell me what is wrong with it.');
  step(stage, {
    tools: [{ name: 'WebFetch', resultChars: HUGE_CHARS }],
    outputTokens: 300,
    resultTokens: 1600,
  });
  wait(stage, 5000);
  answer(stage);
}
