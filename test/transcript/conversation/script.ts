// A session's transcript written step by step, for tests that care what was said and done: prompts, texts,
// tool calls with their results, all in the shapes Claude Code writes.

export type Json = Readonly<Record<string, unknown>>;

export interface ScriptFacts {
  readonly sessionId?: string;
  readonly cwd?: string;
  readonly branch?: string;
}

export interface Script {
  readonly lines: string[];
  text(): string;
  prompt(content: unknown, extra?: Json): Script;
  says(text: string, extra?: Json): Script;
  /** A call and its result; `structured` is the record's `toolUseResult`. */
  tool(name: string, input: Json, result?: ToolWords): Script;
  record(record: Json): Script;
}

export interface ToolWords {
  readonly content?: unknown;
  readonly isError?: boolean;
  readonly structured?: unknown;
  /** Without one the call is still open. */
  readonly isOpen?: boolean;
}

export const SESSION = '4f2a91c3-0000-4000-8000-000000000001';
export const CWD = '/w/app';

export function script(facts: ScriptFacts = {}): Script {
  const { sessionId = SESSION, cwd = CWD, branch = 'retry-fix' } = facts;
  const lines: string[] = [];
  let count = 0;
  const write = (type: string, body: Json): void => {
    count++;
    const timestamp = new Date(Date.UTC(2026, 10, 21, 9, 0, count)).toISOString();
    const uuid = `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
    const envelope = { isSidechain: false, cwd, sessionId, gitBranch: branch, version: '2.1.197' };
    lines.push(JSON.stringify({ type, uuid, timestamp, ...envelope, ...body }));
  };
  const assistant = (block: Json, extra: Json = {}): void => {
    const usage = { input_tokens: 4, output_tokens: 20, cache_read_input_tokens: 20_000 };
    const id = `msg_${sessionId.slice(0, 8)}${count}`;
    const head = { id, type: 'message', role: 'assistant', model: 'claude-opus-4-8', usage };
    const message = { ...head, stop_reason: 'end_turn', content: [block], ...extra };
    write('assistant', { requestId: `req_${id}`, message });
  };
  const self: Script = {
    lines,
    text: () => `${lines.join('\n')}\n`,
    prompt(content, extra = {}) {
      write('user', { message: { role: 'user', content }, origin: { kind: 'human' }, ...extra });
      return self;
    },
    says(text, extra) {
      assistant({ type: 'text', text }, extra);
      return self;
    },
    tool(name, input, { content = 'ok', isError = false, structured, isOpen = false } = {}) {
      const id = `toolu_${count}`;
      assistant({ type: 'tool_use', id, name, input });
      if (isOpen) return self;
      const block = { type: 'tool_result', tool_use_id: id, content, is_error: isError };
      const more = structured === undefined ? {} : { toolUseResult: structured };
      write('user', { message: { role: 'user', content: [block] }, ...more });
      return self;
    },
    record(record) {
      const { type, ...body } = record;
      write(String(type), body);
      return self;
    },
  };
  return self;
}
