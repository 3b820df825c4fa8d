import { describe, expect, test } from 'vitest';
import { programOf, safeTarget } from '../../../src/query/profile/safe-target.ts';
import { createNameTeller } from '../../../src/query/profile/tell-names.ts';

describe('a program without its words', () => {
  test.each([
    ['npm test', 'npm test'],
    ['cd web && CI=1 npm run build -- --token=abc', 'npm run'],
    ['/usr/bin/python3 -c "print(1)"', 'python3'],
    ['git -C /w commit -m "the secret plan; rm -rf"', 'git'],
    ['git commit -m "the secret plan; rm -rf"', 'git commit'],
    ['FOO="a b c" make all', 'make all'],
    ["cd '/w/my; private' && ls", 'ls'],
    ['cat <<EOF > notes.txt the text EOF', 'cat'],
    ["echo 'an open quote; private words", 'echo'],
    ['docker "run" private', 'docker'],
    ['git Private', 'git'],
    ['', null],
    ['"quoted only"', null],
  ])('%s', (command, program) => {
    expect(programOf(command)).toBe(program);
  });
});

describe('what may be told', () => {
  test.each([
    ['Read', '/w/a b.ts', '/w/a b.ts'],
    ['Bash', 'curl -H "Authorization: x" https://a', 'curl'],
    ['WebFetch', 'https://u:p@example.org/a/b?key=1#top', 'https://example.org/a/b'],
    ['WebFetch', 'not an address', null],
    ['WebSearch', 'my private question', null],
    ['Grep', 'private words in /w/src', '/w/src'],
    ['Grep', 'private', null],
    ['Glob', '**/*.ts', null],
    ['Agent', 'Explore', 'Explore'],
    ['Task', 'Look into the private thing', null],
    ['mcp__db__query', 'select private from t', null],
    ['mcp__fs__read', '/w/x.txt', '/w/x.txt'],
    [null, '/w/x.txt', null],
    ['Read', null, null],
  ])('%s %s', (tool, target, told) => {
    expect(safeTarget(tool, target)?.text ?? null).toBe(told);
  });
});

describe('names', () => {
  test('control characters, direction marks and secrets are gone, length is bounded', () => {
    const { clean } = createNameTeller(false);
    expect(clean('a\u202eb\nc\u001b[31md')).toBe('ab cd');
    expect(clean(`/w/sk-ant-${'a1'.repeat(20)}/x`)).toBe('/w/sk-ant-…/x');
    expect([...clean('😀'.repeat(10_000))]).toHaveLength(200);
  });

  test('redacted: one number per name and kind, whatever is of Claude Code stays', () => {
    const names = createNameTeller(true);
    expect([
      names.tell('path', '/w/a'),
      names.tell('path', '/w/b'),
      names.tell('path', '/w/a'),
      names.tell('command', '/w/a'),
      names.tellTool('Read'),
      names.tellTool('mcp__acme__pay'),
      names.tellAgent('Explore'),
      names.tellAgent('acme-reviewer'),
      names.clean('claude-opus-4-8'),
    ]).toEqual([
      'path-1',
      'path-2',
      'path-1',
      'command-1',
      'Read',
      'tool-1',
      'Explore',
      'agent-1',
      'claude-opus-4-8',
    ]);
  });
});
