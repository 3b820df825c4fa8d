// Writes a transcript record by record, for tests of what a profile reads: sizes and texts are said, ids,
// times and the chain of records follow by themselves.

export const SCRIPT_SESSION = '5f0c0e0a-0000-4000-8000-00000000cafe';

export interface ScriptCall {
  readonly input?: number;
  readonly read?: number;
  readonly write?: number;
  readonly out?: number;
  readonly model?: string;
  /** False: a placeholder, as old versions wrote it. */
  readonly final?: boolean;
}

export type ScriptBlock =
  | { readonly text: string }
  | { readonly thinking: string; readonly signature?: string }
  | { readonly use: string; readonly name: string; readonly input?: Record<string, unknown> };

export interface Script {
  prompt(content: unknown, more?: Record<string, unknown>): string;
  /** One line per block. The uuid of the last line. */
  call(id: string, usage: ScriptCall, blocks: readonly ScriptBlock[]): string;
  result(
    toolUseId: string,
    content: unknown,
    more?: Record<string, unknown>,
    isError?: boolean,
  ): string;
  attach(attachment: Record<string, unknown>): string;
  compact(summary: string, metadata?: Record<string, unknown>): string;
  record(fields: Record<string, unknown>): string;
  /** The next record follows this one; null: it begins anew. */
  follow(uuid: string | null): void;
  raw(line: string): void;
  text(): string;
}

/** One record a second, from 09:00 or so many seconds later. */
export function writeScript(session = SCRIPT_SESSION, prefix = 'u', laterSec = 0): Script {
  const lines: string[] = [];
  let count = 0;
  let parent: string | null = null;
  const add = (fields: Record<string, unknown>): string => {
    count++;
    const uuid = `${prefix}-${String(count).padStart(4, '0')}`;
    const timestamp = new Date(Date.UTC(2026, 10, 20, 9, 0, count + laterSec)).toISOString();
    const envelope = { parentUuid: parent, isSidechain: false, cwd: '/w/app', sessionId: session };
    lines.push(JSON.stringify({ ...envelope, version: '2.1.197', uuid, timestamp, ...fields }));
    parent = typeof fields.uuid === 'string' ? fields.uuid : uuid;
    return parent;
  };
  return {
    prompt: (content, more = {}) =>
      add({ type: 'user', message: { role: 'user', content }, ...more }),
    call(id, usage, blocks) {
      let last = '';
      for (const block of blocks) {
        last = add({
          type: 'assistant',
          requestId: `req_${id}`,
          message: messageOf(id, usage, block),
        });
      }
      return last;
    },
    result: (toolUseId, content, more = {}, isError = false) =>
      add({
        type: 'user',
        message: {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: toolUseId, content, is_error: isError }],
        },
        ...more,
      }),
    attach: (attachment) => add({ type: 'attachment', attachment }),
    compact(summary, metadata = {}) {
      const logicalParentUuid = parent;
      parent = null;
      add({
        type: 'system',
        subtype: 'compact_boundary',
        logicalParentUuid,
        compactMetadata: { trigger: 'auto', preTokens: 160_000, ...metadata },
      });
      return add({
        type: 'user',
        isCompactSummary: true,
        message: { role: 'user', content: summary },
      });
    },
    record: add,
    follow(uuid) {
      parent = uuid;
    },
    raw: (line) => lines.push(line),
    text: () => `${lines.join('\n')}\n`,
  };
}

function messageOf(id: string, usage: ScriptCall, block: ScriptBlock): Record<string, unknown> {
  const { input = 3, read = 0, write = 0, out = 20, final = true } = usage;
  return {
    id,
    type: 'message',
    role: 'assistant',
    model: usage.model ?? 'claude-opus-4-8',
    content: [contentOf(block)],
    stop_reason: final ? 'end_turn' : null,
    usage: {
      input_tokens: input,
      cache_read_input_tokens: read,
      cache_creation_input_tokens: write,
      cache_creation: { ephemeral_5m_input_tokens: write, ephemeral_1h_input_tokens: 0 },
      output_tokens: out,
    },
  };
}

function contentOf(block: ScriptBlock): Record<string, unknown> {
  if ('text' in block) return { type: 'text', text: block.text };
  if ('thinking' in block) {
    const { thinking, signature = 'c2ln' } = block;
    return { type: 'thinking', thinking, signature };
  }
  return { type: 'tool_use', id: block.use, name: block.name, input: block.input ?? {} };
}
