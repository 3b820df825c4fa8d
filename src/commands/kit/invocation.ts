// What a command is handed when it runs: its words, the world it may touch, and doors to the
// ledger. Everything that a test wants to replace is a field here.
import type { QueryContext } from '../../query/context.ts';
import type { IngestReport } from '../../store/ingest/ingest.ts';
import type { EventIngestReport } from '../../store/session-events/ingest-events.ts';
import type { Screen } from '../../views/terminal/screen.ts';

export interface Invocation {
  /** Positional words by argument name; absent ones are missing. */
  readonly args: Readonly<Record<string, string | undefined>>;
  /** Flags by camel-cased long name, as commander names them: `--no-x` gives `x: false`. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  /** Writes to stdout: results only. */
  readonly out: (text: string) => void;
  /** The same for what is no text. Missing where output is gathered as text. */
  readonly outBytes?: (bytes: Uint8Array) => void;
  /** Writes to stderr: progress, warnings, errors. */
  readonly err: (text: string) => void;
  /** What stdout can show. */
  readonly screen: Screen;
  /** The folder it was started in; the process's own when not given. */
  readonly cwd?: string;
  /** Asks the person at the terminal; the line typed, or null for none. Missing when nobody is there. */
  readonly ask?: (question: string) => Promise<string | null>;
  /** The terminal in front of a person, for commands that fill it. Missing when nobody is there. */
  readonly terminal?: Terminal;
  /**
   * Brings the ledger up to date (progress on stderr after half a second) and opens it for
   * questions. The context is closed by the caller of `run`.
   */
  readonly openLedger: (options?: OpenLedgerOptions) => Promise<QueryContext>;
  /** Brings the ledger up to date and tells what was done. */
  readonly ingest: (options: { readonly force: boolean }) => Promise<IngestReports>;
  /** The same invocation in another environment: the demo runs on its own folders. */
  readonly withEnv: (env: Invocation['env']) => Invocation;
}

/** What both passes have done. */
export interface IngestReports {
  readonly calls: IngestReport;
  readonly events: EventIngestReport;
}

export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** Ends the process as the signal would have, which was held back while the terminal was taken. */
  readonly endBy: (signal: NodeJS.Signals) => void;
}

export interface OpenLedgerOptions {
  /** IANA zone from `--timezone`; the configured or system zone otherwise. */
  readonly timezone?: string | undefined;
  /** Answer from what is stored already, without looking at the transcripts. */
  readonly skipIngest?: boolean;
  /** Bring session events and what metrics make of them up to date as well. */
  readonly withEvents?: boolean;
}
