// `telltale ingest`: the flag reaches the ingest, the report reaches stdout.
import { expect, it } from 'vitest';
import ingest from '../../src/commands/ingest.ts';
import { makeHome } from './home.ts';

const REPORT = {
  filesSeen: 3,
  filesRead: 1,
  bytesParsed: 900,
  linesRead: 4,
  callsAdded: 2,
  callsChanged: 0,
  faults: 0,
  vanishedFiles: 0,
  unreadable: [],
  durationMs: 12,
};

const EVENTS = {
  filesRead: 1,
  bytesRead: 900,
  eventsAdded: 7,
  filesFolded: 0,
  filesLeft: 0,
  unreadable: [],
  durationMs: 3,
};

async function run(options: Record<string, unknown>) {
  const home = makeHome();
  const forced: boolean[] = [];
  const overrides = {
    ingest: ({ force }: { readonly force: boolean }) => {
      forced.push(force);
      return Promise.resolve({ calls: REPORT, events: EVENTS });
    },
  };
  try {
    return { ...(await home.run(ingest, { options, overrides })), forced };
  } finally {
    home.remove();
  }
}

it('says what was done', async () => {
  const { code, out, forced } = await run({});
  expect(code).toBe(0);
  expect(forced).toEqual([false]);
  expect(out).toContain('2 calls added');
  expect(out).toMatch(/session events +7 from 1 transcript\n/);
});

it('prints the report as one document', async () => {
  const { out, forced } = await run({ json: true, force: true });
  expect(forced).toEqual([true]);
  const answer = { kind: 'ingest', formatVersion: 1, force: true, ...REPORT, events: EVENTS };
  expect(JSON.parse(out)).toEqual(answer);
});

it('does it for real, and nothing the second time', async () => {
  const home = makeHome();
  try {
    const line = JSON.stringify({
      type: 'assistant',
      uuid: 'u1',
      sessionId: '5f0c0e0a-0000-4000-8000-000000000001',
      timestamp: '2026-11-01T10:00:00.000Z',
      cwd: '/w/app',
      requestId: 'req_1',
      message: {
        id: 'msg_1',
        model: 'claude-opus-4-8',
        stop_reason: 'end_turn',
        usage: { input_tokens: 5, output_tokens: 7 },
      },
    });
    home.write('.claude/projects/-w-app/5f0c0e0a-0000-4000-8000-000000000001.jsonl', `${line}\n`);
    const reports = [];
    for (const _ of [1, 2]) {
      const { out } = await home.run(ingest, { options: { json: true } });
      reports.push(JSON.parse(out));
    }
    expect(reports).toMatchObject([
      { filesSeen: 1, filesRead: 1, callsAdded: 1, linesRead: 1, events: { filesRead: 1 } },
      { filesSeen: 1, filesRead: 0, callsAdded: 0, bytesParsed: 0, events: { bytesRead: 0 } },
    ]);
  } finally {
    home.remove();
  }
});
