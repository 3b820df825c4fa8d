// A handoff from a real transcript to its file: where it goes, what becomes of edited ones, what the next
// session is given.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MakeHandoffOptions, makeHandoff } from '../../../src/actions/handoff/make-handoff.ts';
import { livePaths } from '../../../src/live/live-paths.ts';
import { claimPending } from '../../../src/live/pending-handoff.ts';
import { type Bench, NOW, openBench } from './bench.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
});
afterEach(() => bench.close());

const options = (changes: Partial<MakeHandoffOptions> = {}): MakeHandoffOptions => ({
  reason: 'request',
  nowMs: NOW,
  stateDir: bench.stateDir,
  ...changes,
});
const fixIt = () =>
  bench.session((session) =>
    session.prompt('Fix the retry test. Never touch the API.').says('Done.'),
  );

const claim = (sessionId = 'another') =>
  claimPending(livePaths(bench.stateDir).pendingDir, bench.app, {
    sessionId,
    nowMs: NOW + 1,
    maxAgeHours: 1,
  });

describe('the file', () => {
  it('lies in the state folder, for nobody else, and says what was done', async () => {
    const { path, answer, text } = makeHandoff(bench.context(), await fixIt(), options());
    expect(dirname(dirname(path))).toBe(livePaths(bench.stateDir).handoffDir);
    expect(basename(path)).toBe('20261121-0905-4f2a91c3.md');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(text).toContain('> Fix the retry test.');
    expect(answer.file).toEqual({ path, isPending: true });
    expect(readdirSync(dirname(path))).toHaveLength(1);
  });

  it('is one per session, rewritten with what is new', async () => {
    const id = await fixIt();
    const first = makeHandoff(bench.context(), id, options());
    await bench.session((session) =>
      session.prompt('Fix the retry test.').says('Done.').prompt('And the docs'),
    );
    const second = makeHandoff(
      bench.context({ nowMs: NOW + 3_600_000 }),
      id,
      options({ nowMs: NOW + 3_600_000 }),
    );
    expect(second.path).toBe(first.path);
    expect(readFileSync(first.path, 'utf8')).toContain('And the docs');
    expect(readdirSync(dirname(first.path))).toHaveLength(1);
  });

  it('is kept when a person edited it; a new one stands beside it', async () => {
    const id = await fixIt();
    const { path } = makeHandoff(bench.context(), id, options());
    for (const edited of [`${readFileSync(path, 'utf8')}\nMy note.\n`, 'All mine', '']) {
      writeFileSync(path, edited);
      const again = makeHandoff(bench.context(), id, options());
      expect(again.path).not.toBe(path);
      expect(readFileSync(path, 'utf8')).toBe(edited);
    }
    // The new one is ours again: it was rewritten, not added to.
    expect(readdirSync(dirname(path)).sort()).toEqual([
      '20261121-0905-4f2a91c3-2.md',
      '20261121-0905-4f2a91c3.md',
    ]);
  });

  it('of a session with the same beginning of the id is another', async () => {
    const one = await fixIt();
    const two = await bench.session(
      (session) => session.prompt('Else'),
      '4f2a91c3-0000-4000-8000-000000000002',
    );
    const paths = [one, two].map((id) => makeHandoff(bench.context(), id, options()).path);
    expect(new Set(paths).size).toBe(2);
    expect(readFileSync(paths[0] ?? '', 'utf8')).toContain('Fix the retry test');
  });
});

describe('handoff.folder', () => {
  it('relative: in the project, nothing else is made there', async () => {
    const { path } = makeHandoff(
      bench.context({ folder: '.claude/handoffs' }),
      await fixIt(),
      options(),
    );
    expect(path).toBe(join(bench.app, '.claude', 'handoffs', '20261121-0905-4f2a91c3.md'));
    expect(readdirSync(bench.app)).toEqual(['.claude']);
  });

  it('relative: never over a file that is not ours', async () => {
    const folder = join(bench.app, 'notes');
    mkdirSync(folder);
    const theirs = join(folder, '20261121-0905-4f2a91c3.md');
    writeFileSync(theirs, '---\nsession: 4f2a91c3-0000-4000-8000-000000000001\n---\n# Mine\n');
    const { path } = makeHandoff(bench.context({ folder: 'notes' }), await fixIt(), options());
    expect(path).toBe(join(folder, '20261121-0905-4f2a91c3-2.md'));
    expect(readFileSync(theirs, 'utf8')).toContain('# Mine');
  });

  it('absolute: a folder per project', async () => {
    const folder = join(realpathSync(dirname(bench.app)), 'handoffs');
    const { path } = makeHandoff(bench.context({ folder }), await fixIt(), options());
    expect(dirname(dirname(path))).toBe(folder);
  });

  it('out of the project, by name or by link: the state folder', async () => {
    symlinkSync(dirname(bench.app), join(bench.app, 'link'));
    for (const folder of ['../elsewhere', 'link/notes', '..']) {
      const { path } = makeHandoff(bench.context({ folder }), await fixIt(), options());
      expect(path.startsWith(bench.stateDir)).toBe(true);
    }
  });
});

