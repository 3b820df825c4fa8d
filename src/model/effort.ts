// The effort level of a call, packed into its flags, so that every row keeps it without a column of its
// own. Knows the levels that Claude Code writes; part of the stored format, like flags.ts.

/** Weakest first. Source: the `effort` field of assistant lines since Claude Code 2.1.212. */
export const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'] as const;

export type Effort = (typeof EFFORTS)[number] | 'other';

/** Bits 10 to 13 of the flags: 0 nothing said, 1 to 5 a level, 15 another word. Never renumber. */
const SHIFT = 10;
const MASK = 15;
const OTHER = 15;

/** The bits for what a line says; null and an empty word say nothing. */
export function effortBits(word: string | null): number {
  if (word === null || word === '') return 0;
  const index = EFFORTS.indexOf(word as (typeof EFFORTS)[number]);
  return (index < 0 ? OTHER : index + 1) << SHIFT;
}

/** Null: no line said one (older versions, models without effort). */
export function effortOf(flags: number): Effort | null {
  const code = (flags >> SHIFT) & MASK;
  return code === 0 ? null : (EFFORTS[code - 1] ?? 'other');
}
