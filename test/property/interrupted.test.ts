// An ingest that stops between any two commits, and is taken up later: what it left behind is whole,
// and the end is the same.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDumps, findWrongSums } from '../store/dump-ledger.ts';
import { openLab } from '../store/lab.ts';
import { assistant, line, stream, user } from '../transcript/records.ts';
import { propertyRuns } from './runs.ts';
import { fileSets } from './transcripts.ts';

const IDS = ['msg_1', 'msg_2', 'msg_3', 'gen-1'];

describe('an ingest that was interrupted', () => {
  it('ends like one that was not, first reading or reading anew', async () => {
    await fc.assert(
      fc.asyncProperty(
        fileSets(IDS),
        fc.array(fc.tuple(fc.nat(5), fc.boolean()), { maxLength: 3 }),
        async (files, crashes) => {
          const lab = openLab();
          try {
            for (const { path, bytes } of files) lab.write(path, bytes);
            for (const [pieces, force] of crashes) {
              await lab.crashAfter(pieces, { force });
              expect(findWrongSums(lab.store.db)).toBe(null);
            }
            await lab.ingest();
            expect(compareDumps(lab.dump(), await lab.coldDump())).toBe(null);
          } finally {
            lab.close();
          }
        },
      ),
      propertyRuns(40),
    );
  });

  it.each([false, true])(
    'in the middle of a file goes on from there (force: %s)',
    async (force) => {
      const lab = openLab();
      try {
        const filler = line(user('x'.repeat(1_000_000)));
        const file = 'projects/-w/s1.jsonl';
        for (let i = 0; i < 3; i++) {
          const late = i === 0 ? { top: { timestamp: undefined } } : {};
          lab.append(file, stream(1, { id: 'msg_same', ...late }) + filler.repeat(8));
          lab.append(file, line(assistant({ id: `msg_${i}` })));
        }
        if (force) await lab.ingest();
        const size = 3 * (8 * filler.length + 1_000);
        for (const pieces of [1, 1]) await lab.crashAfter(pieces, { force });
        const last = await lab.ingest();
        expect(last.bytesParsed).toBeLessThan(size * 0.8);
        expect(compareDumps(lab.dump(), await lab.coldDump())).toBe(null);
      } finally {
        lab.close();
      }
    },
  );
});
