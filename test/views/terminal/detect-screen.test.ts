// What is taken from the environment, the stream and the flags, convention by convention.
import { describe, expect, it } from 'vitest';
import { detectScreen, type ScreenSources } from '../../../src/views/terminal/detect-screen.ts';

const TTY = { isTTY: true, columns: 120 };
const PIPE = {};
const UTF8 = { LANG: 'de_DE.UTF-8', TERM: 'xterm-256color' };

it('sees a terminal as it is', () => {
  expect(detectScreen({ env: UTF8, stream: TTY })).toEqual({
    width: 120,
    color: true,
    unicode: true,
    plain: false,
    interactive: true,
  });
});

it('prints without colour and 80 wide into a pipe', () => {
  expect(detectScreen({ env: UTF8, stream: PIPE })).toEqual({
    width: 80,
    color: false,
    unicode: true,
    plain: false,
    interactive: false,
  });
});

describe('width', () => {
  it.each([
    ['the terminal knows best', { COLUMNS: '60' }, TTY, 120],
    ['a pipe follows COLUMNS', { COLUMNS: '60' }, PIPE, 60],
    [
      'a terminal of unknown size follows COLUMNS',
      { COLUMNS: '60' },
      { isTTY: true, columns: 0 },
      60,
    ],
    ['COLUMNS that is no number', { COLUMNS: 'wide' }, PIPE, 80],
    ['COLUMNS of nothing', { COLUMNS: '0' }, PIPE, 80],
    ['negative COLUMNS', { COLUMNS: '-5' }, PIPE, 80],
    ['too narrow for anything', { COLUMNS: '3' }, PIPE, 20],
    ['far too wide', { COLUMNS: '100000' }, PIPE, 1000],
    ['columns of a stream that is no terminal', {}, { columns: 200 }, 80],
  ])('%s', (_name, env, stream, width) => {
    expect(detectScreen({ env, stream }).width).toBe(width);
  });
});

describe('color', () => {
  type Case = [string, ScreenSources['env'], ScreenSources['stream'], boolean | undefined, boolean];
  it.each<Case>([
    ['NO_COLOR', { NO_COLOR: '1' }, TTY, undefined, false],
    ['an empty NO_COLOR is none', { NO_COLOR: '' }, TTY, undefined, true],
    ['FORCE_COLOR=1 into a pipe', { FORCE_COLOR: '1' }, PIPE, undefined, true],
    ['FORCE_COLOR=3 into a pipe', { FORCE_COLOR: '3' }, PIPE, undefined, true],
    ['an empty FORCE_COLOR forces, as in Node', { FORCE_COLOR: '' }, PIPE, undefined, true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, TTY, undefined, false],
    ['FORCE_COLOR=false', { FORCE_COLOR: 'false' }, TTY, undefined, false],
    ['FORCE_COLOR outranks NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, PIPE, undefined, true],
    ['a dumb terminal', { TERM: 'dumb' }, TTY, undefined, false],
    ['--no-color outranks FORCE_COLOR', { FORCE_COLOR: '1' }, TTY, false, false],
    ['--color outranks NO_COLOR', { NO_COLOR: '1' }, PIPE, true, true],
  ])('%s', (_name, env, stream, color, expected) => {
    expect(detectScreen({ env, stream, options: { color } }).color).toBe(expected);
  });
});

describe('unicode', () => {
  it.each([
    ['UTF-8 by LANG', { LANG: 'en_US.UTF-8' }, true],
    ['utf8 without a dash', { LANG: 'C.utf8' }, true],
    ['LC_ALL outranks LANG', { LC_ALL: 'C', LANG: 'en_US.UTF-8' }, false],
    ['LC_CTYPE outranks LANG', { LC_CTYPE: 'UTF-8', LANG: 'C' }, true],
    ['an empty LC_ALL says nothing', { LC_ALL: '', LANG: 'en_US.UTF-8' }, true],
    ['Latin-1', { LANG: 'de_DE.ISO-8859-1' }, false],
    ['no locale at all', {}, true],
    ['the Linux console', { TERM: 'linux', LANG: 'en_US.UTF-8' }, false],
    ['Windows Terminal', { OS: 'Windows_NT', WT_SESSION: 'x' }, true],
    ['an editor on Windows', { OS: 'Windows_NT', TERM_PROGRAM: 'vscode' }, true],
    ['Git Bash', { OS: 'Windows_NT', TERM: 'xterm-256color' }, true],
    ['the old Windows console', { OS: 'Windows_NT' }, false],
  ])('%s', (_name, env, expected) => {
    expect(detectScreen({ env, stream: TTY }).unicode).toBe(expected);
  });
});

it('--plain means words, ASCII and no colour, unless colour is asked for', () => {
  const plain = { width: 120, plain: true, unicode: false, interactive: true };
  const sources = { env: UTF8, stream: TTY };
  expect(detectScreen({ ...sources, options: { plain: true } })).toEqual({
    ...plain,
    color: false,
  });
  expect(detectScreen({ ...sources, options: { plain: true, color: true } })).toEqual({
    ...plain,
    color: true,
  });
});
