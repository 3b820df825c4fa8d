// Adds, replaces and removes single values in the text of a JSON document, leaving every other byte as
// it is: what is added takes the indentation and line ends around it. Knows no settings.
import { findNodeAtLocation, type JSONPath, type Node, parseTree } from 'jsonc-parser';

/** The value at a path; undefined when there is none or the text is empty. */
export function nodeAt(text: string, path: JSONPath): Node | undefined {
  const root = parseTree(text);
  return root === undefined ? undefined : findNodeAtLocation(root, path);
}

export function sliceNode(text: string, node: Node): string {
  return text.slice(node.offset, endOf(node));
}

/** Behind the last item of the array at `path`, which must be there. */
export function appendItem(text: string, path: JSONPath, value: unknown): string {
  return append(text, path, (form) => form.value(value));
}

/** As the last property of the object at `path`, which must be there and not have it. */
export function appendProperty(text: string, path: JSONPath, key: string, value: unknown): string {
  return append(text, path, (form) => `${JSON.stringify(key)}${form.colon}${form.value(value)}`);
}

/** A scalar in place of the value at `path`, which must be there. */
export function replaceValue(text: string, path: JSONPath, raw: string): string {
  const node = nodeAt(text, path);
  if (node === undefined) throw new Error(`nothing at ${path.join('.')}`);
  return splice(text, node.offset, endOf(node), raw);
}

/**
 * Takes the property or item at `path` out, with the comma and blanks that appending it had brought.
 * Where it was the only one, `interior` is what then stands between the brackets.
 */
export function removeAt(text: string, path: JSONPath, interior = ''): string {
  const value = nodeAt(text, path);
  const node = value?.parent?.type === 'property' ? value.parent : value;
  const container = node?.parent;
  if (node === undefined || container === undefined) return text;
  const siblings = container.children ?? [];
  const index = siblings.indexOf(node);
  const [before, after] = [siblings[index - 1], siblings[index + 1]];
  if (before !== undefined) return splice(text, endOf(before), endOf(node), '');
  if (after !== undefined) return splice(text, node.offset, after.offset, '');
  return splice(text, container.offset + 1, endOf(container) - 1, interior);
}

/** What stands between the brackets of an empty object or array at `path`; '' for anything else. */
export function interiorAt(text: string, path: JSONPath): string {
  const node = nodeAt(text, path);
  if (node?.children?.length !== 0) return '';
  return text.slice(node.offset + 1, endOf(node) - 1);
}

interface Form {
  readonly colon: string;
  readonly value: (value: unknown) => string;
}

function append(text: string, path: JSONPath, write: (form: Form) => string): string {
  const root = parseTree(text);
  const container = root === undefined ? undefined : findNodeAtLocation(root, path);
  if (root === undefined || container === undefined) {
    throw new Error(`nothing at ${path.join('.')}`);
  }
  const last = container.children?.at(-1);
  if (last === undefined) return fillEmpty(text, root, container, write);
  const blanks = blanksBefore(text, container, last);
  if (blanks.includes('\n')) {
    const form = formOnLines(text, root, blanks);
    return splice(text, endOf(last), endOf(last), `,${blanks}${write(form)}`);
  }
  const colon = colonOf(text, last) ?? ':';
  const form = { colon, value: (value: unknown) => JSON.stringify(value) };
  return splice(text, endOf(last), endOf(last), `,${blanks}${write(form)}`);
}

/** An empty container opens over several lines, unless the whole document stands on one. */
function fillEmpty(
  text: string,
  root: Node,
  container: Node,
  write: (form: Form) => string,
): string {
  const [start, end] = [container.offset + 1, endOf(container) - 1];
  const isOnOneLine = (root.children?.length ?? 0) > 0 && !sliceNode(text, root).includes('\n');
  if (isOnOneLine) {
    const colon = colonOf(text, root.children?.[0]) ?? ':';
    return splice(text, start, end, write({ colon, value: (value) => JSON.stringify(value) }));
  }
  const lineEnd = lineEndOf(text);
  const outer = indentOfLine(text, container.offset);
  const inner = `${lineEnd}${outer}${unitOf(text, root)}`;
  const body = write(formOnLines(text, root, inner));
  return splice(text, start, end, `${inner}${body}${lineEnd}${outer}`);
}

/** `blanks` is a line end and the indentation of what is written. */
function formOnLines(text: string, root: Node, blanks: string): Form {
  const lineEnd = blanks.includes('\r\n') ? '\r\n' : '\n';
  const indent = blanks.slice(blanks.lastIndexOf('\n') + 1);
  const unit = unitOf(text, root);
  const value = (each: unknown): string =>
    JSON.stringify(each, null, '\t')
      .replaceAll(/^\t+/gm, (tabs) => unit.repeat(tabs.length))
      .replaceAll('\n', `${lineEnd}${indent}`);
  return { colon: ': ', value };
}

/** What stands between the last child's comma, or the opening bracket, and the last child. */
function blanksBefore(text: string, container: Node, last: Node): string {
  const previous = container.children?.at(-2);
  const from = previous === undefined ? container.offset + 1 : endOf(previous);
  return text.slice(from, last.offset).replace(/^\s*,/, '');
}

function colonOf(text: string, property: Node | undefined): string | null {
  const [key, value] = property?.type === 'property' ? (property.children ?? []) : [];
  if (key === undefined || value === undefined) return null;
  const colon = text.slice(endOf(key), value.offset);
  return colon.includes('\n') ? null : colon;
}

/** One step of indentation: how far the first property stands in from the line of its brace. */
function unitOf(text: string, root: Node): string {
  const first = root.children?.[0];
  if (first === undefined) return '  ';
  const blanks = text.slice(root.offset + 1, first.offset);
  if (!blanks.includes('\n')) return '  ';
  const outer = indentOfLine(text, root.offset);
  const inner = blanks.slice(blanks.lastIndexOf('\n') + 1);
  return inner.startsWith(outer) ? inner.slice(outer.length) : inner;
}

function indentOfLine(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

function lineEndOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

function endOf(node: Node): number {
  return node.offset + node.length;
}

function splice(text: string, start: number, end: number, insert: string): string {
  return text.slice(0, start) + insert + text.slice(end);
}
