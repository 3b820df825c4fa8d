// Tells what a person typed from what the harness put around it or wrote in their name. Knows the
// harness's tags; the list of them is prompt.ts's.
import { NOT_TYPED } from '../prompt.ts';

/** Blocks that editors and the harness put before or behind the person's own words. */
const WRAPPED_BEFORE = /^\s*<(system-reminder|ide_[a-z_]+)>[\s\S]*?<\/\1>/;
const WRAPPED_BEHIND = /<(system-reminder|ide_[a-z_]+)>(?:(?!<\1>)[\s\S])*<\/\1>\s*$/;
/** Longer texts are not searched for a block behind: the search is quadratic at worst. */
const MAX_SEARCHED = 20_000;

const INTERRUPT = '[Request interrupted by user';

/**
 * The person's own words of a record's texts; null when there are none. A picture without words is
 * `[image]`.
 */
export function typedText(texts: readonly string[], hasPicture: boolean): string | null {
  const own = texts.map(withoutWraps).filter((text) => text !== '');
  if (own.some((text) => NOT_TYPED.some((tag) => text.startsWith(tag)))) return null;
  if (own.length === 0) return hasPicture ? '[image]' : null;
  return own.join('\n');
}

export function isInterrupt(text: string): boolean {
  return text.startsWith(INTERRUPT);
}

/** A slash command that the person entered, with its words; null for anything else. */
export function readCommand(text: string): { name: string; args: string } | null {
  const start = text.slice(0, 200).trimStart();
  if (!start.startsWith('<command-name>') && !start.startsWith('<command-message>')) return null;
  const name = /<command-name>\s*\/?([^<]{1,100}?)\s*<\/command-name>/.exec(text)?.[1];
  if (name === undefined) return null;
  const args = /<command-args>([\s\S]*?)<\/command-args>/.exec(text)?.[1] ?? '';
  return { name: `/${name}`, args: args.trim() };
}

/** What the person said when they did not let a tool run; it stands behind the harness's sentence. */
export function wasSaidAtRejection(resultText: string): string | null {
  if (!resultText.includes("The user doesn't want to proceed with this tool use")) return null;
  const said = /the user said:\s*([\s\S]+)$/.exec(resultText)?.[1]?.trim() ?? '';
  return said === '' ? null : said;
}

function withoutWraps(text: string): string {
  let rest = text;
  for (let i = 0; i < 20; i++) {
    const shorter = rest.replace(WRAPPED_BEFORE, '');
    if (shorter === rest) break;
    rest = shorter;
  }
  if (rest.length <= MAX_SEARCHED) rest = rest.replace(WRAPPED_BEHIND, '');
  return rest.trim();
}
