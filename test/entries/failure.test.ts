// How a failure is told: what, why, next, its exit code, and nothing about the inside unless asked.
import { describe, expect, it } from 'vitest';
import { formatFailure } from '../../src/entries/failure.ts';
import { TelltaleError } from '../../src/shared/errors.ts';

const UNICODE = { unicode: true, plain: false };
const KNOWN = new TelltaleError('unknown-session', {
  what: 'no session id starts with "zz"',
  why: 'because',
  next: 'choose one:\n  telltale show aa',
  cause: new Error('from below'),
});

describe('a failure that was foreseen', () => {
  it('says what, why and what to do next', () => {
    expect(formatFailure(KNOWN, false, UNICODE)).toEqual({
      exitCode: 2,
      text: 'telltale: no session id starts with "zz"\n  because\n  → choose one:\n  telltale show aa\n',
    });
  });

  it('has the exit code of its catalogue', () => {
    const wrong = new TelltaleError('usage', { what: 'x', next: 'y' });
    expect(formatFailure(wrong, false, UNICODE).exitCode).toBe(64);
  });

  it('adds code, stack and cause when asked', () => {
    const { text } = formatFailure(KNOWN, true, UNICODE);
    expect(text).toContain('\nCode: unknown-session\n');
    expect(text).toContain('failure.test.ts');
    expect(text).toContain('Caused by: Error: from below');
  });

  it.each([
    ['ASCII', { unicode: false, plain: false }],
    ['plain', { unicode: false, plain: true }],
  ])('is ASCII where the screen is: %s', (_, forms) => {
    expect(formatFailure(KNOWN, false, forms).text).toContain('\n  -> choose one:\n');
  });

  it('carries no control sequence to the terminal', () => {
    const sly = new TelltaleError('usage', {
      what: 'got "\u001b[31mred"',
      why: 'nearest: /tmp/\u001b]0;title\u0007\u009b2J',
      next: 'a\u0007b',
      cause: new Error('from \u001b[2Jbelow'),
    });
    for (const isDebug of [false, true]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these must never reach a terminal
      const steering = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;
      expect(formatFailure(sly, isDebug, UNICODE).text).not.toMatch(steering);
    }
  });
});

describe('a bug', () => {
  it('keeps its stack to itself and says how to see it', () => {
    const { text, exitCode } = formatFailure(new TypeError('x is not y'), false, UNICODE);
    expect(exitCode).toBe(2);
    expect(text).toMatch(/^telltale: internal error: x is not y\n {2}→ .*--debug.*\n$/);
  });

  it('shows its stack when asked', () => {
    expect(formatFailure(new TypeError('x'), true, UNICODE).text).toContain('failure.test.ts');
    expect(formatFailure('thrown text', true, UNICODE).text).toContain('thrown text');
  });
});
