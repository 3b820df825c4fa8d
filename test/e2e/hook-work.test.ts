// How much the built hook does: which files it opens and which of Node's parts it loads. No transcript
// byte is read, and nothing grows with the history.
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOOK_EVENTS } from '../../src/live/hook-events.ts';
import { type HookFolder, openHookFolder } from './hook-folder.ts';

/** Loaded before the hook: notes every call of node:fs with a path, and every part that is loaded. */
const SPY = `
const fs = require('node:fs');
const { Module } = require('node:module');
const seen = [];
for (const [name, call] of Object.entries(fs)) {
  if (typeof call !== 'function' || !/Sync$/.test(name)) continue;
  fs[name] = (...args) => {
    if (typeof args[0] === 'string') seen.push([name, ...args.filter((arg) => typeof arg === 'string')]);
    return call(...args);
  };
}
const load = Module._load;
Module._load = (...args) => {
  seen.push(['load', args[0]]);
  return load(...args);
};
const builtin = process.getBuiltinModule;
process.getBuiltinModule = (name) => {
  seen.push(['load', name]);
  return builtin(name);
};
const { appendFileSync } = fs;
process.on('exit', () => {
  const lines = seen.map((each) => JSON.stringify(each) + '\\n').join('');
  require('node:fs').writeFileSync(process.env.SPY_FILE, lines);
});
`;

/** Its own file, the spool, the settings, the verdict, the config's time, the memory of warnings. */
const MOST_CALLS = 16;

let hook: HookFolder;
let env: Record<string, string>;
beforeEach(() => {
  hook = openHookFolder();
  const spy = join(hook.path, 'spy.cjs');
  writeFileSync(spy, SPY);
  env = { NODE_OPTIONS: `--require ${spy}`, SPY_FILE: join(hook.path, 'spied') };
  hook.seemAlive();
  hook.judge();
});
afterEach(() => hook.clear());

type Call = readonly [name: string, ...paths: string[]];

async function spied(event: object): Promise<{ files: Call[]; parts: string[] }> {
  const { status } = await hook.run(event, env);
  expect(status).toBe(0);
  const lines = readFileSync(env.SPY_FILE ?? '', 'utf8')
    .trimEnd()
    .split('\n');
  const calls = lines.map((line) => JSON.parse(line) as Call);
  const start = calls.findIndex(([name, path]) => name === 'load' && path?.endsWith('hook.js'));
  const own = calls.slice(start + 1).filter((call) => !call[1]?.includes('spied'));
  return {
    files: own.filter(([name]) => name !== 'load'),
    parts: own.filter(([name]) => name === 'load').map(([, part]) => part as string),
  };
}

test.each(HOOK_EVENTS.map(({ name }) => name))('%s does little', async (name) => {
  const fields = { prompt: 'x', source: 'startup', agent_type: '', tool_name: 'Bash' };
  const { files, parts } = await spied(hook.event(name, fields));
  expect(
    files.flatMap(([, ...paths]) => paths).filter((path) => path.includes('projects')),
  ).toEqual([]);
  expect(files.map(([call]) => call)).toContain('openSync');
  expect(files.length, JSON.stringify(files)).toBeLessThanOrEqual(MOST_CALLS);
  // One file of ours, and nothing that takes milliseconds to load.
  expect([...new Set(parts)].sort()).toEqual(['node:fs', 'node:os', 'node:path']);
});

test('a long history makes no difference', async () => {
  const event = hook.event('PostToolUse');
  await spied(event);
  const before = (await spied(event)).files.map(([name]) => name);
  const projects = join(hook.path, '.claude/projects/-w');
  mkdirSync(projects, { recursive: true });
  const { transcript_path } = event as { transcript_path: string };
  for (let at = 0; at < 20; at++) appendFileSync(transcript_path, `${'x'.repeat(1 << 16)}\n`);
  writeFileSync(join(hook.state, 'ledger.db'), Buffer.alloc(1 << 20));
  expect((await spied(event)).files.map(([name]) => name)).toEqual(before);
});

test('only what starts an engine loads what starts one', async () => {
  writeFileSync(hook.live.engineFile, '');
  const { utimesSync } = await import('node:fs');
  utimesSync(hook.live.engineFile, 0, 0);
  expect((await spied(hook.event('PostToolUse'))).parts).not.toContain('node:child_process');
  expect((await spied(hook.event('Stop'))).parts).toContain('node:child_process');
});
