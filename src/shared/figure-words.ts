// Figures of statistics as people read them: values with fixed decimals, changes, p values, and the one
// sentence about a change. Knows numbers; says how things were, never why.

/** With so many decimals; never `-0`. */
export function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

/** `+1.2`, `-0.4`, `0.0` */
export function signed(value: number, decimals: number): string {
  const text = fixed(value, decimals);
  return Number(text) > 0 ? `+${text}` : text;
}

/** `+12.3 %`, `+1070 %` */
export function signedPercent(percent: number): string {
  return `${signed(percent, Math.abs(percent) < 100 ? 1 : 0)} %`;
}

/** `0.034`, `<0.001`, `>0.999` */
export function formatP(p: number): string {
  if (p < 0.001) return '<0.001';
  return p > 0.999 ? '>0.999' : p.toFixed(3);
}

/** The same in an equation: `p = 0.034`, `p < 0.001`. */
export function equationOfP(p: number): string {
  const text = formatP(p);
  return /^[<>]/.test(text) ? `p ${text[0]} ${text.slice(1)}` : `p = ${text}`;
}

/** `tool errors (% of results)`; a count that is named like its unit says it once. */
export function titleWithUnit({ title, unit }: { title: string; unit: string }): string {
  return title === unit || title.endsWith(` ${unit}`) ? title : `${title} (${unit})`;
}

export interface ToldChange {
  readonly title: string;
  readonly unit: string;
  readonly decimals: number;
  readonly direction: 'rose' | 'fell' | 'held steady';
  readonly from: number;
  readonly to: number;
  /** Null: not tested. */
  readonly p: number | null;
}

/** Below it a difference is told as more than chance, after correction over the table. */
export const CHANCE_LEVEL = 0.05;

/** `read before edit (reads per edit) fell from 4.1 to 2.0 (p = 0.012 after correction).` */
export function changeSentence(change: ToldChange): string {
  const { decimals, direction, from, to, p } = change;
  const a = fixed(from, decimals);
  const b = fixed(to, decimals);
  const moved =
    direction === 'held steady' ? `${direction} at ${b}` : `${direction} from ${a} to ${b}`;
  const start = `${titleWithUnit(change)} ${moved}`;
  if (p === null || direction === 'held steady') return `${start}.`;
  const test = `${equationOfP(p)} after correction`;
  if (p < CHANCE_LEVEL) return `${start} (${test}).`;
  return `${start}; this much data does not tell it from chance (${test}).`;
}
