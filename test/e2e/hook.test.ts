// The built hook in a session: it notes, warns once, keeps to its own session, and survives a broken
// home, a full disk, many at once and a kill.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/config/settings.ts';
import { writeSnapshot } from '../../src/live/compaction-files.ts';
import { HOOK_EVENTS } from '../../src/live/hook-events.ts';
import { writeHotSettings } from '../../src/live/hot-settings.ts';
import { writePending } from '../../src/live/pending-handoff.ts';
import { type HookFolder, openHookFolder, SESSION_ID } from './hook-folder.ts';

const SILENT = { status: 0, stdout: '', stderr: '' };
const WARNING = { systemMessage: 'Health 7 %: start afresh.' };

let hook: HookFolder;
beforeEach(() => {
  hook = openHookFolder();
});
afterEach(() => hook.clear());

describe('in a session', () => {
  test('every installed event is noted, without its text', async () => {
    hook.seemAlive();
    for (const { name } of HOOK_EVENTS) {
      const fields = { prompt: 'SECRET', message: 'SECRET', last_assistant_message: 'SECRET' };
      expect(await hook.run(hook.event(name, fields)), name).toMatchObject(SILENT);
    }
    expect(hook.spool().map(({ event }) => event)).toEqual(HOOK_EVENTS.map(({ name }) => name));
    expect(JSON.stringify(hook.spool())).not.toContain('SECRET');
  });

  test('a warning is one line of JSON, once', async () => {
    hook.seemAlive();
    hook.judge();
    const first = await hook.run(hook.event('PostToolUse'));
    expect(first.stdout).toBe(`${JSON.stringify(WARNING)}\n`);
    expect(await hook.run(hook.event('PostToolUse'))).toMatchObject(SILENT);
    expect(await hook.run(hook.event('UserPromptSubmit', { prompt: 'x' }))).toMatchObject(SILENT);
  });

  test('a fresh session beside an old inflated one is left in peace', async () => {
    hook.seemAlive();
    hook.judge();
    const fresh = { session_id: '00000000-0000-4000-8000-000000000002', prompt: 'x' };
    expect(await hook.run(hook.event('UserPromptSubmit', fresh))).toMatchObject(SILENT);
  });

  test('a block is JSON and exit 0, and only where it is switched on', async () => {
    hook.seemAlive();
    hook.judge();
    const configFile = join(hook.state, 'config.toml');
    const hooks = { ...DEFAULT_SETTINGS.hooks, block: true };
    writeHotSettings(hook.live.hotSettingsFile, configFile, { ...DEFAULT_SETTINGS, hooks });
    const prompt = hook.event('UserPromptSubmit', { prompt: 'go on' });
    const blocked = await hook.run(prompt);
    expect(blocked.status).toBe(0);
    expect(JSON.parse(blocked.stdout)).toMatchObject({ decision: 'block' });
    const passed = await hook.run(hook.event('UserPromptSubmit', { prompt: 'telltale bypass go' }));
    expect(JSON.parse(passed.stdout)).toEqual({ systemMessage: expect.any(String) });
  });

  test('a handoff is given to one new session of its project, never to its own', async () => {
    hook.seemAlive();
    const path = join(hook.path, 'handoff.md');
    writeFileSync(path, '# Handoff');
    writePending(hook.live.pendingDir, {
      sessionId: SESSION_ID,
      projectPath: join(hook.path, 'work'),
      path,
      atMs: Date.now(),
      excerpt: 'Goal: mend the retry test.',
    });
    const own = hook.event('SessionStart', { source: 'startup' });
    expect(await hook.run(own)).toMatchObject(SILENT);
    const others = Array.from({ length: 5 }, (_, at) => ({ ...own, session_id: `other-${at}` }));
    const outcomes = await Promise.all(others.map((event) => hook.run(event)));
    const said = outcomes.map(({ stdout }) => stdout).filter((stdout) => stdout !== '');
    expect(said).toHaveLength(1);
    const { hookSpecificOutput } = JSON.parse(said[0] ?? '');
    expect(hookSpecificOutput.hookEventName).toBe('SessionStart');
    expect(hookSpecificOutput.additionalContext).toContain(path);
  });

  test('what a compaction lost is back in the context, once, whatever comes first', async () => {
    hook.seemAlive();
    await hook.run(hook.event('PreCompact', { trigger: 'auto' }));
    const items = [{ kind: 'constraint', text: 'Never touch the schema of orders' }] as const;
    const snapshot = { sessionId: SESSION_ID, atMs: Date.now(), items };
    writeSnapshot(hook.live.snapshotDir, snapshot);
    const summary = { agent_id: 'a1', agent_type: '', last_assistant_message: 'We mended a test.' };
    expect(await hook.run(hook.event('SubagentStop', summary))).toMatchObject(SILENT);
    const started = await hook.run(hook.event('SessionStart', { source: 'compact' }));
    expect(JSON.parse(started.stdout).hookSpecificOutput.additionalContext).toContain(
      'Never touch the schema of orders',
    );
    const after = { trigger: 'auto', compact_summary: 'We mended a test.' };
    expect(await hook.run(hook.event('PostCompact', after))).toMatchObject(SILENT);
    expect(await hook.run(hook.event('PostToolUse'))).toMatchObject(SILENT);
  });

  test('a session is not warned about the context that a compaction took away', async () => {
    hook.seemAlive();
    hook.judge({ segment: 2 });
    await hook.run(hook.event('PreCompact', { trigger: 'manual' }));
    expect(await hook.run(hook.event('UserPromptSubmit', { prompt: 'x' }))).toMatchObject(SILENT);
    hook.judge({ segment: 3 });
    const warned = await hook.run(hook.event('UserPromptSubmit', { prompt: 'x' }));
    expect(JSON.parse(warned.stdout)).toEqual(WARNING);
  });

  test('an engine is started once, and by tool calls only when the verdict is old', async () => {
    hook.judge();
    await hook.run(hook.event('PostToolUse'));
    await sleep(300);
    expect(hook.enginesStarted()).toBe(0);
    await hook.run(hook.event('Stop'));
    await hook.run(hook.event('Stop'));
    await sleep(500);
    expect(hook.enginesStarted()).toBe(1);
  });
});

