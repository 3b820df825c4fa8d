// The doctor's screens: a machine where all is well, and one with everything wrong, at three widths.
import { describe, expect, it } from 'vitest';
import { type DoctorAnswer, queryDoctor } from '../../../src/query/doctor/doctor.ts';
import { displayWidth } from '../../../src/shared/width.ts';
import { renderDoctor } from '../../../src/views/terminal/doctor.ts';
import { formatBytes } from '../../../src/views/terminal/doctor-values.ts';
import { inputOf, troubledInput } from '../../query/doctor/input.ts';
import { screenOf, stripColors } from './screens.ts';

const TROUBLED = withoutVersions(queryDoctor(troubledInput()));
const WELL = withoutVersions(queryDoctor(inputOf()));

/** Versions change with every upgrade and are no business of the screen. */
function withoutVersions(answer: DoctorAnswer): DoctorAnswer {
  const changing = ['sqlite', 'bookVersion', 'schemaVersion'];
  const sections = answer.sections.map((section) => ({
    ...section,
    facts: section.facts.map((fact) =>
      changing.includes(fact.key) ? { ...fact, value: '1.2.3' } : fact,
    ),
  }));
  return { ...answer, sections };
}

describe.each([60, 80, 120])('at %i columns', (width) => {
  it.each([
    ['troubled', TROUBLED],
    ['well', WELL],
  ])('%s', async (name, answer) => {
    const text = renderDoctor(answer, screenOf(width));
    await expect(text).toMatchFileSnapshot(`golden/doctor-${name}-${width}.txt`);
    const isCommand = (line: string) => /^ {4}\S/.test(line);
    const tooWide = text.split('\n').filter((line) => displayWidth(line) > width);
    expect(tooWide.filter((line) => !isCommand(line))).toEqual([]);
  });
});

it('uses ASCII alone where the terminal shows nothing else', () => {
  const text = renderDoctor(TROUBLED, screenOf(80, { unicode: false }));
  expect(text).toMatch(/^[\n -~]*$/);
});

it('says marks as words on a plain screen', () => {
  const text = renderDoctor(TROUBLED, screenOf(80, { plain: true }));
  expect(text).toContain('  critical ');
  expect(text).toContain('  warning ');
  expect(text).not.toMatch(/[⚠✖]/);
});

it('says the same with colour', () => {
  const colored = renderDoctor(TROUBLED, screenOf(80, { color: true }));
  expect(colored).not.toBe(stripColors(colored));
  expect(stripColors(colored)).toBe(renderDoctor(TROUBLED, screenOf(80)));
});

it('shows a part that failed as one line', () => {
  const fail = () => {
    throw new Error('no such table: shape');
  };
  const answer = queryDoctor(inputOf(), [{ id: 'parsing', title: 'Reading', examine: fail }]);
  expect(renderDoctor(answer, screenOf(80))).toBe(
    `telltale doctor · 1 part could not be examined${' '.repeat(31)}UTC

  ✖ Reading: could not be examined: no such table: shape
`,
  );
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [99_499, '99.5 kB'],
  [123_456, '123 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [2_500_000, '2.5 MB'],
  [120e9, '120 GB'],
  [5e15, '5000 TB'],
])('%d bytes are %s', (sizeBytes, text) => {
  expect(formatBytes(sizeBytes)).toBe(text);
});
