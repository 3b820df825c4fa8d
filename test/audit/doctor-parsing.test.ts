// What the doctor says of records that are no known kind: one without a type is a record too, and a
// list that was cut is not the whole.
import { expect, it } from 'vitest';
import { PARSING_SECTION } from '../../src/query/doctor/parsing-section.ts';
import { emptyLedger, inputOf } from '../query/doctor/input.ts';

it('counts records without a type as unknown ones', () => {
  const { facts } = examine([
    ['user', 1, 9],
    ['(no type)', 0, 1],
    ['(bad-json)', 1, 4],
    ['field a', 0, 7],
  ]);
  expect(facts).toMatchObject({ records: 10, knownRatio: 0.9, faults: 4 });
});

it.each([
  [[['moon-phase', 0, 3]], '1 kind of record or field is not known to this version'],
  [
    [
      ['moon-phase', 0, 3],
      ['(more unknown shapes)', 1, 900],
    ],
    'More than 1 kind of record or field is not known to this version',
  ],
] as const)('%j: %s', (shapes, what) => {
  expect(examine(shapes).findings).toContain(what);
});

function examine(shapes: readonly (readonly [string, number, number])[]) {
  const db = emptyLedger();
  const add = db.prepare('INSERT INTO shape (file_id, shape, known, count) VALUES (1, ?, ?, ?)');
  for (const shape of shapes) add.run(...shape);
  const ledger = { db, isFresh: true, notices: [], problem: null };
  const { facts, findings } = PARSING_SECTION.examine(inputOf({ ledger }));
  return {
    facts: Object.fromEntries((facts ?? []).map(({ key, value }) => [key, value])),
    findings: (findings ?? []).map((finding) => finding.what),
  };
}