describe('in trouble', () => {
  test.each([
    ['a home that is a file', (path: string) => ({ HOME: path, TELLTALE_HOME: '' })],
    ['a state folder below a file', (path: string) => ({ TELLTALE_HOME: join(path, 'state') })],
    ['a state folder that is a file', (path: string) => ({ TELLTALE_HOME: path })],
    ['no home at all', () => ({ HOME: '', TELLTALE_HOME: '/proc/no/such' })],
  ])('%s: nothing is said', async (_what, env) => {
    const file = join(hook.path, 'a-file');
    writeFileSync(file, 'text');
    const event = hook.event('UserPromptSubmit', { prompt: 'x' });
    expect(await hook.run(event, { ...env(file) })).toMatchObject(SILENT);
    expect(readFileSync(file, 'utf8')).toBe('text');
  });

  test('a spool that is a file, and broken files of all kinds', async () => {
    mkdirSync(hook.live.verdictDir, { recursive: true });
    writeFileSync(hook.live.spoolDir, 'text');
    writeFileSync(hook.live.hotSettingsFile, '{"formatVersion":1');
    hook.judge();
    const [verdict = ''] = readdirSync(hook.live.verdictDir);
    writeFileSync(join(hook.live.verdictDir, verdict), '{"formatVersion":1,"sess');
    const event = hook.event('UserPromptSubmit', { prompt: 'x' });
    expect(await hook.run(event)).toMatchObject(SILENT);
    expect(readFileSync(hook.live.spoolDir, 'utf8')).toBe('text');
  });

  test('a full disk: nothing is said and what was noted stays whole', async ({ skip }) => {
    const disk = join(hook.path, 'disk');
    mkdirSync(disk);
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'none', disk]);
    if (mount.status !== 0) skip('a small disk cannot be mounted here');
    try {
      const env = { TELLTALE_HOME: disk };
      const event = hook.event('UserPromptSubmit', { prompt: 'x' });
      for (let at = 0; at < 3; at++) expect(await hook.run(event, env)).toMatchObject(SILENT);
      expect(() => writeFileSync(join(disk, 'filler'), Buffer.alloc(1 << 20))).toThrow('ENOSPC');
      for (let at = 0; at < 3; at++) expect(await hook.run(event, env)).toMatchObject(SILENT);
      expect(hook.spool(disk).length).toBeGreaterThanOrEqual(3);
      rmSync(join(disk, 'filler'));
      expect(await hook.run(event, env)).toMatchObject(SILENT);
      expect(hook.spool(disk).at(-1)).toMatchObject({ event: 'UserPromptSubmit' });
    } finally {
      spawnSync('umount', [disk]);
    }
  });

  test('fifty at once: all are noted, one warns, one starts the engine', async () => {
    hook.judge({ atMs: 0 });
    const ids = Array.from({ length: 50 }, (_, at) => `toolu_${at}`);
    const outcomes = await Promise.all(
      ids.map((tool_use_id) => hook.run(hook.event('PostToolUse', { tool_use_id }))),
    );
    for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 0, stderr: '' });
    const said = outcomes.map(({ stdout }) => stdout).filter((stdout) => stdout !== '');
    expect(said).toEqual([`${JSON.stringify(WARNING)}\n`]);
    const noted = hook.spool().map(({ data }) => (data as { toolUseId: string }).toolUseId);
    expect(noted.sort()).toEqual(ids.sort());
    await sleep(500);
    expect(hook.enginesStarted()).toBe(1);
  });

  test('killed at any moment: the spool and the next hook are whole', async () => {
    hook.judge();
    for (let at = 0; at < 30; at++) {
      const child = hook.start();
      child.stdin?.on('error', () => {});
      child.stdin?.end(JSON.stringify(hook.event('PostToolUse')));
      const ended = new Promise((resolve) => child.on('close', resolve));
      setTimeout(() => child.kill('SIGKILL'), 25 + at);
      await ended;
    }
    const before = hook.spool().length;
    expect((await hook.run(hook.event('Stop'))).status).toBe(0);
    expect(hook.spool()).toHaveLength(before + 1);
  });
});
