// The engine between hooks and ledger: verdicts, handoffs at thresholds, what a compaction needs.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMark } from '../../../src/actions/engine/engine-mark.ts';
import { engineFileFor } from '../../../src/live/live-paths.ts';
import { queryCompaction } from '../../../src/query/compaction/query-compaction.ts';
import { readHealths } from '../../../src/query/health/read-healths.ts';
import { findSession } from '../../../src/query/sessions/find-session.ts';
import { readReadingRows } from '../../../src/store/readers/readings.ts';
import { readThreadRows } from '../../../src/store/readers/threads.ts';
import { type LiveBench, openLiveBench, SESSION } from './live-bench.ts';

let bench: LiveBench;
beforeEach(() => {
  bench = openLiveBench();
});
afterEach(() => bench.close());

const GROWING = Array.from({ length: 20 }, (_, at) => 30_000 + at * 1_000);

function handoffs(): string[] {
  const { handoffDir } = bench.paths;
  return existsSync(handoffDir)
    ? readdirSync(handoffDir, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.md'),
      )
    : [];
}

describe('the verdict', () => {
  it('says what the ledger says', async () => {
    bench.prompt('Fix the login test.');
    bench.calls(...GROWING, 172_000);
    bench.hook('Stop');
    await bench.engine();
    const context = await bench.open();
    const row = findSession(context, SESSION);
    const health = readHealths(context, [row.id]).get(row.id);
    context.store.close();
    expect(bench.verdict()).toMatchObject({
      sessionId: SESSION,
      healthPercent: health?.healthPercent,
      waste: health?.waste,
      level: 'warn',
      mayAlert: true,
      contextTokens: 172_000,
      windowTokens: 200_000,
    });
    expect(bench.verdict()?.recent.at(-1)).toEqual({ contextTokens: 172_000, readRatio: 1 });
  });

  it('reaches the person through the next prompt, once', async () => {
    bench.prompt('Fix the login test.');
    bench.calls(...GROWING, 172_000);
    bench.hook('Stop');
    expect(bench.hook('UserPromptSubmit', { prompt: 'go on' })).toBeNull();
    await bench.engine();
    const told = bench.hook('UserPromptSubmit', { prompt: 'go on' });
    expect(told?.systemMessage).toMatch(/^telltale: health \d+ % .*172k of 200k/);
    expect(bench.hook('UserPromptSubmit', { prompt: 'go on' })).toBeNull();
    expect(bench.hook('PostToolUse', { tool_name: 'Bash' })).toBeNull();
  });

  it('of a fresh session beside an old inflated one is silent', async () => {
    bench.prompt('Fix the login test.');
    bench.calls(...GROWING, 190_000);
    bench.hook('Stop');
    await bench.engine();
    const other = { session_id: '00000000-0000-4000-8000-00000000beef', prompt: 'hello' };
    expect(bench.hook('UserPromptSubmit', other)).toBeNull();
    expect(bench.hook('PostToolUse', other)).toBeNull();
  });

  it('follows settings that have changed', async () => {
    bench.prompt('Fix the login test.');
    bench.calls(...GROWING, 172_000);
    bench.configure('[hooks]\nwarn = false\n');
    bench.hook('Stop');
    await bench.engine();
    expect(bench.hook('UserPromptSubmit', { prompt: 'go on' })).toBeNull();
    expect(bench.verdict()?.mayAlert).toBe(true);
  });
});

describe('session events', () => {
  it('are taken of the sessions at hand, once their verdicts are written', async () => {
    bench.prompt('Fix the login test.');
    bench.calls(...GROWING);
    bench.hook('Stop');
    const seen: unknown[] = [];
    await bench.engine({
      onEvents: (sessions) => seen.push([sessions, bench.verdict()?.contextTokens]),
    });
    expect(seen[0]).toEqual([[SESSION], GROWING.at(-1)]);
    const { store } = await bench.open();
    const [thread] = readThreadRows(store.db);
    expect(thread).toMatchObject({ sessionId: SESSION, agentId: null });
    expect(readReadingRows(store.db, { metric: 'prompts' })).toHaveLength(1);
    store.close();
  });
});

