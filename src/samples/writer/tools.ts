// Inputs and results of tool calls in the shapes Claude Code writes. Knows the tools seen in real
// transcripts; any other name gets a plain shape.
import type { Random } from '../random.ts';
import type { Json } from './draft.ts';
import { codeText, numbered, outputText } from './prose.ts';

export interface ToolSpec {
  readonly name: string;
  /** The file, command, pattern or, for a subagent, its type; made up when absent. */
  readonly subject?: string | undefined;
  /** A subagent's instructions. */
  readonly prompt?: string | undefined;
  /** Characters of its result. */
  readonly resultChars?: number | undefined;
  readonly fails?: boolean | undefined;
  /** The error's text. */
  readonly failure?: string | undefined;
  /** The person does not let it run, */
  readonly rejected?: boolean | undefined;
  /** and says this with it. */
  readonly said?: string | undefined;
  /** With the input of the last call of the same tool and subject. */
  readonly again?: boolean | undefined;
}

export interface ToolResult {
  readonly content: unknown;
  readonly isError: boolean;
  readonly isRejected?: boolean;
  readonly toolUseResult: unknown;
}

interface ToolWorld {
  readonly cwd: string;
  readonly random: Random;
}

const DEFAULT_FILES = ['src/handler.ts', 'src/queue.ts', 'test/handler.test.ts', 'README.md'];

/** Tools whose result comes when a subagent has ended. */
export function startsAgent(name: string): boolean {
  return name === 'Task' || name === 'Agent';
}

export function toolInput(tool: ToolSpec, world: ToolWorld): Json {
  const { subject } = tool;
  switch (tool.name) {
    case 'Bash':
      return { command: subject ?? 'npm test', description: 'Run the tests' };
    case 'Read':
      return { file_path: filePath(tool, world) };
    case 'Edit':
      return { replace_all: false, file_path: filePath(tool, world), ...editTexts(world) };
    case 'Write':
      return { file_path: filePath(tool, world), content: codeText(world.random, 300) };
    case 'MultiEdit':
      return { file_path: filePath(tool, world), edits: [editTexts(world), editTexts(world)] };
    case 'NotebookEdit':
      return { notebook_path: filePath(tool, world), new_source: codeText(world.random, 120) };
    case 'Grep':
      return grepInput(tool, world);
    case 'Glob':
      return { pattern: subject ?? 'src/**/*.ts' };
    case 'WebFetch':
      return { url: subject ?? 'https://example.com/docs', prompt: 'How are retries configured?' };
    case 'WebSearch':
      return { query: subject ?? 'retry after header semantics' };
    case 'Task':
    case 'Agent':
      return agentInput(tool);
    case 'Skill':
      return { skill: subject ?? 'review' };
    default:
      return { input: subject ?? '' };
  }
}

export function toolResult(tool: ToolSpec, input: Json, world: ToolWorld): ToolResult {
  if (tool.rejected) return rejection(tool);
  if (tool.fails) return failure(tool);
  const chars = tool.resultChars ?? 240;
  switch (tool.name) {
    case 'Bash':
      return bashResult(outputText(world.random, chars));
    case 'Read':
      return readResult(String(input.file_path), codeText(world.random, chars));
    case 'Edit':
      return editResult(input, codeText(world.random, chars));
    case 'Write':
      return writeResult(input);
    case 'Grep':
    case 'Glob':
      return listResult(tool.name, outputText(world.random, chars));
    case 'Skill':
      return {
        content: `Launching skill: ${input.skill}`,
        isError: false,
        toolUseResult: { success: true, commandName: input.skill },
      };
    default:
      return plainResult(outputText(world.random, chars));
  }
}

/** `pattern>path`: looked for in that file or folder, else in the whole project. */
function grepInput(tool: ToolSpec, world: ToolWorld): Json {
  const [pattern = '', place] = (tool.subject ?? 'nextDelay').split('>');
  const path = place === undefined ? world.cwd : filePath({ ...tool, subject: place }, world);
  return { pattern, path, output_mode: 'files_with_matches' };
}

function filePath(tool: ToolSpec, world: ToolWorld): string {
  const subject = tool.subject ?? world.random.pick(DEFAULT_FILES);
  return subject.startsWith('/') ? subject : `${world.cwd}/${subject}`;
}

function editTexts(world: ToolWorld): Json {
  return {
    old_string: codeText(world.random, 120),
    new_string: `${codeText(world.random, 140)}\n// edited`,
  };
}

function agentInput(tool: ToolSpec): Json {
  const prompt = tool.prompt ?? 'Find out where the retry delays are configured and report.';
  return {
    description: prompt.slice(0, 32),
    subagent_type: tool.subject ?? 'general-purpose',
    prompt,
  };
}

/** As the client words it; what the person said stands behind. */
function rejection(tool: ToolSpec): ToolResult {
  const said =
    tool.said === undefined ? '' : ` To tell you how to proceed, the user said:\n${tool.said}`;
  const content = `The user doesn't want to proceed with this tool use. The tool use was rejected.${said}`;
  return { content, isError: true, isRejected: true, toolUseResult: 'User rejected tool use' };
}

function failure(tool: ToolSpec): ToolResult {
  const text =
    tool.failure ?? (tool.name === 'Bash' ? 'Exit code 1\n1 test failed' : 'File does not exist.');
  return { content: text, isError: true, toolUseResult: `Error: ${text}` };
}

function bashResult(stdout: string): ToolResult {
  const toolUseResult = {
    stdout,
    stderr: '',
    interrupted: false,
    isImage: false,
    noOutputExpected: false,
  };
  return { content: stdout, isError: false, toolUseResult };
}

function readResult(path: string, content: string): ToolResult {
  const numLines = content.split('\n').length;
  const file = { filePath: path, content, numLines, startLine: 1, totalLines: numLines };
  return { content: numbered(content), isError: false, toolUseResult: { type: 'text', file } };
}

function editResult(input: Json, originalFile: string): ToolResult {
  const toolUseResult = {
    filePath: input.file_path,
    oldString: input.old_string,
    newString: input.new_string,
    originalFile,
    structuredPatch: [
      {
        oldStart: 3,
        oldLines: 2,
        newStart: 3,
        newLines: 3,
        lines: [' const a = 1;', '-old();', '+edited();', '+more();'],
      },
    ],
    userModified: false,
    replaceAll: false,
  };
  const content = `The file ${input.file_path} has been updated successfully.`;
  return { content, isError: false, toolUseResult };
}

function writeResult(input: Json): ToolResult {
  const { file_path: filePath, content } = input;
  const toolUseResult = {
    type: 'create',
    filePath,
    content,
    structuredPatch: [],
    originalFile: null,
  };
  return { content: `File created successfully at: ${filePath}`, isError: false, toolUseResult };
}

function listResult(name: string, content: string): ToolResult {
  const filenames = DEFAULT_FILES.slice(0, 3);
  const toolUseResult =
    name === 'Glob'
      ? { filenames, durationMs: 12, numFiles: 3, truncated: false }
      : { mode: 'files_with_matches', filenames, numFiles: 3 };
  return { content: `${filenames.join('\n')}\n${content}`, isError: false, toolUseResult };
}

function plainResult(text: string): ToolResult {
  return {
    content: [{ type: 'text', text }],
    isError: false,
    toolUseResult: [{ type: 'text', text }],
  };
}
