// Puts telltale's hooks and status line into the text of a settings file and takes them out again. Ours
// are found by their marker; foreign entries, their order and their bytes are never touched.
import { isDeepStrictEqual } from 'node:util';
import { getNodeValue, type Node } from 'jsonc-parser';
import { describeStatusline, parseOwnHandler } from '../../live/installed-hooks.ts';
import type { PlannedGroup, PlannedStatusline } from './hook-plan.ts';
import {
  appendItem,
  appendProperty,
  interiorAt,
  nodeAt,
  removeAt,
  replaceValue,
  sliceNode,
} from './splice-json.ts';

/** The text with exactly the planned groups of ours; the same text when they are all there. */
export function putHooks(text: string, plan: readonly PlannedGroup[]): string {
  if (nodeAt(text, ['hooks']) === undefined) {
    const hooks = Object.fromEntries(plan.map(({ event, group }) => [event, [group]]));
    return appendProperty(text, [], 'hooks', hooks);
  }
  const planned = new Set(plan.map(({ event }) => event));
  let edited = text;
  for (const event of listEvents(text)) {
    if (!planned.has(event)) edited = removeFromEvent(edited, event, null);
  }
  for (const { event, group } of plan) edited = putGroup(edited, event, group);
  return edited;
}

/**
 * The text without our hooks, and without the groups, events and the `hooks` that are empty for it.
 * What `original` had empty stays, as it was there.
 */
export function dropHooks(text: string, original: string | null): string {
  let edited = text;
  for (const event of listEvents(text)) edited = removeFromEvent(edited, event, original);
  const isEmptied = edited !== text && nodeAt(edited, ['hooks'])?.children?.length === 0;
  if (!isEmptied || has(original, ['hooks'])) return edited;
  return removeAt(edited, ['hooks'], interiorOf(original, []));
}

/** Ours in the one place there is; of an earlier or wrapped one only what differs is written. */
export function putStatusline(text: string, plan: PlannedStatusline): string {
  const { command, refreshSeconds } = plan;
  const before = describeStatusline(valueAt(text, ['statusLine']));
  if (before.kind === 'none') {
    const refresh = refreshSeconds === null ? {} : { refreshInterval: refreshSeconds };
    return appendProperty(text, [], 'statusLine', { type: 'command', command, ...refresh });
  }
  const edited = replaceIfOther(text, ['statusLine', 'command'], command);
  // The rhythm of a foreign line is its owner's choice.
  const isOurs = before.kind === 'own' && before.own.wrapped === null;
  return isOurs ? putRefresh(edited, refreshSeconds) : edited;
}

/** Ours goes; the command that it wrapped comes back, byte for byte where `original` has it. */
export function dropStatusline(text: string, original: string | null): string {
  const state = describeStatusline(valueAt(text, ['statusLine']));
  if (state.kind !== 'own') return text;
  const { wrapped } = state.own;
  // What was wrapped may have stood in another file.
  const wasElsewhere = original !== null && !has(original, ['statusLine']);
  if (wrapped === null || wasElsewhere) {
    return removeAt(text, ['statusLine'], interiorOf(original, []));
  }
  const path = ['statusLine', 'command'];
  const earlier = original === null ? undefined : nodeAt(original, path);
  const isSame = earlier !== undefined && getNodeValue(earlier) === wrapped;
  const raw = isSame && original !== null ? sliceNode(original, earlier) : JSON.stringify(wrapped);
  return replaceValue(text, path, raw);
}

function putRefresh(text: string, seconds: number | null): string {
  const path = ['statusLine', 'refreshInterval'];
  const isThere = nodeAt(text, path) !== undefined;
  if (seconds === null) return isThere ? removeAt(text, path) : text;
  if (isThere) return replaceIfOther(text, path, seconds);
  return appendProperty(text, ['statusLine'], 'refreshInterval', seconds);
}

function putGroup(text: string, event: string, group: PlannedGroup['group']): string {
  const path = ['hooks', event];
  const groups = nodeAt(text, path);
  if (groups === undefined) return appendProperty(text, ['hooks'], event, [group]);
  const own = ownPlaces(groups);
  const [only] = own;
  const isSettled =
    only !== undefined &&
    own.length === 1 &&
    isDeepStrictEqual(valueAt(text, [...path, only.group]), group);
  if (isSettled) return text;
  const cleared = own.reduceRight((edited, place) => removePlace(edited, event, place), text);
  return appendItem(cleared, path, group);
}

function removeFromEvent(text: string, event: string, original: string | null): string {
  const groups = nodeAt(text, ['hooks', event]);
  const own = groups === undefined ? [] : ownPlaces(groups);
  if (own.length === 0) return text;
  const interior = interiorOf(original, ['hooks', event]);
  const edited = own.reduceRight((each, place) => removePlace(each, event, place, interior), text);
  const isEmptied = nodeAt(edited, ['hooks', event])?.children?.length === 0;
  if (!isEmptied || has(original, ['hooks', event])) return edited;
  return removeAt(edited, ['hooks', event], interiorOf(original, ['hooks']));
}

interface OwnPlace {
  /** Index of the matcher group, and of our handler within it. */
  readonly group: number;
  readonly handler: number;
}

function ownPlaces(groups: Node): OwnPlace[] {
  return (groups.children ?? []).flatMap((each, group) => {
    const handlers = each.type === 'object' ? propertyOf(each, 'hooks') : undefined;
    if (handlers?.type !== 'array') return [];
    return (handlers.children ?? []).flatMap((node, handler) =>
      parseOwnHandler(getNodeValue(node)) === null ? [] : [{ group, handler }],
    );
  });
}

/** The handler, and its group when nothing else is in it. Last places first, so that the others hold. */
function removePlace(text: string, event: string, place: OwnPlace, interior = ''): string {
  const group = ['hooks', event, place.group];
  const handlers = nodeAt(text, [...group, 'hooks']);
  return handlers?.children?.length === 1
    ? removeAt(text, group, interior)
    : removeAt(text, [...group, 'hooks', place.handler]);
}

/** As a plain value: the parser's own objects have no prototype. */
function valueAt(text: string, path: readonly (string | number)[]): unknown {
  const node = nodeAt(text, [...path]);
  return node === undefined ? undefined : JSON.parse(sliceNode(text, node));
}

function propertyOf(object: Node, key: string): Node | undefined {
  return object.children?.find((property) => property.children?.[0]?.value === key)?.children?.[1];
}

function listEvents(text: string): string[] {
  const properties = nodeAt(text, ['hooks'])?.children ?? [];
  return properties.map((property) => String(property.children?.[0]?.value));
}

function replaceIfOther(text: string, path: readonly string[], value: string | number): string {
  const node = nodeAt(text, [...path]);
  if (node !== undefined && getNodeValue(node) === value) return text;
  return replaceValue(text, [...path], JSON.stringify(value));
}

function has(original: string | null, path: readonly string[]): boolean {
  return original !== null && nodeAt(original, [...path]) !== undefined;
}

function interiorOf(original: string | null, path: readonly string[]): string {
  return original === null ? '' : interiorAt(original, [...path]);
}
