// Reproducible randomness: the same seed gives the same numbers and ids on every machine. Knows
// nothing of transcripts, and is of no use for secrets.

export interface Random {
  /** At least 0, below 1. */
  real(): number;
  /** Whole number, both ends included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** n lower-case hex digits. */
  hex(length: number): string;
  /** n letters and digits, as in API ids. */
  base62(length: number): string;
  /** Of version 4's shape. */
  uuid(): string;
  /** An independent stream: drawing from it leaves this one where it is. */
  branch(label: string | number): Random;
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const HEX = '0123456789abcdef';

export function createRandom(seed: string | number): Random {
  const name = String(seed);
  let state = hashText(name);

  function real(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  function letters(alphabet: string, length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += alphabet[Math.floor(real() * alphabet.length)];
    return text;
  }

  function pick<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new RangeError('nothing to pick from');
    return choices[Math.floor(real() * choices.length)] as T;
  }

  const hex = (length: number) => letters(HEX, length);
  return {
    real,
    int: (min, max) => min + Math.floor(real() * (max - min + 1)),
    chance: (probability) => real() < probability,
    pick,
    hex,
    base62: (length) => letters(BASE62, length),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${letters('89ab', 1)}${hex(3)}-${hex(12)}`,
    branch: (label) => createRandom(`${name}/${label}`),
  };
}

/** FNV-1a, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
