// How each kind of value in the doctor's answer reads on a terminal. Knows units, not sections.
import type { Unit, Value } from '../../query/doctor/section.ts';
import { formatCount, formatInteger, formatPercent, formatTokens } from '../../shared/format.ts';
import type { Zone } from '../../shared/zone.ts';

/** Text for a value; null when it is not known. */
export function formatValue(value: Value, unit: Unit, zone: Zone): string | null {
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  switch (unit) {
    case 'tokens':
      return formatTokens(value);
    case 'bytes':
      return formatBytes(value);
    case 'days':
      return formatCount(value, 'day');
    case 'ratio':
      return formatPercent(value, 1);
    case 'time':
      return zone.dateTime(value);
    case 'count':
    case 'text':
    case 'path':
    case 'flag':
      return formatInteger(value);
    default:
      return unit satisfies never;
  }
}

/** `812 B`, `1.2 MB`: powers of 1,000, as disks are sold. */
export function formatBytes(sizeBytes: number): string {
  let size = sizeBytes;
  let step = 0;
  while (size >= 999.5 && step < BYTE_UNITS.length - 1) {
    size /= 1000;
    step++;
  }
  return `${step === 0 || size >= 99.5 ? Math.round(size) : size.toFixed(1)} ${BYTE_UNITS[step]}`;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
