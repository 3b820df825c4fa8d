// The fields of the record at hand that session events are read from, by name. Knows where they stand in a
// scanned record; what they mean is others' business.
import { isObject, type JsonObject } from '../conversation/json-fields.ts';
import { isTrue, readInstant, readJson, readString } from '../json-values.ts';
import { ATTACHMENT_AT, type RecordView, topAt } from '../record-view.ts';

/** Positions of top-level fields in `view.top`. */
export const FIELD = {
  type: topAt('type'),
  subtype: topAt('subtype'),
  timestamp: topAt('timestamp'),
  uuid: topAt('uuid'),
  parentUuid: topAt('parentUuid'),
  agentId: topAt('agentId'),
  isSidechain: topAt('isSidechain'),
  version: topAt('version'),
  gitBranch: topAt('gitBranch'),
  effort: topAt('effort'),
  permissionMode: topAt('permissionMode'),
  message: topAt('message'),
  isMeta: topAt('isMeta'),
  isCompactSummary: topAt('isCompactSummary'),
  isApiError: topAt('isApiErrorMessage'),
  origin: topAt('origin'),
  denialKind: topAt('toolDenialKind'),
  attachment: topAt('attachment'),
  compactMetadata: topAt('compactMetadata'),
  operation: topAt('operation'),
  content: topAt('content'),
} as const;

export interface RecordFields {
  /** Turns to the line that the view was filled from. */
  readonly use: (line: Buffer) => void;
  readonly text: (field: number) => string | null;
  readonly isSet: (field: number) => boolean;
  /** Null: no object stands there. */
  readonly object: (field: number) => JsonObject | null;
  /** Epoch ms; null: the record has no time. */
  readonly atMs: () => number | null;
  /** Of an attachment. */
  readonly attachmentType: () => string | null;
}

export function createRecordFields({ top, attachment }: RecordView): RecordFields {
  let line: Buffer = Buffer.alloc(0);
  const text = (field: number): string | null =>
    readString(line, top[field] as number, top[field + 1] as number);
  return {
    use: (next) => {
      line = next;
    },
    text,
    isSet: (field) => isTrue(line, top[field] as number, top[field + 1] as number),
    object(field) {
      const value = readJson(line, top[field] as number, top[field + 1] as number);
      return isObject(value) ? value : null;
    },
    atMs: () =>
      readInstant(line, top[FIELD.timestamp] as number, top[FIELD.timestamp + 1] as number),
    attachmentType: () =>
      readString(
        line,
        attachment[ATTACHMENT_AT.type] as number,
        attachment[ATTACHMENT_AT.type + 1] as number,
      ),
  };
}
