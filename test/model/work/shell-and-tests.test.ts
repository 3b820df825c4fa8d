// What a command line is for, and what a test runner said: one line per runner and habit.
import { describe, expect, it } from 'vitest';
import { isLook, testCommandIn, workIn } from '../../../src/model/work/shell-command.ts';
import { covers } from '../../../src/model/work/test-coverage.ts';
import { readTestOutcome } from '../../../src/model/work/test-outcome.ts';

describe('test commands', () => {
  const tests: readonly [line: string, command: string][] = [
    ['npm test', 'npm test'],
    ['npm t', 'npm t'],
    ['cd web && CI=1 npm run test:unit -- --run 2>&1 | tail -20', 'npm run test:unit -- --run'],
    ['pnpm -r test', 'pnpm -r test'],
    ['yarn test', 'yarn test'],
    ['bun test src', 'bun test src'],
    ['npx vitest run a.test.ts', 'vitest run a.test.ts'],
    ['./node_modules/.bin/jest -t "a && b"', 'jest -t "a && b"'],
    ['timeout 60 python3 -m pytest -q tests/', 'pytest -q tests/'],
    ['python -m unittest', 'unittest'],
    ['uv run pytest', 'pytest'],
    ["go test ./... -run 'A|B'", "go test ./... -run 'A|B'"],
    ['cargo test --all', 'cargo test --all'],
    ['cargo nextest run', 'cargo nextest run'],
    ['mvn -q verify', 'mvn -q verify'],
    ['./gradlew :app:testDebug', 'gradlew :app:testDebug'],
    ['make -j4 check', 'make -j4 check'],
    ['bundle exec rspec spec/a_spec.rb', 'rspec spec/a_spec.rb'],
    ['vendor/bin/phpunit', 'phpunit'],
    ['dotnet test', 'dotnet test'],
    ['ctest --output-on-failure', 'ctest --output-on-failure'],
    ['deno test -A', 'deno test -A'],
    ['mix test test/a_test.exs:12', 'mix test test/a_test.exs:12'],
    ['node --import x --test', 'node --import x --test'],
    ['python manage.py test app', 'python manage.py test app'],
    ['./scripts/run-tests.sh', 'run-tests.sh'],
  ];
  it.each(tests)('%s', (line, command) => expect(testCommandIn(line)).toBe(command));

  const others = [
    'npm run build',
    'echo "npm test"',
    'cat test.sh',
    'git commit -m "npm test"',
    'ls test',
    'test -f x',
    'cat > t.sh <<EOF\nnpm test\nEOF',
    'npm install vitest',
    'grep jest package.json',
  ];
  it.each(others)('none: %s', (line) => expect(testCommandIn(line)).toBeNull());
});

describe('looking and working', () => {
  const looks = [
    'ls',
    'cd x && cat y | head -3',
    'git -C a log --oneline',
    'grep "a > b" c',
    'git diff 2>/dev/null',
    'sed -n 1,5p a',
    'echo done; pwd',
    'gh pr view 3',
    'tool --help',
    'X=1',
  ];
  it.each(looks)('looks: %s', (line) => expect(isLook(line)).toBe(true));
  const works = [
    'npm ci',
    'sed -i s/a/b/ c',
    'echo x > file',
    'cat > a <<EOF\nx\nEOF',
    'git push',
    'ls && rm -r x',
  ];
  it.each(works)('works: %s', (line) => expect(isLook(line)).toBe(false));
  const work: readonly [line: string, told: string][] = [
    ['cd /w/app && npm ci 2>&1 | tail -3', 'npm ci'],
    ['FOO=1 ./bin/tool a; echo done', 'tool a'],
    ['ls', ''],
    ['python3 - <<EOF\nprint(1)\nEOF', ''],
  ];
  it.each(work)('does: %s', (line, told) => expect(workIn(line)).toBe(told));
});

