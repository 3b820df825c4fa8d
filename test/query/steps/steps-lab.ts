// Tables → transcripts → ledger → context, with what status lines told beside them: for tests of the feed,
// the digest and their screens.
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { restoreHeartbeat } from '../../../src/live/restore-heartbeat.ts';
import type { Heartbeat } from '../../../src/live/spool-record.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import { buildTranscript } from '../../../src/samples/build-transcript.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { createSpoolWriter } from '../../../src/store/ingest/spool/spool-writer.ts';
import { type Lab, openLab } from '../../store/lab.ts';

export const NOW_MS = Date.parse('2026-11-21T18:46:00Z');
export const DAY = '2026-11-21';
export const at = (time: string): number => Date.parse(`${DAY}T${time}Z`);

export const API = '5f0c0000-0000-4000-8000-000000000001';
export const WEB = '7b1e0000-0000-4000-8000-000000000002';

/**
 * Two sessions of one day: in the first a cache that ran out (5 m) behind a dear call and a subagent;
 * in the second a model without a price and a placeholder output count.
 */
export const SCENE = `
date ${DAY}
session ${API} cwd /w/api-gateway branch main version 2.1.240
ai-title Fix the flaky retry test
at        who   model            in  w5m   w1h  read  out  text
09:00:00  user  Fix the flaky retry test
09:00:10  call  claude-opus-4-8  4   60k   0    0     900  id=msg_api_1 req=req_api_1
09:00:40  call  -                2   2k    0    60k   400  id=msg_api_2 req=req_api_2 tools=Agent
agent a1 Explore
09:00:50  call  claude-haiku-4-5 5   12k   0    0     80   id=msg_api_3 req=req_api_3
09:01:00  call  -                5   1k    0    12k   60   id=msg_api_4 req=req_api_4
end
09:01:20  call  claude-opus-4-8  2   180k  0    62k   500  id=msg_api_5 req=req_api_5
09:30:00  user  And now the docs
09:30:10  call  -                3   243k  0    0     300  id=msg_api_6 req=req_api_6
09:30:40  call  -                3   1k    0    243k  200  id=msg_api_7 req=req_api_7
session ${WEB} cwd /w/web branch dark-mode version 2.1.240
custom-title Add dark mode
at        who   model            in  w5m   w1h  read  out  text
10:00:00  user  Add dark mode
10:00:09  call  claude-x-9       4   0     20k  0     90   id=msg_web_1 req=req_web_1
10:00:30  call  claude-sonnet-4-5 4  0     700  20k   1    id=msg_web_2 req=req_web_2 final=no
`;

export interface StepsLab extends Lab {
  readonly context: QueryContext;
  tell(sessionId: string, time: string, told: Partial<Heartbeat>): void;
}

export async function openSteps(
  table: string,
  words: { readonly timezone?: string; readonly nowMs?: number } = {},
): Promise<StepsLab> {
  const lab = openLab();
  for (const file of buildTranscript(table, { date: DAY })) lab.write(file.path, file.text);
  await lab.ingest();
  const context: QueryContext = {
    store: lab.store,
    now: () => words.nowMs ?? NOW_MS,
    zone: openZone(words.timezone ?? 'UTC'),
    settings: DEFAULT_SETTINGS,
    book: SHIPPED_BOOK,
  };
  return {
    ...lab,
    context,
    tell(sessionId, time, told) {
      const heartbeat = restoreHeartbeat({ sessionId, ...told });
      if (heartbeat === null) throw new Error('no heartbeat');
      createSpoolWriter(lab.store.db).write({ kind: 'heartbeat', atMs: at(time), heartbeat });
    },
  };
}
