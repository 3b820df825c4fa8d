// Every event that telltale hooks into fires in the real client and reaches the ledger, without a word
// of what was said, and without a trace on the screen.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { HOOK_EVENTS } from '../../src/live/hook-events.ts';
import { KEY } from './rig/sandbox.ts';
import { agent, bash, refuse, say, tokens, use } from './rig/script.ts';
import { openStage, type Stage } from './rig/stage.ts';
import { hasTmux } from './rig/terminal.ts';

interface EventRow {
  readonly event: string;
  readonly sessionId: string;
  readonly data: string;
}

/** In the order in which they came. */
async function eventsOf(stage: Stage): Promise<EventRow[]> {
  expect((await stage.telltale('ingest')).code).toBe(0);
  return stage.rows<EventRow>(
    'SELECT event, session_id AS sessionId, data FROM hook_event ORDER BY at_ms, id',
  );
}

/** Some are noted by hooks that nobody waits for. */
async function waitForEvent(stage: Stage, event: string): Promise<void> {
  for (let looks = 0; looks < 20; looks++) {
    if ((await eventsOf(stage)).some((row) => row.event === event)) return;
    await sleep(1_000);
  }
  throw new Error(`${event} did not come`);
}

/** Prompts, answers, tools' inputs and outputs all hold it. */
const SAID = 'pomegranate';

describe.skipIf(!hasTmux)('interactive mode (tmux)', () => {
  test('every event is noted', async () => {
    const stage = await openStage(
      {
        main: [
          use([bash(`echo ${SAID}`), bash(`echo ${SAID}; exit 3`)], tokens(20)),
          use([agent('HELPER')], tokens(21)),
          say(`All of the ${SAID} is done.`, tokens(22)),
          refuse(400),
        ],
        agents: [{ marker: 'HELPER', steps: [say(`A ${SAID} for you.`, tokens(5))] }],
        summaries: [say(`<summary>A ${SAID} was eaten.</summary>`, tokens(60))],
      },
      // After so long without input it says that it waits.
      { state: { messageIdleNotifThresholdMs: 2_000 } },
    );
    const terminal = await stage.open();
    await terminal.ask(`Eat the ${SAID}.`, /is done/);
    await waitForEvent(stage, 'Notification');
    await terminal.ask('/compact', /Compacted/);
    await terminal.ask('And now something that is refused.', /API Error|Scripted 400/);
    const history = terminal.history();
    await terminal.leave();
    await waitForEvent(stage, 'SessionEnd');
    const rows = await eventsOf(stage);
    const seen = new Set(rows.map(({ event }) => event));
    expect(HOOK_EVENTS.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
    expect(new Set(rows.map(({ sessionId }) => sessionId)).size).toBe(1);
    expect(rows.map(({ data }) => data).join()).not.toContain(SAID);
    expect(filesWith(stage.live.spoolDir, SAID)).toEqual([]);
    expect(filesWith(stage.stateDir, KEY)).toEqual([]);
    expect(history).not.toMatch(/hook error|hook returned|says:/i);

    const inCompaction = rows
      .slice(rows.findIndex(({ event }) => event === 'PreCompact'))
      .slice(0, 4)
      .map(({ event }) => event);
    expect(inCompaction).toEqual(['PreCompact', 'SubagentStop', 'SessionStart', 'PostCompact']);
  });
});

test('print mode: the events of a run that ends with its answer', async () => {
  const stage = await openStage({
    main: [use([bash('echo')], tokens(20)), say('Done.', tokens(21))],
  });
  await stage.print('Go.');
  const seen = (await eventsOf(stage)).map(({ event }) => event);
  // Stop may be missing: nobody waits for it, and the client ends right after it.
  expect(seen).toEqual(
    expect.arrayContaining(['SessionStart', 'UserPromptSubmit', 'PostToolUse', 'SessionEnd']),
  );
});

test('without telltale there are no events', async () => {
  const stage = await openStage({ main: [say('Done.', tokens(21))] }, { isInstalled: false });
  await stage.print('Go.');
  expect(await eventsOf(stage)).toEqual([]);
});

/** Names of the files that hold a text, as bytes. */
function filesWith(folder: string, text: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files.length).toBeGreaterThan(0);
  return files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => readFileSync(path).includes(text));
}
