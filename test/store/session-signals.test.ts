// What happened between the calls of a session comes back from the ledger in the order of time, each
// record once, although a fork repeats it; and each call keeps its effort.
import { expect, it } from 'vitest';
import { effortOf } from '../../src/model/effort.ts';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { readProfileCalls } from '../../src/store/readers/profile-calls.ts';
import { readSessionSignals } from '../../src/store/readers/session-signals.ts';
import { openLab } from './lab.ts';

const TABLE = `
session a-origin version 2.1.212
09:00:00 hook SessionStart:startup node start.mjs
09:00:01 tools tools added=Lint,mcp__ci__run
09:00:02 user Begin
09:00:05 call claude-opus-4-8 4 0 900 22000 90
09:01:00 command /effort low
09:01:05 call claude-opus-4-8 4 0 100 22900 90 effort=low
09:02:00 notification completed The build ended
09:02:05 call claude-opus-4-8 4 0 100 23000 90 effort=turbo
09:03:00 compact manual 23100
fork b-copy from a-origin
09:10:00 hook SessionStart:resume node start.mjs
09:10:01 tools agents removed=Explore
09:10:02 user Go on
09:10:05 call claude-opus-4-8 4 0 100 23100 90 effort=none
`;

it('each signal belongs to one session, in the order of time', async () => {
  const lab = openLab();
  try {
    for (const file of buildTranscript(TABLE)) lab.write(file.path, file.text);
    await lab.ingest();
    const ids = lab.store.db
      .prepare('SELECT id FROM session ORDER BY session_id')
      .pluck()
      .all() as number[];
    const told = ids
      .flatMap((id) => readSessionSignals(lab.store.db, [id]))
      .map(({ session, kind, data }) => [
        session === ids[0] ? 'origin' : 'copy',
        kind,
        data === null ? null : JSON.parse(data),
      ]);
    expect(told).toEqual([
      ['origin', 'start', { source: 'startup' }],
      ['origin', 'tools', { what: 'tools', added: ['Lint', 'mcp__ci__run'], removed: [] }],
      ['origin', 'prompt', null],
      ['origin', 'command', { name: '/effort' }],
      ['origin', 'notice', { what: 'task-notification' }],
      ['origin', 'compaction', { trigger: 'manual', preTokens: 23100, postTokens: 924 }],
      ['copy', 'start', { source: 'resume' }],
      ['copy', 'tools', { what: 'agents', added: [], removed: ['Explore'] }],
      ['copy', 'prompt', null],
    ]);
    const efforts = ids
      .flatMap((id) => readProfileCalls(lab.store.db, [id]))
      .map((call) => effortOf(call.flags));
    expect(efforts).toEqual(['high', 'low', 'other', null]);
  } finally {
    lab.close();
  }
});
