// Every pipeline that a command line runs, also inside substitutions, groups, functions, `bash -c '…'`,
// eval, ssh and here-documents fed to a shell. Knows where commands hide; judges none of them.
import { expandWords } from './expand-words.ts';
import { givenScripts, readsCommandsFromInput } from './given-scripts.ts';
import { parseShell } from './parse-shell.ts';
import { type RunCommand, scriptArgument, scriptsIn, unwrapCommand } from './run-command.ts';
import type { ShellNode, ShellPipeline, ShellScript, ShellWord } from './shell-script.ts';

export interface RunPipeline {
  readonly stages: readonly RunStage[];
  readonly joint: ShellPipeline['joint'];
  /** The one before it in the same script; null for the first. */
  readonly before: RunPipeline | null;
  /** The find that runs it for what it finds. */
  readonly foundBy?: RunCommand;
}

/** Commands whose output goes on to the next stage: one, or those of a group. */
export type RunStage = readonly RunCommand[];

export interface RunFunction {
  readonly name: string;
  readonly pipelines: readonly (RunPipeline & { readonly isBackground: boolean })[];
}

export interface RunLine {
  /** In the order in which they stand, what is inside behind what it is inside of. */
  readonly pipelines: readonly RunPipeline[];
  readonly functions: readonly RunFunction[];
}

/** A line with more commands is judged by its first ones. Own choice. */
const MAX_COMMANDS = 20_000;
/** Scripts within scripts: `bash -c "bash -c …"`. Own choice. */
const MAX_NESTING = 8;

interface Walk {
  readonly pipelines: RunPipeline[];
  readonly functions: RunFunction[];
  /** Set in the line itself, as far as their values are plain. */
  readonly variables: Map<string, string>;
  left: number;
}

export function listPipelines(line: string): RunLine {
  const walk: Walk = { pipelines: [], functions: [], variables: new Map(), left: MAX_COMMANDS };
  visitScript(walk, parseShell(line), 0);
  return walk;
}

function visitScript(walk: Walk, script: ShellScript, nesting: number): void {
  let before: RunPipeline | null = null;
  for (const pipeline of script.pipelines) {
    if (walk.left <= 0) return;
    const stages = pipeline.stages.map((node) => commandsOf(walk, node));
    const run: RunPipeline = { stages: stages.map(shorten), joint: pipeline.joint, before };
    before = run;
    walk.pipelines.push(run);
    pipeline.stages.forEach((node, index) => {
      visitNode(walk, node, stages[index] ?? [], nesting);
    });
    visitFed(walk, pipeline.stages, stages, nesting);
  }
}

function commandsOf(walk: Walk, node: ShellNode): RunStage {
  switch (node.kind) {
    case 'command':
      walk.left--;
      return [
        knowingVariables(
          walk,
          unwrapCommand(expandWords(node.words, walk.variables), node.redirects),
        ),
      ];
    case 'group':
      return node.script.pipelines.flatMap(({ stages }) =>
        walk.left > 0 ? stages.flatMap((stage) => commandsOf(walk, stage)) : [],
      );
    case 'function':
      return [];
    default:
      return node satisfies never;
  }
}

/** Rules see so much of a command: more words or longer ones tell nothing more. Own choice. */
const MAX_WORDS = 2_000;
const MAX_WORD = 4_096;

function shorten(stage: RunStage): RunStage {
  return stage.map((command) => ({
    ...command,
    args: command.args.slice(0, MAX_WORDS).map(shortenWord),
    word: command.word === null ? null : shortenWord(command.word),
  }));
}

function shortenWord(word: ShellWord): ShellWord {
  if (word.text.length <= MAX_WORD) return word;
  return { ...word, text: word.text.slice(0, MAX_WORD), bare: word.bare.slice(0, MAX_WORD) };
}

/** Longer values and words are left as they are: they must not multiply. */
const MAX_VALUE = 200;
const MAX_EXPANDED = 4_096;

