// docs/guard.md has every rule as the registry has it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GUARD_RULES, RULE_IDS } from '../../../src/model/guard/rules.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/guard.md'), 'utf8');
const ROWS = PAGE.split('\n').filter((line) => /^\| `[a-z-]+` \|/.test(line));

test.each(RULE_IDS)('%s', (id) => {
  const { severity, title, meaning } = GUARD_RULES[id];
  expect(ROWS).toContain(
    `| \`${id}\` | ${severity} | ${title} | ${meaning.replaceAll('|', '\\|')} |`,
  );
});

test('and no other', () => {
  expect(ROWS).toHaveLength(RULE_IDS.length);
});
