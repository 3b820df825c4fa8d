// Real transcripts, each finding of which was looked at by hand: none is high, and what is medium is what it
// is called.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import guard from '../../../src/commands/guard.ts';
import type { GuardAnswer } from '../../../src/query/guard/guard-answer.ts';
import { makeHome } from '../../commands/home.ts';
import { CORPUS, NO_CORPUS } from '../../store/corpus-folder.ts';

test.skipIf(CORPUS === null)(`the corpus${NO_CORPUS}`, { timeout: 120_000 }, async () => {
  const home = makeHome();
  const state = mkdtempSync(join(tmpdir(), 'telltale-guard-'));
  try {
    const env = { CLAUDE_CONFIG_DIR: CORPUS ?? '', TELLTALE_HOME: state };
    const options = { all: true, json: true, limit: '1000' };
    const { out } = await home.run(guard, { env, options });
    const { sums, findings, coverage } = JSON.parse(out) as GuardAnswer;
    expect(coverage).toMatchObject({ goneTranscripts: 0, unreadLines: 0 });
    expect(coverage.toolCalls).toBeGreaterThan(1_700);
    expect(sums.high).toBe(0);
    const graver = findings.filter(({ severity }) => severity !== 'low').map(({ rule }) => rule);
    expect(graver.sort()).toEqual(['git-discard', 'untrusted-then-command']);
  } finally {
    home.remove();
    rmSync(state, { recursive: true, force: true });
  }
});
