// A setting that nothing reads is a promise not kept: each key of the table, and each option of a metric,
// is looked for in the source by the name under which it is read.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KNOWN_SETTINGS } from '../../src/config/setting-keys.ts';
import { METRICS } from '../../src/metrics/registry.gen.ts';

const src = join(import.meta.dirname, '../../src');
const filesOf = (folder: string, recursive: boolean): string[] =>
  readdirSync(join(src, folder), { encoding: 'utf8', recursive })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.gen.ts'))
    .map((file) => join(folder, file));
const read = (file: string): string => readFileSync(join(src, file), 'utf8');
const sources = filesOf('.', true)
  .filter((file) => !file.startsWith('config'))
  .map(read);

/** Got, taken apart or tested in a file that names the section: `settings.hooks.warn`, `{ warn }`. */
const isRead = (section: string, name: string): boolean => {
  const pattern = new RegExp(`(?:\\.|\\{[^{}=;]*\\b)${name}\\b`);
  return sources.some((text) => text.includes(section) && pattern.test(text));
};

const camelCase = (name: string): string =>
  name.replaceAll(/_(.)/g, (_, next: string) => next.toUpperCase());

describe('every setting has a reader', () => {
  it.each(KNOWN_SETTINGS.map(({ pattern }) => pattern).filter((key) => !key.endsWith('>')))(
    '%s',
    (key) => {
      const section = camelCase(key.slice(0, key.indexOf('.')));
      expect(isRead(section, camelCase(key.slice(key.lastIndexOf('.') + 1)))).toBe(true);
    },
  );

  it.each([
    ['settings', 'modelAliases'],
    ['metrics', 'options'],
  ])('%s.%s, of any name', (section, name) => {
    expect(isRead(section, name)).toBe(true);
  });

  it('would miss one', () => {
    expect(isRead('quality', 'noSuchSetting')).toBe(false);
  });
});

describe('every option of a metric is asked for by its metric', () => {
  const files = filesOf('metrics', false).map(read);
  it.each(
    METRICS.flatMap(({ id, options }) =>
      Object.keys(options).map((option) => [id, option] as const),
    ),
  )('metrics.%s.%s', (id, option) => {
    const own = files.filter((text) => text.includes(`id: '${id}'`));
    expect(own.some((text) => text.includes(`option('${option}')`))).toBe(true);
  });
});
