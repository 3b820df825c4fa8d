import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { taskFold } from '../../../src/metrics/task/task-fold.ts';
import { TASK_LABELS, type TaskLabel } from '../../../src/metrics/task/task-labels.ts';
import { LABELLED_TURNS, type LabelledTurn, SECOND_SET } from './labelled-turns.ts';
import { playTurns } from './play-turns.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PAGE = join(ROOT, 'docs/classifier.md');
const LEAST_AGREEMENT = 0.85;

const SETS: readonly { readonly name: string; readonly turns: readonly LabelledTurn[] }[] = [
  { name: 'first set', turns: LABELLED_TURNS },
  { name: 'second set', turns: SECOND_SET },
];

describe('the classifier beside a person', () => {
  test('at least 40 turns, every label among them at least four times', () => {
    expect(LABELLED_TURNS.length).toBeGreaterThanOrEqual(40);
    for (const label of TASK_LABELS)
      expect(LABELLED_TURNS.filter((turn) => turn.label === label).length).toBeGreaterThanOrEqual(
        4,
      );
  });

  test('agrees in 85 % of the turns that its rules were improved on', () => {
    const answers = answersTo(LABELLED_TURNS);
    expect(
      agreement(LABELLED_TURNS, answers),
      misses(LABELLED_TURNS, answers),
    ).toBeGreaterThanOrEqual(LEAST_AGREEMENT);
  });

  test('agrees in 85 % of all turns, also with those that it had not seen', () => {
    const all = [...LABELLED_TURNS, ...SECOND_SET];
    const answers = answersTo(all);
    expect(agreement(all, answers), misses(all, answers)).toBeGreaterThanOrEqual(LEAST_AGREEMENT);
  });

  test('the tables in the docs are those of these turns', async () => {
    const page = readFileSync(PAGE, 'utf8');
    const tables = SETS.map(({ name, turns }) => confusionTable(name, turns)).join('\n\n');
    const whole = page.replace(BLOCK, (_all, begin, end) => `${begin}\n${tables}\n${end}`);
    await expect(whole).toMatchFileSnapshot(PAGE);
  });
});

const BLOCK = /(<!-- confusion -->)[\s\S]*?(<!-- end of confusion -->)/;

function answersTo(turns: readonly LabelledTurn[]): (TaskLabel | null)[] {
  const needs = new Set<string>(taskFold.needs);
  const state = playTurns(turns)
    .filter((event) => needs.has(event.kind))
    .reduce((folded, event) => taskFold.step(folded, event), taskFold.init());
  return taskFold.read(state).turns.map(({ label }) => label);
}

function agreement(turns: readonly LabelledTurn[], answers: readonly (TaskLabel | null)[]): number {
  return turns.filter(({ label }, index) => answers[index] === label).length / turns.length;
}

function misses(turns: readonly LabelledTurn[], answers: readonly (TaskLabel | null)[]): string {
  return turns
    .flatMap(({ prompt, deeds, label }, index) =>
      answers[index] === label
        ? []
        : [`${prompt} [${deeds}]: ${answers[index]}, a person: ${label}`],
    )
    .join('\n');
}

/** Rows: what a person said; columns: what the classifier said. */
function confusionTable(name: string, turns: readonly LabelledTurn[]): string {
  const answers = answersTo(turns);
  const rows = TASK_LABELS.map((person) => {
    const counts = TASK_LABELS.map(
      (label) =>
        turns.filter((turn, index) => turn.label === person && answers[index] === label).length,
    );
    return `| ${person} | ${counts.map((count) => (count === 0 ? '·' : count)).join(' | ')} |`;
  });
  const share = (100 * agreement(turns, answers)).toFixed(1);
  const right = turns.filter(({ label }, index) => answers[index] === label).length;
  return [
    `| ${name}: a person \\ the classifier | ${TASK_LABELS.join(' | ')} |`,
    `| --- |${' ---: |'.repeat(TASK_LABELS.length)}`,
    ...rows,
    '',
    `${right} of ${turns.length} turns agree: ${share} %.`,
  ].join('\n');
}
