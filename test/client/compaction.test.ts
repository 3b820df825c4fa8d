// What a compaction's summary lost of the person's rules stands in the first request after it, and
// `telltale compaction` tells what was kept, lost and put back.
import { describe, expect, test } from 'vitest';
import { RESTORE_MARK } from '../../src/model/work/compare-summary.ts';
import type { CompactionAnswer } from '../../src/query/compaction/compaction-answer.ts';
import { conversationText } from './rig/request-kind.ts';
import { bash, type Script, say, tokens, use } from './rig/script.ts';
import { openStage, type Stage } from './rig/stage.ts';
import { hasTmux } from './rig/terminal.ts';

const LOST = 'Never touch the file legacy.sql.';
const KEPT = 'Always run the linter before a commit.';

/** A real summary takes half a minute; the snapshot has to be there before it is. */
const SUMMARY_MS = 4_000;
const SUMMARY = say(
  '<analysis>Looked back.</analysis><summary>The user wants the linter to be run before each commit, always. Work is going on.</summary>',
  tokens(85, { cacheRead: 110_000 }),
  { delayMs: SUMMARY_MS },
);

function texts({ compactions }: CompactionAnswer, list: 'kept' | 'lost' | 'restored'): string[] {
  return (compactions.at(-1)?.[list] ?? []).map(({ text }) => text);
}

async function expectRestored(stage: Stage, firstAfter: string, sessionId: string): Promise<void> {
  // Nothing but what the hook put there begins like this.
  const restored = firstAfter.slice(firstAfter.indexOf(RESTORE_MARK)).split('\n\n')[0] ?? '';
  expect(restored).toContain(RESTORE_MARK);
  expect(restored).toContain(LOST);
  expect(restored).not.toContain(KEPT);
  const answer = await stage.ask<CompactionAnswer>('compaction', sessionId);
  expect(texts(answer, 'kept')).toContain(KEPT);
  expect(texts(answer, 'lost')).toContain(LOST);
  expect(texts(answer, 'restored')).toContain(LOST);
}

/** Of main conversations after the first request for a summary. */
function requestsAfterCompaction({ api }: Stage): string[] {
  const at = api.exchanges.findIndex(({ kind }) => kind === 'compaction');
  expect(at).toBeGreaterThan(0);
  return api.exchanges
    .slice(at)
    .filter(({ kind }) => kind === 'main')
    .map(({ body }) => conversationText(body));
}

describe.skipIf(!hasTmux)('interactive mode (tmux)', () => {
  const script: Script = {
    main: [
      use([bash('echo schema')], tokens(20)),
      say('The schema is read.', tokens(21, { cacheRead: 110_000 })),
      say('The tables are named.', tokens(22, { cacheRead: 110_100 })),
      say('Going on from there.', tokens(23, { cacheWrite5m: 2_000 })),
      say('Still going on.', tokens(24)),
    ],
    summaries: [SUMMARY],
  };

  async function compactByHand(stage: Stage): Promise<string> {
    const terminal = await stage.open();
    await terminal.ask(`Read the schema. ${LOST} ${KEPT}`, /The schema is read/);
    await terminal.ask('Name the tables.', /The tables are named/);
    await terminal.ask('/compact', /Compacted/);
    await terminal.ask('Go on.', /Going on from there/);
    await terminal.ask('And on.', /Still going on/);
    const history = terminal.history();
    await terminal.leave();
    return history;
  }

  test('/compact: what was lost is put back, once', async () => {
    const stage = await openStage(script);
    const history = await compactByHand(stage);
    const requests = requestsAfterCompaction(stage);
    await expectRestored(stage, requests[0] ?? '', stage.api.exchanges[0]?.sessionId ?? '');
    // It stands in the conversation from then on, and is not said again.
    expect(requests.at(-1)?.split(RESTORE_MARK)).toHaveLength(2);
    // What a hook of a compaction prints would be noise for person and model.
    expect(history).not.toContain(RESTORE_MARK);
    expect(history).not.toMatch(/hook error/i);
  });

  test('a summary that comes before the snapshot: what was lost is put back a little later', async () => {
    const summary = { ...SUMMARY, delayMs: 0 };
    const stage = await openStage({ ...script, summaries: [summary] });
    await compactByHand(stage);
    const requests = requestsAfterCompaction(stage);
    await expectRestored(stage, requests.at(-1) ?? '', stage.api.exchanges[0]?.sessionId ?? '');
    expect(requests.at(-1)?.split(RESTORE_MARK)).toHaveLength(2);
  });

  test('switched off, nothing is put back', async () => {
    const stage = await openStage(script, { config: '[hooks]\nrestore = false\n' });
    await compactByHand(stage);
    for (const request of requestsAfterCompaction(stage)) {
      expect(request.includes(RESTORE_MARK)).toBe(false);
    }
  });
});

test('a compaction by itself in the middle of a turn: what was lost is put back', async () => {
  const grow = (cacheRead: number) => use([bash('sleep 0.3')], tokens(20, { cacheRead }));
  const stage = await openStage(
    {
      main: [grow(30_000), grow(60_000), grow(95_000), grow(18_000), say('Done.', tokens(9))],
      summaries: [SUMMARY],
    },
    { env: { CLAUDE_CODE_AUTO_COMPACT_WINDOW: '100000' } },
  );
  const run = await stage.print(`Grow. ${LOST} ${KEPT}`, {
    args: ['--model', 'claude-haiku-4-5-20251001'],
  });
  expect(run.text).toBe('Done.');
  await expectRestored(stage, requestsAfterCompaction(stage)[0] ?? '', run.sessionId);
});
