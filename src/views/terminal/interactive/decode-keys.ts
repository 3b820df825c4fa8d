// Bytes of a terminal in raw mode → names of keys. Knows escape sequences, whole and torn; decides nothing
// about what a key does.
// biome-ignore-all lint/suspicious/noControlCharactersInRegex: keys arrive as control characters

export interface DecodedKeys {
  /** `up`, `enter`, `ctrl-c`, or the character that was typed. */
  readonly keys: readonly string[];
  /** Begins an escape sequence whose end has not arrived; a lone one is the Escape key after a moment. */
  readonly rest: string;
}

/** A slow line may tear a sequence; a person who presses Escape does not notice so long a wait. */
export const ESCAPE_WAIT_MS = 60;

const SEQUENCES: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  '1~': 'home',
  '7~': 'home',
  '4~': 'end',
  '8~': 'end',
  '5~': 'page-up',
  '6~': 'page-down',
  '3~': 'delete',
};

const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u0008': 'backspace',
  '\u007f': 'backspace',
};

/** CSI with parameters and a final byte, or SS3 with one letter; modifiers such as `1;5` are dropped. */
const WHOLE = /^\u001b(?:\[([0-9;?<=>]*)([ -/]*)([@-~])|O([A-Za-z]))/;
const TORN = /^\u001b(?:\[[0-9;?<=>]*[ -/]*|O)?$/;

export function decodeKeys(text: string): DecodedKeys {
  const keys: string[] = [];
  let at = 0;
  while (at < text.length) {
    const left = text.slice(at, at + 64);
    if (left.startsWith('\u001b')) {
      const whole = WHOLE.exec(left);
      if (whole !== null) {
        const key = sequenceKey(whole);
        if (key !== undefined) keys.push(key);
        at += whole[0].length;
        continue;
      }
      if (TORN.test(left)) return { keys, rest: left };
      keys.push('escape');
      at += 1;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const key = characterKey(character);
    if (key !== undefined) keys.push(key);
    at += character.length;
  }
  return { keys, rest: '' };
}

function sequenceKey([, numbers = '', , final = '', letter]: RegExpExecArray): string | undefined {
  if (letter !== undefined) return letter === 'M' ? 'enter' : SEQUENCES[letter];
  const [first = ''] = numbers.split(';');
  return final === '~' ? SEQUENCES[`${first}~`] : SEQUENCES[final];
}

function characterKey(character: string): string | undefined {
  const named = CONTROLS[character];
  if (named !== undefined) return named;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 1 && code <= 26) return `ctrl-${String.fromCharCode(96 + code)}`;
  return code < 32 || (code >= 0x80 && code < 0xa0) ? undefined : character;
}
