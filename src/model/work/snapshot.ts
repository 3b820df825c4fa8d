// What a compaction must not lose: a short list made from the state of the work. Pure; what is kept of
// it afterwards is compare-summary.ts's.
import { maskSecrets } from '../../shared/secrets.ts';
import type { WorkState } from './work-state.ts';

export type SnapshotKind = 'constraint' | 'decision' | 'failing-test' | 'task' | 'plan' | 'file';

export interface SnapshotItem {
  readonly kind: SnapshotKind;
  /** One line; secrets masked. */
  readonly text: string;
}

/** The most of each kind: what a person would still read. The newest are kept. */
const MOST: Readonly<Record<SnapshotKind, number>> = {
  constraint: 12,
  decision: 8,
  'failing-test': 6,
  task: 15,
  plan: 1,
  file: 12,
};

const MAX_TEXT_LENGTH = 300;

/** In the order of importance. */
export function makeSnapshot(work: WorkState): SnapshotItem[] {
  const touched = work.files
    .filter((file) => file.action !== 'read')
    .toSorted((a, b) => a.lastTouch - b.lastTouch);
  return [
    ...newest('constraint', work.constraints),
    ...newest('decision', work.decisions),
    ...newest('failing-test', work.tests.filter(isFailing).map(testText)),
    ...newest(
      'task',
      work.tasks.filter(({ status }) => status !== 'done').map(({ text }) => text),
    ),
    ...newest('plan', work.planFile === null ? [] : [work.planFile]),
    ...newest(
      'file',
      touched.map(({ path }) => path),
    ),
  ];
}

function newest(kind: SnapshotKind, texts: readonly string[]): SnapshotItem[] {
  const lines = texts.map((text) => oneShortLine(maskSecrets(text))).filter((text) => text !== '');
  return [...new Set(lines)].slice(-MOST[kind]).map((text) => ({ kind, text }));
}

function oneShortLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_TEXT_LENGTH ? `${line.slice(0, MAX_TEXT_LENGTH - 1)}…` : line;
}

function isFailing({ outcome }: WorkState['tests'][number]): boolean {
  return outcome === 'failed';
}

function testText({ command, summary }: WorkState['tests'][number]): string {
  return summary === null ? command : `${command}: ${summary}`;
}
