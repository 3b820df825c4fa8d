// The record kinds and top-level fields this reader has met, and what it takes from each. Knows
// names only; an unknown name is counted, never an error.

export interface RecordKind {
  /** `type`, or `type/subtype` where a subtype (or data.type, attachment.type) tells kinds apart. */
  readonly kind: string;
  /** What the ledger takes from it. */
  readonly use: string;
}

/** Sources: the public record of Claude Code 1.0 to 2.1.2xx transcripts, and the real client. */
export const KNOWN_RECORD_KINDS: readonly RecordKind[] = [
  { kind: 'assistant', use: 'usage of a call, tool calls, API errors' },
  { kind: 'user', use: 'human prompts, names of slash commands, subagent results' },
  { kind: 'summary', use: 'title of last resort but one' },
  { kind: 'custom-title', use: 'title' },
  { kind: 'ai-title', use: 'title' },
  { kind: 'cost-state', use: "the client's own cost, kept beside ours" },
  { kind: 'system/compact_boundary', use: 'compactions' },
  { kind: 'progress/agent_progress', use: 'usage of a subagent whose file is gone' },
  { kind: 'progress/hook_progress', use: 'how a session started' },
  { kind: 'attachment', use: 'added and removed tools, how a session started' },
  ...ignored('progress', [
    'bash_progress',
    'powershell_progress',
    'mcp_progress',
    'waiting_for_task',
    'query_update',
    'search_results_received',
    'skill_progress',
  ]),
  ...ignored('system', [
    'stop_hook_summary',
    'turn_duration',
    'local_command',
    'api_error',
    'microcompact_boundary',
    'away_summary',
    'informational',
    'bridge_status',
    'agents_killed',
    'model_refusal_fallback',
    '',
  ]),
  ...ignored(null, [
    'file-history-snapshot',
    'file-history-delta',
    'queue-operation',
    'agent-name',
    'last-prompt',
    'mode',
    'permission-mode',
    'pr-link',
    'bridge-session',
    'agent-setting',
    'atis-latch',
    'agent-color',
    'tag',
    'frame-link',
    'relocated',
    'continued-in',
    'fork-context-ref',
    'content-replacement',
    'ended-by-model',
    'history-suppression',
    'attribution-snapshot',
  ]),
];

function ignored(type: string | null, names: readonly string[]): RecordKind[] {
  return names.map((name) => ({
    kind: type === null ? name : name === '' ? type : `${type}/${name}`,
    use: 'counted; its time is activity',
  }));
}

const KNOWN = new Set(KNOWN_RECORD_KINDS.map((entry) => entry.kind));

export function isKnownKind(kind: string): boolean {
  return KNOWN.has(kind) || kind.startsWith('artifact-') || kind.startsWith('marble-origami-');
}

/** Top-level fields of conversation records that the reader looks for or knowingly passes over. */
export const KNOWN_FIELDS = new Set(
  `type uuid parentUuid logicalParentUuid sessionId session_id timestamp cwd version gitBranch
   isSidechain agentId userType slug requestId message toolUseResult sourceToolAssistantUUID
   sourceToolUseID isMeta isCompactSummary isVisibleInTranscriptOnly permissionMode
   thinkingMetadata todos promptId origin promptSource toolDenialKind interruptedMessageId
   queueSkipAttachments entrypoint effort perTurnEffort apiBlockIndex wireToolInputs
   attributionAgent attributionSkill attributionPlugin attributionMcpServer attributionMcpTool
   isAbortedMidStream error isApiErrorMessage apiErrorStatus quotaLimits costUSD durationMs
   forkedFrom sessionKind teamName parentToolUseID toolUseID data subtype content level
   compactMetadata microcompactMetadata hookCount hookInfos hookErrors hookAdditionalContext
   preventedContinuation stopReason hasOutput messageCount pendingBackgroundAgentCount
   pendingWorkflowCount cause retryInMs retryAttempt maxRetries attachment summary leafUuid
   customTitle aiTitle agentName lastPrompt mode messageId snapshot isSnapshotUpdate
   snapshotMessageId trackingPath backup operation reason prNumber prUrl prRepository
   bridgeSessionId lastSequenceNum classifierMetaLines direction trigger originalModel
   fallbackModel apiRefusalCategory apiRefusalExplanation refusedUserMessageUuid url mcpMeta
   imagePasteIds planContent isReplay totalCostUSD totalAPIDuration
   totalAPIDurationWithoutRetries totalToolDuration totalLinesAdded totalLinesRemoved
   totalDuration startTime modelUsage hasUnknownModelCost`.split(/\s+/),
);
