// The answer to "what in these sessions is a risk": findings, paths, servers, and what nobody could look at.
// Types only; no field holds a secret.
import type { GuardFinding, Place } from '../../model/guard/finding.ts';
import type { McpRisk } from '../../model/guard/mcp-tool.ts';
import type { RiskPath } from '../../model/guard/risk-path.ts';
import type { RuleFamily, Severity } from '../../model/guard/rules.ts';
import type { SessionIdentity } from '../sessions/describe-session.ts';

export type { Place, RiskPath, Severity };

export interface GuardQuestion {
  /** Id of a session or its beginning; the newest without one. */
  readonly wanted?: string | undefined;
  /** All sessions of the config folders in force. */
  readonly all?: boolean;
  /** Only sessions active since then, and only what stands in them since then. */
  readonly sinceMs?: number | undefined;
  readonly mcp?: boolean;
  readonly limit: number;
}

/** A finding with what its rule says. */
export interface ListedFinding extends GuardFinding {
  readonly family: RuleFamily;
  readonly title: string;
}

export interface GuardAnswer {
  readonly kind: 'guard';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  readonly scope: {
    /** Null: several. */
    readonly session: SessionIdentity | null;
    readonly sessions: number;
    readonly sinceMs: number | null;
  };
  readonly coverage: GuardCoverage;
  readonly sums: Readonly<Record<Severity, number>>;
  /** Findings in all, also those that the limit leaves out. */
  readonly matchingFindings: number;
  readonly limit: number;
  readonly findings: readonly ListedFinding[];
  readonly paths: readonly RiskPath[];
  /** Null: not asked for. */
  readonly mcp: McpAnswer | null;
}

export interface GuardCoverage {
  readonly transcripts: number;
  readonly bytes: number;
  readonly toolCalls: number;
  /** Sessions of which no transcript is left: nobody could look. */
  readonly goneSessions: number;
  /** Transcripts that are gone or could not be read, of all sessions. */
  readonly goneTranscripts: number;
  /** Lines that are no record or longer than 8 MB. */
  readonly unreadLines: number;
}

export interface McpAnswer {
  /** By calls, then by name. */
  readonly servers: readonly McpServer[];
  /** Where servers were looked for; missing files are usual. */
  readonly files: readonly McpFile[];
}

export interface McpFile {
  readonly path: string;
  readonly state: 'read' | 'missing' | 'broken' | 'unreadable';
}

export interface McpServer {
  readonly name: string;
  readonly calls: number;
  readonly risk: McpRisk;
  readonly tools: readonly {
    readonly name: string;
    readonly calls: number;
    readonly risk: McpRisk;
  }[];
  readonly configured: readonly McpConfig[];
}

export interface McpConfig {
  /** 'local': of one project, in the user's file. */
  readonly scope: 'user' | 'local' | 'project';
  readonly file: string;
  readonly transport: 'stdio' | 'http' | 'sse' | 'unknown';
  /** Program without its arguments, or host of the address; null: not told. */
  readonly target: string | null;
  /** Names of environment variables and headers, never their values. */
  readonly given: readonly string[];
}
