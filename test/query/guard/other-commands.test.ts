// The other commands that show titles, branches, folders, tools and targets show no key in them either.
import { expect, test } from 'vitest';
import audit from '../../../src/commands/audit.ts';
import browse from '../../../src/commands/browse.ts';
import cache from '../../../src/commands/cache.ts';
import compare from '../../../src/commands/compare.ts';
import explain from '../../../src/commands/explain.ts';
import sessions from '../../../src/commands/sessions.ts';
import show from '../../../src/commands/show.ts';
import steps from '../../../src/commands/steps.ts';
import usage from '../../../src/commands/usage.ts';
import whatif from '../../../src/commands/whatif.ts';
import { makeHome } from '../../commands/home.ts';
import { leaksOf, randomBody } from '../../model/guard/secret-samples.ts';
import { script } from '../../transcript/conversation/script.ts';

const SESSION = '11111111-0000-4000-8000-000000000002';
const SECRET = randomBody(7, 36);
const KEY = `ghp_${SECRET}`;

const COMMANDS = { audit, browse, cache, compare, explain, sessions, show, steps, whatif };

function transcript(): string {
  let one = script({ sessionId: SESSION, cwd: `/w/${KEY}/app`, branch: `fix-${KEY}` });
  one = one.record({ type: 'custom-title', customTitle: `do my_${KEY}`, sessionId: SESSION });
  one = one.prompt(`use ${KEY}`).says(`I use ${KEY}`);
  for (let at = 0; at < 3; at++) {
    one = one.tool('Bash', { command: `curl -u me:${KEY} https://x.acme.io` }, { content: 'x' });
    one = one.tool(`mcp__${KEY}__send`, { a: KEY }, { content: 'lorem '.repeat(4_000) });
    one = one.tool('Read', { file_path: `/w/${KEY}/a.ts` }, { content: 'ipsum '.repeat(4_000) });
  }
  return one.prompt(`<command-name>/${KEY}</command-name>`).says('done').text();
}

test.each([...Object.entries(COMMANDS), ['session', usage], ['project', usage]] as const)(
  '%s',
  async (name, command) => {
    const home = makeHome();
    try {
      home.write(`.claude/projects/-w-app/${SESSION}.jsonl`, transcript());
      const args = command === usage ? { group: name } : {};
      for (const json of [true, false]) {
        if (name === 'browse' && !json) continue;
        const { out } = await home.run(command, { args, options: { json, deep: true } });
        expect(out).not.toBe('');
        expect(leaksOf(SECRET, out)).toEqual([]);
      }
    } finally {
      home.remove();
    }
  },
);
