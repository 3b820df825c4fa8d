// The demo set: about four weeks of a made-up developer's sessions, ending just now. Knows how a
// story becomes files; the same seed and time give the same bytes.
import { type Act, programme } from './demo/programme.ts';
import { PROJECTS, WORKTREE } from './demo/tasks.ts';
import { type SampleManifest, sumCalls } from './manifest.ts';
import { careful } from './play/habits.ts';
import { HOUR_MS, openStage, type Stage } from './play/stage.ts';
import { begin, COMMANDS, entitle, FILES } from './play/turns.ts';
import { sessionPath } from './project-folder.ts';
import { createRandom } from './random.ts';
import type { SampleFile } from './sample-file.ts';
import { openDraft, type SampleCall, type SampleLog } from './writer/draft.ts';
import { isAtLeast } from './writer/version-traits.ts';

export interface DemoOptions {
  /** The end of the story. */
  readonly nowMs: number;
  readonly seed?: string | number;
}

export interface DemoSet {
  readonly files: readonly SampleFile[];
  /** Every call in the files, once. */
  readonly calls: readonly SampleCall[];
  readonly manifest: SampleManifest;
}

/** The files, one session after the other. */
export function* demoSessions(options: DemoOptions): Generator<SampleFile> {
  yield* playAll(options, { calls: [] });
}

/** The files together with what a ledger must find in them. */
export function demoSet(options: DemoOptions): DemoSet {
  const log: SampleLog = { calls: [] };
  const files = [...playAll(options, log)];
  return { files, calls: log.calls, manifest: sumCalls(log.calls) };
}

function* playAll(options: DemoOptions, log: SampleLog): Generator<SampleFile> {
  const seed = `demo/${options.seed ?? 1}`;
  const acts = programme(options.nowMs, createRandom(seed).branch('programme'));
  for (const [i, act] of acts.entries()) yield* filesOf(play(act, `${seed}/${i}`, log));
}

/** An act that is told by its end is played twice: once for its length, once in its place. */
function play(act: Act, seed: string, log: SampleLog): Stage {
  if ('startMs' in act.when) return playFrom(act, seed, act.when.startMs, log);
  const rehearsal = playFrom(act, seed, 0, { calls: [] });
  const lengthMs = Math.max(...rehearsal.drafts.map((draft) => draft.lastMs));
  return playFrom(act, seed, act.when.endMs - lengthMs, log);
}

function playFrom(act: Act, seed: string, startMs: number, log: SampleLog): Stage {
  const random = createRandom(seed);
  const { task } = act;
  const cwd = act.inWorktree ? WORKTREE : PROJECTS[task.project];
  const sessionId = random.uuid();
  const isOld = act.version === '2.1.39';
  const facts = {
    sessionId,
    cwd,
    branch: act.inWorktree ? 'retry-fix' : task.branch,
    version: act.version,
    entrypoint: 'cli',
    nickname: random.pick(['brisk-humming-otter', 'quiet-folding-lantern', 'amber-drifting-kite']),
    model: act.model,
  };
  const draft = openDraft({ path: sessionPath(cwd, sessionId), log, random, facts });
  const ttlMs = isOld ? HOUR_MS / 12 : HOUR_MS;
  const stage = openStage({
    draft,
    startMs,
    model: act.model,
    ttlMs,
    baseTokens: random.int(17_000, 23_000),
    habit: careful({ commands: COMMANDS, files: FILES }, failureRatioOf(act.version)),
  });
  begin(stage);
  act.story(stage, task.prompt);
  entitle(stage, { kind: act.title, text: task.title });
  return stage;
}

/** In the demo's world tools fail more often from 2.1.270 on, so that a drift can be found. */
function failureRatioOf(version: string): number {
  return isAtLeast(version, '2.1.270') ? 0.09 : 0.02;
}

function* filesOf(stage: Stage): Generator<SampleFile> {
  for (const { path, lines, lastMs } of stage.drafts) {
    yield { path, text: `${lines.join('\n')}\n`, mtimeMs: lastMs };
  }
  yield* stage.extras;
}
