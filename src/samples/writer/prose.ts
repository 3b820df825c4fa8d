// Filler for samples: lines that look like code, command output and sentences, of any length. All of
// it is made up; nothing here is taken from a person or a project.
import type { Random } from '../random.ts';

const CODE = [
  'export async function handle(request: Request): Promise<Response> {',
  '  const started = clock.now();',
  '  const body = await readBody(request, { limitBytes: 64_000 });',
  '  if (body === null) return reply(413, "body too large");',
  '  for (const item of body.items) {',
  '    await queue.push({ id: item.id, attempt: 0, dueMs: started });',
  '  }',
  '  metrics.observe("handle_ms", clock.now() - started);',
  '  return reply(202, { accepted: body.items.length });',
  '}',
  '',
  'const RETRY_DELAYS_MS = [200, 800, 3_200];',
  '// The upstream closes idle connections after a minute.',
  'function nextDelay(attempt: number): number | null {',
  '  return RETRY_DELAYS_MS[attempt] ?? null;',
  '}',
];

const OUTPUT = [
  'ok    internal/router      0.412s',
  'ok    internal/limits      0.087s',
  'PASS  test/cart.test.ts (14 tests) 312ms',
  'warning: unused variable `span` in src/trace.ts:48',
  'Compiled 218 modules in 3.4s',
  'Plan: 2 to add, 1 to change, 0 to destroy.',
  '[info] connected to postgres in 18 ms',
  'src/pages/cart.tsx                       |  12 +++---',
];

const SENTENCES = [
  'The handler retries before the first response is complete, so the second attempt sees a closed body.',
  'I read the three call sites; only one of them passes a deadline.',
  'The test starts two timers and only waits for the first.',
  'I moved the check in front of the loop, and the failing case passes now.',
  'Next I run the whole suite to see whether anything else relied on the old order.',
  'The configuration is read once at start-up, so a change needs a restart.',
];

/** Code-like text of about this many characters. */
export function codeText(random: Random, chars: number): string {
  return fill(CODE, random, chars);
}

/** What a command printed, of about this many characters. */
export function outputText(random: Random, chars: number): string {
  return fill(OUTPUT, random, chars);
}

export function sentences(random: Random, count: number): string {
  const first = random.int(0, SENTENCES.length - 1);
  const chosen = Array.from({ length: count }, (_, i) => SENTENCES[(first + i) % SENTENCES.length]);
  return chosen.join(' ');
}

/** `Read` shows files with numbered lines. */
export function numbered(text: string): string {
  return text
    .split('\n')
    .map((line, i) => `${String(i + 1).padStart(6)}→${line}`)
    .join('\n');
}

function fill(lines: readonly string[], random: Random, chars: number): string {
  let at = random.int(0, lines.length - 1);
  const parts: string[] = [];
  for (let length = 0; length < chars; at++) {
    const line = lines[at % lines.length] as string;
    parts.push(line);
    length += line.length + 1;
  }
  return parts.join('\n').slice(0, Math.max(0, chars));
}
