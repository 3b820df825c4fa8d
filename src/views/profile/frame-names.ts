// What the frames of a profile are called, the same in every format. Knows words; names and targets come
// from the answer, made safe there.
import type {
  ProfileAnswer,
  ProfileCall,
  ProfileChain,
  ProfilePart,
} from '../../query/profile/profile-answer.ts';
import { modelLabel } from '../../shared/model-label.ts';

export function sessionFrame({ session }: ProfileAnswer): string {
  return session.title ?? `session ${session.shortId}`;
}

export function turnFrame(turn: number): string {
  return turn === 0 ? 'before any prompt' : `turn ${turn}`;
}

export function callFrame({ number, model, callId }: ProfileCall): string {
  return `call ${number} ${modelLabel(model)} ${callId}`;
}

export function chainFrame({ kind, agentType }: ProfileChain): string {
  if (kind === 'main') return 'main';
  if (kind === 'subagent') return agentType === null ? 'subagent' : `subagent ${agentType}`;
  return kind === 'compaction' ? 'compaction' : 'helper agent';
}

/** One or two frames: what it is, and what it was about. */
export function partFrames(part: ProfilePart): readonly string[] {
  const { flow, target } = part;
  if (flow === 'context-read') return ['context, read from cache', contextName(part)];
  if (flow === 'context-sent') return ['context, sent anew', contextName(part)];
  const name = blockName(part);
  return target === null ? [name] : [name, target];
}

function blockName({ kind, name }: ProfilePart): string {
  switch (kind) {
    case 'tool-use':
      return `${name ?? 'tool'} call`;
    case 'tool-result':
      return `${name ?? 'tool'} result`;
    case 'attachment':
      return name === null ? 'attachment' : `attachment ${name}`;
    case 'command':
      return name === null ? 'command' : `command ${name}`;
    case 'image':
    case 'document':
      return name === null ? kind : `${name} ${kind}`;
    case 'assistant-text':
      return 'assistant text';
    case 'compact-summary':
      return 'summary';
    case 'answer-before':
      return 'answer before';
    case 'web-search':
      return 'web search';
    case 'rest':
      return 'new, in no transcript';
    default:
      return kind;
  }
}

/** Many blocks of a category. */
function contextName({ kind, name }: ProfilePart): string {
  switch (kind) {
    case 'prefix':
      return 'system, tools';
    case 'user-text':
      return 'prompts';
    case 'assistant-text':
      return 'assistant texts';
    case 'tool-input':
      return 'tool calls';
    case 'tool-result':
      return `${name ?? 'tool'} results`;
    case 'subagent-report':
      return `${name ?? 'subagent'} reports`;
    case 'attachment':
      return `attachments ${name ?? ''}`.trimEnd();
    case 'compact-summary':
      return 'summaries';
    case 'image':
    case 'document':
      return `${kind}s`;
    case 'rest':
      return 'rest';
    default:
      return kind;
  }
}
