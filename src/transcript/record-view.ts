// One record, scanned once: where its fields are. Knows the shape of transcript records; what they
// mean for the ledger is parse-record.ts's business. One view is reused for all records of a thread.
import {
  defineKeys,
  makeSpans,
  NOT_WALKED,
  scanArray,
  scanObject,
  skipValue,
} from './json-scan.ts';
import { KNOWN_FIELDS } from './kinds.ts';

/** Fields that are read. The other known ones stand in the table so that they are not unknown. */
const READ_FIELDS = [
  'type',
  'subtype',
  'timestamp',
  'sessionId',
  'uuid',
  'requestId',
  'cwd',
  'gitBranch',
  'version',
  'isSidechain',
  'agentId',
  'isMeta',
  'isCompactSummary',
  'message',
  'data',
  'toolUseResult',
  'origin',
  'attachment',
  'parentToolUseID',
  'compactMetadata',
  'customTitle',
  'aiTitle',
  'summary',
  'leafUuid',
  'isApiErrorMessage',
  'error',
  'apiErrorStatus',
  'quotaLimits',
  'forkedFrom',
  'sessionKind',
  'attributionAgent',
  'totalCostUSD',
  'effort',
  'modelUsage',
  'session_id',
];
const TOP = defineKeys([
  ...READ_FIELDS,
  ...[...KNOWN_FIELDS].filter((field) => !READ_FIELDS.includes(field)),
]);
const MESSAGE = defineKeys(['id', 'model', 'usage', 'stop_reason', 'content']);
const BLOCK = defineKeys(['type', 'id', 'name', 'tool_use_id', 'text', 'input']);
const DATA = defineKeys(['type', 'message', 'agentId', 'hookEvent', 'hookName']);
const PROGRESS = defineKeys(['type', 'message', 'timestamp', 'uuid', 'requestId']);
const RESULT = defineKeys(['agentId', 'agentType']);
const ATTACHMENT = defineKeys([
  'type',
  'hookEvent',
  'hookName',
  'addedNames',
  'removedNames',
  'addedTypes',
  'removedTypes',
]);

const TOP_INDEX: Readonly<Record<string, number>> = Object.fromEntries(
  TOP.names.map((name, index) => [name, index]),
);
const MESSAGE_KEY = TOP_INDEX.message as number;
const DATA_KEY = TOP_INDEX.data as number;
const RESULT_KEY = TOP_INDEX.toolUseResult as number;
const ATTACHMENT_KEY = TOP_INDEX.attachment as number;
/** Position of `content` in MESSAGE. */
const CONTENT_KEY = 4;

/** A content block that the ledger may care about: ranges, −1 where a field is missing. */
export interface BlockView {
  typeStart: number;
  typeEnd: number;
  idStart: number;
  idEnd: number;
  nameStart: number;
  nameEnd: number;
  toolUseIdStart: number;
  toolUseIdEnd: number;
  textStart: number;
  textEnd: number;
  inputStart: number;
  inputEnd: number;
}

export interface RecordView {
  readonly top: Int32Array;
  readonly message: Int32Array;
  readonly data: Int32Array;
  readonly progress: Int32Array;
  readonly result: Int32Array;
  readonly attachment: Int32Array;
  readonly blocks: BlockView[];
  blockCount: number;
  /** Ranges of the top-level keys that nobody knows: start, end, start, end, … */
  readonly unknown: number[];
}

/** Position of a top-level key's start in `view.top`; its end is the next. */
export const topAt = (key: string): number => (TOP_INDEX[key] as number) * 2;

export const MESSAGE_AT = { id: 0, model: 2, usage: 4, stopReason: 6, content: 8 } as const;
export const DATA_AT = { type: 0, message: 2, agentId: 4, hookEvent: 6, hookName: 8 } as const;
export const PROGRESS_AT = { type: 0, message: 2, timestamp: 4, uuid: 6, requestId: 8 } as const;
export const RESULT_AT = { agentId: 0, agentType: 2 } as const;
export const ATTACHMENT_AT = {
  type: 0,
  hookEvent: 2,
  hookName: 4,
  addedNames: 6,
  removedNames: 8,
  addedTypes: 10,
  removedTypes: 12,
} as const;

