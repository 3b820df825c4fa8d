// A reading as it may leave the machine: names that came from transcripts on one line and without secrets.
// Changes no number.
import type { Detail, Reading } from '../../metrics/kit/metric.ts';
import { maskLine } from '../../shared/secrets.ts';

export function cleanReading(reading: Reading): Reading {
  if (reading.kind === 'error') return { ...reading, reason: maskLine(reading.reason) };
  return { ...reading, details: cleanTable(reading.details) };
}

function cleanTable(details: Readonly<Record<string, Detail>>): Record<string, Detail> {
  return Object.fromEntries(
    Object.entries(details).map(([name, detail]) => [maskLine(name), cleanDetail(detail)]),
  );
}

function cleanDetail(detail: Detail): Detail {
  if (typeof detail === 'string') return maskLine(detail);
  if (typeof detail !== 'object' || detail === null) return detail;
  return isList(detail) ? detail.map(cleanDetail) : cleanTable(detail);
}

function isList(detail: object): detail is readonly Detail[] {
  return Array.isArray(detail);
}
