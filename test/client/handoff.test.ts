// A handoff of one session reaches the first request of the next one in the same folder, and of no
// other.
import { describe, expect, test } from 'vitest';
import { tells } from './rig/request-kind.ts';
import { bash, say, tokens, use } from './rig/script.ts';
import { openStage, type Stage } from './rig/stage.ts';
import { hasTmux } from './rig/terminal.ts';

const RULE = 'Never use tabs in the pomegranate files.';
const SIGN = 'left a handoff';

test('the next session is given the handoff, once', async () => {
  const stage = await openStage({
    main: [
      use([bash('echo work')], tokens(20)),
      say('The greeting is built.', tokens(21)),
      say('Resumed.', tokens(22)),
      say('I have read it.', tokens(23)),
      say('Nothing to read.', tokens(24)),
    ],
  });
  const first = await stage.print(`Build the greeting. ${RULE}`);
  const { code, stderr } = await stage.telltale('handoff', first.sessionId);
  expect(stderr).toBe('');
  expect(code).toBe(0);

  await stage.print('Go on.', { resume: first.sessionId });
  expect(tells(lastRequest(stage), SIGN)).toBe(false);

  const second = await stage.print('What is there to do?');
  expect(second.sessionId).not.toBe(first.sessionId);
  expect(tells(lastRequest(stage), SIGN)).toBe(true);
  expect(tells(lastRequest(stage), RULE)).toBe(true);

  await stage.print('And what is there to do now?');
  expect(tells(lastRequest(stage), SIGN)).toBe(false);
  expect(tells(lastRequest(stage), RULE)).toBe(false);
});

describe.skipIf(!hasTmux)('in a terminal (tmux)', () => {
  test('/clear starts a session that is given the handoff of the one before', async () => {
    const stage = await openStage({
      main: [say('The greeting is built.', tokens(21)), say('I have read it.', tokens(23))],
    });
    const terminal = await stage.open();
    await terminal.ask(`Build it. ${RULE}`, /The greeting is built/);
    const before = stage.api.exchanges.at(-1)?.sessionId ?? '';
    expect((await stage.telltale('handoff', before)).code).toBe(0);
    await terminal.submit('/clear');
    await terminal.idle();
    await terminal.ask('What is there to do?', /I have read it/);
    expect(tells(lastRequest(stage), SIGN)).toBe(true);
    expect(tells(lastRequest(stage), RULE)).toBe(true);
  });
});

test('where it is switched off nothing is given', async () => {
  const stage = await openStage(
    { main: [say('Built.', tokens(21)), say('Nothing to read.', tokens(24))] },
    { config: '[handoff]\ninject = false\n' },
  );
  const first = await stage.print(`Build the greeting. ${RULE}`);
  expect((await stage.telltale('handoff', first.sessionId)).code).toBe(0);
  await stage.print('What is there to do?');
  expect(tells(lastRequest(stage), RULE)).toBe(false);
});

function lastRequest({ api }: Stage) {
  return api.exchanges.findLast(({ kind }) => kind === 'main')?.body;
}
