import { describe, expect, it } from 'vitest';
import type { SessionCondition } from '../../../src/query/sessions/session-condition.ts';
import {
  healthCell,
  isActive,
  stateCell,
  stateMark,
  stateSentence,
} from '../../../src/views/terminal/condition-words.ts';
import { plainText } from '../../../src/views/terminal/paint.ts';
import { screenOf } from './screens.ts';

type Activity = SessionCondition['activity'];

const NOW_MS = Date.parse('2026-11-21T18:46:00Z');
const MINUTE = 60_000;

function activity(kind: Activity['kind'], more: Partial<Activity> = {}): Activity {
  const sinceMs = NOW_MS - 134 * MINUTE;
  return { kind, sinceMs, basis: 'hooks', toolName: null, detail: null, ...more };
}

describe('the state of a session', () => {
  const CASES: [activity: Activity, cell: string, mark: string, sentence: string][] = [
    [activity('working'), 'working', '●', 'working for 2 h 14 m'],
    [
      activity('working', { toolName: 'Bash' }),
      'working Bash',
      '●',
      'working for 2 h 14 m, last tool Bash',
    ],
    [
      activity('working', { toolName: 'mcp__git_hub__create_issue' }),
      'working create_issue',
      '●',
      'working for 2 h 14 m, last tool create_issue',
    ],
    [
      activity('waiting-permission', { toolName: 'Bash' }),
      'permission 2 h',
      '●',
      'waiting for a permission for 2 h 14 m: Bash',
    ],
    [activity('waiting-input'), 'waiting 2 h', '●', 'waiting for you for 2 h 14 m'],
    [
      activity('compacting', { detail: 'auto' }),
      'compacting',
      '●',
      'compacting for 2 h 14 m (auto)',
    ],
    [activity('active', { basis: 'transcript' }), 'active', '●', 'active now'],
    [activity('idle'), 'idle 2 h', '○', 'idle for 2 h 14 m'],
    [
      activity('failed', { detail: 'rate_limit' }),
      'failed rate limit',
      '○',
      'failed (rate limit), idle for 2 h 14 m',
    ],
    [
      activity('ended', { detail: 'prompt_input_exit' }),
      'ended',
      '○',
      'ended (prompt input exit) 2 h 14 m ago',
    ],
    [activity('quiet'), 'quiet 2 h', '○', 'quiet for 2 h 14 m'],
    [activity('unknown'), '–', '◌', 'unknown: no sign for 2 h 14 m'],
    [activity('unknown', { sinceMs: null }), '–', '◌', 'unknown: nothing tells'],
  ];
  it.each(CASES)('%o', (given, cell, mark, sentence) => {
    expect(plainText(stateCell(given, NOW_MS) ?? '–')).toBe(cell);
    expect(plainText(stateMark(given, screenOf(80)) ?? '')).toBe(mark);
    expect(stateSentence(given, NOW_MS)).toBe(sentence);
    expect(isActive(given)).toBe(mark === '●');
  });

  it('stands in words only on a plain screen', () => {
    expect(stateMark(activity('idle'), screenOf(80, { plain: true }))).toBe('');
  });
});

describe('the health of a session', () => {
  const health = (healthPercent: number | null, level: SessionCondition['health']['level']) =>
    ({ healthPercent, level }) as SessionCondition['health'];
  it.each([
    [93, 'ok', '93', undefined],
    [42, 'warn', '⚠ 42', 'warn'],
    [15, 'handoff', '⚠ 15', 'warn'],
    [3, 'critical', '✖ 3', 'critical'],
    [0, 'critical', '✖ 0', 'critical'],
  ] as const)('%s at %s', (percent, level, text, tone) => {
    const cell = healthCell(health(percent, level), screenOf(80));
    expect(plainText(cell ?? '')).toBe(text);
    if (tone !== undefined) expect(cell).toMatchObject({ tone });
  });

  it('is never a number where it is unknown', () => {
    expect(healthCell(health(null, 'unknown'), screenOf(80))).toBeNull();
  });
});
