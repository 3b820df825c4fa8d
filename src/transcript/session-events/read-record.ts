// One record as the events it gives and what it says of the scene: hands it to the reader of its kind. Knows
// the kinds; not lines, chains or files.
import type { Scene } from '../../model/session-event/session-event.ts';
import { type JsonObject, textAt } from '../conversation/json-fields.ts';
import { isKnownKind, KNOWN_RECORD_KINDS } from '../kinds.ts';
import { SYNTHETIC_MODEL } from '../read-assistant.ts';
import { modelOf, modeOf, placeOf } from './event-scene.ts';
import type { LineFault } from './lines-run.ts';
import {
  assistantDrafts,
  type DraftKit,
  type EventDraft,
  queueDrafts,
  queuedDrafts,
  userDrafts,
} from './record-drafts.ts';
import { FIELD, type RecordFields } from './record-fields.ts';

export interface RecordReading {
  readonly drafts: readonly EventDraft[];
  readonly scene: Partial<Scene>;
  readonly fault: LineFault | null;
}

const NOTHING: RecordReading = { drafts: [], scene: {}, fault: null };

const SPEAKING: ReadonlySet<string> = new Set([
  'assistant',
  'user',
  'system',
  'attachment',
  'queue-operation',
]);

/** Whether events can come of a record of this type. */
export function mayTell(type: string | null, fields: RecordFields): boolean {
  if (type === 'attachment') return fields.attachmentType() === 'queued_command';
  return type !== null && SPEAKING.has(type);
}

/** `isOfSubagent`: it stands in the chain of one. */
export function readRecord(
  kit: DraftKit,
  fields: RecordFields,
  type: string,
  isOfSubagent: boolean,
): RecordReading {
  switch (type) {
    case 'assistant':
      return readAssistant(kit, fields);
    case 'user':
      return readUser(kit, fields, isOfSubagent);
    case 'system':
      return { drafts: [systemDraft(fields)], scene: placeOf(fields), fault: null };
    case 'attachment': {
      const attachment = fields.object(FIELD.attachment) ?? {};
      return { drafts: queuedDrafts(kit, attachment), scene: placeOf(fields), fault: null };
    }
    case 'queue-operation': {
      const content = fields.text(FIELD.content);
      return { ...NOTHING, drafts: queueDrafts(kit, fields.text(FIELD.operation), content) };
    }
    default:
      return NOTHING;
  }
}

/** A record that gives no event: it may tell of the scene, or be of a type that nobody knows. */
export function readSilentRecord(fields: RecordFields, type: string | null): RecordReading {
  if (type === 'permission-mode') return { ...NOTHING, scene: modeOf(fields) };
  const isKnown = type !== null && (KNOWN_TYPES.has(type) || isKnownKind(type));
  return isKnown ? NOTHING : { ...NOTHING, fault: 'type' };
}

/** Without what comes behind the slash: a new sort of notice is no change of the format. */
const KNOWN_TYPES: ReadonlySet<string> = new Set(
  KNOWN_RECORD_KINDS.map(({ kind }) => kind.split('/')[0] as string),
);

function readAssistant(kit: DraftKit, fields: RecordFields): RecordReading {
  const message = fields.object(FIELD.message);
  const scene = placeOf(fields);
  if (message === null) return { drafts: [], scene, fault: 'message' };
  const model = textAt(message, 'model');
  // Errors and fillers that the client wrote itself are nothing that the model said.
  if (model === SYNTHETIC_MODEL || fields.isSet(FIELD.isApiError)) return { ...NOTHING, scene };
  const drafts = assistantDrafts(kit, message);
  return { drafts, scene: { ...scene, ...modelOf(fields, model) }, fault: null };
}

function readUser(kit: DraftKit, fields: RecordFields, isOfSubagent: boolean): RecordReading {
  const message = fields.object(FIELD.message);
  const scene = { ...placeOf(fields), ...modeOf(fields) };
  if (message === null) return { drafts: [], scene, fault: 'message' };
  const drafts = userDrafts(kit, message, {
    isMeta: fields.isSet(FIELD.isMeta),
    isCompactSummary: fields.isSet(FIELD.isCompactSummary),
    originKind: kindOf(fields.object(FIELD.origin)),
    denialKind: fields.text(FIELD.denialKind),
    isOfSubagent,
  });
  return { drafts, scene, fault: null };
}

function kindOf(origin: JsonObject | null): string | null {
  return origin === null ? null : textAt(origin, 'kind');
}

function systemDraft(fields: RecordFields): EventDraft {
  const metadata = fields.object(FIELD.compactMetadata);
  return {
    kind: 'system',
    subkind: fields.text(FIELD.subtype) ?? '',
    trigger: metadata === null ? null : textAt(metadata, 'trigger'),
    toolUseId: null,
  };
}
