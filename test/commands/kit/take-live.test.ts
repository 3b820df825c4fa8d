// A command that brings the ledger up to date also takes what was noted beside the transcripts, and
// never fails for it.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../../src/commands/kit/open-ledger.ts';
import { appendToSpool } from '../../../src/live/append-spool.ts';
import { spoolPlaces } from '../../../src/live/spool-dirs.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { hook } from '../../store/spool/spool-lab.ts';

let home = '';
let notices: string[] = [];
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-home-')));
  mkdirSync(join(home, '.claude/projects'), { recursive: true });
  notices = [];
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const stateDir = (): string => join(home, 'state');
const environment = (extra: object = {}) => ({
  HOME: home,
  USERPROFILE: home,
  TELLTALE_HOME: stateDir(),
  XDG_RUNTIME_DIR: join(home, 'run'),
  ...extra,
});

/** Counts of hook events and heartbeats after a command. */
async function countAfter(env = environment(), skipIngest = false): Promise<unknown> {
  const onNotice = (text: string): void => void notices.push(text);
  const world = { env, now: Date.now, onProgress: () => {}, onNotice };
  const { context } = await openLedger(world, { skipIngest });
  const sql = 'SELECT (SELECT count(*) FROM hook_event), (SELECT count(*) FROM heartbeat)';
  try {
    return context.store.db.prepare(sql).raw().get();
  } finally {
    context.store.close();
  }
}

function note(places: Partial<ReturnType<typeof spoolPlaces>> = {}): void {
  const own = spoolPlaces(stateDir(), environment());
  expect(appendToSpool({ ...own, ...places }, hook(Date.now(), 'Stop'))).toBe(true);
}

function keep(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const record = { session_id: 's1', updated_at: 1_795_000_000, cost_usd: 1 };
  writeFileSync(join(folder, 's1.json'), JSON.stringify(record));
}

describe('a command', () => {
  it('takes the spool, the one in memory too', async () => {
    expect(await countAfter()).toEqual([0, 0]);
    note();
    const { fallbackDir } = spoolPlaces(stateDir(), environment());
    note({ spoolDir: fallbackDir ?? '' });
    expect(await countAfter(environment(), true)).toEqual([0, 0]);
    expect(await countAfter()).toEqual([2, 0]);
    expect(await countAfter()).toEqual([2, 0]);
    expect(notices).toEqual([]);
  });

  it('takes what ctxprof kept in the config folder, or where it is told to', async () => {
    keep(join(home, '.claude/session-status'));
    expect(await countAfter(environment({ CLAUDE_STATUS_STATE_DIR: '~/none' }))).toEqual([0, 0]);
    expect(await countAfter()).toEqual([0, 1]);
    rmSync(stateDir(), { recursive: true });
    keep(join(home, 'elsewhere'));
    expect(await countAfter(environment({ CLAUDE_STATUS_STATE_DIR: '~/elsewhere' }))).toEqual([
      0, 1,
    ]);
  });

  it('says so and goes on when the ledger does not take it', async () => {
    note();
    await countAfter(environment(), true);
    const store = openStore({ stateDir: stateDir(), now: Date.now });
    store.db.exec(`CREATE TRIGGER no BEFORE INSERT ON hook_event
      BEGIN SELECT RAISE(ABORT, 'out of luck'); END`);
    expect(await countAfter()).toEqual([0, 0]);
    expect(notices).toEqual([
      'What hooks and status line noted could not be dealt with: out of luck; the next command tries again',
    ]);
    store.db.exec('DROP TRIGGER no');
    store.close();
    expect(await countAfter()).toEqual([1, 0]);
  });
});

describe('a damaged ledger', () => {
  it('leaves what hooks told to the new one, each once', async () => {
    note();
    keep(join(home, '.claude/session-status'));
    expect(await countAfter()).toEqual([1, 1]);
    writeFileSync(join(stateDir(), 'ledger.db.damaged'), '');
    expect(await countAfter()).toEqual([1, 1]);
    expect(notices).toEqual([expect.stringContaining('the ledger is damaged')]);
    note();
    expect(await countAfter()).toEqual([2, 1]);
  });
});
