// What a session waits for: hook and status line beside an empty Node, without any history and with
// all of the set. Knows what they are told; the engine they would start is left out of it.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { livePaths } from '../../src/live/live-paths.ts';
import { writeVerdict } from '../../src/live/verdict.ts';
import { type Bench, type Comparison, compare } from './cases.ts';
import { listTranscripts } from './config-folder.ts';
import { measureAlternating, run } from './measure.ts';

/** They take some 40 ms each, so more of them cost little and say more. */
const ROUNDS_EACH = 5;
const BUDGET_RATIO = 1.15;
const SESSION_ID = '00000000-0000-4000-8000-000000000001';

export async function measureHotPath(bench: Bench): Promise<Comparison[]> {
  const { programs, dir, workDir } = bench;
  const emptyDir = join(workDir, 'no-history');
  mkdirSync(join(emptyDir, 'projects'), { recursive: true });
  const places = [
    openPlace('no history', emptyDir, join(workDir, 'hot-state-empty'), null),
    openPlace('all of it', dir, join(workDir, 'hot-state'), listTranscripts(dir)[0] ?? null),
  ];
  run(programs.telltale(dir, join(workDir, 'hot-state'), 'usage', 'daily', '--json'));
  const contestants = places.flatMap((place) => contestantsOf(bench, place));
  for (const contestant of contestants) refuseIfNothingNoted(contestant);
  const node = { name: 'node', ...programs.emptyNode, input: '{}' };
  const rounds = { ...bench.rounds, runs: bench.rounds.runs * ROUNDS_EACH };
  const times = await measureAlternating([node, ...contestants], rounds);
  return contestants.flatMap(({ name }) => compare(times, name, name, 'node', BUDGET_RATIO));
}

interface Place {
  readonly what: string;
  readonly dir: string;
  readonly stateDir: string;
  readonly transcript: string;
  readonly sessionId: string;
}

/** With a verdict, as it is while a session runs. */
function openPlace(what: string, dir: string, stateDir: string, transcript: string | null): Place {
  const sessionId = transcript === null ? SESSION_ID : basename(transcript, '.jsonl');
  writeVerdict(livePaths(stateDir).verdictDir, {
    formatVersion: 1,
    sessionId,
    atMs: Date.now(),
    projectPath: '/home/you/api-gateway',
    branch: 'main',
    healthPercent: 81,
    level: 'ok',
    waste: 3.6,
    mayAlert: true,
    segment: 0,
    alertText: null,
    mayBlock: false,
    model: 'claude-opus-4-8',
    lastCallAtMs: Date.now(),
    contextTokens: 62_000,
    windowTokens: 200_000,
    effectiveWindowTokens: 200_000,
    costNanoUsd: 1_800_000_000,
    isLowerBound: false,
    next: null,
    recent: Array.from({ length: 24 }, (_, at) => ({
      contextTokens: 40_000 + at * 1_000,
      readRatio: 0.97,
    })),
    handoffPath: null,
    handoffKey: null,
  });
  return { what, dir, stateDir, transcript: transcript ?? join(dir, 'none.jsonl'), sessionId };
}

function contestantsOf({ programs }: Bench, place: Place) {
  const { what, dir, stateDir } = place;
  const engineFile = livePaths(stateDir).engineFile;
  // An engine that seems to be at work is not started again.
  const prepare = () => {
    closeSync(openSync(engineFile, 'a'));
    utimesSync(engineFile, new Date(), new Date());
  };
  const hot = (entry: 'hook' | 'statusline', input: object) => ({
    prepare,
    stateDir,
    ...programs.hot(entry, dir, stateDir, JSON.stringify(input)),
  });
  return [
    { name: `hook, ${what}`, ...hot('hook', hookInput(place)) },
    { name: `status line, ${what}`, ...hot('statusline', statuslineInput(place)) },
  ];
}

function hookInput({ sessionId, transcript, dir }: Place): object {
  return {
    session_id: sessionId,
    transcript_path: transcript,
    cwd: dir,
    permission_mode: 'default',
    hook_event_name: 'PostToolUse',
    tool_name: 'Bash',
    tool_input: { command: 'npm test' },
    tool_response: { stdout: 'ok\n'.repeat(500), stderr: '' },
    tool_use_id: 'toolu_01',
    duration_ms: 1200,
  };
}

function statuslineInput({ sessionId, transcript, dir }: Place): object {
  return {
    session_id: sessionId,
    transcript_path: transcript,
    cwd: dir,
    model: { id: 'claude-opus-4-8', display_name: 'Opus 4.8' },
    workspace: { current_dir: dir, project_dir: dir, added_dirs: [] },
    version: '2.1.197',
    cost: { total_cost_usd: 1.8, total_duration_ms: 600_000, total_api_duration_ms: 300_000 },
    context_window: {
      context_window_size: 200_000,
      total_input_tokens: 62_000,
      total_output_tokens: 900,
      used_percentage: 31,
      remaining_percentage: 69,
    },
    rate_limits: { five_hour: { used_percentage: 41, resets_at: 1_795_300_000 } },
  };
}

/** One that fails in silence would be fast. */
function refuseIfNothingNoted(contestant: ReturnType<typeof contestantsOf>[number]): void {
  const { spoolDir } = livePaths(contestant.stateDir);
  const before = bytesIn(spoolDir);
  contestant.prepare();
  run(contestant);
  if (bytesIn(spoolDir) === before) throw new Error(`${contestant.name}: nothing was noted`);
}

function bytesIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  return sizes.reduce((sum, size) => sum + size, 0);
}