describe('the next session', () => {
  it('is given it once; the same session is not', async () => {
    const { path } = makeHandoff(bench.context(), await fixIt(), options({ reason: 'threshold' }));
    expect(claim('4f2a91c3-0000-4000-8000-000000000001')).toBeNull();
    expect(claim()).toMatchObject({ path, isEdited: false });
    expect(claim()?.path).toBeUndefined();
  });

  it('is told what matters most', async () => {
    makeHandoff(bench.context(), await fixIt(), options());
    const excerpt = claim()?.excerpt ?? '';
    expect(excerpt).toContain('Goal: “Fix the retry test. Never touch the API.”');
    expect(excerpt).toContain('“Never touch the API.”');
  });

  it('is given nothing of a file that was asked for elsewhere', async () => {
    const outFile = join(bench.app, 'deep', 'notes.md');
    const { path, answer } = makeHandoff(bench.context(), await fixIt(), options({ outFile }));
    expect(path).toBe(outFile);
    expect(answer.file).toEqual({ path, isPending: false });
    expect(claim()).toBeNull();
    expect(existsSync(livePaths(bench.stateDir).handoffDir)).toBe(false);
  });
});

describe('refusals', () => {
  it('overwrites nothing that was named', async () => {
    const outFile = join(bench.app, 'notes.md');
    writeFileSync(outFile, 'mine');
    const id = await fixIt();
    expect(() => makeHandoff(bench.context(), id, options({ outFile }))).toThrow(
      expect.objectContaining({ code: 'target-exists' }),
    );
    expect(readFileSync(outFile, 'utf8')).toBe('mine');
    expect(() =>
      makeHandoff(bench.context(), id, options({ outFile: join(outFile, 'x.md') })),
    ).toThrow(expect.objectContaining({ code: 'output-unwritable' }));
  });

  it('by itself writes nothing of a session without a transcript; when asked it says so', async () => {
    const id = await fixIt();
    bench.lab.remove('projects/-w-app/4f2a91c3-0000-4000-8000-000000000001.jsonl');
    await bench.lab.ingest();
    for (const reason of ['threshold', 'pre-compact', 'session-end'] as const) {
      expect(() => makeHandoff(bench.context(), id, options({ reason }))).toThrow(
        expect.objectContaining({ code: 'no-transcript' }),
      );
    }
    const { answer, text } = makeHandoff(bench.context(), id, options());
    expect(answer.reason).toBe('transcript-gone');
    expect(answer.work).toBeNull();
    expect(text).toContain('the transcript is gone');
    expect(text).not.toContain('--resume');
    expect(claim()).toBeNull();
  });

  it('masks secrets in everything it writes', async () => {
    const key = `sk-ant-api03-${'a1B2'.repeat(20)}`;
    const id = await bench.session((session) =>
      session
        .prompt(`Deploy with ${key}. Never print ${key}.`)
        .tool(
          'Bash',
          { command: `deploy --token=${key}` },
          { content: `error: ${key} refused`, isError: true },
        )
        .says(`I used ${key}.`),
    );
    const { text, answer } = makeHandoff(bench.context(), id, options());
    expect(text + JSON.stringify(answer) + JSON.stringify(claim())).not.toContain('a1B2a1B2');
    expect(text).toContain('sk-ant-…');
  });

  it('prints nothing that steers a terminal', async () => {
    const id = await bench.session((session) =>
      session
        .prompt('Fix \u001b[31mit\u001b[0m\u0007\u202e now\u0000')
        .says('Done \u001b]0;title\u0007.'),
    );
    const { text } = makeHandoff(bench.context(), id, options());
    const steering = [...text].filter((sign) => sign !== '\n' && /[\p{Cc}\u202e]/u.test(sign));
    expect(steering).toEqual([]);
    expect(text).toContain('> Fix it now');
  });
});
