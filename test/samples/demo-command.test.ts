// `telltale demo`: its folders, what it refuses, and that it leaves nothing behind.
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runDemo } from '../../src/commands/demo.ts';
import { type CommandDefinition, defineCommand } from '../../src/commands/kit/define-command.ts';
import type { Invocation } from '../../src/commands/kit/invocation.ts';

const NOW_MS = Date.parse('2026-11-21T01:50:00Z');
let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'telltale-demo-test-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

interface Recorded {
  out: string;
  err: string;
  closed: number;
  seen: Invocation | null;
}

function invocationFor(options: Record<string, unknown>, recorded: Recorded): Invocation {
  const store = {
    close: () => {
      recorded.closed += 1;
    },
  };
  const make = (env: Invocation['env']): Invocation => ({
    args: { left: 'over' },
    options,
    env,
    now: () => NOW_MS,
    out: (text) => {
      recorded.out += text;
    },
    err: (text) => {
      recorded.err += text;
    },
    screen: { width: 80, color: false, unicode: true, plain: false, interactive: false },
    openLedger: async () => ({ store }) as unknown as Awaited<ReturnType<Invocation['openLedger']>>,
    ingest: async () => {
      throw new Error('the demo ingests by opening the ledger');
    },
    withEnv: make,
  });
  return make({
    HOME: base,
    CLAUDE_CONFIG_DIR: '/the/users/own',
    TELLTALE_HOME: '/the/users/ledger',
  });
}

function showing(
  recorded: Recorded,
  act: (invocation: Invocation) => Promise<0 | 1> = async () => 0,
): CommandDefinition {
  return defineCommand({
    name: '',
    summary: 'stands in for the overview',
    topic: 'Program',
    run: async (invocation) => {
      recorded.seen = invocation;
      await invocation.openLedger();
      invocation.out('THE OVERVIEW\n');
      return act(invocation);
    },
  });
}

const fresh = (): Recorded => ({ out: '', err: '', closed: 0, seen: null });

describe('telltale demo', () => {
  it('shows the overview on sessions of its own and removes them', async () => {
    const recorded = fresh();
    let transcripts: string[] = [];
    const show = showing(recorded, async ({ env }) => {
      transcripts = readdirSync(join(env.CLAUDE_CONFIG_DIR ?? '', 'projects'), { recursive: true })
        .map(String)
        .filter((name) => name.endsWith('.jsonl'));
      return 0;
    });
    expect(await runDemo(invocationFor({}, recorded), show)).toBe(0);
    expect(transcripts.length).toBeGreaterThan(30);
    const { env, args } = recorded.seen as Invocation;
    expect(args).toEqual({});
    expect(env.HOME).toBe(base);
    for (const path of [env.CLAUDE_CONFIG_DIR, env.TELLTALE_HOME]) {
      expect(path).toMatch(/telltale-demo-/);
      expect(existsSync(path as string)).toBe(false);
    }
    expect(recorded.out).toMatch(/^THE OVERVIEW\n[\s\S]*telltale demo --keep/);
    expect(recorded.closed).toBe(1);
  });

  it('removes everything when the overview fails', async () => {
    const recorded = fresh();
    const show = showing(recorded, async () => {
      throw new Error('no luck');
    });
    await expect(runDemo(invocationFor({}, recorded), show)).rejects.toThrow('no luck');
    expect(existsSync(recorded.seen?.env.CLAUDE_CONFIG_DIR as string)).toBe(false);
    expect(recorded.closed).toBe(1);
  });

  it('passes on the exit code and --json, with its own words on stderr', async () => {
    const recorded = fresh();
    expect(
      await runDemo(
        invocationFor({ json: true }, recorded),
        showing(recorded, async () => 1),
      ),
    ).toBe(1);
    expect(recorded.seen?.options).toEqual({ json: true, isSample: true });
    expect(recorded.out).toBe('THE OVERVIEW\n');
    expect(recorded.err).toContain('removed again');
  });

  it('keeps the sessions where it is told, for the owner only, and says how to go on', async () => {
    const recorded = fresh();
    const dir = join(base, "it's here");
    await runDemo(invocationFor({ keep: dir }, recorded), showing(recorded));
    const paths = readdirSync(dir, { recursive: true, withFileTypes: true });
    const files = paths.filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(30);
    for (const entry of paths) {
      const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
      if (process.platform !== 'win32') expect(mode).toBe(entry.isFile() ? 0o600 : 0o700);
    }
    expect(recorded.out).toContain(`The sample sessions are in ${dir}`);
    if (process.platform !== 'win32') {
      expect(recorded.out).toContain(`export CLAUDE_CONFIG_DIR='${dir.replace("'", "'\\''")}'`);
    }
    expect(recorded.out).toContain('TELLTALE_HOME');
    expect(recorded.out).toContain('  telltale usage daily\n');
  });

  it('takes an empty folder', async () => {
    const recorded = fresh();
    await runDemo(invocationFor({ keep: base }, recorded), showing(recorded));
    expect(existsSync(join(base, 'projects'))).toBe(true);
  });

  it('refuses a folder with something in it, and a file', async () => {
    const recorded = fresh();
    const mine = join(base, 'mine.txt');
    writeFileSync(mine, 'keep me');
    for (const keep of [base, mine]) {
      await expect(
        runDemo(invocationFor({ keep }, recorded), showing(recorded)),
      ).rejects.toMatchObject({ code: 'target-exists' });
    }
    expect(readdirSync(base)).toEqual(['mine.txt']);
    expect(readFileSync(mine, 'utf8')).toBe('keep me');
    expect(recorded.seen).toBeNull();
  });

  it('says what is wrong with a folder it cannot write', async () => {
    const recorded = fresh();
    writeFileSync(join(base, 'file'), '');
    await expect(
      runDemo(invocationFor({ keep: join(base, 'file', 'below') }, recorded), showing(recorded)),
    ).rejects.toMatchObject({ code: 'target-exists' });
  });
});
