// Which Claude Code is installed: it decides which events and forms go into its settings. Asks the
// program itself, else takes the newest version that wrote a transcript.
import { execFileSync } from 'node:child_process';
import type { ClientVersion } from '../../query/install/install-answer.ts';
import { findVersion } from '../../shared/versions.ts';
import { openToLook } from '../../store/readers/doctor-open.ts';
import { readNewestClient } from '../../store/readers/newest-client.ts';

const TIMEOUT_MS = 3000;

export interface VersionSources {
  /** What `claude --version` printed; null when it cannot be run. */
  readonly askClient: () => string | null;
  /** Newest version in the ledger as it is on disk; null when there is none. */
  readonly askLedger: () => string | null;
}

export function detectClientVersion({ askClient, askLedger }: VersionSources): ClientVersion {
  const told = findVersion(askClient() ?? '');
  if (told !== null) return { version: told, source: 'claude --version' };
  const seen = findVersion(askLedger() ?? '');
  if (seen !== null) return { version: seen, source: 'the newest transcript' };
  return { version: null, source: 'not known' };
}

/** The real sources: `claude` on the search path of `env`, and the ledger, only looked at. */
export function realVersionSources(
  env: Readonly<Record<string, string | undefined>>,
  ledgerFile: string,
): VersionSources {
  return {
    askClient: () => {
      try {
        return execFileSync('claude', ['--version'], {
          env: { ...env },
          encoding: 'utf8',
          timeout: TIMEOUT_MS,
          stdio: ['ignore', 'pipe', 'ignore'],
        });
      } catch {
        return null;
      }
    },
    askLedger: () => {
      const { db } = openToLook(ledgerFile);
      if (db === null) return null;
      try {
        return readNewestClient(db);
      } catch {
        // A ledger of another version, or a broken one: then it is not known.
        return null;
      } finally {
        db.close();
      }
    },
  };
}
