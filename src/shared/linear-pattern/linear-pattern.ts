// Searches with a pattern of the user in a time that grows with the text alone, whatever the pattern is:
// all ways through it are followed side by side. Knows no way back and keeps no groups.
import { type Border, type PatternNode, parsePattern } from './parse-pattern.ts';

export interface LinearPattern {
  /**
   * Starts and ends of what fits, in order and without overlap; each as short as it can be. The text is in
   * small letters.
   */
  readonly findAll: (text: string) => readonly (readonly [start: number, end: number])[];
}

export type PatternResult =
  | { readonly ok: true; readonly pattern: LinearPattern }
  /** What is wrong with it: "a ( without its )". */
  | { readonly ok: false; readonly fault: string };

type Step =
  | { readonly kind: 'unit'; readonly fits: (unit: number) => boolean }
  | { readonly kind: 'border'; readonly border: Border }
  | { readonly kind: 'fork'; to: [number, number] }
  | { readonly kind: 'jump'; to: number }
  | { readonly kind: 'found' };

/** Each letter of a text may cost as many steps. Own choice. */
const MOST_STEPS = 600;

/** An expression as JavaScript writes it, without references, lookarounds, flags and properties. */
export function compilePattern(source: string): PatternResult {
  const parsed = parsePattern(source);
  if (!parsed.ok) return parsed;
  if (canBeEmpty(parsed.node)) return { ok: false, fault: 'it fits an empty text' };
  const steps: Step[] = [];
  if (!emit(steps, parsed.node)) return { ok: false, fault: 'it is too long, or repeats too much' };
  steps.push({ kind: 'found' });
  return { ok: true, pattern: { findAll: (text) => findAll(steps, text) } };
}

function canBeEmpty(node: PatternNode): boolean {
  switch (node.kind) {
    case 'unit':
      return false;
    case 'border':
      return true;
    case 'row':
      return node.parts.every(canBeEmpty);
    case 'choice':
      return node.parts.some(canBeEmpty);
    case 'repeat':
      return node.min === 0 || canBeEmpty(node.part);
  }
}

/** False: the program would get too long. */
function emit(steps: Step[], node: PatternNode): boolean {
  if (steps.length > MOST_STEPS) return false;
  switch (node.kind) {
    case 'unit':
    case 'border':
      steps.push(node);
      return true;
    case 'row':
      return node.parts.every((part) => emit(steps, part));
    case 'choice':
      return emitChoice(steps, node.parts);
    case 'repeat':
      return emitRepeat(steps, node);
  }
}

function emitChoice(steps: Step[], parts: readonly PatternNode[]): boolean {
  const ends: { kind: 'jump'; to: number }[] = [];
  const [last] = parts.slice(-1);
  for (const part of parts.slice(0, -1)) {
    const fork: Step = { kind: 'fork', to: [steps.length + 1, 0] };
    steps.push(fork);
    if (!emit(steps, part)) return false;
    const end = { kind: 'jump' as const, to: 0 };
    ends.push(end);
    steps.push(end);
    fork.to[1] = steps.length;
  }
  if (last !== undefined && !emit(steps, last)) return false;
  for (const end of ends) end.to = steps.length;
  return true;
}

function emitRepeat(
  steps: Step[],
  { part, min, max }: Extract<PatternNode, { kind: 'repeat' }>,
): boolean {
  for (let count = 0; count < min; count += 1) if (!emit(steps, part)) return false;
  if (max === null) {
    const start = steps.length;
    const fork: Step = { kind: 'fork', to: [start + 1, 0] };
    steps.push(fork);
    if (!emit(steps, part)) return false;
    steps.push({ kind: 'jump', to: start });
    fork.to[1] = steps.length;
    return true;
  }
  const forks: [number, number][] = [];
  for (let count = min; count < max; count += 1) {
    const to: [number, number] = [steps.length + 1, 0];
    forks.push(to);
    steps.push({ kind: 'fork', to });
    if (!emit(steps, part)) return false;
  }
  for (const to of forks) to[1] = steps.length;
  return true;
}

interface Way {
  readonly step: number;
  readonly start: number;
}

function findAll(steps: readonly Step[], text: string): [number, number][] {
  const found: [number, number][] = [];
  /** At which position a step was last stood on: each once per position. */
  const stoodAt = new Int32Array(steps.length);
  let ways: Way[] = [];
  let mark = 0;
  for (let at = 0; at <= text.length; at += 1) {
    mark += 1;
    const open: Way[] = [];
    const stand = (step: number, start: number): number | null =>
      standOn({ steps, stoodAt, mark, text, at, open }, step, start);
    let start: number | null = null;
    for (const way of ways) start ??= stand(way.step, way.start);
    if (start !== null) {
      found.push([start, at]);
      open.length = 0;
      mark += 1;
    }
    stand(0, at);
    const unit = text.charCodeAt(at);
    ways = [];
    for (const { step, start: from } of open) {
      const here = steps[step];
      if (here?.kind === 'unit' && here.fits(unit)) ways.push({ step: step + 1, start: from });
    }
  }
  return found;
}

interface Stand {
  readonly steps: readonly Step[];
  readonly stoodAt: Int32Array;
  readonly mark: number;
  readonly text: string;
  readonly at: number;
  /** Steps that want a letter, the earlier start first. */
  readonly open: Way[];
}

/** Follows all that costs no letter; where a fit that ends here began, or null. */
function standOn(stand: Stand, first: number, start: number): number | null {
  const waiting = [first];
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    if (stand.stoodAt[step] === stand.mark) continue;
    stand.stoodAt[step] = stand.mark;
    const here = stand.steps[step];
    if (here === undefined) continue;
    if (here.kind === 'found') return start;
    if (here.kind === 'unit') stand.open.push({ step, start });
    else if (here.kind === 'jump') waiting.push(here.to);
    else if (here.kind === 'fork') waiting.push(here.to[1], here.to[0]);
    else if (isBorder(here.border, stand.text, stand.at)) waiting.push(step + 1);
  }
  return null;
}

const WORD = /[\p{L}\p{N}_]/u;

/** Borders of lines count as borders of the text, because a text is a paragraph or many. */
function isBorder(border: Border, text: string, at: number): boolean {
  if (border === 'start') return at === 0 || text[at - 1] === '\n';
  if (border === 'end') return at === text.length || text[at] === '\n';
  const isWordBorder = WORD.test(text[at - 1] ?? '') !== WORD.test(text[at] ?? '');
  return isWordBorder === (border === 'word');
}
