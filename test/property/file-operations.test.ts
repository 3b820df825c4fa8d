// What people and programs do to transcripts while the ledger looks on: a call that was seen once is
// never lost nor counted less, whatever becomes of its file.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findWrongSums } from '../store/dump-ledger.ts';
import { type Lab, openLab } from '../store/lab.ts';
import { assistant, line, usage } from '../transcript/records.ts';
import { propertyRuns } from './runs.ts';

type Operation =
  | { readonly kind: 'append'; readonly path: string; readonly calls: readonly Call[] }
  | { readonly kind: 'rewrite'; readonly path: string; readonly calls: readonly Call[] }
  | { readonly kind: 'truncate'; readonly path: string; readonly lines: number }
  | { readonly kind: 'replace'; readonly path: string; readonly line: number; readonly call: Call }
  | { readonly kind: 'move'; readonly path: string; readonly to: string }
  | { readonly kind: 'delete'; readonly path: string }
  | { readonly kind: 'touch'; readonly path: string }
  | { readonly kind: 'ingest' }
  | { readonly kind: 'force' };

interface Call {
  readonly id: string;
  readonly output: number;
  readonly read: number;
  /** Tells one line from another, as real uuids do. */
  readonly uuid: number;
}

const PATHS = ['projects/-a/s1.jsonl', 'projects/-b/s1.jsonl', 'projects/-a/s2.jsonl'];
const path = fc.constantFrom(...PATHS);
const call = fc.record({
  id: fc.constantFrom('msg_1', 'msg_2', 'msg_3', 'msg_4', 'msg_5'),
  output: fc.integer({ min: 1, max: 4 }),
  read: fc.nat(2),
  uuid: fc.integer({ min: 1e9, max: 9e9 }),
});
const callList = fc.array(call, { minLength: 1, maxLength: 4 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('append' as const), path, calls: callList }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('rewrite' as const), path, calls: callList }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('truncate' as const), path, lines: fc.nat(4) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('replace' as const), path, line: fc.nat(4), call }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('move' as const), path, to: path }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), path }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('touch' as const), path }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'ingest' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'force' as const }) },
);

it('a call that was ever seen keeps the best of all lines that were ever seen of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 2, maxLength: 12 }), async (operations) => {
      const lab = openLab();
      try {
        const disk = new Map<string, Call[]>();
        const seen = new Map<string, Call>();
        const look = async (force = false): Promise<void> => {
          await lab.ingest({ force });
          for (const one of [...disk.values()].flat()) noteBest(seen, one);
          expect(readCalls(lab)).toEqual(wanted(seen));
          expect(findWrongSums(lab.store.db)).toBe(null);
        };
        for (const each of operations) {
          // An edit of equal length shows in the mtime only, so it is looked at apart from appends.
          const isEdit = each.kind === 'replace';
          if (isEdit) await look();
          apply(lab, disk, each);
          if (isEdit || each.kind === 'ingest') await look();
          if (each.kind === 'force') await look(true);
        }
        await look();
        const again = await lab.ingest();
        expect(again).toMatchObject({ filesRead: 0, bytesParsed: 0 });
      } finally {
        lab.close();
      }
    }),
    propertyRuns(60),
  );
});

/** Does to the lab's files what it does to the model of them. */
function apply(lab: Lab, disk: Map<string, Call[]>, operation: Operation): void {
  if (operation.kind === 'ingest' || operation.kind === 'force') return;
  const lines = disk.get(operation.path);
  if (operation.kind === 'append') {
    lab.append(operation.path, operation.calls.map(textOf).join(''));
    disk.set(operation.path, [...(lines ?? []), ...operation.calls]);
  } else if (operation.kind === 'rewrite') put(lab, disk, operation.path, operation.calls);
  else if (lines !== undefined) change(lab, disk, operation, lines);
}

type Change = Extract<
  Operation,
  { readonly kind: 'truncate' | 'replace' | 'move' | 'delete' | 'touch' }
>;

/** What can only be done to a file that is there. */
function change(
  lab: Lab,
  disk: Map<string, Call[]>,
  operation: Change,
  lines: readonly Call[],
): void {
  switch (operation.kind) {
    case 'truncate':
      put(lab, disk, operation.path, lines.slice(0, operation.lines));
      break;
    case 'replace': {
      const at = operation.line % Math.max(1, lines.length);
      const changed = lines.map((each, i) => (i === at ? operation.call : each));
      put(lab, disk, operation.path, changed);
      break;
    }
    case 'move':
      if (operation.to === operation.path) break;
      lab.move(operation.path, operation.to);
      disk.delete(operation.path);
      disk.set(operation.to, [...lines]);
      break;
    case 'delete':
      lab.remove(operation.path);
      disk.delete(operation.path);
      break;
    case 'touch':
      lab.touch(operation.path);
      break;
    default:
      operation satisfies never;
  }
}

function put(lab: Lab, disk: Map<string, Call[]>, at: string, calls: readonly Call[]): void {
  lab.write(at, calls.map(textOf).join(''));
  disk.set(at, [...calls]);
}

/** All lines of equal length: a replaced one changes no size. */
function textOf({ id, output, read, uuid }: Call): string {
  return line(
    assistant({
      id,
      uuid: String(uuid),
      usage: usage({ output_tokens: output, cache_read_input_tokens: read }),
      top: { apiBlockIndex: uuid },
    }),
  );
}

function noteBest(seen: Map<string, Call>, one: Call): void {
  const best = seen.get(one.id);
  if (best !== undefined) {
    if (one.output < best.output) return;
    if (one.output === best.output && one.read <= best.read) return;
  }
  seen.set(one.id, one);
}

function readCalls(lab: Lab): unknown[] {
  return lab.store.db
    .prepare('SELECT message_id, output_tokens, cache_read_tokens FROM call ORDER BY 1')
    .raw()
    .all();
}

function wanted(seen: ReadonlyMap<string, Call>): unknown[] {
  return [...seen.values()].map(({ id, output, read }) => [id, output, read]).sort();
}
