// The language of one table line after its verb: words in order, `key value` pairs, `key=value`
// options, then free text. Knows no verb; says precisely what it expected instead.

export interface Grammar {
  /** Words in order; a name that ends in `?` may be missing. */
  readonly words?: readonly string[];
  /** Names that may be written `name value` as well as `name=value`. */
  readonly pairs?: readonly string[];
  readonly options?: readonly string[];
  /** The rest of the line is text; `| ` begins it where its first word could be misread. */
  readonly text?: boolean;
}

export interface Arguments {
  readonly values: ReadonlyMap<string, string>;
  /** Undefined when the line has none. */
  readonly text: string | undefined;
}

/** A mistake in a table. It is a mistake in a test or story, so it is no TelltaleError. */
export class TableError extends Error {
  constructor(line: number, what: string) {
    super(`sample table, line ${line}: ${what}`);
    this.name = 'TableError';
  }
}

export function parseArguments(rest: string, grammar: Grammar, line: number): Arguments {
  const values = new Map<string, string>();
  const words = [...(grammar.words ?? [])];
  let left = rest.trim();
  while (left !== '') {
    if (grammar.text && left.startsWith('| ')) return { values, text: left.slice(2).trim() };
    const [token, after] = cutToken(left);
    const option = /^([A-Za-z][\w-]*)=(.*)$/s.exec(token);
    if (option) {
      const name = knownOption(option[1] as string, grammar, line);
      values.set(name, unquote(option[2] as string));
      left = after;
    } else if (grammar.pairs?.includes(token)) {
      const [value, beyond] = cutToken(after);
      if (value === '') throw new TableError(line, `"${token}" needs a value after it`);
      values.set(token, unquote(value));
      left = beyond;
    } else if (words.length > 0) {
      const name = (words.shift() as string).replace('?', '');
      if (token !== '-') values.set(name, unquote(token));
      left = after;
    } else if (grammar.text) {
      return { values, text: left };
    } else {
      throw new TableError(line, `"${token}" is too much here; expected ${describe(grammar)}`);
    }
  }
  const missing = words.find((word) => !word.endsWith('?') && !values.has(word));
  if (missing !== undefined) {
    throw new TableError(line, `<${missing}> is missing; expected ${describe(grammar)}`);
  }
  return { values, text: undefined };
}

/** For messages: `<trigger> <preTokens> [postTokens=…] [text]`. */
export function describe(grammar: Grammar): string {
  const parts = [
    ...(grammar.words ?? []).map((word) =>
      word.endsWith('?') ? `[${word.slice(0, -1)}]` : `<${word}>`,
    ),
    ...(grammar.pairs ?? []).map((name) => `[${name} …]`),
    ...(grammar.options ?? []).map((name) => `[${name}=…]`),
    ...(grammar.text ? ['[text]'] : []),
  ];
  return parts.length === 0 ? 'nothing more' : parts.join(' ');
}

/** The first word and what follows it; a quoted value may hold spaces. */
export function cutToken(text: string): readonly [string, string] {
  const match = /^\s*((?:[\w-]+=)?(?:"[^"]*"|\S*))\s*(.*)$/s.exec(text);
  return [match?.[1] ?? '', match?.[2] ?? ''];
}

function knownOption(name: string, grammar: Grammar, line: number): string {
  const words = (grammar.words ?? []).map((word) => word.replace('?', ''));
  const known = [...words, ...(grammar.pairs ?? []), ...(grammar.options ?? [])];
  if (known.includes(name)) return name;
  const list = known.length === 0 ? 'none is taken here' : `known: ${known.join(', ')}`;
  const hint = grammar.text ? '; begin text that looks like this with "| "' : '';
  throw new TableError(line, `"${name}=" is no option here; ${list}${hint}`);
}

function unquote(value: string): string {
  return value.startsWith('"') && value.endsWith('"') && value.length > 1
    ? value.slice(1, -1)
    : value;
}
