// A home with one session, its hooks and its engine, all in this process: the engine's waits take no
// time, everything else is real.
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runEngine } from '../../../src/actions/engine/run-engine.ts';
import type { HookOutput } from '../../../src/actions/hooks/hook-answer.ts';
import { runHook } from '../../../src/actions/hooks/run-hook.ts';
import { type OpenedLedger, openLedger } from '../../../src/commands/kit/open-ledger.ts';
import { type LivePaths, livePaths } from '../../../src/live/live-paths.ts';
import { readVerdict, type Verdict } from '../../../src/live/verdict.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import { assistant, line, usage, user } from '../../transcript/records.ts';

export const SESSION = '4f2a91c3-0000-4000-8000-000000000001';

export interface LiveBench {
  readonly paths: LivePaths;
  readonly stateDir: string;
  /** Settings in TOML. */
  configure(toml: string): void;
  prompt(text: string): void;
  /** Main-chain calls with these contexts, a second apart. */
  calls(...contexts: readonly number[]): void;
  /** What the transcript gets when a compaction has ended. */
  compacted(summary: string): void;
  /** One hook event; what it prints. */
  hook(event: string, fields?: object): HookOutput | null;
  /** `onSleep`: what happens while the engine sleeps; may move its clock by so many ms. */
  engine(options?: {
    onSleep?: (waitedMs: number) => number | undefined;
    /** Ids of the sessions whose events the engine has taken. */
    onEvents?: (sessionIds: readonly string[]) => void;
  }): Promise<void>;
  verdict(): Verdict | null;
  open(): Promise<QueryContext>;
  close(): void;
}

export function openLiveBench(): LiveBench {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-live-')));
  const env = { HOME: home, USERPROFILE: home, TELLTALE_HOME: join(home, 'state') };
  const stateDir = env.TELLTALE_HOME;
  const work = join(home, 'work');
  const transcript = join(home, '.claude/projects/-work', `${SESSION}.jsonl`);
  for (const folder of [work, stateDir, join(transcript, '..')])
    mkdirSync(folder, { recursive: true });
  const paths = livePaths(stateDir);
  const configFile = join(stateDir, 'config.toml');
  let clockMs = Date.now() - 60 * 60_000;
  let count = 0;
  const write = (record: Record<string, unknown>): void => {
    clockMs += 1_000;
    const own = { sessionId: SESSION, uuid: `u${++count}`, cwd: work };
    const timestamp = new Date(clockMs).toISOString();
    appendFileSync(transcript, line({ ...record, ...own, timestamp }));
  };
  const world = { env, now: Date.now, onProgress: () => {}, onNotice: () => {} };
  let opened: OpenedLedger | null = null;
  const open = async (): Promise<QueryContext> => {
    opened = await openLedger(world);
    return opened.context;
  };
  return {
    paths,
    stateDir,
    configure: (toml) => writeFileSync(configFile, toml),
    prompt: (text) => write(user(text)),
    calls(...contexts) {
      for (const context of contexts) {
        const tokens = { input_tokens: 0, cache_read_input_tokens: context, output_tokens: 50 };
        const ids = { id: `msg_${count}`, requestId: `req_${count}`, stop: 'end_turn' };
        write(assistant({ ...ids, model: 'claude-sonnet-4-5', usage: usage(tokens) }));
      }
    },
    compacted(summary) {
      const compactMetadata = { trigger: 'auto', preTokens: 170_000, postTokens: 20_000 };
      write({ type: 'system', subtype: 'compact_boundary', compactMetadata });
      write(user(summary, { isCompactSummary: true }));
    },
    hook(event, fields = {}) {
      const printed: string[] = [];
      const base = { session_id: SESSION, transcript_path: transcript, cwd: work };
      clockMs += 1_000;
      runHook(
        { ...base, hook_event_name: event, ...fields },
        {
          env,
          nowMs: clockMs,
          paths: { stateDir, configFile },
          print: (text) => printed.push(text),
          wakeEngine: () => {},
        },
      );
      return printed[0] === undefined ? null : (JSON.parse(printed[0]) as HookOutput);
    },
    async engine({ onSleep, onEvents } = {}) {
      let waitedMs = 0;
      await runEngine({
        stateDir,
        engineFile: paths.engineFile,
        spoolDirs: [paths.spoolDir],
        now: () => Date.now() + waitedMs,
        sleep: async (ms) => {
          waitedMs += ms;
          waitedMs += onSleep?.(waitedMs) ?? 0;
        },
        openLedger: open,
        takeEvents: async (sessions) => {
          await opened?.takeEvents({ sessions, budgetMs: 60_000 });
          onEvents?.(sessions);
        },
      });
    },
    verdict: () => readVerdict(paths.verdictDir, SESSION),
    open,
    close: () => rmSync(home, { recursive: true, force: true }),
  };
}
