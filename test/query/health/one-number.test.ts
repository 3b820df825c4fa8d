// One health number everywhere: the same from the question, every command, the verdict file, the hook's
// warning and the status line; of generated sessions and of real ones.
import { copyFileSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runEngine } from '../../../src/actions/engine/run-engine.ts';
import type { HookOutput } from '../../../src/actions/hooks/hook-answer.ts';
import { runHook } from '../../../src/actions/hooks/run-hook.ts';
import { runStatusline } from '../../../src/actions/statusline/run-statusline.ts';
import type { CommandDefinition } from '../../../src/commands/kit/define-command.ts';
import { openLedger } from '../../../src/commands/kit/open-ledger.ts';
import sessions from '../../../src/commands/sessions.ts';
import show from '../../../src/commands/show.ts';
import status from '../../../src/commands/status.ts';
import { livePaths } from '../../../src/live/live-paths.ts';
import { readVerdict } from '../../../src/live/verdict.ts';
import { readHealths } from '../../../src/query/health/read-healths.ts';
import { readSessions } from '../../../src/store/readers/sessions.ts';
import { makeHome, type TestHome } from '../../commands/home.ts';
import { CORPUS, NO_CORPUS } from '../../store/corpus-folder.ts';
import { assistant, line, usage, user } from '../../transcript/records.ts';
import { rising } from './health-ledger.ts';

const OLD = '01d00000-0000-4000-8000-000000000001';
const FRESH = 'f4e50000-0000-4000-8000-000000000002';
const MIDDLE = 'c0de0000-0000-4000-8000-000000000003';

let home: TestHome;
beforeEach(() => {
  home = makeHome();
});
afterEach(() => home.remove());

interface Place {
  readonly env: Readonly<Record<string, string>>;
  readonly stateDir: string;
}

function place(): Place {
  const stateDir = join(home.path, 'state');
  return { env: { HOME: home.path, USERPROFILE: home.path, TELLTALE_HOME: stateDir }, stateDir };
}

/** A session whose calls were sent these contexts, the last a minute ago. */
function write(session: string, contexts: readonly number[]): void {
  const beganMs = Date.now() - (contexts.length + 60) * 1_000;
  const at = (index: number) => new Date(beganMs + index * 1_000).toISOString();
  const own = { sessionId: session, cwd: join(home.path, 'work') };
  const lines = [line({ ...user('Mend it.'), ...own, uuid: `${session}-0`, timestamp: at(0) })];
  contexts.forEach((context, index) => {
    const ids = { id: `msg_${session}_${index}`, requestId: `req_${session}_${index}` };
    const tokens = { input_tokens: 0, cache_read_input_tokens: context, output_tokens: 50 };
    const call = assistant({
      ...ids,
      model: 'claude-sonnet-4-5',
      usage: usage(tokens),
      stop: 'end_turn',
    });
    const more = { ...own, uuid: `${session}-${index + 1}`, timestamp: at(index + 1) };
    lines.push(line({ ...call, ...more }));
  });
  home.write(`.claude/projects/-work/${session}.jsonl`, lines.join(''));
}

function hook(session: string, event: string, fields: object = {}): HookOutput | null {
  const { env, stateDir } = place();
  const printed: string[] = [];
  const transcript = join(home.path, `.claude/projects/-work/${session}.jsonl`);
  const input = { session_id: session, transcript_path: transcript, cwd: join(home.path, 'work') };
  runHook(
    { ...input, hook_event_name: event, ...fields },
    {
      env,
      nowMs: Date.now(),
      paths: { stateDir, configFile: join(stateDir, 'config.toml') },
      print: (text) => printed.push(text),
      wakeEngine: () => {},
    },
  );
  return printed[0] === undefined ? null : (JSON.parse(printed[0]) as HookOutput);
}

function statusline(session: string): string {
  const { env, stateDir } = place();
  let text = '';
  const value = {
    session_id: session,
    cwd: '/w',
    model: { id: 'claude-sonnet-4-5', display_name: 'Sonnet 4.5' },
  };
  runStatusline(
    { value, bytes: Buffer.from(JSON.stringify(value)) },
    {
      env: { ...env, COLUMNS: '200' },
      nowMs: Date.now(),
      paths: { stateDir, configFile: join(stateDir, 'config.toml') },
      wrapped: null,
      print: (part) => {
        text += part;
      },
      wakeEngine: () => {},
    },
  );
  return text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '');
}