describe('the handoff at the threshold', () => {
  it('is written once, however health wavers about the threshold', async () => {
    bench.prompt('Fix the login test.');
    bench.calls(...GROWING, 199_000);
    bench.hook('Stop');
    await bench.engine();
    expect(bench.verdict()?.handoffKey).toBe('0:critical');
    const edit = (): void => {
      const file = join(bench.paths.handoffDir, handoffs()[0] ?? '');
      writeFileSync(file, `${readFileSync(file, 'utf8')}\nmine`);
    };
    edit();
    for (const context of [183_000, 199_000]) {
      bench.calls(context);
      bench.hook('Stop');
      await bench.engine();
    }
    expect(handoffs()).toHaveLength(1);
  });

  it('is not tried again and again where it cannot be written', async () => {
    mkdirSync(join(bench.paths.handoffDir, '..'), { recursive: true });
    writeFileSync(bench.paths.handoffDir, 'a file where the folder should be');
    bench.prompt('Fix the login test.');
    bench.calls(...GROWING, 183_000);
    bench.hook('Stop');
    await bench.engine();
    expect(bench.verdict()).toMatchObject({ handoffPath: null, handoffKey: '0:handoff' });
  });

  it('is written once per level, and named in what holds a prompt back', async () => {
    bench.configure('[hooks]\nblock = true\n');
    bench.prompt('Fix the login test.');
    bench.calls(...GROWING, 183_000);
    bench.hook('Stop');
    await bench.engine();
    expect(bench.verdict()).toMatchObject({ level: 'handoff', handoffKey: '0:handoff' });
    expect(handoffs()).toHaveLength(1);
    const file = join(bench.paths.handoffDir, handoffs()[0] ?? '');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\nmine`);
    bench.hook('Stop');
    await bench.engine();
    expect(handoffs(), 'not written again at the same level').toHaveLength(1);
    bench.calls(199_000);
    bench.hook('Stop');
    await bench.engine();
    expect(bench.verdict()).toMatchObject({ level: 'critical', mayBlock: true });
    const held = bench.hook('UserPromptSubmit', { prompt: 'more' });
    expect(held?.decision).toBe('block');
    expect(held?.reason).toMatch(/critical/);
    const passed = bench.hook('UserPromptSubmit', { prompt: 'Telltale bypass: more' });
    expect(passed).toEqual({ systemMessage: 'telltale: let through as asked.' });
  });

  it('is left out where it is switched off', async () => {
    bench.configure('[handoff]\nauto = false\n');
    bench.prompt('Fix the login test.');
    bench.calls(...GROWING, 195_000);
    bench.hook('PreCompact', { trigger: 'auto' });
    await bench.engine();
    expect(handoffs()).toEqual([]);
  });
});

const RULE = 'Never touch the database schema.';
const SUMMARY = 'The login test was looked at.';

describe('a compaction', () => {
  beforeEach(() => {
    bench.prompt(`Fix the login test. ${RULE}`);
    bench.calls(...GROWING, 172_000);
  });

  async function review() {
    const context = await bench.open();
    try {
      return queryCompaction(context, SESSION).compactions;
    } finally {
      context.store.close();
    }
  }

  it('gets back what its summary lost, before the first call after it', async () => {
    bench.hook('PreCompact', { trigger: 'auto' });
    await bench.engine();
    expect(handoffs()).toHaveLength(1);
    bench.hook('SubagentStop', { agent_type: '', last_assistant_message: SUMMARY });
    const start = bench.hook('SessionStart', { source: 'compact' });
    expect(start?.hookSpecificOutput?.additionalContext).toContain(RULE);
    expect(bench.hook('PostCompact', { compact_summary: SUMMARY })).toBeNull();
    bench.compacted(SUMMARY);
    await bench.engine();
    expect(bench.hook('UserPromptSubmit', { prompt: 'go on' }), 'only once').toBeNull();
    const [only] = await review();
    expect(only?.lost.map(({ text }) => text)).toContain(RULE);
  });

  it('gets it back with the next prompt where the engine was late', async () => {
    bench.hook('PreCompact', { trigger: 'auto' });
    bench.hook('SubagentStop', { agent_type: '', last_assistant_message: SUMMARY });
    expect(bench.hook('SessionStart', { source: 'compact' })).toBeNull();
    bench.hook('PostCompact', { compact_summary: SUMMARY });
    bench.compacted(SUMMARY);
    await bench.engine();
    const next = bench.hook('UserPromptSubmit', { prompt: 'go on' });
    expect(next?.hookSpecificOutput?.additionalContext).toContain(RULE);
  });

  it('gets nothing back that the summary says, or where that is switched off', async () => {
    bench.hook('PreCompact', { trigger: 'manual' });
    await bench.engine();
    const good = `Rule of the user: never touch the database schema. ${SUMMARY}`;
    bench.hook('SubagentStop', { agent_type: '', last_assistant_message: good });
    expect(bench.hook('SessionStart', { source: 'compact' })).toBeNull();
    bench.configure('[hooks]\nrestore = false\n');
    bench.hook('PreCompact', { trigger: 'manual' });
    await bench.engine();
    bench.hook('SubagentStop', { agent_type: '', last_assistant_message: SUMMARY });
    expect(bench.hook('SessionStart', { source: 'compact' })).toBeNull();
  });

  it('makes the session well again', async () => {
    bench.hook('Stop');
    await bench.engine();
    expect(bench.verdict()?.level).toBe('warn');
    bench.compacted(SUMMARY);
    bench.calls(25_000);
    bench.hook('Stop');
    await bench.engine();
    expect(bench.verdict()).toMatchObject({ level: 'ok', segment: 1, healthPercent: 100 });
    expect(bench.verdict()?.recent).toHaveLength(1);
  });
});

describe('an engine', () => {
  it('looks at every session although one cannot be dealt with, and tells', async () => {
    bench.prompt('Fix the login test.');
    bench.calls(...GROWING);
    bench.hook('Stop');
    mkdirSync(join(bench.paths.verdictDir, `${SESSION}.json`, 'full'), { recursive: true });
    await expect(bench.engine()).rejects.toThrow('verdicts');
    const context = await bench.open();
    expect(readMark(context.store, 'engine').eventId, 'handled').toBeGreaterThan(0);
    context.store.close();
    expect(readFileSync(bench.paths.engineFile, 'utf8')).toBe('');
    const age = Date.now() - statSync(bench.paths.engineFile).mtimeMs;
    expect(age, 'the next hooks wait').toBeLessThan(5_000);
  });

  it('takes what was noted just before its end', async () => {
    bench.prompt('Fix the login test.');
    bench.calls(...GROWING);
    bench.hook('Stop');
    let isLate = false;
    await bench.engine({
      onSleep: (waitedMs) => {
        // After the last look: the engine has ended when it wakes up.
        if (waitedMs < 3_900 || isLate) return undefined;
        isLate = true;
        bench.calls(150_000);
        bench.hook('Stop');
        return 4_000;
      },
    });
    expect(isLate).toBe(true);
    expect(bench.verdict()?.contextTokens).toBe(150_000);
  });

  it('goes on when the clock is set back', async () => {
    bench.prompt('Fix the login test.');
    bench.calls(...GROWING);
    bench.hook('Stop');
    let sleeps = 0;
    await bench.engine({
      onSleep: () => {
        if (++sleeps > 1) return undefined;
        bench.calls(150_000);
        bench.hook('Stop');
        return -2 * 60 * 60_000;
      },
    });
    expect(bench.verdict()?.contextTokens).toBe(150_000);
    expect(sleeps, 'without waiting for the clock').toBeLessThan(200);
  });

  it('has one for each config folder', () => {
    const { engineFile } = bench.paths;
    const names = [undefined, '', '/a', '/b'].map((dir) => engineFileFor(engineFile, dir));
    expect(new Set(names).size).toBe(3);
    expect(names[0]).toBe(engineFile);
    expect(names[1]).toBe(engineFile);
  });

  it('forgets what an hour-old compaction left behind, and keeps verdicts', async () => {
    const { snapshotDir, restoreDir, verdictDir } = bench.paths;
    const old = Date.now() / 1_000 - 3_700;
    for (const folder of [snapshotDir, restoreDir, verdictDir]) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'x.json'), '{}');
      utimesSync(join(folder, 'x.json'), old, old);
    }
    bench.prompt('Fix the login test.');
    await bench.engine();
    expect([...readdirSync(snapshotDir), ...readdirSync(restoreDir)]).toEqual([]);
    expect(readdirSync(verdictDir)).toContain('x.json');
  });

  it('does nothing beside another one that is alive', async () => {
    bench.prompt('Fix the login test.');
    bench.calls(...GROWING);
    bench.hook('Stop');
    writeFileSync(bench.paths.engineFile, String(Date.now()));
    await bench.engine();
    expect(bench.verdict()).toBeNull();
  });

  it('takes over from one that was killed, and handles each event once', async () => {
    bench.prompt('Fix the login test.');
    bench.calls(...GROWING, 172_000);
    bench.hook('PreCompact', { trigger: 'auto' });
    writeFileSync(bench.paths.engineFile, String(Date.now() - 6_000));
    await bench.engine();
    expect(handoffs()).toHaveLength(1);
    bench.hook('SubagentStop', { agent_type: '', last_assistant_message: SUMMARY });
    await bench.engine();
    expect(readdirSync(bench.paths.snapshotDir), 'no second snapshot').toEqual([]);
  });
});
