// How a made-up agent goes about its work: what it reads before it edits, and how often a tool fails.
// Knows shares of tools only; the words it says are the stories'.
import type { Random } from '../random.ts';
import type { ToolSpec } from '../writer/tools.ts';

export interface Habit {
  /** Shares of its tool calls; the rest of 1 is Bash. */
  readonly shares: Readonly<Record<'Read' | 'Grep' | 'Glob' | 'Edit' | 'Write', number>>;
  /** Share of edits to a file that it has not read. */
  readonly blindRatio: number;
  /** Share of tool calls that fail. */
  readonly failureRatio: number;
  readonly commands: readonly string[];
  readonly files: readonly string[];
}

const CAREFUL = { Read: 0.44, Grep: 0.1, Glob: 0.04, Edit: 0.07, Write: 0.01 };
const HASTY = { Read: 0.12, Grep: 0.04, Glob: 0.02, Edit: 0.36, Write: 0.06 };

type World = Pick<Habit, 'commands' | 'files'>;

/** Reads about five times for each edit. */
export function careful(world: World, failureRatio: number): Habit {
  return { ...world, shares: CAREFUL, blindRatio: 0.04, failureRatio };
}

/** Edits three times for each read, mostly without having looked. */
export function hasty(world: World): Habit {
  return { ...world, shares: HASTY, blindRatio: 0.6, failureRatio: 0.24 };
}

/** The tools of one step. `seen` holds the files read so far, and grows. */
export function toolsByHabit(habit: Habit, random: Random, seen: string[]): ToolSpec[] {
  const count = random.chance(0.3) ? 2 : 1;
  return Array.from({ length: count }, () => {
    const chosen = chooseName(habit, random);
    const isEdit = chosen === 'Edit';
    const isBlind = isEdit && random.chance(habit.blindRatio);
    const name = isEdit && !isBlind && seen.length === 0 ? 'Read' : chosen;
    const subject = subjectOf(habit, random, name, isBlind ? [] : seen);
    if (name === 'Read' && subject !== undefined) seen.push(subject);
    const fails = random.chance(habit.failureRatio);
    return { name, subject, resultChars: random.int(120, 1500), fails };
  });
}

function chooseName(habit: Habit, random: Random): string {
  let left = random.real();
  for (const [name, share] of Object.entries(habit.shares)) {
    left -= share;
    if (left < 0) return name;
  }
  return 'Bash';
}

/** A careful edit goes to one of the last three files read. */
function subjectOf(
  habit: Habit,
  random: Random,
  name: string,
  seen: readonly string[],
): string | undefined {
  if (name === 'Bash') return random.pick(habit.commands);
  if (name === 'Edit' && seen.length > 0) return random.pick(seen.slice(-3));
  if (name === 'Edit') return `src/part-${random.int(1, 9)}.ts`;
  if (name === 'Read') return random.pick(habit.files);
  return name === 'Write' ? `src/new-${random.int(1, 99)}.ts` : undefined;
}
