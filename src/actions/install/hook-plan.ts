// What init puts into a settings file: a handler per event that the client knows, and the status line.
// Knows the forms that each version of Claude Code understands; touches no file.
import {
  CLIENT_FEATURES,
  eventsKnownTo,
  hasFeature,
  OLDEST_CLIENT,
} from '../../live/hook-events.ts';
import { MARKER } from '../../live/installed-hooks.ts';
import { pathRules } from '../../shared/paths.ts';
import { quotePath, quoteWord } from '../../shared/shell-words.ts';

/** The program as it will be started. */
export interface Program {
  /** Absolute path of Node. */
  readonly nodePath: string;
  /** The folder of `hook.js` and `statusline.js`. */
  readonly distDir: string;
  readonly platform: NodeJS.Platform;
}

export interface PlannedGroup {
  readonly event: string;
  readonly group: { readonly hooks: readonly [Readonly<Record<string, unknown>>] };
}

export interface PlannedStatusline {
  readonly command: string;
  /** `null`: no idle refresh. */
  readonly refreshSeconds: number | null;
}

/** One matcher group per event, for all tools; `version` null is taken as the oldest client. */
export function planHooks(program: Program, version: string | null): PlannedGroup[] {
  const client = version ?? OLDEST_CLIENT;
  const runsAsync = hasFeature(client, CLIENT_FEATURES.asyncHooks);
  return eventsKnownTo(client).map(({ name, isAsync, timeoutSeconds }) => ({
    event: name,
    group: {
      hooks: [
        {
          type: 'command',
          ...commandOf(program, hasFeature(client, CLIENT_FEATURES.execForm)),
          ...(isAsync && runsAsync ? { async: true } : {}),
          timeout: timeoutSeconds,
        },
      ],
    },
  }));
}

/** `wrapped` is the command that was there before and goes on being run. */
export function planStatusline(
  program: Program,
  version: string | null,
  options: { readonly wrapped: string | null; readonly refreshSeconds: number },
): PlannedStatusline {
  const { wrapped, refreshSeconds } = options;
  const line = shellLine(program, 'statusline.js');
  const refreshes =
    refreshSeconds > 0 && hasFeature(version ?? OLDEST_CLIENT, CLIENT_FEATURES.refreshInterval);
  return {
    command: wrapped === null ? line : `${line} --wrap ${quoteWord(wrapped)}`,
    refreshSeconds: refreshes ? refreshSeconds : null,
  };
}

function commandOf(program: Program, isExecForm: boolean): Readonly<Record<string, unknown>> {
  if (!isExecForm) return { command: shellLine(program, 'hook.js') };
  const { join } = pathRules(program.platform);
  return { command: program.nodePath, args: [join(program.distDir, 'hook.js'), ...MARKER] };
}

function shellLine({ nodePath, distDir, platform }: Program, script: string): string {
  const node = quotePath(nodePath, platform);
  // PowerShell takes a quoted first word for a text; a bare name works in every shell.
  const starter = platform === 'win32' && node.startsWith('"') ? 'node' : node;
  const path = quotePath(pathRules(platform).join(distDir, script), platform);
  return [starter, path, ...MARKER].join(' ');
}
