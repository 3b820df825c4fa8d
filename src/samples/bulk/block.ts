// Pre-rendered pieces of transcripts for the benchmark: a scene is written once, then stamped out
// again and again with ids of its own. Knows which bytes of a scene must differ between stamps.
import type { SampleSum } from '../manifest.ts';

/** Ids, hours and the session are the places that change; everything else is copied as it is. */
export interface Block {
  /** Text between the slots; one more than there are slots. */
  readonly texts: readonly string[];
  readonly slots: readonly Slot[];
  /** Uuid of the block's last record, without its first 8 digits. */
  readonly lastUuidTail: string;
  /** What the block's calls add up to. */
  readonly sum: SampleSum;
}

type Slot = 'uuid' | 'api-id' | 'hour' | 'session' | 'agent' | 'parent';

export interface Stamp {
  /** Unlike any other stamp of the set; below 16^8. */
  readonly number: number;
  readonly sessionId: string;
  /** `2026-11-20T09`. */
  readonly hour: string;
  /** Uuid of the record before the block, for its first one. */
  readonly parentUuid: string | null;
}

/** What scenes are written with, so that it can be found again. A scene takes less than an hour. */
export const SCENE_SESSION = '5e5510bb-0000-4000-8000-000000000000';
export const SCENE_HOUR = '2001-02-03T09';

const UUID_TAIL = '-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"';

function slotPattern(agentId: string | null): RegExp {
  const parts = [
    `(?<session>${SCENE_SESSION})`,
    `(?<hour>${SCENE_HOUR})`,
    ...(agentId === null ? [] : [`(?<agent>\\b${agentId}\\b)`]),
    `(?<uuid>[0-9a-f]{8})(?=${UUID_TAIL})`,
    '(?<=(?:msg_01|req_011|toolu_01))(?<api>[0-9A-Za-z]{7})(?=[0-9A-Za-z]{14,15}")',
  ];
  return new RegExp(parts.join('|'), 'g');
}

const ROOT = '"parentUuid":null';

export function makeBlock(lines: readonly string[], sum: SampleSum, agentId: string | null): Block {
  const text = `${lines.join('\n')}\n`;
  const texts: string[] = [];
  const slots: Slot[] = [];
  let from = 0;
  const add = (at: number, length: number, slot: Slot) => {
    texts.push(text.slice(from, at));
    slots.push(slot);
    from = at + length;
  };
  const root = text.indexOf(ROOT);
  let rootDone = root < 0;
  for (const match of text.matchAll(slotPattern(agentId))) {
    if (!rootDone && match.index > root) {
      add(root + ROOT.length - 4, 4, 'parent');
      rootDone = true;
    }
    add(match.index, match[0].length, slotOf(match));
  }
  texts.push(text.slice(from));
  return { texts, slots, lastUuidTail: lastUuid(lines).slice(8), sum };
}

/** The block's text with ids, session and date of this stamp. */
export function stampBlock(block: Block, stamp: Stamp): string {
  const uuid = stamp.number.toString(16).padStart(8, '0');
  const values: Readonly<Record<Slot, string>> = {
    uuid,
    'api-id': stamp.number.toString(36).padStart(7, '0'),
    hour: stamp.hour,
    agent: stampedAgentId(stamp.number),
    session: stamp.sessionId,
    parent: stamp.parentUuid === null ? 'null' : `"${stamp.parentUuid}"`,
  };
  const parts: string[] = [block.texts[0] as string];
  for (let i = 0; i < block.slots.length; i++) {
    parts.push(values[block.slots[i] as Slot], block.texts[i + 1] as string);
  }
  return parts.join('');
}

/** The id that the block's subagent has in this stamp. */
export function stampedAgentId(number: number): string {
  return `a${number.toString(16).padStart(8, '0')}`;
}

/** Uuid of the last record of a stamped block. */
export function lastUuidOf(block: Block, number: number): string {
  return number.toString(16).padStart(8, '0') + block.lastUuidTail;
}

function slotOf(match: RegExpExecArray): Slot {
  if (match.groups?.session !== undefined) return 'session';
  if (match.groups?.hour !== undefined) return 'hour';
  if (match.groups?.agent !== undefined) return 'agent';
  return match.groups?.uuid !== undefined ? 'uuid' : 'api-id';
}

function lastUuid(lines: readonly string[]): string {
  for (let i = lines.length - 1; i >= 0; i--) {
    const uuid: unknown = JSON.parse(lines[i] as string).uuid;
    if (typeof uuid === 'string') return uuid;
  }
  return '00000000-0000-4000-8000-000000000000';
}
