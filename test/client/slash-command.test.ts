// The slash command /telltale in the real client: what telltale prints reaches the request, with what was
// typed after it, where nothing is allowed but what the command's own file allows.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tells } from './rig/request-kind.ts';
import { say, tokens } from './rig/script.ts';
import { openStage, type Stage } from './rig/stage.ts';

const LEAN = 'nothing avoidable was found';
const CACHE = 'none beyond what is expected';

test('/telltale hands what telltale says to the session, and needs no permission', async () => {
  const answers = ['Built.', 'Built too.', 'It is lean.', 'It is warm.', 'There is none.'];
  const stage = await openStage({ main: answers.map((words, at) => say(words, tokens(21 + at))) });
  expect((await stage.telltale('init', '--yes', '--slash-command')).code).toBe(0);
  const { sessionId } = await stage.print('Build the greeting.');
  await stage.print('Build the parting.');
  const ask = (prompt: string) => stage.print(prompt, { resume: sessionId, allowed: [] });

  await ask('/telltale');
  const about = lastRequest(stage);
  // Not of the newest session in the folder, but of the one it was typed in.
  expect(tells(about, `telltale show ${sessionId.slice(0, 8)}`)).toBe(true);
  expect([tells(about, LEAN), tells(about, CACHE)]).toEqual([true, false]);
  expect(tells(about, '!`')).toBe(false);

  await ask('/telltale cache');
  expect(tells(lastRequest(stage), CACHE)).toBe(true);

  // An answer with an exit code is one too.
  await ask('/telltale show zzzz');
  expect(tells(lastRequest(stage), 'no session id starts with')).toBe(true);
});

test('what is typed after /telltale runs nothing else', async () => {
  const stage = await openStage({ main: [say('The greeting is built.', tokens(21))] });
  expect((await stage.telltale('init', '--yes', '--slash-command')).code).toBe(0);
  const { sessionId } = await stage.print('Build the greeting.');
  const before = stage.api.exchanges.length;
  for (const words of ['cache; touch made', 'cache $(touch made)', 'cache > made', 'nonsense']) {
    await stage.print(`/telltale ${words}`, { resume: sessionId, allowed: [] });
    expect(existsSync(join(stage.sandbox.work, 'made'))).toBe(false);
  }
  expect(stage.api.exchanges).toHaveLength(before);
});

function lastRequest({ api }: Stage) {
  return api.exchanges.findLast(({ kind }) => kind === 'main')?.body;
}
