// One refresh of the status line, from what Claude Code wrote to stdin to the line that is printed.
// Knows the order of things; the words are the view's. May be killed at any moment: whatever is written
// is one append or one rename.
import { STATUSLINE_SEGMENTS } from '../../config/setting-table.ts';
import { appendToSpool } from '../../live/append-spool.ts';
import { type HotSettings, readHotSettings } from '../../live/hot-settings.ts';
import { type LivePaths, livePaths } from '../../live/live-paths.ts';
import { parseHeartbeat } from '../../live/parse-heartbeat.ts';
import type { StdinInput } from '../../live/read-stdin.ts';
import { spoolPlaces } from '../../live/spool-dirs.ts';
import type { Heartbeat } from '../../live/spool-record.ts';
import { readVerdict, type Verdict } from '../../live/verdict.ts';
import type { TelltalePaths } from '../../shared/paths.ts';
import type { LineScreen } from '../../views/statusline/facts.ts';
import { renderStatusline } from '../../views/statusline/render-statusline.ts';
import { keepLine, readLine } from './last-line.ts';
import { lineScreen } from './line-screen.ts';
import { readBranch } from './read-branch.ts';
import { putBeside, runWrapped } from './run-wrapped.ts';
import { type FactSources, toFacts } from './to-facts.ts';
import { isDueToWake } from './wake-memory.ts';

export interface StatuslineWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: number;
  readonly paths: Pick<TelltalePaths, 'stateDir' | 'configFile'>;
  /** Somebody else's status line that is shown with ours: a line for the shell. */
  readonly wrapped: string | null;
  /** Flags of the command line, which win over the settings. */
  readonly asked?: Partial<Pick<LineSettings, 'color' | 'plain'>>;
  print(text: string): void;
  wakeEngine(paths: LivePaths): void;
}

/** Shown when nothing is known and nothing was: an empty answer would blank the line. */
const NOTHING_KNOWN = 'telltale';

/** Prints one line; with a wrapped one at most one more than that has. */
export function runStatusline(input: StdinInput, world: StatuslineWorld): void {
  const paths = livePaths(world.paths.stateDir);
  const heartbeat = parseHeartbeat(input.value);
  note(heartbeat, world);
  const verdict = heartbeat === null ? null : readVerdict(paths.verdictDir, heartbeat.sessionId);
  const { settings, isStale } = readSettings(paths, world);
  const screen = lineScreen({ ...settings, ...world.asked }, world.env);
  const { segments } = settings;
  const own = ownLine({ heartbeat, verdict, segments, screen }, paths, world);
  const foreign = world.wrapped === null ? null : runWrapped(world.wrapped, input.bytes);
  world.print(`${foreign === null ? own : putBeside(foreign, own, screen.width)}\n`);
  if (heartbeat === null) return;
  const signs = { heartbeat, verdict, isStale, nowMs: world.nowMs };
  if (isDueToWake(paths.lineDir, signs)) world.wakeEngine(paths);
}

function note(heartbeat: Heartbeat | null, { paths, env, nowMs }: StatuslineWorld): void {
  if (heartbeat === null) return;
  const record = { kind: 'heartbeat', atMs: nowMs, heartbeat } as const;
  appendToSpool(spoolPlaces(paths.stateDir, env), record);
}

type LineSettings = HotSettings['statusline'];

function readSettings(
  paths: LivePaths,
  world: StatuslineWorld,
): { readonly settings: LineSettings; readonly isStale: boolean } {
  const { hotSettingsFile } = paths;
  const { settings, isStale } = readHotSettings(hotSettingsFile, world.paths.configFile, DEFAULTS);
  const isWhole = Array.isArray(settings.statusline.segments);
  return { settings: (isWhole ? settings : DEFAULTS).statusline, isStale };
}

/** The same as in the table of settings, of which the rest takes time to load. */
export const DEFAULTS: Pick<HotSettings, 'statusline'> = {
  statusline: { segments: STATUSLINE_SEGMENTS, color: 'auto', plain: false, refreshSeconds: 10 },
};

interface Known {
  readonly heartbeat: Heartbeat | null;
  readonly verdict: Verdict | null;
  readonly segments: readonly string[];
  readonly screen: LineScreen;
}

/** Whatever fails: the last one that could be drawn. */
function ownLine(
  { heartbeat, verdict, segments, screen }: Known,
  { lineDir }: LivePaths,
  { env, nowMs }: StatuslineWorld,
): string {
  const sessionId = heartbeat?.sessionId ?? env.CLAUDE_CODE_SESSION_ID ?? null;
  const line = heartbeat === null ? '' : draw({ heartbeat, verdict, nowMs }, segments, screen);
  if (sessionId === null) return NOTHING_KNOWN;
  if (line === '') return readLine(lineDir, sessionId) ?? NOTHING_KNOWN;
  keepLine(lineDir, sessionId, line, nowMs);
  return line;
}

function draw(
  known: Omit<FactSources, 'readBranch'>,
  segments: readonly string[],
  screen: LineScreen,
): string {
  try {
    return renderStatusline(toFacts({ ...known, readBranch }), segments, screen);
  } catch {
    return '';
  }
}
