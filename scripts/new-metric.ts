// npm run new:metric NAME: the file of a new metric and its test, ready to be filled in. Refuses to write
// over anything.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { main as generate } from './generate.ts';

export async function main(args: readonly string[], root: string): Promise<number> {
  const [name = ''] = args;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    console.error('usage: npm run new:metric NAME (small letters, digits and dashes)');
    return 64;
  }
  const files = Object.entries(scaffold(name));
  const taken = files.find(([file]) => existsSync(join(root, file)));
  if (taken !== undefined) {
    console.error(`${taken[0]} exists already; nothing was written`);
    return 2;
  }
  for (const [file, text] of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
    console.log(`written: ${file}`);
  }
  const exitCode = await generate([], root);
  console.log('Now: say what it measures and what it does not show, count it in step, then run');
  console.log('npm run generate, npm test');
  return exitCode;
}

function scaffold(name: string): Record<string, string> {
  const id = name.replaceAll('-', '_');
  const title = name.replaceAll('-', ' ');
  return {
    [`src/metrics/${name}.ts`]: `// What it asks, in one line. Counts events; knows nothing else.
import type { SessionEvent } from '../model/session-event/session-event.ts';
import { defineMetric } from './kit/metric.ts';
import { readRate } from './kit/read-rate.ts';

type State = { calls: number; hits: number };

export default defineMetric<State>({
  id: '${id}',
  options: {
    min_calls: { default: 20, min: 1, max: 100_000, doc: 'Tool calls before it is judged.' },
  },
  create: ({ option }) => ({
    id: '${id}',
    version: 1,
    needs: ['tool_call'],
    title: '${title}',
    summary: 'What it tells. What it does not show.',
    unit: '% of tool calls',
    decimals: 1,
    worse: 'high',
    thresholds: { warn: 10, critical: 20 },
    source: 'Our own choice, not measured on many users.',
    warmUp: \`\${option('min_calls')} tool calls\`,
    numeratorOf: 'tool calls that count',
    denominatorOf: 'tool calls',
    init: empty,
    step,
    carry: empty,
    merge: (earlier, later) => ({
      calls: earlier.calls + later.calls,
      hits: earlier.hits + later.hits,
    }),
    read: ({ calls, hits }) =>
      readRate({
        numerator: hits,
        denominator: calls,
        scale: 100,
        isWarm: calls >= option('min_calls'),
        otherwise: 'no tool calls',
        details: { calls, hits },
      }),
  }),
});

function empty(): State {
  return { calls: 0, hits: 0 };
}

function step(state: State, event: SessionEvent): State {
  if (event.kind !== 'tool_call') return state;
  state.calls += 1;
  return state;
}
`,
    [`test/metrics/${name}.test.ts`]: `// What ${id} must count, and what not.
import { expect, test } from 'vitest';
import { readMetric, toolCall } from './events.ts';

test('counts tool calls', () => {
  expect(readMetric('${id}', [toolCall({ tool: 'Read' })])).toMatchObject({ denominator: 1 });
});
`,
  };
}
