// Laws of the derivation: the calls of a message depend on its lines as a set, and both choices among
// lines are total orders.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareLines,
  compareOwners,
  type DerivedCall,
  deriveCalls,
  type LedgerLine,
} from '../../src/model/derive-call.ts';
import { anyLine, anyLines } from '../model/lines.ts';
import { propertyRuns } from './runs.ts';

describe('the calls of a message', () => {
  it('do not depend on the order of its lines', () => {
    fc.assert(
      fc.property(
        anyLines.chain((lines) =>
          fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length })),
        ),
        ([lines, shuffled]) => {
          expect(describeCalls(deriveCalls(shuffled))).toEqual(describeCalls(deriveCalls(lines)));
        },
      ),
      propertyRuns(1000),
    );
  });

  it('do not change when a line stands twice, but for the number of lines', () => {
    fc.assert(
      fc.property(anyLines, fc.nat(), (lines, pick) => {
        const again = lines[pick % lines.length] as LedgerLine;
        const without = (calls: readonly DerivedCall[]): unknown =>
          describeCalls(calls).map(({ lines: _, ...call }) => call);
        const once = deriveCalls(lines);
        const twice = deriveCalls([...lines, { ...again }]);
        expect(without(twice)).toEqual(without(once));
        expect(lineCount(twice)).toBe(lineCount(once) + 1);
      }),
      propertyRuns(1000),
    );
  });

  it('hold every line exactly once', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const seen = deriveCalls(lines).flatMap((call) => call.lines);
        expect(seen.length).toBe(lines.length);
        expect(new Set(seen)).toEqual(new Set(lines));
      }),
      propertyRuns(300),
    );
  });

  it('are one call for a vendor’s id, and never more than its parts', () => {
    fc.assert(
      fc.property(fc.array(anyLine('msg_1'), { minLength: 1, maxLength: 7 }), (lines) => {
        const parts = new Set(lines.map((line) => line.part));
        expect(deriveCalls(lines).length).toBe(parts.size);
      }),
      propertyRuns(300),
    );
  });

  it('have the largest output of their lines, and the earliest time', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        for (const call of deriveCalls(lines)) {
          const outputs = call.lines.map((line) => line.outputTokens);
          const times = call.lines.map((line) => line.atMs).filter((atMs) => atMs !== null);
          expect(call.winner.outputTokens).toBe(Math.max(...outputs));
          expect(call.atMs).toBe(times.length === 0 ? null : Math.min(...times));
        }
      }),
      propertyRuns(300),
    );
  });
});

describe.each([
  ['compareLines', compareLines],
  ['compareOwners', compareOwners],
])('%s', (_, compare) => {
  const line = fc.constantFrom('msg_1', 'gen-1').chain(anyLine);

  it('is antisymmetric', () => {
    fc.assert(
      fc.property(line, line, (a, b) => {
        expect(Math.sign(compare(a, b)) + Math.sign(compare(b, a))).toBe(0);
      }),
      propertyRuns(1000),
    );
  });

  it('is transitive', () => {
    fc.assert(
      fc.property(line, line, line, (...three) => {
        const [a, b, c] = three.sort(compare) as [LedgerLine, LedgerLine, LedgerLine];
        expect(compare(a, b)).toBeLessThanOrEqual(0);
        expect(compare(b, c)).toBeLessThanOrEqual(0);
        expect(compare(a, c)).toBeLessThanOrEqual(0);
      }),
      propertyRuns(1000),
    );
  });

  it('finds only lines equal that say the same', () => {
    fc.assert(
      fc.property(anyLine('msg_1'), anyLine('msg_1'), (a, b) => {
        if (compare(a, b) === 0) expect(say(b)).toEqual(say(a));
      }),
      propertyRuns(1000),
    );
  });
});

/** A line without its place in the ledger: file ids are given in the order of reading. */
function say({ fileId: _, ...line }: LedgerLine): unknown {
  return line;
}

function describeCalls(calls: readonly DerivedCall[]) {
  return calls.map(({ lines, winner, owner, ...call }) => ({
    ...call,
    winner: say(winner),
    owner: say(owner),
    lines: lines.map(say),
  }));
}

function lineCount(calls: readonly DerivedCall[]): number {
  return calls.reduce((sum, call) => sum + call.lines.length, 0);
}
