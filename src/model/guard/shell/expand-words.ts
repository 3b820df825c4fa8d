// Words as a shell makes them before it runs a command: variables in the place of the program, blanks by $IFS,
// and braces. Knows only what tells commands apart; file names it does not look up.
import type { ShellWord } from './shell-script.ts';

/** Longer words are left as they are, and no word becomes more: they must not multiply. Own choice. */
const MAX_LENGTH = 400;
const MAX_PARTS = 32;

const IFS = /\$(?:\{IFS[^}]{0,20}\}|IFS(?![A-Za-z0-9_])(?:\$\d)?)/;
const VARIABLE = /^\$(?:\{(\w{1,60})\}|(\w{1,60}))/;

/** `variables`: what the line has set before. */
export function expandWords(
  words: readonly ShellWord[],
  variables: ReadonlyMap<string, string>,
): readonly ShellWord[] {
  const [first] = words;
  const needs = words.some(({ bare }) => bare.includes('{') || bare.includes('$IFS'));
  if (first === undefined || (!needs && !first.bare.startsWith('$'))) return words;
  const program = splitVariables(first, variables);
  return [...program, ...words.slice(1)].flatMap(splitBlanks).flatMap(spreadBraces);
}

/** `$RM`, `$a$b` and `$cmd` where a program stands: its words. */
function splitVariables(word: ShellWord, variables: ReadonlyMap<string, string>): ShellWord[] {
  let rest = word.bare;
  let text = '';
  if (rest.length > MAX_LENGTH) return [word];
  for (let match = VARIABLE.exec(rest); match !== null; match = VARIABLE.exec(rest)) {
    const value = variables.get(match[1] ?? match[2] ?? '');
    if (value === undefined) return [word];
    text += value;
    rest = rest.slice(match[0].length);
  }
  return text === '' ? [word] : plainWords(`${text}${rest}`.split(/\s+/));
}

function splitBlanks(word: ShellWord): ShellWord[] {
  if (!IFS.test(word.bare) || word.bare.length > MAX_LENGTH) return [word];
  return plainWords(word.bare.split(new RegExp(IFS, 'g')));
}

/** `-{r,f}` and `{rm,-rf,/}`; within braces no others. */
function spreadBraces(word: ShellWord): ShellWord[] {
  const match = /^([^{}]*)(?<!\$)\{([^{}]*,[^{}]*)\}([^{}]*)$/.exec(
    word.bare.slice(0, MAX_LENGTH + 1),
  );
  if (match === null || word.bare.length > MAX_LENGTH || word.scripts.length > 0) return [word];
  const [, head, body = '', tail] = match;
  const parts = body.split(',');
  return parts.length > MAX_PARTS
    ? [word]
    : plainWords(parts.map((part) => `${head}${part}${tail}`));
}

function plainWords(texts: readonly string[]): ShellWord[] {
  return texts
    .filter((text) => text !== '')
    .map((text) => ({ text: text.replaceAll('\0', '?'), bare: text, scripts: [] }));
}
