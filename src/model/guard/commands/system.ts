// Commands that reach the machine itself: disks, rights, administrator, fork bombs. Knows their programs and
// the signs of a block device.
import type { Hit } from '../finding.ts';
import type { RunFunction } from '../shell/list-pipelines.ts';
import { hasFlag, operandsOf, type RunCommand } from '../shell/run-command.ts';
import { type CommandRule, hitCommand, perCommand } from './command-rule.ts';
import { isRootLike } from './deletion.ts';

export const SYSTEM_RULES: readonly CommandRule[] = [
  { inFunction: (definition) => findForkBomb(definition) },
  perCommand(findDevice),
  perCommand(findRights),
  perCommand(findAdministrator),
];

function findForkBomb({ name, pipelines }: RunFunction): Hit[] {
  const isBomb = pipelines.some(({ stages, isBackground }) => {
    const own = stages.filter((stage) => stage.some(({ program }) => program === name)).length;
    return own >= 2 || (own === 1 && isBackground && pipelines.length > 1);
  });
  const label = /^[A-Za-z:.]{1,12}$/.test(name) ? `${name}(){ ${name}|${name}& }` : 'a function';
  return isBomb ? [{ rule: 'fork-bomb', severity: 'high', label }] : [];
}

/** Disks and their parts, by the names that Linux and macOS give them. */
const DEVICE =
  /^\/dev\/(?:r?disk\d|sd[a-z]|hd[a-z]|vd[a-z]|xvd[a-z]|nvme\d|mmcblk\d|loop\d|md\d|dm-\d|mapper\/\w|disk\/)/;

function findDevice(command: RunCommand): Hit[] {
  const { program, args, redirects } = command;
  const toDevice = redirects.some(
    ({ operator, target }) => operator.includes('>') && DEVICE.test(target.text),
  );
  const onDevice = args.some(({ text }) => DEVICE.test(text));
  const last = operandsOf(args).at(-1)?.text ?? '';
  const isHit =
    toDevice ||
    (program === 'dd' &&
      args.some(({ text }) => text.startsWith('of=') && DEVICE.test(text.slice(3)))) ||
    (/^mkfs(?:\.\w+)?$|^mke2fs$|^mkswap$|^newfs\w*$/.test(program) &&
      operandsOf(args).length > 0) ||
    (/^(?:wipefs|shred|blkdiscard|sgdisk|sfdisk)$/.test(program) && onDevice) ||
    (program === 'diskutil' &&
      /^(?:erase|partition|zero|secureErase)/i.test(args[0]?.text ?? '')) ||
    (/^(?:tee|cp)$/.test(program) && DEVICE.test(last));
  return isHit ? hitCommand('block-device', command) : [];
}

const OPEN_MODE = /^(?:0?[0-7]?[0-7]{2}[2367]|(?:[ugo]*[ao][ugo]*|)[+=][rwxXst]*w[rwxXst]*)$/;

function findRights(command: RunCommand): Hit[] {
  const { program, args } = command;
  if (!/^(?:chmod|chown|chgrp)$/.test(program)) return [];
  const operands = operandsOf(args);
  const isRecursive = hasFlag(args, 'R', '--recursive');
  if (
    isRecursive &&
    operands.slice(1).some((word) => isRootLike(word) && !/^[.*]/.test(word.bare))
  ) {
    return hitCommand('own-root', command);
  }
  const isOpen = program === 'chmod' && opensToAll(operands[0]?.text ?? '');
  return isOpen ? hitCommand('chmod-open', command) : [];
}

/** Octal modes by which others may write, and symbolic ones that give `w` to all or others. */
function opensToAll(mode: string): boolean {
  return mode
    .slice(0, 40)
    .split(',')
    .some((part) => OPEN_MODE.test(part) && !/^[+=]/.test(part));
}

function findAdministrator(command: RunCommand): Hit[] {
  const isAdministrator =
    command.wrappers.some((name) => name === 'sudo' || name === 'doas') ||
    (/^(?:sudo|doas)$/.test(command.program) &&
      command.args.some(({ text }) => /^-[is]$/.test(text))) ||
    (command.program === 'su' && (command.args.length === 0 || hasFlag(command.args, 'c')));
  return isAdministrator ? hitCommand('sudo', command) : [];
}