describe('outcomes', () => {
  const cases: readonly [
    runner: string,
    tail: string,
    outcome: 'passed' | 'failed' | null,
    summary?: string,
  ][] = [
    [
      'vitest',
      ' Test Files  1 failed | 2 passed (3)\n      Tests  1 failed | 40 passed (41)\n  Duration  2s',
      'failed',
      'Tests  1 failed | 40 passed (41)',
    ],
    ['vitest, coloured', '\u001b[2m Tests \u001b[22m \u001b[32m41 passed\u001b[39m (41)', 'passed'],
    ['jest', 'Tests:       1 failed, 5 passed, 6 total\nSnapshots:   0 total', 'failed'],
    ['pytest', '===== 2 failed, 12 passed in 1.20s =====', 'failed'],
    ['pytest, well', '12 passed, 1 skipped in 0.52s', 'passed'],
    [
      'go',
      'ok  \tapp/a\t0.1s\n--- FAIL: TestX (0.00s)\nFAIL\tapp/b\t0.2s\nFAIL',
      'failed',
      'FAIL\tapp/b\t0.2s',
    ],
    ['go, well', 'ok  \tapp/a\t0.1s\nok  \tapp/b\t(cached)', 'passed'],
    [
      'cargo',
      'test result: ok. 3 passed; 0 failed; 0 ignored\ntest result: FAILED. 1 passed; 1 failed; 0 ignored',
      'failed',
    ],
    ['mix', '14 doctests, 87 tests, 0 failures', 'passed', '14 doctests, 87 tests, 0 failures'],
    ['rspec', '12 examples, 1 failure', 'failed'],
    ['minitest', '5 runs, 9 assertions, 0 failures, 2 errors, 0 skips', 'failed'],
    [
      'maven',
      '[INFO] Tests run: 12, Failures: 0, Errors: 0, Skipped: 0\n[INFO] BUILD SUCCESS',
      'passed',
    ],
    ['maven, ill', '[ERROR] Tests run: 12, Failures: 1, Errors: 0, Skipped: 0', 'failed'],
    ['phpunit', 'OK (12 tests, 30 assertions)', 'passed'],
    ['phpunit, ill', 'FAILURES!\nTests: 12, Assertions: 30, Failures: 1.', 'failed'],
    ['gradle', '3 tests completed, 1 failed\n\nBUILD FAILED in 2s', 'failed'],
    ['dotnet', 'Failed!  - Failed:     1, Passed:     3, Skipped:     0', 'failed'],
    ['dotnet, well', 'Passed!  - Failed:     0, Passed:     3', 'passed'],
    ['ctest', '67% tests passed, 1 tests failed out of 3', 'failed'],
    ['node', '# tests 3\n# pass 3\n# fail 0', 'passed'],
    ['node, ill', 'ℹ pass 2\nℹ fail 1', 'failed'],
    ['bun', ' 3 pass\n 1 fail\nRan 4 tests', 'failed'],
    ['mocha', '  12 passing (20ms)\n  1 failing', 'failed'],
    ['deno', 'ok | 3 passed | 0 failed (20ms)', 'passed'],
    ['unittest', 'Ran 3 tests in 0.1s\n\nFAILED (failures=1)', 'failed'],
    ['unittest, well', 'Ran 3 tests in 0.1s\n\nOK', 'passed'],
    ['playwright', '  3 passed (2.1s)', 'passed'],
    ['no runner', 'Everything is fine, 3 errors were fixed', null],
    ['nothing', '', null],
  ];
  it.each(cases)('%s', (_runner, tail, outcome, summary) => {
    const told = readTestOutcome(tail);
    expect(told?.outcome ?? null).toBe(outcome);
    if (summary !== undefined) expect(told?.summary).toBe(summary);
  });
});

describe('coverage', () => {
  const cases: readonly [wider: string, narrower: string, expected: boolean][] = [
    ['mix test', 'mix test test/a_test.exs', true],
    ['mix test test', 'mix test test/a_test.exs:12', true],
    ['mix test test/b', 'mix test test/a_test.exs', false],
    ['go test ./...', 'go test ./internal/sem -run X', true],
    ['go test ./internal/...', 'go test ./cmd', false],
    ['go test ./a -run X', 'go test ./a -run X -v', true],
    ['go test ./a -run X', 'go test ./a', false],
    ['npm test', 'npm run lint', false],
    ['pytest tests/a', 'pytest', false],
  ];
  it.each(cases)('%s ⊇ %s: %s', (wider, narrower, expected) => {
    expect(covers(wider, narrower)).toBe(expected);
  });
});
