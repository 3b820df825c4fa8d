// What the scripted API answers, one step per request: the vocabulary in which a test is written.
// Knows the shape of a script; how it becomes bytes is encode-answer.ts's.

/** One test's API. Steps are used up in the order of the requests, whatever session they come from. */
export interface Script {
  /** For requests of main conversations. */
  readonly main: readonly Step[];
  /** For subagents: the first entry whose `marker` stands in the agent's first prompt. */
  readonly agents?: readonly { readonly marker: string; readonly steps: readonly Step[] }[];
  /** For requests that ask for the summary of a compaction. */
  readonly summaries?: readonly Step[];
  /** What every answer tells about the plan; shown by the client with subscription credentials only. */
  readonly limits?: { readonly fiveHourPercent: number; readonly sevenDayPercent: number };
}

export type Step = Answer | Refusal;

export interface Answer {
  readonly kind: 'answer';
  readonly blocks: readonly Block[];
  readonly tokens: Tokens;
  /** Before the first byte. */
  readonly delayMs?: number;
  /** Inside the first block, so that there is time for an interrupt. */
  readonly stallMs?: number;
  /**
   * The answer breaks off, `early` inside its first block or `late` after it: by a lost connection, or
   * by an error event where `error` is set.
   */
  readonly broken?: { readonly when: 'early' | 'late'; readonly error?: boolean };
}

/** An HTTP error instead of an answer. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly status: number;
  readonly retryAfterSeconds?: number;
}

export type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly name: string; readonly input: object };

/** As the ledger counts them. */
export interface Tokens {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
}

/** Unlike any other step's, so that a wrong sum cannot come out right by chance. */
export function tokens(output: number, rest: Partial<Tokens> = {}): Tokens {
  return { input: 4, cacheRead: 20_000, cacheWrite5m: 0, cacheWrite1h: 0, ...rest, output };
}

export function say(words: string, used: Tokens, more: Partial<Answer> = {}): Answer {
  return { kind: 'answer', blocks: [text(words)], tokens: used, ...more };
}

/** An answer with tool calls; the client sends their results with its next request. */
export function use(blocks: readonly Block[], used: Tokens, more: Partial<Answer> = {}): Answer {
  return { kind: 'answer', blocks, tokens: used, ...more };
}

export function text(words: string): Block {
  return { type: 'text', text: words };
}

export function bash(command: string): Block {
  return tool('Bash', { command, description: 'Scripted' });
}

export function agent(marker: string): Block {
  return tool('Agent', {
    description: 'Scripted',
    prompt: `${marker}: do as the script says.`,
    subagent_type: 'general-purpose',
    run_in_background: false,
  });
}

export function tool(name: string, input: object): Block {
  return { type: 'tool_use', name, input };
}

export function refuse(status: number, retryAfterSeconds?: number): Refusal {
  return {
    kind: 'refusal',
    status,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}
