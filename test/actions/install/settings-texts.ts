// Generated settings files: foreign hooks in every shape, laid out in every habit that people and
// programs have.
import fc from 'fast-check';

export interface SettingsText {
  readonly text: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

const words = fc.oneof(
  fc.constantFrom('', 'Bash', 'Edit|Write', '*', 'grüße 🐚', '"quoted" \\ and \n lines', '$HOME'),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);

const handler: fc.Arbitrary<unknown> = fc.oneof(
  fc.record({ type: fc.constant('command'), command: words }),
  fc.record(
    {
      type: fc.constant('command'),
      command: fc.constantFrom('/usr/bin/node', 'dist/hook.js', 'npx telltale-like'),
      args: fc.constantFrom(
        [],
        ['dist/hook.js'],
        ['/opt/other/dist/hook.js', '--source', 'telltale-not'],
        ['/opt/other/hook.js', '--source', 'telltale'],
      ),
      timeout: fc.integer({ min: 1, max: 600 }),
      async: fc.boolean(),
      unknownKey: fc.json({ maxDepth: 1 }).map((text) => JSON.parse(text) as unknown),
    },
    { requiredKeys: ['type', 'command'] },
  ),
  fc.record({ type: fc.constant('http'), url: fc.webUrl() }),
  fc.constantFrom(null, 7, 'a handler by name', [], {}),
);

const group: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      { matcher: words, hooks: fc.array(handler, { maxLength: 3 }), note: words },
      { requiredKeys: ['hooks'] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(null, 'group', 3, {}, { hooks: 'none' }, { matcher: 'x' }),
  },
);

const event = fc.oneof(
  fc.constantFrom('SessionStart', 'PostToolUse', 'Stop', 'PreToolUse', 'SessionEnd', 'Made.Up'),
  fc.string({ minLength: 1, maxLength: 5 }).filter((name) => name !== '__proto__'),
);

const statusLine: fc.Arbitrary<unknown> = fc.oneof(
  fc.record(
    {
      type: fc.constant('command'),
      command: fc.oneof(words, fc.constant(`printf '%s' "it's $PWD"`)),
      padding: fc.nat({ max: 3 }),
      refreshInterval: fc.nat({ max: 60 }),
    },
    { requiredKeys: ['type', 'command'] },
  ),
  fc.constantFrom(null, 'text', { type: 'other' }),
);

const settings: fc.Arbitrary<Record<string, unknown>> = fc
  .record(
    {
      model: words,
      env: fc.dictionary(fc.constantFrom('A', 'B', 'ä'), words),
      permissions: fc.record({ allow: fc.array(words, { maxLength: 3 }) }),
      hooks: fc.dictionary(event, fc.array(group, { maxLength: 3 }), { maxKeys: 4 }),
      statusLine,
      zuletzt: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .map((record) => JSON.parse(JSON.stringify(record)) as Record<string, unknown>);

/** How a text is laid out; `mixed` decides anew at every bracket. */
const layout = fc.record({
  unit: fc.constantFrom('\t', '', ' ', '  ', '   ', '    ', '        ', 'minified', 'mixed'),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  before: fc.constantFrom('', '', '\n', ' \n'),
  after: fc.constantFrom('', '\n', '\n', '\n\n'),
  choices: fc.infiniteStream(fc.nat({ max: 5 })),
});

export const settingsTexts: fc.Arbitrary<SettingsText> = fc
  .tuple(settings, layout)
  .map(([value, { unit, lineEnd, before, after, choices }]) => {
    const body =
      unit === 'minified'
        ? JSON.stringify(value)
        : write(value, '', unit === 'mixed' ? choices : unit);
    return { text: `${before}${body}${after}`.replaceAll('\n', lineEnd), settings: value };
  });

const MIXED_FORMS = ['', ' ', '\n', '\n  ', '\n\t', '\n      '];

/** JSON with one step of indentation, or with a form drawn for every bracket. */
function write(value: unknown, outer: string, form: string | fc.Stream<number>): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const [open, close] = isList ? '[]' : '{}';
  const drawn = typeof form === 'string' ? null : MIXED_FORMS[form.next().value ?? 0];
  const inner = drawn === null ? `\n${outer}${form}` : (drawn ?? '');
  const end = drawn === null ? `\n${outer}` : inner;
  const indent = inner.slice(inner.lastIndexOf('\n') + 1);
  const parts = isList
    ? value.map((item) => write(item, indent, form))
    : Object.entries(value).map(
        ([key, item]) =>
          `${JSON.stringify(key)}${drawn === '' ? ':' : ': '}${write(item, indent, form)}`,
      );
  if (parts.length === 0) return `${open}${drawn === null ? '' : inner}${close}`;
  return `${open}${inner}${parts.join(`,${inner}`)}${end}${close}`;
}
