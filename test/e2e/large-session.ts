// One session of very many calls, for what has to stay quick and stable on it.
import { type BuiltFile, buildTranscript } from '../../src/samples/build-transcript.ts';

export const LARGE_SESSION = '1a0c0e0a-0000-4000-8000-00000000000a';
const TOOLS = ['Bash', 'Read:src/a.ts', 'Grep', 'Edit:src/b.ts', '-'];
const CALLS_PER_TURN = 25;
/** Now and then a pause that the cache does not survive. */
const CALLS_PER_PAUSE = 100;
const LARGEST_CONTEXT = 160_000;

export function largeSession(calls: number): readonly BuiltFile[] {
  const lines = [
    `session ${LARGE_SESSION} cwd /w/app branch main version 2.1.270`,
    'at who model in w5m w1h read out tools text',
    '09:00:00 user Begin with step 0',
  ];
  let context = 20_000;
  for (let call = 0; call < calls; call++) {
    const isPaused = call > 0 && call % CALLS_PER_PAUSE === 0;
    if (call > 0 && call % CALLS_PER_TURN === 0) {
      lines.push(`+${isPaused ? 4000 : 20}s user Go on with step ${call}`);
    }
    const [write, read] = isPaused ? [context, 0] : [700, context];
    const tool = TOOLS[call % TOOLS.length];
    lines.push(`+5s call claude-opus-4-8 4 0 ${write} ${read} 90 ${tool} Looking at step ${call}.`);
    context = context > LARGEST_CONTEXT ? 20_000 : context + 700;
  }
  lines.push('ai-title Many thousand calls');
  return buildTranscript(lines.join('\n'), { date: '2026-11-01' });
}
