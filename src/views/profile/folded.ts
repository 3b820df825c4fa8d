// A profile as folded stacks, the text that flame-graph scripts take: frames with semicolons between, a
// blank, a whole number. Knows no colours and no order but the session's.
import type { ProfileAnswer } from '../../query/profile/profile-answer.ts';
import { oneLine } from '../../shared/sanitize.ts';
import type { ProfileRenderOptions } from './profile-format.ts';
import { walkStacks, weightOf } from './walk-stacks.ts';

/** One line per stack, equal stacks as one; nano-dollars where the weight is cost. */
export function renderFolded(answer: ProfileAnswer, { weight }: ProfileRenderOptions): string {
  const sums = new Map<string, number>();
  const escaped = new Map<string, string>();
  const frameOf = (name: string): string => {
    const known = escaped.get(name);
    if (known !== undefined) return known;
    const frame = escapeFrame(name);
    escaped.set(name, frame);
    return frame;
  };
  for (const { stack, part } of walkStacks(answer)) {
    const value = weightOf(part, weight) ?? 0;
    if (value === 0) continue;
    const line = stack.map(frameOf).join(';');
    sums.set(line, (sums.get(line) ?? 0) + value);
  }
  return [...sums].map(([line, value]) => `${line} ${value}\n`).join('');
}

/** One line. The format knows no escape: as in addresses, `%3B` for a semicolon and `%25` for the sign itself. */
function escapeFrame(name: string): string {
  return oneLine(name).replaceAll('%', '%25').replaceAll(';', '%3B');
}
