// The built hook and its stdin: whatever comes, however slowly, it ends soon, with 0 and in silence.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type HookFolder, openHookFolder } from './hook-folder.ts';

const SILENT = { status: 0, stdout: '', stderr: '' };

let hook: HookFolder;
beforeAll(() => {
  hook = openHookFolder();
});
beforeEach(() => hook.seemAlive());
afterAll(() => hook.clear());

test.each([
  ['nothing', ''],
  ['blanks', ' \n\n '],
  ['half an object', '{"session_id":"s1","hook_event_name":"Stop"'],
  ['two objects', '{"session_id":"s1"}{"hook_event_name":"Stop"}'],
  ['a list', '[1,2]'],
  ['a number', '42'],
  ['bytes that are no text', '\u0000\uffff{{{'],
  ['an event of nobody', '{"hook_event_name":"Stop"}'],
  ['an unknown event', '{"session_id":"s1","hook_event_name":"Tomorrow"}'],
  ['an event named like a part of objects', '{"session_id":"s1","hook_event_name":"constructor"}'],
])('%s: nothing is said and nothing noted', async (_what, input) => {
  expect(await hook.run(input)).toMatchObject(SILENT);
  expect(hook.spool()).toEqual([]);
});

test.each([
  ['a BOM-free object with blanks around', (json: string) => `\n  ${json}\n\n`],
  ['10 MB of output', (json: string) => `${json.slice(0, -1)},"tool_response":${big()}}`],
  ['10 MB in small pieces', (json: string) => `${json.slice(0, -1)},"tool_response":${many()}}`],
])('%s is read', async (_what, dress) => {
  const before = hook.spool().length;
  const json = JSON.stringify(hook.event('PostToolUse', { tool_name: 'Bash' }));
  const outcome = await hook.run(dress(json));
  expect(outcome).toMatchObject(SILENT);
  expect(outcome.durationMs).toBeLessThan(5_000);
  expect(hook.spool()).toHaveLength(before + 1);
  expect(hook.spool().at(-1)).toMatchObject({ event: 'PostToolUse', data: { toolName: 'Bash' } });
});

test('65 MB are too much, and no harm', async () => {
  const before = hook.spool().length;
  const text = 'x'.repeat(65 * 1024 * 1024);
  expect(await hook.run(hook.event('PostToolUse', { tool_response: text }))).toMatchObject(SILENT);
  expect(hook.spool()).toHaveLength(before);
});

test('an event that trickles in over two seconds is noted', async () => {
  const before = hook.spool().length;
  const json = JSON.stringify(hook.event('Stop'));
  const outcome = await hook.run((stdin) => {
    const pieces = json.match(new RegExp(`.{1,${Math.ceil(json.length / 20)}}`, 'g')) ?? [];
    pieces.forEach((piece, at) => {
      setTimeout(() => stdin.write(piece), at * 100);
    });
  });
  expect(outcome).toMatchObject(SILENT);
  expect(hook.spool()).toHaveLength(before + 1);
});

test('a whole event with stdin left open does not wait', async () => {
  const before = hook.spool().length;
  const outcome = await hook.run((stdin) => stdin.write(JSON.stringify(hook.event('Stop'))));
  expect(outcome).toMatchObject(SILENT);
  expect(outcome.durationMs).toBeLessThan(1_500);
  expect(hook.spool()).toHaveLength(before + 1);
});

test('a brace that only looks like the end is waited on', async () => {
  const before = hook.spool().length;
  const json = JSON.stringify({ nested: {}, ...hook.event('Stop') });
  const cut = json.indexOf('}') + 1;
  const outcome = await hook.run((stdin) => {
    stdin.write(json.slice(0, cut));
    setTimeout(() => stdin.write(json.slice(cut)), 300);
  });
  expect(outcome).toMatchObject(SILENT);
  expect(hook.spool()).toHaveLength(before + 1);
});

test.each([
  ['silent', ''],
  ['after half an event', '{"session_id":"s1",'],
])('stdin left open, %s: given up after two seconds', async (_what, text) => {
  const outcome = await hook.run((stdin) => {
    if (text !== '') stdin.write(text);
  });
  expect(outcome).toMatchObject(SILENT);
  expect(outcome.durationMs).toBeGreaterThan(1_900);
  expect(outcome.durationMs).toBeLessThan(8_000);
});

/** One long text. */
function big(): string {
  return JSON.stringify({ stdout: 'const a = { b: "c" };\n\tüñ }\n'.repeat(330_000) });
}

/** Many small values, and braces everywhere. */
function many(): string {
  const row = { ok: true, nested: { list: [1, 2, 3] }, text: 'some "text" }' };
  return JSON.stringify(Array.from({ length: 130_000 }, (_, i) => ({ i, ...row })));
}
