// However appends, torn writes, looks and crashes follow each other: the rows are those of one look at
// the end.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SpoolRecord } from '../../src/live/spool-record.ts';
import {
  beat,
  HOUR,
  HOUR_MS,
  hook,
  openSpoolLab,
  type SpoolLab,
} from '../store/spool/spool-lab.ts';
import { propertyRuns } from './runs.ts';

type Step =
  | { readonly do: 'append'; readonly record: (atMs: number) => SpoolRecord }
  /** In two writes, with looks between; `isLost`: the second never comes. */
  | {
      readonly do: 'tear';
      readonly record: (atMs: number) => SpoolRecord;
      readonly cut: number;
      readonly isLost: boolean;
    }
  | { readonly do: 'look' }
  | { readonly do: 'crash'; readonly rows: number };

const record = fc
  .record({
    session: fc.constantFrom('s1', 's2'),
    cost: fc.nat(2),
    isHook: fc.boolean(),
    event: fc.constantFrom('Stop', 'SubagentStop'),
  })
  .map(
    ({ session, cost, isHook, event }) =>
      (atMs: number): SpoolRecord =>
        isHook ? hook(atMs, event, session) : beat(atMs, cost, session),
  );
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('append' as const), record }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('tear' as const),
      record,
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
      isLost: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('look' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), rows: fc.nat(3) }) },
);
/** Minutes between steps: most within the hour, some into the next or a later one. */
const gap = fc.oneof(
  { weight: 4, arbitrary: fc.nat(5) },
  { weight: 1, arbitrary: fc.integer({ min: 30, max: 200 }) },
);

describe('any order of appends and looks', () => {
  it('gives the rows of one look', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(step, gap), { maxLength: 25 }), (steps) => {
        const often = play(steps, true);
        const once = play(steps, false);
        expect(often).toEqual(once);
      }),
      propertyRuns(120),
    );
  });
});

function play(steps: readonly (readonly [Step, number])[], doesLook: boolean): unknown {
  const lab = openSpoolLab();
  try {
    let atMs = HOUR;
    for (const [one, minutes] of steps) {
      atMs += minutes * 60_000;
      perform(lab, one, atMs, doesLook);
    }
    lab.ingest(atMs + 5 * HOUR_MS);
    expect(lab.files()).toEqual([]);
    return lab.rows();
  } finally {
    lab.close();
  }
}

function perform(lab: SpoolLab, one: Step, atMs: number, doesLook: boolean): void {
  switch (one.do) {
    case 'append':
      lab.append(one.record(atMs));
      return;
    case 'tear': {
      const line = `\n${JSON.stringify(one.record(atMs))}\n`;
      const cut = Math.round(line.length * one.cut);
      lab.write(atMs, line.slice(0, cut));
      if (doesLook) lab.ingest(atMs);
      if (!one.isLost) lab.write(atMs, line.slice(cut));
      return;
    }
    case 'look':
      if (doesLook) lab.ingest(atMs);
      return;
    case 'crash':
      if (doesLook) crash(lab, atMs, one.rows);
      return;
    default:
      one satisfies never;
  }
}

/** Stops a transaction in the middle, as a kill would. */
function crash(lab: SpoolLab, atMs: number, rows: number): void {
  const { db } = lab.store;
  const count = db.prepare('SELECT count(*) FROM hook_event').pluck().get() as number;
  db.exec(`CREATE TEMP TRIGGER stop BEFORE INSERT ON main.hook_event
    WHEN (SELECT count(*) FROM hook_event) >= ${count + rows}
    BEGIN SELECT RAISE(ABORT, 'stopped on purpose'); END`);
  try {
    lab.ingest(atMs);
  } catch (error) {
    expect(String(error)).toContain('stopped on purpose');
  } finally {
    db.exec('DROP TRIGGER temp.stop');
  }
}
