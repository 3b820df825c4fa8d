// Handoffs of real sessions: only what a person typed is called theirs, and it stays within its size.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import { queryHandoff } from '../../../src/query/handoff/query-handoff.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { type LedgerStore, openStore } from '../../../src/store/open-store.ts';
import { readSessions, type SessionRow } from '../../../src/store/readers/sessions.ts';
import { readConversation } from '../../../src/transcript/conversation/read-conversation.ts';
import { estimateTokens } from '../../../src/views/report/fit-sections.ts';
import { MAX_HANDOFF_TOKENS, renderHandoff } from '../../../src/views/report/handoff.ts';
import { makeHome, type TestHome } from '../../commands/home.ts';
import { CORPUS, NO_CORPUS } from '../../store/corpus-folder.ts';
import { ingestInto } from '../../store/lab.ts';

describe.skipIf(CORPUS === null)(`handoffs of the corpus${NO_CORPUS}`, () => {
  let home: TestHome;
  let store: LedgerStore;
  let context: QueryContext;
  let rows: SessionRow[] = [];
  beforeAll(async () => {
    home = makeHome();
    store = openStore({ stateDir: home.path, now: Date.now });
    await ingestInto(store, CORPUS ?? '');
    const zone = openZone('UTC');
    context = { store, now: () => 0, zone, settings: DEFAULT_SETTINGS, book: SHIPPED_BOOK };
    rows = readSessions(store.db, {});
  }, 120_000);
  afterAll(() => {
    store.close();
    home.remove();
  });

  test("are small, and say nothing that the harness said in the user's name", () => {
    expect(rows.length).toBeGreaterThan(15);
    for (const row of rows) {
      const answer = queryHandoff(context, row.id, null);
      const text = renderHandoff(answer);
      expect(estimateTokens(text), row.sessionId).toBeLessThanOrEqual(MAX_HANDOFF_TOKENS);
      const {
        goal = null,
        recentPrompts = [],
        constraints = [],
        decisions = [],
        openRequest = null,
      } = answer.work ?? {};
      for (const said of [goal, openRequest, ...recentPrompts, ...constraints, ...decisions]) {
        expect(said ?? '').not.toMatch(
          /Request interrupted by user|<(?:system-reminder|task-notification|command-|local-command|bash-|ide_)|continued from a previous conversation/,
        );
      }
    }
  });

  test('hold prompts that stand in the transcript as typed', () => {
    for (const row of rows) {
      const { work, transcriptPath } = queryHandoff(context, row.id, null);
      if (work === null || transcriptPath === null) continue;
      const typed = typedTexts(transcriptPath);
      for (const prompt of work.recentPrompts) {
        const start = words(prompt.replace(/^\/\S+ /, '').split(' … ')[0] ?? '').slice(0, 60);
        expect(
          typed.some((text) => text.includes(start)),
          `${row.sessionId}: ${prompt}`,
        ).toBe(true);
      }
    }
  });

  test('find every prompt that the ledger counts', () => {
    const counts = store.db
      .prepare(
        "SELECT f.path AS path, count(*) AS n FROM event e JOIN file f ON f.id = e.file_id WHERE e.kind = 'prompt' AND f.kind = 'main' GROUP BY f.path",
      )
      .all() as { path: string; n: number }[];
    expect(counts.length).toBeGreaterThan(10);
    for (const { path, n } of counts) {
      const prompts = [...readConversation(path)].filter(({ kind }) => kind === 'prompt');
      // More where a prompt was queued, or stands behind a reminder of the harness.
      const more = readFileSync(path, 'utf8').match(
        /"type":"queue-operation"|"content":"<system-reminder>/g,
      );
      expect(prompts.length, path).toBeGreaterThanOrEqual(n);
      expect(prompts.length - n, path).toBeLessThanOrEqual(more?.length ?? 0);
    }
  });

  test('tell the work of a long session', () => {
    const row = rows.find(({ sessionId }) => sessionId.startsWith('258c7280'));
    const { work } = queryHandoff(context, row?.id ?? -1, null);
    expect(work).toMatchObject({ goal: 'Implement spotter-gqc', openRequest: null, failures: [] });
    expect(work?.recentPrompts).toEqual([
      'Implement spotter-gqc',
      'check again',
      'new beads for the epic were added. tackle them',
      'did you push?',
    ]);
    expect(work?.commits).toHaveLength(5);
    expect(work?.tests.at(-1)).toEqual({
      command: 'mix test',
      outcome: 'passed',
      summary: '14 doctests, 87 tests, 0 failures',
    });
    expect(work?.files.filter(({ action }) => action === 'created')).toHaveLength(9);
    expect(work?.lastAssistantText).toMatch(/the epic is closed\.$/);
  });
});

/** Words of user records, queue and slash commands, by a reading of its own. */
function typedTexts(path: string): string[] {
  const texts: string[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    const record = JSON.parse(line);
    if (record.isMeta === true || record.isCompactSummary === true || record.isSidechain === true)
      continue;
    const content = record.attachment?.prompt ?? record.message?.content ?? record.content ?? '';
    if (!['user', 'attachment', 'queue-operation'].includes(record.type)) continue;
    const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    for (const block of blocks) {
      if (block.type === 'text') texts.push(words(block.text));
      if (block.type === 'image') texts.push('[image]');
    }
  }
  return texts;
}

function words(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
