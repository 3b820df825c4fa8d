// A profile as lines of JSON, each with its `type`: session, turns, chains, compactions, calls with their
// blocks, tools, cache events, end. New types may come, so a reader skips those that it does not know.
import type {
  ProfileAnswer,
  ProfileCall,
  ProfilePart,
} from '../../query/profile/profile-answer.ts';

/** Never the text of a block. */
export function renderNdjson(answer: ProfileAnswer): string {
  let text = '';
  let lines = 0;
  for (const line of linesOf(answer)) {
    text += `${JSON.stringify(line)}\n`;
    lines++;
  }
  // A file without it was cut off.
  return `${text}${JSON.stringify({ type: 'end', lines })}\n`;
}

type Line = { readonly type: string } & Readonly<Record<string, unknown>>;

function* linesOf(answer: ProfileAnswer): Generator<Line> {
  const { formatVersion, generatedAtMs, session, isRedacted, sum, unpriced } = answer;
  const { copiedCalls, callsWithoutBlocks, timezone } = answer;
  const left = { copiedCalls, callsWithoutBlocks };
  const head = { formatVersion, generatedAtMs, timezone, isRedacted };
  yield { type: 'session', ...head, ...session, sum, unpriced, ...left };
  for (const turn of answer.turns) yield { type: 'turn', ...turn };
  yield* chainLines(answer);
  for (const call of answer.calls) yield* callLines(answer, call);
  for (const { call, ...tool } of answer.tools) {
    yield { type: 'tool', callId: callIdAt(answer, call), ...tool };
  }
  for (const { call, ...event } of answer.cacheEvents) {
    yield { type: 'cache-event', callId: callIdAt(answer, call), ...event };
  }
}

function* chainLines(answer: ProfileAnswer): Generator<Line> {
  for (const [chain, { startedBy, compactions, ...told }] of answer.chains.entries()) {
    const use = startedBy === null ? null : answer.calls[startedBy.call]?.parts[startedBy.part];
    yield {
      type: 'chain',
      chain,
      ...told,
      startedByCallId: startedBy === null ? null : callIdAt(answer, startedBy.call),
      startedByToolUseId: use?.toolUseId ?? null,
    };
    for (const { beforeCall, ...compaction } of compactions) {
      const beforeCallId = beforeCall === null ? null : callIdAt(answer, beforeCall);
      yield { type: 'compaction', chain, beforeCallId, ...compaction };
    }
  }
}

function* callLines(answer: ProfileAnswer, { parts, ...call }: ProfileCall): Generator<Line> {
  const { kind, agentId } = answer.chains[call.chain] ?? { kind: 'main', agentId: null };
  yield { type: 'call', ...call, chainKind: kind, agentId };
  for (const part of parts) yield partLine(call.callId, part);
}

/** `block`: a piece of content, with its size; `share`: tokens that no block of this call explains. */
function partLine(callId: string, part: ProfilePart): Line {
  const { flow, kind, name, tokens, costNanoUsd } = part;
  const figures = { tokens, costNanoUsd };
  if (part.chars === null) return { type: 'share', callId, flow, kind, name, ...figures };
  const { target, range, toolUseId, chars, isError } = part;
  const told = { flow, kind, name, target, range, toolUseId, chars, isError };
  return { type: 'block', callId, ...told, ...figures };
}

function callIdAt({ calls }: ProfileAnswer, at: number): string | null {
  return calls[at]?.callId ?? null;
}
