// npm run new:command NAME: the files of a new command, ready to be filled in. Refuses to
// write over anything.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { main as generate } from './generate.ts';

export async function main(args: readonly string[], root: string): Promise<number> {
  const [name = ''] = args;
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    console.error('usage: npm run new:command NAME (small letters, digits and dashes)');
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
  console.log('Now: say what it answers in the summary, write the question in src/query, then run');
  console.log('npm run generate, npm test');
  return exitCode;
}

function scaffold(name: string): Record<string, string> {
  return {
    [`src/commands/${name}.ts`]: `// telltale ${name}: what it answers, in one line. Renders nothing itself.
import { formatJson } from '../shared/json.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';

export default defineCommand({
  name: '${name}',
  summary: 'say what it shows, as a verb phrase',
  topic: 'Sessions',
  options: [JSON_OPTION],
  examples: [{ line: 'telltale ${name}', shows: 'the answer' }],
  run: async ({ openLedger, options, out }: Invocation): Promise<ExitCode> => {
    const context = await openLedger();
    const answer = { formatVersion: 1, kind: '${name}', at: context.now() };
    out(options.json === true ? formatJson(answer) : '${name}\\n');
    return 0;
  },
});
`,
    [`test/commands/${name}.test.ts`]: `// What telltale ${name} must answer.
import { expect, test } from 'vitest';
import command from '../../src/commands/${name}.ts';

test('is registered under its file name', () => {
  expect(command.name).toBe('${name}');
});
`,
  };
}
