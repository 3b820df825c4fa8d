// One session event as a line of the stream: renamed, made safe to show, masked. Knows what may be told; the
// order of events and where they come from are others'.
import { maskLine, maskLines, maskSecrets } from '../../shared/secrets.ts';
import type { TranscriptEvent } from '../../transcript/session-events/transcript-event.ts';
import type { NameTeller } from '../profile/tell-names.ts';
import type { EventLine, ToolCallPayload } from './event-line.ts';

/** The transcript that events are of. */
export interface LineSource {
  readonly sessionId: string;
  readonly agentId: string | null;
  readonly names: NameTeller;
  /** Tool and input → the first call with them. */
  readonly inputs: Map<string, number>;
}

/** Null: not part of the stream. */
export function deriveEventLine(event: TranscriptEvent, source: LineSource): EventLine | null {
  const head = headOf(event, source);
  const { names } = source;
  switch (event.kind) {
    case 'user': {
      const { kind, origin, chars } = event;
      return { kind, ...head, payload: { origin, chars, ...textOf(event) } };
    }
    case 'assistant': {
      const { kind, chars } = event;
      return { kind, ...head, payload: { chars, ...textOf(event) } };
    }
    case 'thinking': {
      const { kind, chars, signatureChars: signature_chars, isRedacted: is_redacted } = event;
      const payload = { chars, signature_chars, is_redacted, ...textOf(event) };
      return { kind, ...head, payload };
    }
    case 'tool_call':
      return { kind: event.kind, ...head, payload: callPayload(event, source) };
    case 'tool_result': {
      const { kind, tool, toolUseId, call, isError, isRejected, chars } = event;
      const payload = {
        tool_name: tool === '' ? '' : names.tellTool(tool),
        tool_use_id: cleanId(toolUseId),
        call,
        is_error: isError,
        is_rejected: isRejected,
        chars,
        ...textOf(event),
      };
      return { kind, ...head, payload };
    }
    case 'system': {
      const trigger = event.trigger === null ? null : names.clean(event.trigger);
      return {
        kind: event.kind,
        ...head,
        payload: { subkind: plain(event.subkind, names), trigger },
      };
    }
    default:
      return null;
  }
}

function headOf(
  { atMs, uuid, chain, scene }: TranscriptEvent,
  { sessionId, agentId, names }: LineSource,
): Omit<EventLine, 'kind' | 'payload'> {
  const clean = (text: string | null): string | null => (text === null ? null : names.clean(text));
  return {
    session_id: cleanId(sessionId) ?? '',
    timestamp: atMs === null ? null : new Date(atMs).toISOString(),
    uuid: cleanId(uuid),
    agent_id: cleanId(chain ?? agentId),
    model: clean(scene.model),
    version: clean(scene.version),
    // A branch is named by the person.
    branch: names.isRedacted ? null : clean(scene.branch),
    effort: clean(scene.effort),
    permission_mode: clean(scene.permissionMode),
  };
}

/** Not kept, unlike names: there are as many as events. */
function cleanId(id: string | null): string | null {
  return id === null || /^[\w:-]{1,200}$/.test(id) ? id : maskLine(id.slice(0, 200));
}

function callPayload(
  event: Extract<TranscriptEvent, { kind: 'tool_call' }>,
  { names, inputs }: LineSource,
): ToolCallPayload {
  const { tool, toolUseId, call, path, inputHash, text } = event;
  const key = `${inputHash} ${tool}`;
  const first = inputs.get(key);
  if (first === undefined) inputs.set(key, call);
  return {
    tool_name: tool === '' ? '' : names.tellTool(tool),
    tool_use_id: cleanId(toolUseId),
    call,
    path: path === null ? null : names.tell('path', path),
    // Not the hash: of a short input it can be guessed.
    repeats_call: first ?? null,
    ...(text === undefined ? {} : { input: maskedInput(text) }),
  };
}

function plain(text: string, names: NameTeller): string {
  return text === '' ? '' : names.clean(text);
}

function textOf({ text }: TranscriptEvent): { readonly text?: string } {
  return text === undefined ? {} : { text: maskLines(text) };
}

/**
 * Masked twice: each string as it is, without the escapes that hide a key's shape, then the whole, where
 * the name of a field tells that its value is one.
 */
function maskedInput(json: string): unknown {
  const masked = maskSecrets(JSON.stringify(maskStrings(JSON.parse(json), 0)));
  try {
    return JSON.parse(masked);
  } catch {
    return masked;
  }
}

/** Deeper is nothing of any tool. */
const MAX_DEPTH = 100;

function maskStrings(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskLines(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((one) => maskStrings(one, depth + 1));
  const entries = Object.entries(value).map(([name, one]): [string, unknown] => [
    maskLines(name),
    maskStrings(one, depth + 1),
  ]);
  return Object.fromEntries(entries);
}
