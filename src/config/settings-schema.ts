// The settings as a JSON Schema (draft 2020-12), for editors that check TOML. Derived from the table.

import { PHRASE_MODES } from './setting-definition.ts';
import { KNOWN_SETTINGS } from './setting-keys.ts';
import type { SettingDefinition } from './settings.ts';

export type JsonSchema = { readonly [keyword: string]: unknown };

/** One object schema; a segment in angle brackets becomes `additionalProperties`. */
export function settingsJsonSchema(): JsonSchema {
  const tree: Node = { children: new Map(), definition: null };
  for (const { pattern, definition } of KNOWN_SETTINGS) {
    let node = tree;
    for (const segment of pattern.split('.')) {
      const child = node.children.get(segment) ?? { children: new Map(), definition: null };
      node.children.set(segment, child);
      node = child;
    }
    node.definition = definition;
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'telltale configuration',
    ...describeNode(tree),
  };
}

interface Node {
  readonly children: Map<string, Node>;
  definition: SettingDefinition | null;
}

function describeNode(node: Node): JsonSchema {
  if (node.definition !== null) return describeValue(node.definition);
  const properties: Record<string, JsonSchema> = {};
  let additionalProperties: JsonSchema | false = false;
  const open = [...node.children].find(([name]) => name.startsWith('<'))?.[1];
  for (const [name, child] of node.children) {
    if (child === open) additionalProperties = describeNode(child);
    else properties[name] = describeNode(withAny(child, open));
  }
  return { type: 'object', properties, additionalProperties };
}

/** What any name has, one that is named has too. */
function withAny(child: Node, open: Node | undefined): Node {
  if (open === undefined || child.definition !== null) return child;
  return { children: new Map([...open.children, ...child.children]), definition: null };
}

function describeValue(definition: SettingDefinition): JsonSchema {
  const { doc: description, min: minimum, max: maximum } = definition;
  const isTold = definition.default !== undefined && definition.default !== null;
  const words = { description, ...(isTold ? { default: definition.default } : {}) };
  switch (definition.type) {
    case 'paths':
      return { type: 'array', items: { type: 'string' }, ...words };
    case 'choices':
      return {
        type: 'array',
        items: { type: 'string', enum: definition.choices },
        uniqueItems: true,
        ...words,
      };
    case 'boolean':
      return { type: 'boolean', ...words };
    case 'choice':
      return { type: 'string', enum: definition.choices, ...words };
    case 'date':
      return { type: 'string', format: 'date', ...words };
    case 'timezone':
    case 'text':
      return { type: 'string', minLength: 1, ...words };
    case 'phrases':
      return { type: 'array', items: { anyOf: [TEXT, PHRASE_TABLE] }, ...words };
    case 'number':
    case 'integer':
      return { type: definition.type, minimum, maximum, ...words };
    default:
      return definition.type satisfies never;
  }
}

const TEXT: JsonSchema = { type: 'string', minLength: 1 };

const PHRASE_TABLE: JsonSchema = {
  type: 'object',
  properties: {
    text: TEXT,
    mode: { type: 'string', enum: PHRASE_MODES },
    category: TEXT,
    intent: TEXT,
  },
  required: ['text'],
  additionalProperties: false,
};
