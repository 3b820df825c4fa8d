// The benchmark's set: as many transcripts as asked for, with the line and size mix of real stores,
// made fast from pre-rendered scenes. Keeps one file in memory at a time.
import { lastUuidOf, type Stamp, stampBlock, stampedAgentId } from './bulk/block.ts';
import { type Family, makeFamily, type Scene } from './bulk/scenes.ts';
import { addSums, NO_CALLS, type SampleSum } from './manifest.ts';
import { agentPath, sessionPath } from './project-folder.ts';
import { createRandom, type Random } from './random.ts';
import type { SampleFile } from './sample-file.ts';

export interface BulkOptions {
  /** The set ends with the first file that reaches this; it is at most one large file larger. */
  readonly targetBytes: number;
  readonly seed?: string | number;
  /** Day after the newest records. */
  readonly endMs?: number;
}

export interface BulkFile extends SampleFile {
  /** UTF-8 bytes of the text. */
  readonly sizeBytes: number;
  /** Calls that stand in this file for the first time: copies of a fork are not among them. */
  readonly sum: SampleSum;
}

const DAY_MS = 86_400_000;
const SMALLEST_BYTES = 20_000;
const LARGEST_BYTES = 5_000_000;
const SHORT_BELOW_BYTES = 60_000;
const HUGE_EVERY_BYTES = 60_000_000;
const FORK_SHARE = 0.06;
const DEFAULT_END_MS = Date.parse('2026-11-20T00:00:00Z');

export function* bulkSessions(options: BulkOptions): Generator<BulkFile> {
  const works = openWorks(options);
  for (let bytes = 0; bytes < options.targetBytes; ) {
    const session = planSession(works, options.targetBytes - bytes);
    for (const file of [...filesOf(session), ...forkOf(works, session)]) {
      bytes += file.sizeBytes;
      works.sinceHugeBytes += file.sizeBytes;
      yield file;
    }
  }
}

interface Works {
  readonly random: Random;
  readonly families: readonly Family[];
  readonly endMs: number;
  /** Number of the next stamp. */
  next: number;
  sinceHugeBytes: number;
}

interface StampedScene {
  readonly scene: Scene;
  readonly stamp: Stamp;
  readonly isCopy: boolean;
}

interface Session {
  readonly id: string;
  readonly family: Family;
  readonly startMs: number;
  readonly scenes: readonly StampedScene[];
}

function openWorks(options: BulkOptions): Works {
  const random = createRandom(`bulk/${options.seed ?? 1}`);
  const families = [
    makeFamily('old', '/home/dev/code/monorepo', random.branch('old-1')),
    makeFamily('old', '/home/dev/code/reports', random.branch('old-2')),
    makeFamily('new', '/home/dev/code/monorepo', random.branch('new-1')),
    makeFamily('new', '/home/dev/code/mobile', random.branch('new-2')),
    makeFamily('new', '/home/dev/code/search', random.branch('new-3')),
  ];
  const endMs = options.endMs ?? DEFAULT_END_MS;
  return { random, families, endMs, next: 1, sinceHugeBytes: 0 };
}

function planSession(works: Works, leftBytes: number): Session {
  const { random } = works;
  const family = random.pick(works.families);
  const spread = Math.log(LARGEST_BYTES / SMALLEST_BYTES);
  const sizeBytes = Math.min(leftBytes, SMALLEST_BYTES * Math.exp(random.real() ** 1.3 * spread));
  const session = { id: random.uuid(), family, startMs: works.endMs - random.int(6, 90) * DAY_MS };
  return { ...session, scenes: stampScenes(works, session, sizeBytes, []) };
}

/** Scenes one hour after the other until the file has about this size. */
function stampScenes(
  works: Works,
  session: Omit<Session, 'scenes'>,
  sizeBytes: number,
  copied: readonly StampedScene[],
): StampedScene[] {
  const scenes = [...copied];
  let bytes = 0;
  do {
    const isHuge = works.sinceHugeBytes > HUGE_EVERY_BYTES;
    if (isHuge) works.sinceHugeBytes = 0;
    const scene = isHuge
      ? session.family.huge
      : pickScene(works, session.family, sizeBytes - bytes);
    const before = scenes.at(-1);
    const stamp = {
      number: works.next++,
      sessionId: session.id,
      hour: hourOf(session.startMs, scenes.length),
      parentUuid: before === undefined ? null : lastUuidOf(before.scene.main, before.stamp.number),
    };
    scenes.push({ scene, stamp, isCopy: false });
    bytes += sceneBytes(scene);
  } while (bytes < sizeBytes);
  return scenes;
}

/** A small rest is filled with short scenes. */
function pickScene(works: Works, family: Family, leftBytes: number): Scene {
  return works.random.pick(leftBytes < SHORT_BELOW_BYTES ? family.short : family.scenes);
}

/** Now and then a session goes on twice: the second one begins with a copy of the first half. */
function* forkOf(works: Works, origin: Session): Generator<BulkFile> {
  if (!works.random.chance(FORK_SHARE) || origin.scenes.length < 4) return;
  const half = origin.scenes.slice(0, Math.floor(origin.scenes.length / 2));
  const id = works.random.uuid();
  const copied = half.map((item) => ({
    ...item,
    stamp: { ...item.stamp, sessionId: id },
    isCopy: true,
  }));
  const session = { ...origin, id };
  yield* filesOf({ ...session, scenes: stampScenes(works, session, 200_000, copied) });
}

function* filesOf(session: Session): Generator<BulkFile> {
  const { cwd } = session.family;
  const own = session.scenes.filter((item) => !item.isCopy);
  const title = JSON.stringify(titleOf(session));
  const texts = session.scenes.map((item) => stampBlock(item.scene.main, item.stamp));
  const sum = own.reduce((total, item) => addSums(total, item.scene.main.sum), NO_CALLS);
  const mtimeMs = endOf(session.startMs, session.scenes.length - 1);
  yield sized({
    path: sessionPath(cwd, session.id),
    text: `${texts.join('')}${title}\n`,
    mtimeMs,
    sum,
  });
  for (const { scene, stamp } of own) {
    if (scene.agent === null) continue;
    const path = agentPath(cwd, session.id, stampedAgentId(stamp.number));
    yield sized({
      path,
      text: stampBlock(scene.agent, { ...stamp, parentUuid: null }),
      mtimeMs,
      sum: scene.agent.sum,
    });
  }
}

function titleOf({ id, family }: Session): Readonly<Record<string, string>> {
  if (family.era === 'new') return { type: 'ai-title', aiTitle: 'Bulk session', sessionId: id };
  return { type: 'summary', summary: 'Bulk session', leafUuid: id };
}

function sized(file: Omit<BulkFile, 'sizeBytes'>): BulkFile {
  return { ...file, sizeBytes: utf8Length(file.text) };
}

/** Numbered lines hold an arrow of three bytes; all other text is ASCII or counted the long way. */
function utf8Length(text: string): number {
  let extra = 0;
  for (let at = text.indexOf('→'); at >= 0; at = text.indexOf('→', at + 1)) extra += 2;
  return text.length + extra;
}

function sceneBytes(scene: Scene): number {
  return (
    scene.main.texts.reduce((sum, text) => sum + text.length, 0) + scene.main.slots.length * 16
  );
}

function hourOf(startMs: number, index: number): string {
  return new Date(startMs + index * 3_600_000).toISOString().slice(0, 13);
}

function endOf(startMs: number, index: number): number {
  return startMs + (index + 1) * 3_600_000 - 1;
}