export function createRecordView(): RecordView {
  return {
    top: makeSpans(TOP),
    message: makeSpans(MESSAGE),
    data: makeSpans(DATA),
    progress: makeSpans(PROGRESS),
    result: makeSpans(RESULT),
    attachment: makeSpans(ATTACHMENT),
    blocks: [],
    blockCount: 0,
    unknown: [],
  };
}

/**
 * Makes a scanner that fills the view from the object at `from`; it returns the position after the
 * object, or −1 when that is broken or torn.
 */
export function createRecordScanner(
  view: RecordView,
): (text: Buffer, from: number, end: number) => number {
  const blockSpans = makeSpans(BLOCK);
  let text: Buffer = Buffer.alloc(0);

  function walkBlock(at: number, end: number): number {
    const after = scanObject(text, at, end, BLOCK, blockSpans);
    if (after >= 0) noteBlock(view, blockSpans);
    return after;
  }
  function walkElement(at: number, end: number): number {
    return text[at] === 123 ? walkBlock(at, end) : skipValue(text, at, end);
  }
  const messageHooks = {
    walk(key: number, at: number, end: number): number {
      if (key !== CONTENT_KEY) return NOT_WALKED;
      view.blockCount = 0;
      return text[at] === 91 ? scanArray(text, at, end, walkElement) : NOT_WALKED;
    },
  };
  const topHooks = {
    // A key that stands twice counts with its last value, so what the first one left is cleared.
    walk(key: number, at: number, end: number): number {
      const isObject = text[at] === 123;
      if (key === MESSAGE_KEY) {
        view.message.fill(-1);
        view.blockCount = 0;
        if (isObject) return scanObject(text, at, end, MESSAGE, view.message, messageHooks);
      } else if (key === DATA_KEY) {
        view.data.fill(-1);
        if (isObject) return scanObject(text, at, end, DATA, view.data);
      } else if (key === RESULT_KEY) {
        view.result.fill(-1);
        if (isObject) return scanObject(text, at, end, RESULT, view.result);
      } else if (key === ATTACHMENT_KEY) {
        view.attachment.fill(-1);
        if (isObject) return scanObject(text, at, end, ATTACHMENT, view.attachment);
      }
      return NOT_WALKED;
    },
    unknown: (start: number, end: number): void => {
      view.unknown.push(start, end);
    },
  };

  return (source, from, end) => {
    text = source;
    view.message.fill(-1);
    view.data.fill(-1);
    view.result.fill(-1);
    view.attachment.fill(-1);
    view.blockCount = 0;
    view.unknown.length = 0;
    return scanObject(text, from, end, TOP, view.top, topHooks);
  };
}

/** Scans the message that an agent_progress record carries in data.message, if there is one. */
export function scanProgressMessage(text: Buffer, view: RecordView): boolean {
  const from = view.data[DATA_AT.message] as number;
  if (from < 0 || text[from] !== 123) return false;
  const to = view.data[DATA_AT.message + 1] as number;
  if (scanObject(text, from, to, PROGRESS, view.progress) < 0) return false;
  const inner = view.progress[PROGRESS_AT.message] as number;
  if (inner < 0 || text[inner] !== 123) return false;
  return (
    scanObject(
      text,
      inner,
      view.progress[PROGRESS_AT.message + 1] as number,
      MESSAGE,
      view.message,
    ) >= 0
  );
}

function noteBlock(view: RecordView, spans: Int32Array): void {
  let block = view.blocks[view.blockCount];
  if (block === undefined) {
    block = {
      typeStart: -1,
      typeEnd: -1,
      idStart: -1,
      idEnd: -1,
      nameStart: -1,
      nameEnd: -1,
      toolUseIdStart: -1,
      toolUseIdEnd: -1,
      textStart: -1,
      textEnd: -1,
      inputStart: -1,
      inputEnd: -1,
    };
    view.blocks.push(block);
  }
  view.blockCount++;
  block.typeStart = spans[0] as number;
  block.typeEnd = spans[1] as number;
  block.idStart = spans[2] as number;
  block.idEnd = spans[3] as number;
  block.nameStart = spans[4] as number;
  block.nameEnd = spans[5] as number;
  block.toolUseIdStart = spans[6] as number;
  block.toolUseIdEnd = spans[7] as number;
  block.textStart = spans[8] as number;
  block.textEnd = spans[9] as number;
  block.inputStart = spans[10] as number;
  block.inputEnd = spans[11] as number;
}
