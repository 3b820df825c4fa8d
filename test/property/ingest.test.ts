// However transcripts come into being, and however often the ledger looks in between, it ends up as if
// it had read them once, at the end.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDumps, findWrongSums } from '../store/dump-ledger.ts';
import { type Lab, openLab } from '../store/lab.ts';
import { propertyRuns } from './runs.ts';
import { fileSets, type GeneratedFile, generatedFile } from './transcripts.ts';

/** Message ids of the API and of a gateway, whose ids may repeat. */
const IDS = ['msg_1', 'msg_2', 'msg_3', 'gen-1'];

describe('the ledger', () => {
  it('is the same after any appends, with an ingest after each, as after one cold read', async () => {
    await fc.assert(
      fc.asyncProperty(appends, async (steps) => {
        await inLab(async (lab) => {
          for (const { path, bytes } of steps) {
            lab.append(path, bytes);
            await lab.ingest();
          }
          expect(compareDumps(lab.dump(), await lab.coldDump())).toBe(null);
        });
      }),
      propertyRuns(60),
    );
  });

  it('is the same in whatever order it meets the files', async () => {
    await fc.assert(
      fc.asyncProperty(
        fileSets(IDS).chain((files) =>
          fc.tuple(
            fc.constant(files),
            fc.shuffledSubarray(files, { minLength: files.length, maxLength: files.length }),
          ),
        ),
        async ([files, shuffled]) => {
          const dumps: string[][] = [];
          for (const order of [files, shuffled]) {
            await inLab(async (lab) => {
              for (const { path, bytes } of order) {
                lab.write(path, bytes);
                await lab.ingest();
              }
              dumps.push(lab.dump());
            });
          }
          expect(compareDumps(dumps[1] ?? [], dumps[0] ?? [])).toBe(null);
        },
      ),
      propertyRuns(40),
    );
  });

  it('takes nothing from a second look, nor from reading all of it again', async () => {
    await fc.assert(
      fc.asyncProperty(fileSets(IDS), async (files) => {
        await inLab(async (lab) => {
          for (const { path, bytes } of files) lab.write(path, bytes);
          const first = await lab.ingest();
          const once = lab.dump();
          const second = await lab.ingest();
          expect(second).toMatchObject({ filesRead: 0, bytesParsed: 0, linesRead: 0 });
          expect(compareDumps(lab.dump(), once)).toBe(null);
          const forced = await lab.ingest({ force: true });
          expect(forced.bytesParsed).toBe(first.bytesParsed);
          expect(compareDumps(lab.dump(), once)).toBe(null);
        });
      }),
      propertyRuns(40),
    );
  });

  it('keeps every call when the transcripts are deleted', async () => {
    await fc.assert(
      fc.asyncProperty(fileSets(IDS), async (files) => {
        await inLab(async (lab) => {
          for (const { path, bytes } of files) lab.write(path, bytes);
          await lab.ingest();
          const before = lab.dump(['file']);
          lab.remove('projects');
          const report = await lab.ingest();
          expect(report.vanishedFiles).toBe(files.length);
          expect(compareDumps(lab.dump(['file']), before)).toBe(null);
        });
      }),
      propertyRuns(20),
    );
  });
});

/** The files in pieces cut at any byte; pieces of different files take turns. */
const appends: fc.Arbitrary<GeneratedFile[]> = fileSets(IDS).chain((files) =>
  fc
    .tuple(...files.map((file) => fc.tuple(fc.constant(file), cuts(file.bytes.length))))
    .chain((cut) => {
      const queues = cut.map(([file, places]) => piecesOf(file, places));
      const turns = queues.flatMap((queue, i) => queue.map(() => i));
      return fc.shuffledSubarray([...turns.keys()], { minLength: turns.length }).map((order) => {
        const next = queues.map(() => 0);
        return order.flatMap((turn) => {
          const queue = turns[turn] as number;
          const piece = queues[queue]?.[next[queue] as number];
          next[queue] = (next[queue] as number) + 1;
          return piece === undefined ? [] : [piece];
        });
      });
    }),
);

function cuts(length: number): fc.Arbitrary<number[]> {
  return fc.uniqueArray(fc.nat(length), { maxLength: 5 });
}

function piecesOf({ path, bytes }: GeneratedFile, places: readonly number[]): GeneratedFile[] {
  const inner = places.filter((place) => place > 0 && place < bytes.length);
  const edges = [0, ...inner.sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((end, i) => generatedFile(path, bytes.subarray(edges[i], end)));
}

async function inLab(work: (lab: Lab) => Promise<void>): Promise<void> {
  const lab = openLab();
  try {
    await work(lab);
    expect(findWrongSums(lab.store.db)).toBe(null);
  } finally {
    lab.close();
  }
}
