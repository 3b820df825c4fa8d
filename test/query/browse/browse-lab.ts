// A ledger with three sessions to browse: a busy one with rebuilds, a subagent, a failed tool and a secret; one
// of a model without a price; one of wide characters. The busy one's fork repeats its beginning.

import type { BrowseAnswer } from '../../../src/query/browse/browse-answer.ts';
import { browseSession } from '../../../src/query/browse/browse-session.ts';
import { querySessions, type SessionsAnswer } from '../../../src/query/sessions/list-sessions.ts';
import { buildTranscript } from '../../../src/samples/build-transcript.ts';
import { openTraceLab, type TraceLab } from '../trace/trace-lab.ts';

export const BUSY = '5f0c0e0a-0000-4000-8000-000000000001';
export const UNPRICED = '6a0c0e0a-0000-4000-8000-000000000002';
export const WIDE = '7b0c0e0a-0000-4000-8000-000000000003';
export const FORK = '8c0c0e0a-0000-4000-8000-000000000004';
/** Assembled, so that no scanner takes this file for a leak. */
export const SECRET = ['sk', 'ant', 'api03', 'AAAAbbbbCCCCddddEEEEffff1234'].join('-');

const TABLE = `
session ${BUSY} cwd /w/app branch main version 2.1.270
at        who   model            in  w5m  w1h    read   out  tools                text
09:00:00  user                                                                    Fix the flaky retry test, the key is ${SECRET}
09:00:04  call  claude-opus-4-8  4   0    22000  0      90   Bash,Read:src/a.ts   I look at the test.
+20s      call  -                2   0    700    22000  400  Agent                I ask a subagent.
agent a1 Explore | Look for other flaky tests
+5s       call  claude-haiku-4-5 3   9000 0      0      60   Grep                 Searching.
+5s       call  -                3   200  0      9000   40   -                    Two places.
end
+10s      call  claude-opus-4-8  2   0    900    22700  150  Edit:src/a.ts!       It failed.
+10s      call  -                2   0    300    23600  90   -                    stop=null Done.
10:40:00  user                                                                    And the other one
+5s       call  -                4   0    24500  0      800  Bash*20k             The cache has run out.
+9s       call  -                2   0    6000   24500  200  -                    Finished.
ai-title Fix the flaky retry test
fork ${FORK} from ${BUSY}
11:30:00  user                                                                    Try it another way
+5s       call  claude-opus-4-8  4   0    31000  0      70   -                    I try.
session ${UNPRICED} cwd /w/other branch next version 2.1.270
08:00:00  user                                                                    Hello
+4s       call  claude-nobody-9  4   0    1000   0      90   -                    Hi.
session ${WIDE} cwd /w/大きい branch main version 2.1.270
07:00:00  user                                                                    再試行のテストを直してください 👩‍👩‍👧
+4s       call  claude-opus-4-8  4   0    1000   0      90   Read:src/日本語.ts     はい。
custom-title 再試行のテストを直す
`;

export interface BrowseLab extends TraceLab {
  sessions(limit?: number): SessionsAnswer;
  browse(sessionId?: string, withBlocks?: boolean): BrowseAnswer;
  /** Path of the busy session's transcript, below the config folder. */
  readonly busyPath: string;
}

export async function openBrowseLab(table = TABLE): Promise<BrowseLab> {
  const world = openTraceLab();
  const files = buildTranscript(table, { date: '2026-11-21' });
  for (const { path, text } of files) world.lab.write(path, text);
  await world.lab.ingest();
  return {
    ...world,
    busyPath: files.find(({ path }) => path.endsWith(`${BUSY}.jsonl`))?.path ?? '',
    sessions: (limit = 1000) => querySessions(world.context, { limit, order: 'desc' }),
    browse: (sessionId = BUSY, withBlocks = true) =>
      browseSession(world.context, sessionId, { withBlocks }),
  };
}
