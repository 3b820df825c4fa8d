// Code that is fetched or decoded and run without anyone having read it. Knows the programs that fetch and
// the ways from them to an interpreter.
import type { Hit } from '../finding.ts';
import type { RunPipeline, RunStage } from '../shell/list-pipelines.ts';
import {
  hasFlag,
  isShell,
  operandsOf,
  type RunCommand,
  readsProgramFromInput,
  scriptArgument,
  unwrapCommand,
} from '../shell/run-command.ts';
import type { ShellScript, ShellWord } from '../shell/shell-script.ts';
import { type CommandRule, hitCommand, hitPipeline, perCommand } from './command-rule.ts';

const DOWNLOADERS =
  /^(?:curl|wget|fetch|aria2c|https?|xh|lynx|nc|ncat|netcat|iwr|irm|Invoke-WebRequest|Invoke-RestMethod)$/;

export const REMOTE_CODE_RULES: readonly CommandRule[] = [
  { inPipeline: (pipeline) => findPiped(pipeline) },
  { inPipeline: (pipeline) => findSubstituted(pipeline) },
  { inPipeline: (pipeline) => findDownloadedFile(pipeline) },
  perCommand(findEncoded),
];

function findPiped(pipeline: RunPipeline): Hit[] {
  const { stages } = pipeline;
  const runs = stages.findLastIndex((stage) => stage.some(readsProgramFromInput));
  if (runs < 1) return [];
  const before = stages.slice(0, runs);
  if (before.some((stage) => stage.some(isDownload))) return hitPipeline('pipe-to-shell', pipeline);
  return before.some((stage) => stage.some(isDecoder))
    ? hitPipeline('hidden-script', pipeline)
    : [];
}

/** `powershell -enc …`: base64 that nobody reads. */
function findEncoded(command: RunCommand): Hit[] {
  const isEncoded =
    /^(?:powershell|pwsh)(?:\.exe)?$/i.test(command.program) &&
    command.args.some(({ text }) => /^-e(?:nc?|ncodedcommand|c)?$/i.test(text));
  return isEncoded ? hitCommand('hidden-script', command) : [];
}

function isDownload({ program }: RunCommand): boolean {
  return DOWNLOADERS.test(program);
}

function isDecoder({ program, args }: RunCommand): boolean {
  const flags = args.map(({ text }) => text);
  if (/^(?:base64|base32|gbase64)$/.test(program)) {
    return flags.some((flag) => /^(?:-d|-D|--decode|-di)$/.test(flag));
  }
  if (program === 'xxd') return hasFlag(args, 'r');
  return program === 'openssl' && flags.includes('-d');
}

/** `eval "$(curl …)"`, `bash -c "$(curl …)"`, `bash <(curl …)`, `source <(curl …)`, `$(curl …)`. */
function findSubstituted(pipeline: RunPipeline): Hit[] {
  const words = pipeline.stages.flatMap((stage) => stage.flatMap(wordsThatRun));
  const scripts = words.flatMap(({ scripts: inside }) => inside);
  if (scripts.some((script) => contains(script, isDownload))) {
    return hitPipeline('pipe-to-shell', pipeline);
  }
  return scripts.some((script) => contains(script, isDecoder))
    ? hitPipeline('hidden-script', pipeline)
    : [];
}

/** Words whose substitution is run: it stands where a command or a script is expected. */
function wordsThatRun(command: RunCommand): ShellWord[] {
  const { program, word, args, redirects } = command;
  const begins = (each: ShellWord | null): each is ShellWord =>
    each?.text.trimStart().startsWith('$()') === true;
  const isProcess = ({ text }: ShellWord): boolean => text === '<()';
  if (begins(word)) return [word];
  if (program === 'eval') return args.filter(begins).slice(0, 1);
  if (program === 'source' || program === '.') return args.slice(0, 1).filter(isProcess);
  const script = scriptArgument(command);
  if (begins(script)) return [script];
  if (/^(?:python[\d.]*|node|perl|ruby|php)$/.test(program)) {
    const flag = args.findIndex(({ text }) => /^-[ceEr]$/.test(text));
    const code = flag < 0 ? null : (args[flag + 1] ?? null);
    return begins(code) ? [code] : operandsOf(args).slice(0, 1).filter(isProcess);
  }
  if (!isShell(command)) return [];
  const fed = redirects.filter(({ operator, target }) =>
    operator === '<<<' ? begins(target) : operator === '<' && isProcess(target),
  );
  return [...operandsOf(args).slice(0, 1).filter(isProcess), ...fed.map(({ target }) => target)];
}

/** Any command of the script, also in its groups. */
export function contains(
  script: ShellScript,
  test: (command: RunCommand) => boolean,
  depth = 0,
): boolean {
  return script.pipelines.some(({ stages }) =>
    stages.some((node) => {
      if (node.kind === 'command') {
        const command = unwrapCommand(node.words, node.redirects);
        if (test(command)) return true;
        return (
          depth < 4 &&
          node.words.some((word) => word.scripts.some((inner) => contains(inner, test, depth + 1)))
        );
      }
      return node.kind === 'group' && depth < 8 && contains(node.script, test, depth + 1);
    }),
  );
}

/** How many commands before this one may have fetched the file. Own choice. */
const MAX_BACK = 6;

/** `curl -o x.sh … && sh x.sh`, also with chmod between them. */
function findDownloadedFile(pipeline: RunPipeline): Hit[] {
  const files = pipeline.stages.flatMap((stage) => stage.flatMap(fileThatRuns));
  if (files.length === 0) return [];
  let before = pipeline.before;
  for (let back = 0; before !== null && back < MAX_BACK; back++) {
    const fetched = before.stages.flatMap((stage: RunStage) => stage.flatMap(fetchedFiles));
    if (files.some((file) => fetched.includes(file))) {
      return hitPipeline('download-and-run', {
        stages: [...before.stages.slice(-1), ...pipeline.stages],
        joint: '',
        before: null,
      });
    }
    before = before.before;
  }
  return [];
}

function fileThatRuns(command: RunCommand): string[] {
  const { word, args } = command;
  const isInterpreter =
    isShell(command) || /^(?:python[\d.]*|node|perl|ruby|source|\.)$/.test(command.program);
  const file = isInterpreter ? operandsOf(args)[0]?.text : word?.text;
  const isPath = file !== undefined && (isInterpreter || file.includes('/'));
  return isPath && scriptArgument(command) === null ? [baseName(file)] : [];
}

function fetchedFiles(command: RunCommand): string[] {
  if (!isDownload(command)) return [];
  const { args, redirects } = command;
  const joint = args.flatMap(
    ({ text }) => /^(?:--output(?:-document)?=|-o)(.+)$/.exec(text)?.[1] ?? [],
  );
  const named = args.flatMap(({ text }, at) =>
    /^(?:-[a-zA-Z]*o|-O|--output|--output-document)$/.test(text) ? [args[at + 1]?.text ?? ''] : [],
  );
  const written = redirects
    .filter(({ operator }) => operator.startsWith('>'))
    .map(({ target }) => target.text);
  const byAddress = operandsOf(args)
    .filter(({ text }) => text.includes('/'))
    .map(({ text }) => text.replace(/[?#].*$/, ''));
  return [...named, ...joint, ...written, ...byAddress].map(baseName).filter((name) => name !== '');
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
