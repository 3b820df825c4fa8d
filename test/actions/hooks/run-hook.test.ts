// The order of things for one event: noted first, answered, the engine woken; each fails for itself.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KNOWN_EVENTS } from '../../../src/actions/hooks/answers.ts';
import { runHook } from '../../../src/actions/hooks/run-hook.ts';
import { HOOK_EVENTS } from '../../../src/live/hook-events.ts';
import { livePaths } from '../../../src/live/live-paths.ts';
import { writeVerdict } from '../../../src/live/verdict.ts';
import { CRITICAL, NOW, SESSION_ID } from './state.ts';

let stateDir = '';
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'telltale-run-hook-'));
});
afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

interface Done {
  readonly printed: string[];
  readonly wakes: number;
}

function run(raw: unknown, print?: (line: string) => void): Done {
  const printed: string[] = [];
  let wakes = 0;
  runHook(raw, {
    env: {},
    nowMs: NOW,
    paths: { stateDir, configFile: join(stateDir, 'config.toml') },
    print: print ?? ((line) => printed.push(line)),
    wakeEngine: () => {
      wakes++;
    },
  });
  return { printed, wakes };
}

function event(name: string): object {
  return { session_id: SESSION_ID, hook_event_name: name, prompt: 'x' };
}

function judge(atMs: number): void {
  writeVerdict(livePaths(stateDir).verdictDir, { ...CRITICAL, atMs });
}

function noted(): string {
  const { spoolDir } = livePaths(stateDir);
  return readdirSync(spoolDir)
    .map((name) => readFileSync(join(spoolDir, name), 'utf8'))
    .join('');
}

test.each(HOOK_EVENTS.map(({ name }) => name))('%s, which is installed, is known', (name) => {
  expect(Object.keys(KNOWN_EVENTS)).toContain(name);
  run(event(name));
  expect(noted()).toContain(`"event":"${name}"`);
});

test.each([
  ['no object', null],
  ['an unknown event', event('Tomorrow')],
  ['what every object has', event('toString')],
])('%s: nothing at all', (_what, raw) => {
  expect(run(raw)).toEqual({ printed: [], wakes: 0 });
  expect(readdirSync(stateDir)).toEqual([]);
});

describe('the engine', () => {
  test.each([
    ['Stop', NOW - 1_000, 1],
    ['PreCompact', NOW - 1_000, 1],
    ['UserPromptSubmit', NOW - 1_000, 1],
    ['PostToolUse', NOW - 1_000, 0],
    ['PostToolUse', NOW - 6_000, 1],
    ['PostToolUseFailure', NOW - 1_000, 0],
    ['PostToolUse', null, 1],
  ] as const)('is woken by %s with a verdict of %s: %i', (name, atMs, wakes) => {
    if (atMs !== null) judge(atMs);
    expect(run(event(name)).wakes).toBe(wakes);
  });
});

test('an answer is one line of JSON', () => {
  judge(NOW);
  const { printed } = run(event('UserPromptSubmit'));
  expect(printed).toEqual([`${JSON.stringify({ systemMessage: CRITICAL.alertText })}\n`]);
});

test('an answer that cannot be printed does not keep the engine asleep', () => {
  judge(NOW);
  const fails = (): never => {
    throw new Error('EPIPE');
  };
  expect(run(event('UserPromptSubmit'), fails).wakes).toBe(1);
});

test('an event that cannot be noted is answered', () => {
  judge(NOW);
  writeFileSync(livePaths(stateDir).spoolDir, 'a file where the folder should be');
  expect(run(event('UserPromptSubmit')).printed).toHaveLength(1);
});
