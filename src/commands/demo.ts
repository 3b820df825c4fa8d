// `telltale demo`: the overview on generated sessions. Writes them into a folder of their own with a
// ledger of their own; the user's transcripts and ledger are not looked at.
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { QueryContext } from '../query/context.ts';
import { demoSessions } from '../samples/demo-sessions.ts';
import { TelltaleError } from '../shared/errors.ts';
import { makeFolder } from '../shared/make-folder.ts';
import {
  type CommandDefinition,
  defineCommand,
  type ExitCode,
  JSON_OPTION,
} from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import overview from './overview.ts';

export default defineCommand({
  name: 'demo',
  summary: 'show the overview on generated sample sessions',
  topic: 'Program',
  description:
    'Writes about four weeks of made-up, lifelike sessions (several projects and models, subagents, ' +
    'compactions, idle rebuilds, a fork, a rate limit, a session in trouble) into a temporary folder, ' +
    'shows the overview on them and removes them again. Your own transcripts and ledger are not used.',
  options: [
    {
      flags: '--keep <dir>',
      summary: 'write the sessions to this new or empty folder and leave them there',
    },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale demo', shows: 'what telltale looks like, without Claude Code' },
    {
      line: 'telltale demo --keep ./demo',
      shows: 'the same, with sessions to try other commands on',
    },
  ],
  run: (invocation) => runDemo(invocation, overview),
});

/** Where the demo's sessions and its ledger are. */
interface Place {
  readonly configDir: string;
  readonly stateDir: string;
  /** Folder to remove at the end; null when everything is kept. */
  readonly temporary: string | null;
}

export async function runDemo(invocation: Invocation, show: CommandDefinition): Promise<ExitCode> {
  const { keep, json } = invocation.options;
  const place = typeof keep === 'string' ? keepIn(keep) : makeTemporary();
  const opened: QueryContext[] = [];
  try {
    writeSessions(place.configDir, invocation.now());
    const exitCode = await show.run(insideDemo(invocation, place, opened));
    const note = place.temporary === null ? keptNote(place) : GONE_NOTE;
    if (json === true) invocation.err(note);
    else invocation.out(note);
    return exitCode;
  } finally {
    for (const context of opened) context.store.close();
    if (place.temporary !== null)
      rmSync(place.temporary, { recursive: true, force: true, maxRetries: 3 });
  }
}

const GONE_NOTE = `
These were generated sample sessions; they are removed again.
  telltale                      the same on your own transcripts
  telltale demo --keep ./demo   keep them, to try other commands on
`;

/** The show's invocation: the demo's folders, and contexts that we close before removing them. */
function insideDemo(invocation: Invocation, place: Place, opened: QueryContext[]): Invocation {
  const env = {
    ...invocation.env,
    CLAUDE_CONFIG_DIR: place.configDir,
    TELLTALE_HOME: place.stateDir,
    CLAUDE_STATUS_STATE_DIR: undefined,
  };
  const inner = invocation.withEnv(env);
  return {
    ...inner,
    args: {},
    options: { json: invocation.options.json, isSample: true },
    openLedger: async (options) => {
      const context = await inner.openLedger(options);
      opened.push(context);
      return context;
    },
  };
}

function keepIn(folder: string): Place {
  const configDir = resolve(folder);
  refuseIfInTheWay(configDir);
  return { configDir, stateDir: join(configDir, 'telltale'), temporary: null };
}

function makeTemporary(): Place {
  const temporary = mkdtempSync(join(tmpdir(), 'telltale-demo-'));
  return { configDir: join(temporary, 'claude'), stateDir: join(temporary, 'telltale'), temporary };
}

function refuseIfInTheWay(folder: string): void {
  const next = 'Name a folder that does not exist yet or is empty: telltale demo --keep <dir>';
  try {
    const entries = readdirSync(folder);
    if (entries.length === 0) return;
    const what = `${folder} is not empty: it holds ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}`;
    throw new TelltaleError('target-exists', { what, next });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    if (error instanceof TelltaleError) throw error;
    const what = `${folder} is no folder that can be read (${codeOf(error)})`;
    throw new TelltaleError('target-exists', { what, next, cause: error });
  }
}

function writeSessions(configDir: string, nowMs: number): void {
  try {
    for (const file of demoSessions({ nowMs })) {
      const path = join(configDir, file.path);
      makeFolder(dirname(path), 0o700);
      writeFileSync(path, file.text, { mode: 0o600, flag: 'wx' });
      utimesSync(path, file.mtimeMs / 1000, file.mtimeMs / 1000);
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new TelltaleError(code === 'ENOSPC' ? 'state-full' : 'state-unwritable', {
      what: `the sample sessions cannot be written to ${configDir} (${code})`,
      next: 'Name a folder that you may write to: telltale demo --keep <dir>',
      cause: error,
    });
  }
}

function keptNote({ configDir, stateDir }: Place): string {
  return `
The sample sessions are in ${configDir}
To try other commands on them, with a ledger of their own:
  ${setVariable('CLAUDE_CONFIG_DIR', configDir)}
  ${setVariable('TELLTALE_HOME', stateDir)}
  telltale usage daily
  telltale show
  telltale window --history
`;
}

function setVariable(name: string, value: string): string {
  if (process.platform === 'win32') return `$env:${name} = '${value.replaceAll("'", "''")}'`;
  return `export ${name}='${value.replaceAll("'", "'\\''")}'`;
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? code : undefined;
}
