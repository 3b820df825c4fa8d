// Whether one test command runs all that another one runs, as far as their words tell: then its success
// settles the other's failure. Knows the habits of runners, not their configuration.

interface TestCommand {
  /** Program and subcommand. */
  readonly runner: string;
  /** Value of a flag that picks tests by name; null: none. */
  readonly filter: string | null;
  /** Files, folders, packages. */
  readonly targets: readonly string[];
}

const WORDS = /"(?:\\.|[^"\\])*"|'[^']*'|[^\s"']+/g;
const FILTER_FLAG =
  /^(?:-run|-k|-t|-m|-n|-g|--grep|--filter|--testNamePattern|--test-name-pattern|--tests|--only|--name|-Dtest)(?:=(.*))?$/;
const SUBCOMMAND = /^[a-z][\w:-]*$/;

/** True when `wider` runs at least what `narrower` runs. Says no in doubt. */
export function covers(wider: string, narrower: string): boolean {
  const a = readCommand(wider);
  const b = readCommand(narrower);
  if (a.runner !== b.runner) return false;
  if (a.filter !== null && a.filter !== b.filter) return false;
  if (a.targets.length === 0) return true;
  return (
    b.targets.length > 0 && b.targets.every((target) => a.targets.some((one) => holds(one, target)))
  );
}

/** `./...` and `./internal/...` are Go's way to name all below. */
function holds(folder: string, target: string): boolean {
  const start = plainPath(folder);
  const path = plainPath(target);
  if (folder.endsWith('...')) return path.startsWith(start);
  return path === start || path.startsWith(`${start}/`) || path.startsWith(`${start}:`);
}

function plainPath(path: string): string {
  return path
    .replace(/^\.\/?/, '')
    .replace(/\/?\.{3}$/, '')
    .replace(/\/$/, '');
}

function readCommand(command: string): TestCommand {
  const words = (command.match(WORDS) ?? []).map((word) => word.replace(/^["']|["']$/g, ''));
  const runner = words.slice(0, SUBCOMMAND.test(words[1] ?? '') ? 2 : 1);
  const targets: string[] = [];
  let filter: string | null = null;
  for (let at = runner.length; at < words.length; at++) {
    const word = words[at] as string;
    const flag = FILTER_FLAG.exec(word);
    if (flag !== null) filter = flag[1] ?? words[++at] ?? '';
    else if (!word.startsWith('-')) targets.push(word);
  }
  return { runner: runner.join(' '), filter, targets };
}
