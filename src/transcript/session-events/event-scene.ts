// What is in force when an event happens, as the records tell it one after the other. Knows which record
// tells what.
import { effortBits, effortOf } from '../../model/effort.ts';
import type { Scene } from '../../model/session-event/session-event.ts';
import { FIELD, type RecordFields } from './record-fields.ts';

export const NO_SCENE: Scene = {
  model: null,
  version: null,
  branch: null,
  effort: null,
  permissionMode: null,
};

/** The same object where nothing of it changes. */
export function changedScene(scene: Scene, change: Partial<Scene>): Scene {
  const next = { ...scene, ...change };
  return isSameScene(scene, next) ? scene : next;
}

export function isSameScene(one: Scene, other: Scene): boolean {
  return (
    one === other ||
    (one.model === other.model &&
      one.version === other.version &&
      one.branch === other.branch &&
      one.effort === other.effort &&
      one.permissionMode === other.permissionMode)
  );
}

/** Of any record: Claude Code's version and the branch. An empty branch is none. */
export function placeOf(fields: RecordFields): Partial<Scene> {
  const version = fields.text(FIELD.version);
  const branch = fields.text(FIELD.gitBranch);
  return {
    ...(version === null ? {} : { version }),
    ...(branch === null ? {} : { branch: branch === '' ? null : branch }),
  };
}

/** Of an answer of the API: its effort is told by every line of it or by none. */
export function modelOf(fields: RecordFields, model: string | null): Partial<Scene> {
  const effort = effortOf(effortBits(fields.text(FIELD.effort)));
  return model === null ? { effort } : { model, effort };
}

/** Of a prompt, and of a record that is there for it. */
export function modeOf(fields: RecordFields): Partial<Scene> {
  const permissionMode = fields.text(FIELD.permissionMode);
  return permissionMode === null ? {} : { permissionMode };
}
