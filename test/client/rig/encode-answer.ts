// Turns a scripted answer into what the Messages API would send: a whole message, or the events of a
// stream. Pure: sends nothing.
import type { Answer, Block, Tokens } from './script.ts';

/** One event of a stream. */
export interface StreamEvent {
  readonly text: string;
  /** What the client knows of the usage after this event; absent: it says nothing of it. */
  readonly told?: Tokens;
  /** The event ends a content block: from the first one on the answer stands in the transcript. */
  readonly endsBlock?: true;
}

interface Identity {
  readonly id: string;
  readonly model: string;
}

export function encodeWhole(answer: Answer, identity: Identity): string {
  const content = answer.blocks.map((block, index) => fullBlock(block, identity.id, index));
  return JSON.stringify(message(identity, content, stopReason(answer), answer.tokens));
}

export function encodeStream(answer: Answer, identity: Identity): StreamEvent[] {
  const opening = { ...answer.tokens, output: 1 };
  const start = { message: message(identity, [], null, opening) };
  return [
    { ...event('message_start', start), told: opening },
    ...answer.blocks.flatMap((block, index) => blockEvents(block, identity.id, index)),
    {
      ...event('message_delta', {
        delta: { stop_reason: stopReason(answer), stop_sequence: null },
        usage: usage(answer.tokens),
      }),
      told: answer.tokens,
    },
    event('message_stop', {}),
  ];
}

export function encodeErrorEvent(): StreamEvent {
  return event('error', { error: { type: 'overloaded_error', message: 'Scripted overload' } });
}

export function encodeError(status: number): string {
  const message = `Scripted ${status}`;
  return JSON.stringify({ type: 'error', error: { type: ERROR_TYPES[status], message } });
}

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  429: 'rate_limit_error',
  500: 'api_error',
  529: 'overloaded_error',
};

function message(
  { id, model }: Identity,
  content: readonly object[],
  stop: string | null,
  used: Tokens,
): object {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: stop,
    stop_sequence: null,
    usage: usage(used),
  };
}

function usage(used: Tokens): object {
  return {
    input_tokens: used.input,
    cache_read_input_tokens: used.cacheRead,
    cache_creation_input_tokens: used.cacheWrite5m + used.cacheWrite1h,
    cache_creation: {
      ephemeral_5m_input_tokens: used.cacheWrite5m,
      ephemeral_1h_input_tokens: used.cacheWrite1h,
    },
    output_tokens: used.output,
    service_tier: 'standard',
  };
}

function blockEvents(block: Block, id: string, index: number): StreamEvent[] {
  const empty = block.type === 'text' ? { text: '' } : { input: {} };
  const deltas =
    block.type === 'text'
      ? halves(block.text).map((text) => ({ type: 'text_delta', text }))
      : halves(JSON.stringify(block.input)).map((partial_json) => ({
          type: 'input_json_delta',
          partial_json,
        }));
  return [
    event('content_block_start', {
      index,
      content_block: { ...fullBlock(block, id, index), ...empty },
    }),
    ...deltas.map((delta) => event('content_block_delta', { index, delta })),
    { ...event('content_block_stop', { index }), endsBlock: true },
  ];
}

/** As the API gives it: a tool call has an id. */
function fullBlock(block: Block, id: string, index: number): object {
  return block.type === 'text'
    ? block
    : { ...block, id: `toolu_${id.replace(/^msg_/, '')}${index}` };
}

function stopReason({ blocks }: Answer): string {
  return blocks.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn';
}

function halves(text: string): string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}

function event(type: string, data: object): StreamEvent {
  return { text: `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n` };
}