/** Its words with the variables that the line has set before; keeps those that it sets. */
function knowingVariables({ variables }: Walk, command: RunCommand): RunCommand {
  for (const { bare, scripts } of command.program === '' ? command.assignments : []) {
    const at = bare.indexOf('=');
    const isTemporary = scripts.some(({ pipelines }) => startsWith(pipelines[0], 'mktemp'));
    const value = isTemporary ? '/tmp/made' : bare.slice(at + 1);
    const isPlain = value.length <= MAX_VALUE && !/[$\0`]/.test(value);
    if (isPlain) variables.set(bare.slice(0, at), value);
    else variables.delete(bare.slice(0, at));
  }
  if (variables.size === 0) return command;
  return { ...command, args: command.args.map((word) => expand(word, variables)) };
}

function startsWith(pipeline: ShellPipeline | undefined, program: string): boolean {
  const [node] = pipeline?.stages ?? [];
  return node?.kind === 'command' && node.words[0]?.text === program;
}

function expand(word: ShellWord, variables: ReadonlyMap<string, string>): ShellWord {
  if (!word.bare.includes('$') || word.bare.length > MAX_EXPANDED) return word;
  const fill = (text: string): string =>
    text.replace(
      /\$(?:\{(\w{1,60})\}|(\w{1,60}))/g,
      (name, braced, plain) => variables.get(braced ?? plain) ?? name,
    );
  return { ...word, text: fill(word.text), bare: fill(word.bare) };
}

function visitNode(walk: Walk, node: ShellNode, commands: RunStage, nesting: number): void {
  if (node.kind === 'group') {
    visitScript(walk, node.script, nesting);
    return;
  }
  if (node.kind === 'function') {
    walk.functions.push({
      name: node.name,
      pipelines: node.body.pipelines.map(({ stages, joint, isBackground }) => ({
        stages: stages.map((stage) => commandsOf(walk, stage)),
        joint,
        isBackground,
        before: null,
      })),
    });
    visitScript(walk, node.body, nesting);
    return;
  }
  for (const command of commands) {
    for (const script of scriptsIn(command)) visitScript(walk, script, nesting);
    visitInner(walk, command, nesting + 1);
  }
}

/** What a command runs that it was given as words. */
function visitInner(walk: Walk, command: RunCommand, nesting: number): void {
  if (nesting > MAX_NESTING) return;
  const script = scriptArgument(command);
  if (script !== null) visitText(walk, script.text, nesting);
  for (const text of givenScripts(command)) visitText(walk, text, nesting);
  const words = givenCommand(command);
  if (words.length > 0) {
    const inner = unwrapCommand(words, []);
    walk.left--;
    const run: RunPipeline = { stages: [shorten([inner])], joint: '', before: null };
    walk.pipelines.push(command.program === 'find' ? { ...run, foundBy: command } : run);
    visitInner(walk, inner, nesting + 1);
  }
}

function visitText(walk: Walk, text: string, nesting: number): void {
  if (text.trim() !== '') visitScript(walk, parseShell(text, nesting), nesting);
}

const CONTAINERS = new Set(['docker', 'podman', 'kubectl', 'nerdctl', 'docker-compose', 'lxc']);

/** Words of another command: behind `find … -exec`, or of a shell in a container. */
function givenCommand({ program, args }: RunCommand): readonly ShellWord[] {
  if (program === 'find' || program === 'fd') {
    const start = args.findIndex(({ text }) =>
      /^(?:-exec(?:dir)?|-ok(?:dir)?|-x|-X|--exec)$/.test(text),
    );
    if (start < 0) return [];
    const rest = args.slice(start + 1);
    const end = rest.findIndex(({ text }) => text === ';' || text === '+');
    return end < 0 ? rest : rest.slice(0, end);
  }
  if (CONTAINERS.has(program)) {
    const start = args.findIndex(({ text }) => /^(?:\/bin\/)?(?:ba|z|da|a)?sh$/.test(text));
    return start < 0 ? [] : args.slice(start);
  }
  return [];
}

/** Here-documents and echoes that a shell reads as its program. */
function visitFed(
  walk: Walk,
  nodes: readonly ShellNode[],
  stages: readonly RunStage[],
  nesting: number,
): void {
  if (nesting >= MAX_NESTING) return;
  stages.forEach((stage, index) => {
    if (!stage.some(readsCommandsFromInput)) return;
    for (const command of index === 0 ? stage : (stages[index - 1] ?? [])) {
      const body = bodyOf(command);
      if (body !== null) visitText(walk, body, nesting + 1);
      else if (index > 0 && /^(?:echo|printf)$/.test(command.program)) {
        visitText(walk, joined(behindFlags(command.args)), nesting + 1);
      }
    }
    const node = nodes[index];
    if (index > 0 && node?.kind === 'command') {
      const body = stage.map(bodyOf).find((each) => each !== null);
      if (body !== undefined && body !== null) visitText(walk, body, nesting + 1);
    }
  });
}

function bodyOf({ redirects }: RunCommand): string | null {
  return redirects.findLast(({ body }) => body !== null)?.body ?? null;
}

/** `echo -n rm -rf /`: flags of its own stand first. */
function behindFlags(words: readonly ShellWord[]): readonly ShellWord[] {
  const start = words.findIndex(({ text }) => !/^-[neE]+$/.test(text));
  return start < 0 ? [] : words.slice(start);
}

function joined(words: readonly ShellWord[]): string {
  return words.map(({ text }) => text).join(' ');
}
