// Secrets on their way out of the machine, and shells on their way in. Knows which commands print secrets and
// which send; whether the other side is meant to have them it cannot know.
import type { Hit } from '../finding.ts';
import { judgePath } from '../sensitive-path.ts';
import type { RunPipeline } from '../shell/list-pipelines.ts';
import { hasFlag, isShell, operandsOf, type RunCommand } from '../shell/run-command.ts';
import { type CommandRule, hitCommand, hitPipeline, perCommand } from './command-rule.ts';
import { contains } from './remote-code.ts';
import { SHOWING } from './sensitive-reads.ts';

export const EXFILTRATION_RULES: readonly CommandRule[] = [
  { inPipeline: (pipeline) => findPiped(pipeline) },
  { inPipeline: (pipeline) => findPipedShell(pipeline) },
  perCommand(findSentFile),
  perCommand(findReverseShell),
];

function findPiped(pipeline: RunPipeline): Hit[] {
  const { stages } = pipeline;
  const from = stages.findIndex((stage) => stage.some(printsSecrets));
  if (from < 0) return [];
  const sends = stages
    .slice(from + 1)
    .some((stage) => stage.some((command) => sendsInput(command)));
  return sends ? hitPipeline('exfiltration', pipeline) : [];
}

/** `sh -i | nc host 1`: what the shell prints goes out; what it reads comes in by a named pipe. */
function findPipedShell(pipeline: RunPipeline): Hit[] {
  const from = pipeline.stages.findIndex((stage) =>
    stage.some((command) => isShell(command) && hasFlag(command.args, 'i')),
  );
  const isOut = pipeline.stages
    .slice(from + 1)
    .some((stage) =>
      stage.some(({ program }) => /^(?:nc|ncat|netcat|telnet|socat)$/.test(program)),
    );
  return from >= 0 && isOut ? hitPipeline('reverse-shell', pipeline) : [];
}

const SECRET_NAME = /pass|secret|token|key|cred|auth/i;

/** The environment, the history, a credentials file or a store of keys. */
function printsSecrets(command: RunCommand): boolean {
  const { program, args, redirects } = command;
  const first = args[0]?.text ?? '';
  const fromFile = [
    ...(SHOWING.test(program) || program === 'tar' || program === 'zip' ? operandsOf(args) : []),
    ...redirects.filter(({ operator }) => operator === '<').map(({ target }) => target),
  ];
  if (fromFile.some(({ text }) => judgePath(text) !== null || /_history$/.test(text))) return true;
  switch (program) {
    case 'env':
    case 'set':
      return operandsOf(args).length === 0;
    case 'printenv':
      return args.length === 0 || args.some(({ text }) => SECRET_NAME.test(text));
    case 'export':
    case 'declare':
    case 'typeset':
      return /^-[px]+$/.test(first) && args.length === 1;
    case 'history':
      return true;
    case 'security':
      return /^(?:find-(?:generic|internet)-password|dump-keychain)$/.test(first);
    case 'pass':
      return first === 'show';
    default:
      return false;
  }
}

const HERE =
  /^(?:\w+:\/\/)?(?:[^/@]*@)?(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|0\.0\.0\.0)(?::\d+)?(?:\/|$)/;
const BODY_FLAG =
  /^(?:-d|-F|-T|--data(?:-raw|-binary|-urlencode|-ascii)?|--form(?:-string)?|--upload-file|--json|--post-(?:data|file)|--body-(?:data|file))(?:=|$)/;

/** Sends what it is given by pipe or as a body, to another machine. */
function sendsInput({ program, args }: RunCommand): boolean {
  const operands = operandsOf(args);
  if (operands.some(({ text }) => HERE.test(text))) return false;
  if (/^(?:nc|ncat|netcat|socat|telnet|sendmail|mail|mutt)$/.test(program)) {
    return !args.some(({ text }) => /^-[a-z]*l/.test(text) && program !== 'mail');
  }
  if (program === 'ssh') return operands.length > 0;
  if (program === 'curl' || program === 'wget')
    return args.some(({ text }) => BODY_FLAG.test(text) || /^-[dFT]./.test(text));
  return program === 'openssl' && args[0]?.text === 's_client';
}

/** The same, and copying to another machine. */
export function isSending(command: RunCommand): boolean {
  const { program, args } = command;
  if (/^(?:scp|rsync|sftp)$/.test(program)) return /^[^/]+:/.test(args.at(-1)?.text ?? '');
  return program !== 'ssh' && sendsInput(command);
}

function isNetwork({ program }: RunCommand): boolean {
  return /^(?:curl|wget|nc|ncat|netcat|https?|xh)$/.test(program);
}

function findSentFile(command: RunCommand): Hit[] {
  const { program, args, redirects } = command;
  const texts = args.map(({ text }) => text);
  if (isNetwork(command)) {
    if (operandsOf(args).some(({ text }) => HERE.test(text))) return [];
    const named = texts.some((text, at) => isSentFile(text, texts[at - 1] ?? ''));
    const read = redirects.some(
      ({ operator, target }) => operator === '<' && judgePath(target.text) !== null,
    );
    if (named || read) return hitCommand('exfiltration', command);
    const isInside = args.some(({ scripts }) =>
      scripts.some((script) => contains(script, printsSecrets)),
    );
    return isInside ? hitCommand('exfiltration', command, 'medium') : [];
  }
  return copiesAway(program, texts) ? hitCommand('exfiltration', command) : [];
}

/** `-d @.env`, `-F file=@key.pem`, `-T .env`, `--post-file=.env`. */
function isSentFile(text: string, before: string): boolean {
  const file = /(?:^|=|^-[dF][^@]*)@(.+)$/.exec(text)?.[1] ?? /^--post-file=(.+)$/.exec(text)?.[1];
  if (file !== undefined) return judgePath(file) !== null;
  return /^(?:-T|--upload-file|--post-file)$/.test(before) && judgePath(text) !== null;
}

function copiesAway(program: string, texts: readonly string[]): boolean {
  const target = texts.at(-1) ?? '';
  const sources = texts.slice(0, -1).filter((text) => !text.startsWith('-'));
  const holds = sources.some((text) => judgePath(text) === 'credentials');
  if (/^(?:scp|rsync|sftp)$/.test(program)) return holds && /^[^/]+:/.test(target);
  if (/^(?:aws|gsutil|gcloud|rclone|s3cmd|az)$/.test(program)) return holds && /^\w+:/.test(target);
  if (program === 'gh')
    return (
      texts[0] === 'gist' &&
      texts[1] === 'create' &&
      texts.slice(2).some((text) => judgePath(text) !== null)
    );
  return false;
}

function findReverseShell(command: RunCommand): Hit[] {
  const { program, args, redirects } = command;
  const toNetwork = redirects.some(({ target }) => /^\/dev\/(?:tcp|udp)\//.test(target.text));
  const isServed =
    /^(?:nc|ncat|netcat)$/.test(program) &&
    args.some(({ text }) => /^-[a-z]*[ec]$|^--(?:sh-)?exec$/.test(text));
  const isSocat = program === 'socat' && args.some(({ text }) => /^exec:/i.test(text));
  return toNetwork || isServed || isSocat ? hitCommand('reverse-shell', command) : [];
}
