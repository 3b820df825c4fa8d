// Removal of whole folders: which targets cannot be got back, which are built again anyway. Knows rm, find
// and PowerShell's Remove-Item.
import type { Hit } from '../finding.ts';
import type { RunPipeline } from '../shell/list-pipelines.ts';
import { hasFlag, operandsOf, type RunCommand } from '../shell/run-command.ts';
import type { ShellWord } from '../shell/shell-script.ts';
import { type CommandRule, hitCommand, perCommand } from './command-rule.ts';

export const DELETION_RULES: readonly CommandRule[] = [
  perCommand(findRemoval),
  perCommand(findFind),
];

function findRemoval(command: RunCommand, pipeline: RunPipeline): Hit[] {
  const { program, args, wrappers } = command;
  if (!isRecursiveRemoval(command)) return [];
  const isWindows = program !== 'rm';
  const targets = operandsOf(args).filter(
    ({ text }) => !/^-/.test(text) && !(isWindows && /^\/[a-z]$/i.test(text)),
  );
  const isRoot = targets.some((word) => isRootLike(word) && !(isAll(word) && followsCd(pipeline)));
  if (isRoot || args.some(({ text }) => text === '--no-preserve-root')) {
    return hitCommand('rm-root', command);
  }
  if (targets.length === 0 && !wrappers.includes('xargs') && program === 'rm') return [];
  const isHarmless =
    targets.length > 0 &&
    targets.every((word) => isBuiltAgain(word) || isFoundAgain(word, pipeline));
  return hitCommand('rm-recursive', command, isHarmless ? 'low' : 'medium');
}

function isRecursiveRemoval({ program, args }: RunCommand): boolean {
  if (program === 'rm') {
    return hasFlag(args, 'r', '--recursive') || hasFlag(args, 'R');
  }
  if (/^(?:rd|rmdir|del|erase)$/i.test(program)) {
    return args.some(({ text }) => /^\/s$/i.test(text));
  }
  return (
    /^(?:Remove-Item|ri)$/i.test(program) &&
    args.some(({ text }) => /^-r(?:ec(?:urse)?)?$/i.test(text))
  );
}

const SYSTEM =
  /^\/(?:applications|bin|boot|dev|etc|home|lib|lib64|library|mnt|opt|private|proc|root|sbin|srv|sys|system|users|usr|usr\/local|var|var\/lib)?(?:\/\*)?$/i;
const HOME = /^(?:~[\w-]*|\$HOME|\$\{HOME\}|\$env:USERPROFILE|\/(?:home|Users)\/[^/]+)(?:\/\*)?$/;
const HERE = /^(?:\*|\.\*|\.|\.\/\*|(?:\.\.\/)*\.\.(?:\/\*)?|(?:\$PWD|\$\{PWD\})(?:\/\*)?)$/;
const DRIVE = /^[A-Za-z]:[\\/]?\*?$/;

/** The root, a home, a system folder, or everything here or above. Quoted signs are names. */
export function isRootLike(word: ShellWord): boolean {
  const path = word.bare.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
  return SYSTEM.test(path) || HOME.test(path) || HERE.test(path) || DRIVE.test(path);
}

function isAll({ bare }: ShellWord): boolean {
  return /^(?:\.\/)?(?:\*|\.\*)$/.test(bare);
}

/** `cd folder && rm -rf *`: what is here is that folder, or the command does not run. */
function followsCd({ before, joint }: RunPipeline): boolean {
  const previous = before?.stages[0]?.[0];
  if (joint !== '&&' || previous === undefined || !/^(?:cd|pushd)$/.test(previous.program))
    return false;
  const [folder] = operandsOf(previous.args);
  return folder !== undefined && !isRootLike(folder);
}

const BUILT_AGAIN =
  /^(?:node_modules|bower_components|dist|build|out|target|coverage|_build|\.cache|__pycache__|\.next|\.nuxt|\.svelte-kit|\.turbo|\.vite|\.parcel-cache|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.tox|\.nox|\.?venv|\.gradle|\.nyc_output|\.output|\.angular|\.dart_tool|DerivedData|Pods|obj|\.terraform|\.eggs|[\w.-]+\.egg-info|\.?tmp|temp)$/;

function isBuiltAgain({ bare }: ShellWord): boolean {
  const path = bare.replace(/\/\*?$/, '');
  if (/[\0`]|\.\.(?:\/|$)/.test(path)) return false;
  if (/^(?:\/private)?(?:\/var)?\/tmp\/[^/*]+|^"?\$\{?TMPDIR\}?\/[^/]+/.test(path)) return true;
  return !path.includes('$') && BUILT_AGAIN.test(path.slice(path.lastIndexOf('/') + 1));
}

/** `{}` of `find -name node_modules -exec rm -rf {} +`. */
function isFoundAgain({ text }: ShellWord, { foundBy }: RunPipeline): boolean {
  if (text !== '{}' || foundBy === undefined) return false;
  const names = foundBy.args.filter((_each, at) => foundBy.args[at - 1]?.text === '-name');
  const isOther = foundBy.args.some(
    ({ text: flag }) => flag === '-o' || flag === '!' || flag === '-not',
  );
  return !isOther && names.length > 0 && names.every(({ text: name }) => BUILT_AGAIN.test(name));
}

/** `find / -delete`; with a test of names it removes only some. */
function findFind(command: RunCommand): Hit[] {
  const { program, args } = command;
  if (program !== 'find') return [];
  const removes = args.some(
    ({ text }, at) =>
      text === '-delete' ||
      (/^-exec(?:dir)?$/.test(text) && /(?:^|\/)rm$/.test(args[at + 1]?.text ?? '')),
  );
  const firstTest = args.findIndex(({ text }) => text.startsWith('-'));
  const start = firstTest < 0 ? args : args.slice(0, firstTest);
  const isFiltered = args.some(({ text }) =>
    /^-(?:i?name|i?path|i?regex|newer\w*|[acm](?:time|min)|empty|size|user)$/.test(text),
  );
  return removes && !isFiltered && start.some(isRootLike) ? hitCommand('rm-root', command) : [];
}