async function engine(): Promise<void> {
  const { env, stateDir } = place();
  let waitedMs = 0;
  await runEngine({
    stateDir,
    spoolDirs: [livePaths(stateDir).spoolDir],
    now: () => Date.now() + waitedMs,
    sleep: async (ms) => {
      waitedMs += ms;
    },
    openLedger: async () => {
      const world = { env, now: Date.now, onProgress: () => {}, onNotice: () => {} };
      return (await openLedger(world)).context;
    },
  });
}

/** The figure of each session by every door; all doors of a session in one list. */
async function everyDoor(): Promise<Map<string, readonly unknown[]>> {
  const world = { env: place().env, now: Date.now, onProgress: () => {}, onNotice: () => {} };
  const { context } = await openLedger(world);
  const rows = readSessions(context.store.db, {});
  const healths = readHealths(
    context,
    rows.map(({ id }) => id),
  );
  context.store.close();
  const ask = async (command: CommandDefinition, id?: string): Promise<Answer> => {
    const args = id === undefined ? {} : { id };
    const options = { json: true, limit: '500', order: 'desc' };
    return JSON.parse((await home.run(command, { args, options })).out) as Answer;
  };
  const list = await ask(sessions);
  const found = new Map<string, readonly unknown[]>();
  for (const { id, sessionId } of rows) {
    found.set(sessionId, [
      healths.get(id)?.healthPercent,
      (await ask(status, sessionId)).health.healthPercent,
      (await ask(show, sessionId)).health.healthPercent,
      list.sessions.find((one) => one.sessionId === sessionId)?.health.healthPercent,
    ]);
  }
  return found;
}

interface Answer {
  readonly health: { readonly healthPercent: number | null };
  readonly sessions: readonly (Pick<Answer, 'health'> & { readonly sessionId: string })[];
}

describe('generated sessions', () => {
  it('have one number by every door', async () => {
    write(OLD, rising(40, 28_000, 176_000));
    write(MIDDLE, rising(30, 28_000, 120_000));
    write(FRESH, rising(3, 24_000, 25_000));
    for (const session of [OLD, MIDDLE, FRESH]) hook(session, 'Stop');
    await engine();
    const doors = await everyDoor();
    expect(doors.size).toBe(3);
    const { verdictDir } = livePaths(place().stateDir);
    for (const [session, [number, ...others]] of doors) {
      expect(number, session).toEqual(expect.any(Number));
      expect(others).toEqual([number, number, number]);
      expect(readVerdict(verdictDir, session)?.healthPercent).toBe(number);
      expect(statusline(session)).toContain(`health ${String(number)}`);
    }
    const told = hook(OLD, 'UserPromptSubmit', { prompt: 'go on' })?.systemMessage;
    expect(told).toContain(`health ${String(doors.get(OLD)?.[0])} %`);
    expect(new Set([...doors.values()].map(([number]) => number)).size).toBe(3);
  });

  it('a fresh session beside an old inflated one stays silent', async () => {
    write(OLD, rising(60, 28_000, 196_000));
    write(FRESH, rising(12, 24_000, 30_000));
    for (const session of [OLD, FRESH]) hook(session, 'Stop');
    await engine();
    expect(hook(FRESH, 'UserPromptSubmit', { prompt: 'go on' })).toBeNull();
    expect(hook(FRESH, 'PostToolUse', { tool_name: 'Bash' })).toBeNull();
    // One without a transcript yet, too.
    expect(
      hook('ffffffff-0000-4000-8000-00000000000f', 'UserPromptSubmit', { prompt: 'a' }),
    ).toBeNull();
    expect(hook(OLD, 'UserPromptSubmit', { prompt: 'go on' })?.systemMessage).toMatch(/health 4 %/);
  });
});

describe.skipIf(CORPUS === null)(`real sessions${NO_CORPUS}`, () => {
  it('have one number by every door', async () => {
    const projects = realpathSync(join(CORPUS ?? '', 'projects'));
    for (const name of readdirSync(projects, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.jsonl')) continue;
      const target = join(home.path, '.claude/projects', name);
      mkdirSync(dirname(target), { recursive: true });
      copyFileSync(join(projects, name), target);
    }
    const doors = await everyDoor();
    expect(doors.size).toBeGreaterThan(10);
    for (const session of doors.keys()) hook(session, 'Stop');
    await engine();
    const { verdictDir } = livePaths(place().stateDir);
    let written = 0;
    for (const [session, [number, ...others]] of doors) {
      expect(others, session).toEqual([number, number, number]);
      const verdict = readVerdict(verdictDir, session);
      if (verdict === null) continue;
      written += 1;
      expect(verdict.healthPercent, session).toBe(number);
    }
    expect(written).toBeGreaterThan(10);
  }, 120_000);
});
