// How a command that changes files of the user's comes by its consent: shown, asked, answered. Knows
// flags and the terminal; nothing of what is changed.
import type { InstallStatus } from '../../query/install/install-answer.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { formatCount } from '../../shared/format.ts';
import { formatJson } from '../../shared/json.ts';
import type { Invocation } from './invocation.ts';

/** `go`: agreed; otherwise what the answer is to say. */
export type Decision = 'go' | Exclude<InstallStatus, 'done'>;

interface Plan {
  readonly status: InstallStatus;
  readonly changes: readonly unknown[];
}

/** Shows the plan and has it agreed to, by `--yes` or by the person at the terminal. */
export async function decide<T extends Plan>(
  invocation: Invocation,
  answer: T,
  render: (answer: T) => string,
): Promise<Decision> {
  const { options, ask } = invocation;
  const isJson = options.json === true;
  if (answer.status === 'nothing-to-do') return 'nothing-to-do';
  if (!isJson) invocation.out(render(answer));
  if (options.dryRun === true) return 'dry-run';
  if (options.yes === true) return 'go';
  if (isJson || ask === undefined) return 'needs-consent';
  const files = formatCount(answer.changes.length, 'file');
  return isYes(await ask(`\nChange ${files} as shown? [y/N] `)) ? 'go' : 'declined';
}

/** As JSON the whole answer, once; on a terminal what came of it. */
export function finish<T extends object>(
  invocation: Invocation,
  answer: T,
  render: (answer: T) => string,
): void {
  invocation.out(invocation.options.json === true ? formatJson(answer) : render(answer));
}

export function isYes(answer: string | null): boolean {
  return /^\s*(y|yes)\s*$/i.test(answer ?? '');
}

export function refuseConsent(command: string): TelltaleError {
  return new TelltaleError('needs-consent', {
    what: 'Nothing was changed: there is nobody to ask here',
    next: `When the changes above are what you want, run: telltale ${command} --yes`,
  });
}
