// Transcript records as text, one function per kind, with every field open to a test. For the odd
// shapes that no generator would write: nulls, missing fields, spaces, wrong types.

/** A usage object as the API would report it. */
export function usage(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    input_tokens: 3,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: 10,
    ...overrides,
  };
}

export interface AssistantFields {
  readonly id?: unknown;
  readonly requestId?: unknown;
  readonly model?: unknown;
  readonly stop?: unknown;
  readonly at?: unknown;
  readonly session?: unknown;
  readonly uuid?: unknown;
  readonly usage?: unknown;
  readonly content?: unknown;
  /** Further top-level fields; undefined takes a field away. */
  readonly top?: Record<string, unknown>;
  /** Further fields of the message. */
  readonly message?: Record<string, unknown>;
}

export function assistant(fields: AssistantFields = {}): Record<string, unknown> {
  return {
    parentUuid: null,
    isSidechain: false,
    type: 'assistant',
    uuid: 'u1',
    timestamp: '2026-07-01T10:00:00.000Z',
    sessionId: 's1',
    requestId: 'req_1',
    cwd: '/w/app',
    version: '2.1.200',
    gitBranch: 'main',
    ...present({
      uuid: fields.uuid,
      timestamp: fields.at,
      sessionId: fields.session,
      requestId: fields.requestId,
    }),
    message: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-opus-4-8',
      stop_reason: null,
      content: [{ type: 'text', text: 'ok' }],
      ...present({
        id: fields.id,
        model: fields.model,
        stop_reason: fields.stop,
        content: fields.content,
      }),
      usage: 'usage' in fields ? fields.usage : usage(),
      ...fields.message,
    },
    ...fields.top,
  };
}

/** Output of one streamed line; the rest as in `usage()`. */
export function stream(outputTokens: number, fields: AssistantFields = {}): string {
  return line(assistant({ ...fields, usage: usage({ output_tokens: outputTokens }) }));
}

/** A copy of a subagent's assistant record inside its parent's progress record. */
export function agentProgress(
  inner: Record<string, unknown>,
  agentId = 'a1',
): Record<string, unknown> {
  return {
    type: 'progress',
    uuid: `progress-${String(inner.uuid)}`,
    timestamp: inner.timestamp,
    sessionId: inner.sessionId,
    cwd: '/w/app',
    parentToolUseID: 'toolu_parent',
    data: {
      type: 'agent_progress',
      agentId,
      message: {
        type: inner.type,
        message: inner.message,
        timestamp: inner.timestamp,
        uuid: inner.uuid,
        requestId: inner.requestId,
      },
    },
  };
}

export function user(text: unknown, top: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'user',
    uuid: 'p1',
    timestamp: '2026-07-01T09:59:59.000Z',
    sessionId: 's1',
    cwd: '/w/app',
    message: { role: 'user', content: text },
    ...top,
  };
}

export function line(record: unknown): string {
  return `${JSON.stringify(record)}\n`;
}

/** The same JSON with blanks wherever the grammar allows some. */
export function spaced(record: unknown): string {
  return JSON.stringify(record, null, 1).replace(/\n */g, ' ').replaceAll('":', '" : ');
}

function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
