// The content blocks of one message and how they spread over its lines. Knows nothing of usage.
import { type Draft, type Json, traits } from './draft.ts';
import { sentences } from './prose.ts';
import { type ToolSpec, toolInput } from './tools.ts';

export interface ContentSpec {
  readonly text?: string | undefined;
  /** True: as the version writes it. */
  readonly thinking?: boolean | ThinkingForm | undefined;
  readonly tools?: readonly ToolSpec[] | undefined;
  /** Lines of the message; one per content block by default. */
  readonly lineCount?: number | undefined;
  /** Blocks as they are, instead of all that. */
  readonly content?: readonly Json[] | undefined;
}

/** Readable; a signature only; a block that hides everything. */
export type ThinkingForm = 'visible' | 'empty' | 'redacted';

export const THINKING_FORMS: readonly ThinkingForm[] = ['visible', 'empty', 'redacted'];

export interface Block {
  readonly json: Json;
  readonly tool?: ToolSpec;
}

export function contentBlocks(draft: Draft, spec: ContentSpec): Block[] {
  if (spec.content !== undefined) return spec.content.map((json) => ({ json }));
  const blocks: Block[] = [];
  const tools = spec.tools ?? [];
  if (spec.thinking) blocks.push({ json: thinkingBlock(draft, { form: spec.thinking }) });
  if (spec.text !== undefined || tools.length === 0) {
    blocks.push({ json: { type: 'text', text: spec.text ?? 'Done.' } });
  }
  for (const tool of tools) blocks.push(toolBlock(draft, tool));
  for (let missing = (spec.lineCount ?? 0) - blocks.length; missing > 0; missing--) {
    blocks.unshift(
      missing === 1 && !spec.thinking ? { json: thinkingBlock(draft, {}) } : textBlock(draft),
    );
  }
  return blocks;
}

export interface ThinkingSpec {
  readonly form?: boolean | ThinkingForm | undefined;
  readonly text?: string | undefined;
  readonly signatureChars?: number | undefined;
}

export function thinkingBlock(draft: Draft, spec: ThinkingSpec): Json {
  const { random } = draft;
  if (spec.form === 'redacted') return { type: 'redacted_thinking', data: random.base62(120) };
  const isEmpty = spec.form === 'empty' || (spec.form !== 'visible' && traits(draft).laterEnvelope);
  const thinking = spec.text ?? (isEmpty ? '' : sentences(random, 2));
  return { type: 'thinking', thinking, signature: random.base62(spec.signatureChars ?? 96) };
}

function textBlock(draft: Draft): Block {
  return { json: { type: 'text', text: sentences(draft.random, 1) } };
}

function toolBlock(draft: Draft, tool: ToolSpec): Block {
  const input = inputOf(draft, tool);
  const id = `toolu_01${draft.random.base62(22)}`;
  return {
    json: { type: 'tool_use', id, name: tool.name, input, caller: { type: 'direct' } },
    tool,
  };
}

/** A repeated call has the input of the last one of its tool and subject. */
function inputOf(draft: Draft, tool: ToolSpec): Json {
  const key = `${tool.name}:${tool.subject ?? ''}`;
  const earlier = tool.again ? draft.inputs.get(key) : undefined;
  const input = earlier ?? toolInput(tool, { cwd: draft.facts.cwd, random: draft.random });
  draft.inputs.set(key, input);
  draft.inputs.set(`${tool.name}:`, input);
  return input;
}

/** One block per line; surplus blocks stand together on the last line. */
export function groupBlocks(blocks: readonly Block[], lineCount: number | undefined): Block[][] {
  const count = Math.max(1, Math.min(lineCount ?? blocks.length, blocks.length));
  const groups = blocks.slice(0, count - 1).map((block) => [block]);
  return [...groups, blocks.slice(count - 1)];
}
