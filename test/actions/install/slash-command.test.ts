// The slash command comes only when asked for, goes without a trace, and is never put over a file of
// somebody else's.
import { appendFileSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { planInit } from '../../../src/actions/install/plan-init.ts';
import { ANSWERING_COMMANDS } from '../../../src/actions/install/slash-command-task.ts';
import { COMMANDS } from '../../../src/commands/registry.gen.ts';
import { makeWorld, type World } from './world.ts';

const COMMAND = '.claude/commands/telltale.md';
const parts = { hooks: false, statusline: false, claudeMd: false, slashCommand: true };

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

it('is not written unless asked for', () => {
  world.install();
  expect(world.tree()[COMMAND]).toBeUndefined();
});

it.each([
  ['in an empty home', null],
  ['beside settings and other commands', '{"theme":"dark"}'],
])('comes and goes without a trace: %s', (_what, settings) => {
  if (settings !== null) {
    world.write('.claude/settings.json', settings);
    world.write('.claude/commands/mine.md', 'Do it.');
  }
  const before = world.tree();
  const answer = world.install({ parts });
  expect(answer.changes.map(({ kind, action }) => [kind, action])).toContainEqual([
    'slash-command',
    'create',
  ]);
  expect(planInit(world.request({ parts })).answer.status).toBe('nothing-to-do');
  world.uninstall();
  expect(world.tree()).toEqual(before);
});

it('allows one program at its place, and hands on what was typed', () => {
  const program = {
    nodePath: '/opt/my node/bin/node',
    distDir: '/opt/telltale/dist',
    platform: 'linux' as const,
  };
  world.install({ parts, program });
  const text = world.read(COMMAND);
  const line = "'/opt/my node/bin/node' /opt/telltale/dist/cli.js --or=explain --plain";
  const rules = rulesIn(text);
  const exact = ['', ' cache', ' report', ' report --sessions', ' audit:*'];
  expect(rules.slice(0, exact.length)).toEqual(exact.map((rest) => `${line}${rest}`));
  for (const rule of rules) expect(rule.startsWith(line)).toBe(true);
  expect(text).toContain(`!\`${line} $ARGUMENTS 2>&1 || true\`\n`);
});

it('on Windows is a line for its Bash, in front matter that YAML can read', () => {
  const program = {
    nodePath: 'C:\\Program Files\\nodejs\\node.exe',
    distDir: 'C:\\telltale\\dist',
    platform: 'win32' as const,
  };
  world.install({ parts, program });
  expect(rulesIn(world.read(COMMAND))[0]).toBe(
    '"C:/Program Files/nodejs/node.exe" C:/telltale/dist/cli.js --or=explain --plain',
  );
});

it.each(['/opt/telltale (x86)', '/opt/$x', '/opt/a`b', '/opt/*'])(
  'is not written where Claude Code cannot be told to allow it: %s',
  (distDir) => {
    const before = world.tree();
    const program = { ...world.request().program, distDir };
    const { notes, changes } = world.install({ parts, program });
    expect(notes.map(({ code }) => code)).toEqual(['slash-command-unusable']);
    expect(changes.map(({ kind }) => kind)).toEqual(['config']);
    expect(world.tree()).toEqual(before);
  },
);

it('alone leaves the settings unread: they may be of any kind', () => {
  world.write('.claude/settings.json', '{ // mine\n}');
  world.install({ parts });
  expect(world.read('.claude/settings.json')).toBe('{ // mine\n}');
  expect(world.read(COMMAND)).toContain('$ARGUMENTS');
});

it('is known, updated and removed without any record', () => {
  world.install({ parts });
  rmSync(world.stateDir, { recursive: true });
  const { program } = world.request();
  world.install({ parts, program: { ...program, distDir: '/srv/telltale/dist' } });
  expect(world.read(COMMAND)).toContain('/srv/telltale/dist/cli.js');
  rmSync(world.stateDir, { recursive: true });
  expect(world.uninstall().changes).toMatchObject([{ kind: 'slash-command', action: 'delete' }]);
  expect(world.tree()[COMMAND]).toBeUndefined();
});

it('does not take the place of a file that appears while it is written', () => {
  world.install({ parts, beforeSwap: () => world.write(COMMAND, 'My own.') });
  expect(world.read(COMMAND)).toBe('My own.');
  world.uninstall();
  expect(world.read(COMMAND)).toBe('My own.');
});

it('is shown as a diff, and nothing is written for that', () => {
  const before = world.tree();
  const { changes } = planInit(world.request({ parts })).answer;
  expect(changes[0]).toMatchObject({ kind: 'slash-command', action: 'create', removedLines: 0 });
  expect(changes[0]?.hunks[0]?.lines).toContain('+disable-model-invocation: true');
  expect(world.tree()).toEqual(before);
});

it('a new place of the program is taken over', () => {
  world.install({ parts });
  const { program } = world.request();
  world.install({ parts, program: { ...program, distDir: '/srv/telltale/dist' } });
  expect(world.read(COMMAND)).toContain('/srv/telltale/dist/cli.js');
  expect(world.read(COMMAND)).not.toContain('/opt/telltale');
});

it('a file of that name that is not ours stays, and is said', () => {
  world.write(COMMAND, 'My own.');
  const answer = world.install({ parts });
  expect(answer.notes.map(({ code }) => code)).toContain('slash-command-kept');
  expect(world.read(COMMAND)).toBe('My own.');
  world.uninstall();
  expect(world.read(COMMAND)).toBe('My own.');
});

it('ours, once edited, is theirs: neither written over nor removed', () => {
  world.install({ parts });
  appendFileSync(world.at(COMMAND), 'And sing.\n');
  const edited = world.read(COMMAND);
  expect(world.install({ parts }).notes.map(({ code }) => code)).toContain('slash-command-kept');
  world.uninstall();
  expect(world.read(COMMAND)).toBe(edited);
});

it("a project's command stands in the project", () => {
  world.install({ parts, scope: 'project' });
  expect(world.read('project/.claude/commands/telltale.md')).toContain('telltale');
  world.uninstall({ scope: 'all' });
  expect(world.tree()['project/.claude/commands/telltale.md']).toBeUndefined();
});

it('allows no command that can write a file that is named, or change what is installed', async () => {
  const answering = COMMANDS.filter(({ name }) => ANSWERING_COMMANDS.includes(name));
  expect(answering).toHaveLength(ANSWERING_COMMANDS.length);
  for (const { load, name } of answering) {
    const { options = [] } = (await load()).default;
    const flags = options.map((option) => option.flags);
    expect(
      flags.filter((flag) => /<(file|dir)>|--yes|--force/.test(flag)),
      name,
    ).toEqual([]);
  }
  for (const name of ['export', 'init', 'uninstall', 'handoff', 'handoffs', 'config', 'demo']) {
    expect(ANSWERING_COMMANDS).not.toContain(name);
  }
});

/** The command lines that the file allows. */
function rulesIn(text: string): string[] {
  const rules = JSON.parse(/^allowed-tools: (.*)$/m.exec(text)?.[1] ?? '""') as string;
  return [...rules.matchAll(/Bash\((.*?)\)(?:, |$)/g)].map((match) => match[1] ?? '');
}
