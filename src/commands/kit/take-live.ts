// Takes into the open ledger what hooks, status lines and ctxprof have noted beside the transcripts, and
// leaves them the settings they cannot read themselves. Knows their folders; a problem with them is a notice, never the failure of a command.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../config/settings.ts';
import { writeHotSettings } from '../../live/hot-settings.ts';
import { livePaths } from '../../live/live-paths.ts';
import { spoolDirs } from '../../live/spool-dirs.ts';
import { expandHome, type Place, telltalePaths } from '../../shared/paths.ts';
import type { LedgerStore } from '../../store/open-store.ts';
import { toStoreError } from '../../store/store-errors.ts';

export interface LiveWorld {
  readonly place: Place;
  readonly settings: Settings;
  /** Config folders in force. */
  readonly roots: readonly { readonly path: string }[];
  readonly now: () => number;
  readonly onNotice: (text: string) => void;
}

/** Loads what it needs only where there is such a folder. */
export async function takeLive(store: LedgerStore, world: LiveWorld): Promise<void> {
  const { place, now } = world;
  const folders = spoolDirs(telltalePaths(place).stateDir, place.env);
  if (folders.some((folder) => existsSync(folder))) {
    await unlessItFails('What hooks and status line noted', store, world, async () => {
      const { ingestSpool } = await import('../../store/ingest/spool/ingest-spool.ts');
      ingestSpool(store.db, { spoolDirs: folders, now });
    });
    await unlessItFails('The settings of hooks and status line', store, world, async () => {
      const { stateDir, configFile } = telltalePaths(place);
      writeHotSettings(livePaths(stateDir).hotSettingsFile, configFile, world.settings);
    });
  }
  for (const folder of ctxprofFolders(world)) {
    if (!existsSync(folder)) continue;
    await unlessItFails(`What ctxprof kept in ${folder}`, store, world, async () => {
      const { importCtxprof } = await import('../../store/ingest/spool/import-ctxprof.ts');
      importCtxprof(store.db, { folder, now });
    });
  }
}

/** Its own variable, or where it writes without one. */
function ctxprofFolders({ place, roots }: LiveWorld): string[] {
  const named = place.env.CLAUDE_STATUS_STATE_DIR?.trim();
  if (named) return [expandHome(named, place)];
  return roots.map(({ path }) => join(path, 'session-status'));
}

async function unlessItFails(
  what: string,
  store: LedgerStore,
  world: LiveWorld,
  run: () => Promise<void>,
): Promise<void> {
  try {
    await run();
  } catch (cause) {
    // Also marks a damaged ledger, so that the next command mends it.
    const error = toStoreError(cause, store.path);
    const why = error instanceof Error ? error.message : String(error);
    world.onNotice(`${what} could not be dealt with: ${why}; the next command tries again`);
  }
}
