// From an environment to an open, up-to-date ledger with everything a question needs. Knows the
// order of the steps: settings, folders, store, ingest, spool, session events, scope.
import { existsSync, readlinkSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { loadSettings, type ResolvedSetting } from '../../config/load-settings.ts';
import type { Settings } from '../../config/settings.ts';
import { SHIPPED_BOOK, withOverrides } from '../../pricing/book.ts';
import type { QueryContext } from '../../query/context.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { type Place, telltalePaths, thisPlace } from '../../shared/paths.ts';
import { findSystemZoneName } from '../../shared/system-zone-name.ts';
import { openZone } from '../../shared/zone.ts';
import { type IngestProgress, type IngestReport, ingest } from '../../store/ingest/ingest.ts';
import { openStore } from '../../store/open-store.ts';
import { narrowToRoots, readRoots } from '../../store/scope.ts';
import type { EventIngestReport } from '../../store/session-events/ingest-events.ts';
import { isDamage, toStoreError } from '../../store/store-errors.ts';
import { findRoots, type RootReport } from '../../transcript/roots.ts';
import type { OpenLedgerOptions } from './invocation.ts';
import { type TakeEventsOptions, takeEvents } from './take-events.ts';
import { takeLive } from './take-live.ts';

export interface LedgerWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  readonly onProgress: (progress: IngestProgress) => void;
  readonly onNotice: (text: string) => void;
}

export interface OpenedLedger {
  readonly context: QueryContext;
  /** Null when the ledger was not brought up to date. */
  readonly report: IngestReport | null;
  /** Null without `withEvents`. */
  readonly eventReport: EventIngestReport | null;
  /** The second pass, for whoever wants it later. */
  readonly takeEvents: (options: TakeEventsOptions) => Promise<EventIngestReport>;
}

type OpenOptions = OpenLedgerOptions & { readonly force?: boolean };

/** @throws TelltaleError of the settings, the folders or the store */
export async function openLedger(
  world: LedgerWorld,
  options: OpenOptions = {},
): Promise<OpenedLedger> {
  try {
    return await openOnce(world, options);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return await openOnce(world, options);
  }
}

async function openOnce(world: LedgerWorld, options: OpenOptions): Promise<OpenedLedger> {
  const place = thisPlace(world.env);
  const settings = await loadChecked(place);
  const zone = openZone(options.timezone ?? settings.display.timezone ?? undefined, () =>
    findSystemZoneName({ env: world.env, readLink: readlinkSync, exists: existsSync }),
  );
  const reports = findRoots({ ...place, ...settings.roots });
  const book = withOverrides(SHIPPED_BOOK, settings.prices, settings.modelAliases);
  const store = openStore({ stateDir: telltalePaths(place).stateDir, now: world.now });
  try {
    for (const notice of store.notices) world.onNotice(notice);
    const roots = chooseRoots(reports, readRoots(store.db));
    refuseMissingRoots(reports, roots);
    const report = options.skipIngest
      ? null
      : await ingest({
          store,
          book,
          roots,
          now: world.now,
          force: options.force ?? false,
          workerUrl: workerUrl(),
          onProgress: world.onProgress,
        });
    if (report !== null) {
      noticeUnreadable(report, world);
      await takeLive(store, { ...world, place, settings, roots });
    }
    const eventWorld = { settings, roots, now: world.now, onProgress: world.onProgress };
    const eventReport =
      report === null || options.withEvents !== true
        ? null
        : await takeEvents(store, eventWorld, { force: options.force ?? false });
    narrowToRoots(
      store.db,
      roots.map((root) => root.path),
    );
    return {
      context: makeContext(store, world, zone, settings, book),
      report,
      eventReport,
      takeEvents: (wanted) => takeEvents(store, eventWorld, wanted),
    };
  } catch (error) {
    store.close();
    throw toStoreError(error, store.path);
  }
}

/** What is set of metrics is checked against them; where nothing is, they are not loaded for it. */
async function loadChecked(place: Place): Promise<Settings> {
  const { settings, values } = await loadSettings(place);
  const isGiven = ({ key, source }: ResolvedSetting): boolean =>
    key.startsWith('metrics.') && source.kind !== 'default';
  if (!values.some(isGiven)) return settings;
  const { metricFacts } = await import('../../query/quality/metric-facts.ts');
  return (await loadSettings({ ...place, metrics: metricFacts() })).settings;
}

function makeContext(
  store: QueryContext['store'],
  world: LedgerWorld,
  zone: QueryContext['zone'],
  settings: Settings,
  book: QueryContext['book'],
): QueryContext {
  return { store, now: world.now, zone, settings, book };
}

/** What cannot be read is missing from every sum: said beside every answer. */
function noticeUnreadable({ unreadable }: IngestReport, world: LedgerWorld): void {
  const [first] = unreadable;
  if (first === undefined) return;
  const others = unreadable.length === 1 ? '' : ` and ${unreadable.length - 1} more`;
  world.onNotice(
    `${first.path} (${first.code})${others} cannot be read, so calls may be missing; see telltale doctor`,
  );
}

interface ChosenRoot {
  readonly path: string;
  /** Null when the folder is gone and only the ledger remembers it. */
  readonly projectsDir: string | null;
}

/** The folders found, and those that are gone from the disk but known to the ledger. */
function chooseRoots(reports: readonly RootReport[], known: readonly string[]): ChosenRoot[] {
  const chosen: ChosenRoot[] = [];
  for (const report of reports) {
    // By the real place of the transcripts, so that two ways to it are one folder to the ledger.
    if (report.taken && report.projectsDir !== null)
      chosen.push({ path: dirname(report.projectsDir), projectsDir: report.projectsDir });
    else if (report.state === 'missing' || report.state === 'no-projects') {
      const path = resolve(report.realPath ?? report.path);
      // The projects folder may have been named instead of its parent.
      const root = [path, dirname(path)].find((folder) => known.includes(folder));
      if (root !== undefined) chosen.push({ path: root, projectsDir: null });
    }
  }
  return chosen;
}

/** A folder that someone named has to be there; that nobody has a default one yet is no mistake. */
function refuseMissingRoots(reports: readonly RootReport[], chosen: readonly ChosenRoot[]): void {
  const named = reports.filter((report) => report.source === 'CLAUDE_CONFIG_DIR');
  if (named.length === 0 || chosen.length > 0) return;
  throw new TelltaleError('no-roots', {
    what: `CLAUDE_CONFIG_DIR names no folder with transcripts: ${named.map((report) => `${report.path} (${report.why})`).join(', ')}`,
    next: 'Unset CLAUDE_CONFIG_DIR to read ~/.claude, or run: telltale doctor',
  });
}

/** The worker stands beside the built command; run from source, there is none. */
function workerUrl(): URL | null {
  const url = new URL('./ingest-worker.js', import.meta.url);
  return existsSync(url) ? url : null;
}
