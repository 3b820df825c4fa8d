// However transcripts come to be, and however often both passes look on or stop in between: the session events
// and readings that are stored are those of one reading.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDumps } from '../store/dump-ledger.ts';
import { openEventLab } from '../store/session-events/event-lab.ts';
import { assistant, line, user } from '../transcript/records.ts';
import { propertyRuns } from './runs.ts';
import { fileSets } from './transcripts.ts';

const ids = fc.constantFrom('u1', 'u2', 'u3', 'u4', 'u5', undefined);
const times = fc
  .integer({ min: 0, max: 4_000 })
  .map((second) => new Date(Date.UTC(2026, 6, 1, 23, 30, second)).toISOString());
const session = fc.constantFrom('s1', 's2');
const top = fc.record({
  version: fc.constantFrom('2.1.1', '2.1.2'),
  isSidechain: fc.constantFrom(false, false, false, true),
});
const records = fc.oneof(
  fc
    .tuple(fc.constantFrom('t1', 't2', 't3'), ids, times, session, top)
    .map(([id, uuid, at, own, more]) => {
      const content = [{ type: 'tool_use', id, name: 'Edit', input: { id } }];
      return line(assistant({ id: `msg_${at}`, uuid, at, session: own, content, top: more }));
    }),
  fc.tuple(ids, times, session).map(([uuid, timestamp, sessionId]) => {
    const content = [{ type: 'tool_result', tool_use_id: 't1', content: 'ok' }];
    return line(user(content, { uuid, timestamp, sessionId }));
  }),
  fc
    .tuple(fc.constantFrom('do it', 'do it!', '<command-name>/x</command-name>'), ids, times)
    .map(([text, uuid, timestamp]) => line(user(text, { uuid, timestamp }))),
  fc.constantFrom('{"type":"user"', 'garbage\n', '\n', '{"type":"file-history-snapshot"}\n'),
);
const paths = fc.constantFrom(
  'projects/-w/s1.jsonl',
  'projects/-w/s2.jsonl',
  'projects/-w/s1/subagents/agent-a1.jsonl',
);
const append = fc.record({
  kind: fc.constant('append' as const),
  path: paths,
  text: fc.array(records, { minLength: 1, maxLength: 6 }).map((all) => all.join('')),
  /** How much of it is written: the rest comes with the next. */
  share: fc.constantFrom(1, 1, 0.5),
});
const operations = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: append },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('rewrite' as const), path: paths }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'first' as const }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'both' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'some' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'force' as const }) },
  ),
  { minLength: 2, maxLength: 12 },
);

/** A clock that leaps ends a stretch at every line. */
function leaping(): () => number {
  let nowMs = Date.now();
  return () => {
    nowMs += 1_000;
    return nowMs;
  };
}

describe('the second pass', () => {
  it('gives what one reading gives, for any order of appends, rewrites and passes', async () => {
    await fc.assert(
      fc.asyncProperty(operations, async (list) => {
        const lab = openEventLab();
        try {
          const rests = new Map<string, string>();
          for (const one of list) {
            if (one.kind === 'append') {
              const text = (rests.get(one.path) ?? '') + one.text;
              const cut = Math.ceil(text.length * one.share);
              lab.append(one.path, text.slice(0, cut));
              rests.set(one.path, text.slice(cut));
            }
            if (one.kind === 'rewrite') lab.write(one.path, line(user('anew', { uuid: 'n1' })));
            if (one.kind === 'first') await lab.ingest();
            if (one.kind === 'both') await lab.both({ now: leaping() });
            if (one.kind === 'some') await lab.both({ budgetMs: 0, now: leaping() });
            if (one.kind === 'force') {
              await lab.ingest({ force: true });
              await lab.events({ force: true });
            }
          }
          await lab.both();
          expect(compareDumps(lab.eventDump(), await lab.coldEventDump())).toBe(null);
          expect(await lab.both()).toMatchObject({ filesRead: 0, filesFolded: 0, bytesRead: 0 });
        } finally {
          lab.close();
        }
      }),
      propertyRuns(60),
    );
  });

  it('reads whatever the first pass reads', async () => {
    await fc.assert(
      fc.asyncProperty(fileSets(['msg_1', 'msg_2']), async (files) => {
        const lab = openEventLab();
        try {
          for (const { path, bytes } of files) {
            for (const part of [
              bytes.subarray(0, bytes.length / 2),
              bytes.subarray(bytes.length / 2),
            ]) {
              lab.append(path, part);
              await lab.both({ now: leaping() });
            }
          }
          expect(await lab.both()).toMatchObject({ filesRead: 0, filesLeft: 0, unreadable: [] });
          expect(compareDumps(lab.eventDump(), await lab.coldEventDump())).toBe(null);
        } finally {
          lab.close();
        }
      }),
      propertyRuns(30),
    );
  });
});
