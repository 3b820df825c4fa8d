// How well the transcripts could be read: records by shape, what was unknown, what was bad and where.
import {
  readFaultCounts,
  readFaultPlaces,
  readShapes,
  type ShapeCount,
} from '../../store/readers/doctor.ts';
import { cutRows, type Finding, type Listing, plural, type SectionDefinition } from './section.ts';

const SHOWN_SHAPES = 12;
const SHOWN_FAULTS = 10;
/** Faults after which every record was still counted. */
const HARMLESS_FAULTS: ReadonlySet<string> = new Set(['glued', 'rewritten', 'torn']);
/** Shapes that are fields of records, or faults, rather than records. */
const NOT_A_RECORD = /^(field |\((?!no type\)))/;
/** Stands for the unknown kinds and fields of a stretch beyond those that are listed. */
const OVERFLOW = '(more unknown shapes)';

export const PARSING_SECTION: SectionDefinition = {
  id: 'parsing',
  title: 'Reading of transcripts',
  examine: ({ ledger }) => {
    if (ledger.db === null) return {};
    const shapes = readShapes(ledger.db);
    const kinds = shapes.filter(({ shape }) => !NOT_A_RECORD.test(shape));
    const unknown = shapes.filter(({ isKnown }) => !isKnown);
    const hasMore = shapes.some(({ shape }) => shape === OVERFLOW);
    const faults = readFaultCounts(ledger.db);
    const faultCount = faults.reduce((sum, { count }) => sum + count, 0);
    const records = kinds.reduce((sum, { count }) => sum + count, 0);
    const known = kinds.filter(({ isKnown }) => isKnown).reduce((sum, { count }) => sum + count, 0);
    return {
      facts: [
        { key: 'records', label: 'records', unit: 'count', value: records },
        {
          key: 'knownRatio',
          label: 'of known kinds',
          unit: 'ratio',
          value: records === 0 ? null : known / records,
        },
        { key: 'faults', label: 'faults', unit: 'count', value: faultCount },
      ],
      listings: [
        listShapes('shapes', 'Records by kind', kinds),
        listShapes('unknown', 'Unknown kinds and fields', unknown),
        {
          key: 'faults',
          title: 'Faults by kind',
          columns: [
            { key: 'kind', header: 'fault', unit: 'text' as const },
            { key: 'count', header: 'lines', unit: 'count' as const },
          ],
          rows: faults.map((fault) => ({ ...fault })),
          leftOff: 0,
        },
        {
          key: 'faultPlaces',
          title: 'Where',
          columns: [
            { key: 'kind', header: 'fault', unit: 'text' as const },
            { key: 'path', header: 'file', unit: 'path' as const },
            { key: 'offset', header: 'at byte', unit: 'count' as const },
            { key: 'sizeBytes', header: 'size', unit: 'bytes' as const, priority: 2 },
            { key: 'detail', header: 'detail', unit: 'text' as const, priority: 1 },
          ],
          rows: readFaultPlaces(ledger.db, SHOWN_FAULTS).map((place) => ({ ...place })),
          leftOff: Math.max(0, faultCount - SHOWN_FAULTS),
        },
      ].filter(({ rows }) => rows.length > 0),
      findings: [...judgeUnknown(unknown, hasMore), ...faults.map(judgeFault)],
    };
  },
};

function listShapes(key: string, title: string, shapes: readonly ShapeCount[]): Listing {
  const { rows, leftOff } = cutRows(shapes, SHOWN_SHAPES);
  return {
    key,
    title,
    columns: [
      { key: 'shape', header: 'kind', unit: 'text' },
      { key: 'count', header: 'records', unit: 'count' },
      { key: 'files', header: 'files', unit: 'count' },
    ],
    rows: rows.map((shape) => ({ ...shape })),
    leftOff,
  };
}

function judgeUnknown(unknown: readonly ShapeCount[], hasMore: boolean): Finding[] {
  if (unknown.length === 0) return [];
  const count = plural(
    unknown.length,
    'kind of record or field is',
    'kinds of records or fields are',
  );
  return [
    {
      code: 'unknown-shapes',
      severity: 'note',
      what: `${hasMore ? 'More than ' : ''}${count} not known to this version`,
      next: 'They were skipped without harm to the sums; a newer telltale may know them',
      command: null,
    },
  ];
}

function judgeFault({ kind, count }: { kind: string; count: number }): Finding {
  const isHarmless = HARMLESS_FAULTS.has(kind);
  return {
    code: `fault-${kind}`,
    severity: isHarmless ? 'note' : 'warn',
    what: `${plural(count, 'line')} with the fault ${kind}`,
    next: isHarmless
      ? 'Nothing: every record in them was counted'
      : 'Look at the places listed; what stands there is not counted',
    command: null,
  };
}
