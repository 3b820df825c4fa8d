// The content blocks of one message and how they spread over its lines. Knows nothing of usage.
import { type Draft, type Json, traits } from './draft.ts';
import { sentences } from './prose.ts';
import { type ToolSpec, toolInput } from './tools.ts';

export interface ContentSpec {
  readonly text?: string | undefined;
  readonly thinking?: boolean | undefined;
  readonly tools?: readonly ToolSpec[] | undefined;
  /** Lines of the message; one per content block by default. */
  readonly lineCount?: number | undefined;
}

export interface Block {
  readonly json: Json;
  readonly tool?: ToolSpec;
}

export function contentBlocks(draft: Draft, spec: ContentSpec): Block[] {
  const blocks: Block[] = [];
  const tools = spec.tools ?? [];
  if (spec.thinking) blocks.push(thinkingBlock(draft));
  if (spec.text !== undefined || tools.length === 0) {
    blocks.push({ json: { type: 'text', text: spec.text ?? 'Done.' } });
  }
  for (const tool of tools) blocks.push(toolBlock(draft, tool));
  for (let missing = (spec.lineCount ?? 0) - blocks.length; missing > 0; missing--) {
    blocks.unshift(missing === 1 && !spec.thinking ? thinkingBlock(draft) : textBlock(draft));
  }
  return blocks;
}

function thinkingBlock(draft: Draft): Block {
  const thinking = traits(draft).laterEnvelope ? '' : sentences(draft.random, 2);
  return { json: { type: 'thinking', thinking, signature: draft.random.base62(96) } };
}

function textBlock(draft: Draft): Block {
  return { json: { type: 'text', text: sentences(draft.random, 1) } };
}

function toolBlock(draft: Draft, tool: ToolSpec): Block {
  const input = toolInput(tool, { cwd: draft.facts.cwd, random: draft.random });
  const id = `toolu_01${draft.random.base62(22)}`;
  return {
    json: { type: 'tool_use', id, name: tool.name, input, caller: { type: 'direct' } },
    tool,
  };
}

/** One block per line; surplus blocks stand together on the last line. */
export function groupBlocks(blocks: readonly Block[], lineCount: number | undefined): Block[][] {
  const count = Math.max(1, Math.min(lineCount ?? blocks.length, blocks.length));
  const groups = blocks.slice(0, count - 1).map((block) => [block]);
  return [...groups, blocks.slice(count - 1)];
}
