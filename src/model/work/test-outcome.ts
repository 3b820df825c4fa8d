// What a test runner says last. Knows the summary lines of the common runners; a line that no pattern
// knows tells nothing.

export interface TestOutcome {
  readonly outcome: 'passed' | 'failed';
  /** The line that tells it. */
  readonly summary: string;
}

/** Each matches a line that sums up or names a failure. */
const SUMMARIES: readonly RegExp[] = [
  // vitest, jest: "Tests  1 failed | 40 passed (41)", "Tests: 1 failed, 5 passed, 6 total"
  /^Tests:? +.*\d+ (?:passed|failed|total|skipped|todo)/,
  // pytest: "=== 1 failed, 12 passed in 1.20s ==="; playwright: "3 passed (2s)"
  /^(?:=+ )?.*\b\d+ (?:passed|failed|errors?)\b.*(?: in [\d.]+ ?m?s|\([\d.]+m?s\))/,
  // cargo: "test result: ok. 12 passed; 0 failed;"
  /^test result: (?:ok|FAILED)/,
  // ExUnit, RSpec, minitest: "87 tests, 0 failures", "12 examples, 1 failure", "5 runs, … 0 errors"
  /\b\d+ (?:tests?|examples?|runs|doctests?|properties)\b.*, \d+ failures?/,
  // Maven: "Tests run: 12, Failures: 0, Errors: 0"; PHPUnit: "Tests: 12, Assertions: 30, Failures: 1."
  /\bTests(?: run)?: \d+,.*(?:Failures|Assertions|Errors): \d+/,
  /^OK \(\d+ tests?, \d+ assertions?\)/,
  /^(?:FAILURES!|ERRORS!)/,
  // Gradle and xcodebuild
  /^(?:BUILD (?:SUCCESSFUL|FAILED|SUCCESS|FAILURE)|\*\* TEST (?:SUCCEEDED|FAILED) \*\*)/,
  /^\d+ tests? completed, \d+ failed/,
  // dotnet: "Passed!  - Failed: 0, Passed: 3"
  /^(?:Passed|Failed)! +- +Failed: +\d+/,
  // CTest
  /^\d+% tests passed, \d+ tests? failed out of \d+/,
  // node --test, TAP
  /^(?:#|ℹ) (?:pass|fail) \d+$/,
  // bun, mocha: "3 pass", "1 failing (20ms)"
  /^\d+ (?:pass|fail|passing|failing)\b(?: \(\d+m?s\))?$/,
  // deno: "ok | 3 passed | 0 failed (20ms)"
  /^(?:ok|FAILED) \| \d+ passed/,
  // unittest: "FAILED (failures=1)", "OK"
  /^(?:FAILED \((?:failures|errors)=\d+.*\)|OK(?: \(skipped=\d+\))?)$/,
  // Go: "FAIL	example.com/app	0.1s", "ok  	example.com/app	0.2s"
  /^(?:FAIL|ok {1,2}|---? FAIL:?)\s+\S+/,
  /^(?:FAIL|PASS)$/,
];

const FAILED: readonly RegExp[] = [
  /\b[1-9]\d* (?:\w+ )?(?:failed|failures?|failing|fail|errors?)\b/i,
  /\b(?:failures?|errors?|failed)[:=] *[1-9]/i,
  /^(?:# |ℹ )fail [1-9]/,
  /^(?:FAIL\b|FAILED|FAILURES!|ERRORS!|--- FAIL)|test result: FAILED|BUILD FAIL|TEST FAILED/,
];

const MAX_SUMMARY_LENGTH = 200;

/** Of the end of an output; null when no runner is recognised. */
export function readTestOutcome(tail: string): TestOutcome | null {
  const lines = tail
    .split('\n')
    .map(plainLine)
    .filter((line) => SUMMARIES.some((pattern) => pattern.test(line)));
  const failed = lines.filter((line) => FAILED.some((pattern) => pattern.test(line)));
  const pool = failed.length > 0 ? failed : lines;
  // A line with numbers tells more than a bare verdict; the last of them sums up.
  const summary = pool.findLast((line) => /\d/.test(line)) ?? pool.at(-1);
  if (summary === undefined) return null;
  return {
    outcome: failed.length > 0 ? 'failed' : 'passed',
    summary: summary.slice(0, MAX_SUMMARY_LENGTH),
  };
}

/** Without colours, log prefixes and the blanks around. */
function plainLine(line: string): string {
  return (
    line
      .slice(0, 1_000)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
      .replace(/\u001b\[[0-9;]*[A-Za-z]/g, '')
      .replace(/^\s*\[(?:INFO|ERROR|WARNING|WARN)\]\s*/, '')
      .trim()
  );
}
