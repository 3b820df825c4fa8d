// init and uninstall on real files: what was there comes back byte for byte and mode for mode, whatever
// the file was like, who changed it in between, and how much of our own notes survived.
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planInit } from '../../../src/actions/install/plan-init.ts';
import { HOOK_EVENTS } from '../../../src/live/hook-events.ts';
import { readSettingsFacts } from '../../../src/live/installed-hooks.ts';
import { propertyRuns } from '../../property/runs.ts';
import { settingsTexts } from './settings-texts.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

const SETTINGS = '.claude/settings.json';
const facts = () => readSettingsFacts(readFileSync(world.settings, 'utf8'));
const FOREIGN = '{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"date"}]}]}}\n';

describe('install, then uninstall', () => {
  it('is the identity on any settings file', () => {
    const modes = fc.constantFrom(0o600, 0o644, 0o640, 0o666);
    const run = ({ text }: { text: string }, mode: number, isLink: boolean, mayWrap: boolean) => {
      const fresh = makeWorld();
      try {
        const name = isLink ? 'dotfiles/claude.json' : SETTINGS;
        fresh.write(name, text);
        chmodSync(fresh.at(name), mode);
        mkdirSync(fresh.at('.claude'), { recursive: true });
        if (isLink) symlinkSync('../dotfiles/claude.json', fresh.settings);
        const before = fresh.tree();
        const answer = fresh.install({ mayWrap });
        expect(answer.status).toBe('done');
        const installed = fresh.tree();
        expect(installed).not.toEqual(before);
        expect(Object.keys(installed)).toEqual(Object.keys(before));
        expect(statSync(fresh.at(name)).mode & 0o777).toBe(mode);
        expect(fresh.install({ mayWrap }).status).toBe('done');
        expect(fresh.tree()).toEqual(installed);
        expect(fresh.uninstall().changes.map(({ action }) => action)).toEqual(['restore']);
        expect(fresh.tree()).toEqual(before);
      } finally {
        fresh.remove();
      }
    };
    fc.assert(fc.property(settingsTexts, modes, fc.boolean(), fc.boolean(), run), propertyRuns(40));
  });

  it.each([
    ['no folder at all', () => {}],
    ['a folder without settings', () => mkdirSync(world.at('.claude'), { mode: 0o755 })],
    [
      'a link to a file that is not there yet',
      () => {
        mkdirSync(world.at('.claude'));
        mkdirSync(world.at('dotfiles'));
        symlinkSync(world.at('dotfiles/claude.json'), world.settings);
      },
    ],
  ])('removes what it had to make: %s', (_what, prepare) => {
    prepare();
    const before = world.tree();
    world.install({
      parts: { hooks: true, statusline: true, claudeMd: true, slashCommand: false },
    });
    expect(facts()?.handlers.length).toBe(HOOK_EVENTS.length);
    expect(facts()?.statusline.kind).toBe('own');
    world.uninstall();
    expect(world.tree()).toEqual(before);
  });

  it('makes private files for the user and shared ones for a project', () => {
    world.install();
    expect(statSync(world.settings).mode & 0o777).toBe(0o600);
    expect(statSync(world.at('.claude')).mode & 0o777).toBe(0o700);
    mkdirSync(world.at('project'));
    world.install({ scope: 'project' });
    const shared = 0o666 & ~process.umask();
    expect(statSync(world.at('project/.claude/settings.json')).mode & 0o777).toBe(shared);
    const before = world.tree();
    world.install({ scope: 'local' });
    world.uninstall({ scope: 'local' });
    expect(world.tree()).toEqual(before);
    world.uninstall();
    expect(world.tree()).toEqual({ project: expect.stringContaining('folder') });
  });

  it('keeps a private copy of every file it changes, in its own folder', () => {
    world.write(SETTINGS, FOREIGN);
    const { changes } = world.install();
    const backup = changes[0]?.backup ?? '';
    expect(backup).toBe(join(world.stateDir, 'backups/20261121T184600Z-settings.json'));
    expect(readFileSync(backup, 'utf8')).toBe(FOREIGN);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(statSync(join(world.stateDir, 'install.json')).mode & 0o777).toBe(0o600);
    world.uninstall();
    expect(readdirSync(join(world.stateDir, 'backups'))).toHaveLength(2);
    expect(existsSync(join(world.stateDir, 'install.json'))).toBe(false);
  });

  it('says that there is nothing to do, and does nothing', () => {
    world.install();
    const before = world.tree();
    const { answer } = planInit(world.request());
    expect(answer).toMatchObject({ status: 'nothing-to-do', changes: [] });
    world.uninstall();
    expect(world.uninstall()).toMatchObject({ status: 'nothing-to-do', changes: [] });
    expect(before).not.toEqual(world.tree());
  });
});

describe('when somebody edits the file in between', () => {
  it('keeps the edit and takes out ours', () => {
    world.write(SETTINGS, '{\n  "model": "opus"\n}\n');
    world.install();
    const edited = world.read(SETTINGS).replace('"opus"', '"sonnet",\n  "theme": "dark"');
    world.write(SETTINGS, edited);
    expect(world.uninstall().changes).toMatchObject([{ action: 'change' }]);
    expect(world.read(SETTINGS)).toBe('{\n  "model": "sonnet",\n  "theme": "dark"\n}\n');
  });

  it('keeps a file that it made, when it holds more by now', () => {
    world.install();
    world.write(SETTINGS, world.read(SETTINGS).replace('{', '{\n  "theme": "dark",'));
    world.uninstall();
    expect(world.read(SETTINGS)).toBe('{\n  "theme": "dark"\n}\n');
  });

  it('gives back the edited file after another install', () => {
    world.write(SETTINGS, '{"a":1}');
    world.install();
    const edited = world.read(SETTINGS).replace('"a":1', '"a":2');
    world.write(SETTINGS, edited);
    world.install({ program: { ...world.request().program, distDir: '/opt/newer/dist' } });
    expect(facts()?.handlers.every(({ scriptPath }) => scriptPath.includes('newer'))).toBe(true);
    world.uninstall();
    expect(world.read(SETTINGS)).toBe('{"a":2}');
  });

  it('finds its own without any record', () => {
    world.write(SETTINGS, FOREIGN);
    world.install();
    rmSync(world.stateDir, { recursive: true });
    world.uninstall();
    expect(world.read(SETTINGS)).toBe(FOREIGN);
  });

  it('forgets what its owner has taken out or thrown away', () => {
    world.write(SETTINGS, FOREIGN);
    world.install();
    rmSync(world.settings);
    expect(world.uninstall().status).toBe('nothing-to-do');
    expect(existsSync(join(world.stateDir, 'install.json'))).toBe(false);
    expect(existsSync(world.settings)).toBe(false);
  });

  it('refuses to take ours out of what is no JSON any more, and goes on with the rest', () => {
    mkdirSync(world.at('project'));
    world.install();
    world.install({ scope: 'project' });
    appendFileSync(world.settings, '// mine\n');
    const { notes, changes } = world.uninstall();
    expect(notes).toMatchObject([{ code: 'settings-unusable', severity: 'critical' }]);
    expect(changes.map(({ path }) => path)).toEqual([world.at('project/.claude/settings.json')]);
    expect(world.read(SETTINGS)).toContain('// mine');
  });
});

describe('when the file changes while it is written', () => {
  it.each([1, 2])('starts over: %i time(s)', (times) => {
    world.write(SETTINGS, '{"a":1}\n');
    let left = times;
    const beforeSwap = () => {
      if (left-- > 0) world.write(SETTINGS, `{"a":1,"changed":${left}}\n`);
    };
    world.install({ beforeSwap });
    expect(JSON.parse(world.read(SETTINGS))).toMatchObject({ a: 1, changed: 0 });
    expect(facts()?.handlers.length).toBe(HOOK_EVENTS.length);
    world.uninstall();
    expect(world.read(SETTINGS)).toBe('{"a":1,"changed":0}\n');
  });

  it('gives up after three times, with the file as its writer left it', () => {
    world.write(SETTINGS, '{"a":1}\n');
    let count = 0;
    const beforeSwap = () => world.write(SETTINGS, `{"a":${++count}0}\n`);
    expect(() => world.install({ beforeSwap })).toThrow(
      expect.objectContaining({ code: 'settings-busy' }),
    );
    expect(world.read(SETTINGS)).toBe('{"a":30}\n');
    expect(readdirSync(world.at('.claude'))).toEqual(['settings.json']);
    expect(existsSync(join(world.stateDir, 'install.json'))).toBe(false);
  });

  it('notices a file that appears, and one that goes', () => {
    let isFirst = true;
    const once = (act: () => void) => () => {
      if (isFirst) act();
      isFirst = false;
    };
    world.install({ beforeSwap: once(() => world.write(SETTINGS, '{"new":true}')) });
    expect(JSON.parse(world.read(SETTINGS))).toMatchObject({ new: true });
    world.uninstall();
    expect(world.read(SETTINGS)).toBe('{"new":true}');
    isFirst = true;
    world.install({ beforeSwap: once(() => rmSync(world.settings)) });
    expect(facts()?.handlers.length).toBe(HOOK_EVENTS.length);
    world.uninstall();
    expect(existsSync(world.settings)).toBe(false);
  });
});

describe('what is refused, and left as it is', () => {
  it.each([
    ['a comment', '{\n  // mine\n  "a": 1\n}', 'line 2, column 3: invalid comment token'],
    ['a trailing comma', '{"a": 1,}', 'not strict JSON'],
    ['a byte order mark', '\uFEFF{}', 'byte order mark'],
    ['nothing', '', 'is empty'],
    ['blanks', ' \n', 'is empty'],
    ['half of it', '{"a": ', 'not strict JSON'],
    ['a list', '[]', 'no JSON object'],
    ['null', 'null', 'no JSON object'],
    ['a key twice', '{"hooks": {}, "hooks": {}}', 'has "hooks" twice'],
    ['an event twice', '{"hooks": {"Stop": [], "Stop": []}}', 'has "Stop" twice'],
    ['hooks as a list', '{"hooks": []}', '"hooks" that is no object'],
    ['hooks as null', '{"hooks": null}', '"hooks" that is no object'],
    ['an event as an object', '{"hooks": {"Stop": {}}}', '"Stop" that is no list'],
  ])('%s', (_what, text, words) => {
    world.write(SETTINGS, text);
    const before = world.tree();
    let error: { code?: string; message?: string; next?: string } = {};
    try {
      planInit(world.request());
    } catch (cause) {
      error = cause as typeof error;
    }
    expect(error.code).toBe('settings-unusable');
    expect(error.message).toContain(words);
    const snippet = error.next?.slice(error.next.indexOf('\n{')) ?? '';
    expect(readSettingsFacts(snippet)?.handlers.length).toBe(HOOK_EVENTS.length);
    expect(world.tree()).toEqual(before);
  });

  it('bytes that are no UTF-8', () => {
    world.write(SETTINGS, Buffer.from([0x7b, 0xff, 0x7d]));
    expect(() => world.install()).toThrow(/not UTF-8/);
  });

  it('a file that is read-only', () => {
    world.write(SETTINGS, FOREIGN);
    chmodSync(world.settings, 0o444);
    const before = world.tree();
    expect(() => world.install()).toThrow(
      expect.objectContaining({
        code: 'settings-unwritable',
        message: expect.stringContaining('read-only'),
      }),
    );
    expect(world.tree()).toEqual(before);
    expect(existsSync(join(world.stateDir, 'install.json'))).toBe(false);
  });

  it('a folder in the place of the file', () => {
    mkdirSync(world.settings, { recursive: true });
    expect(() => world.install()).toThrow(expect.objectContaining({ code: 'settings-unusable' }));
  });

  it('any change, when there is no place for the copy', () => {
    world.write(SETTINGS, FOREIGN);
    writeFileSync(world.stateDir, 'a file in the way');
    expect(() => world.install({ configFile: world.settings })).toThrow(
      expect.objectContaining({ code: 'state-unwritable' }),
    );
    expect(world.read(SETTINGS)).toBe(FOREIGN);
  });
});

describe('the status line', () => {
  const LINE = '{"statusLine":{"type":"command","command":"echo \\"$PWD\\"","padding":1}}';

  it('of somebody else stays without consent, and the answer says so', () => {
    world.write(SETTINGS, LINE);
    const answer = world.install({ mayWrap: false });
    expect(answer.statusline).toEqual({
      before: 'foreign',
      action: 'keep',
      command: 'echo "$PWD"',
    });
    expect(answer.notes).toMatchObject([{ code: 'statusline-kept' }]);
    expect(JSON.parse(world.read(SETTINGS))).toMatchObject(JSON.parse(LINE) as object);
  });

  it('of a kind that cannot be run from within ours stays even with consent', () => {
    world.write(SETTINGS, '{"statusLine": null}');
    expect(world.install({ mayWrap: true }).statusline.action).toBe('keep');
  });

  it('of a wider scope is not overridden in silence', () => {
    world.write(SETTINGS, LINE);
    const kept = world.install({ scope: 'project', mayWrap: false });
    expect(kept.statusline.action).toBe('keep');
    expect(world.install({ scope: 'project' }).statusline.action).toBe('wrap');
    const project = readSettingsFacts(world.read('project/.claude/settings.json'));
    expect(project?.statusline).toMatchObject({ kind: 'own', own: { wrapped: 'echo "$PWD"' } });
    expect(world.read(SETTINGS)).toBe(LINE);
  });

  it('alone, and the hooks alone, add up to both', () => {
    const parts = { hooks: false, statusline: false, claudeMd: false, slashCommand: false };
    world.install({ parts: { ...parts, hooks: true } });
    expect(facts()?.statusline.kind).toBe('none');
    world.install({ parts: { ...parts, statusline: true } });
    expect(facts()?.statusline.kind).toBe('own');
    const apart = JSON.parse(world.read(SETTINGS)) as unknown;
    world.uninstall();
    world.install();
    expect(apart).toEqual(JSON.parse(world.read(SETTINGS)));
  });
});

describe('the note in CLAUDE.md', () => {
  const parts = { hooks: false, statusline: false, claudeMd: true, slashCommand: false };

  it.each([
    ['none', null],
    ['empty', ''],
    ['with a last line end', '# Mine\n'],
    ['without', '# Mine'],
    ['of Windows', '# Mine\r\n\r\ntext\r\n'],
    ['in another encoding', Buffer.from([0x23, 0xe4, 0xff, 0x0a])],
  ])('comes and goes without a trace: %s', (_what, content) => {
    if (content !== null) world.write('.claude/CLAUDE.md', content);
    const before = world.tree();
    world.install({ parts });
    expect(world.read('.claude/CLAUDE.md')).toContain('telltale: begin');
    expect(planInit(world.request({ parts })).answer.status).toBe('nothing-to-do');
    world.uninstall();
    expect(world.tree()).toEqual(before);
  });

  it('goes from a file that was edited since', () => {
    world.write('.claude/CLAUDE.md', '# Mine\n');
    world.install({ parts });
    appendFileSync(world.at('.claude/CLAUDE.md'), '\nMore.\n');
    world.uninstall();
    expect(world.read('.claude/CLAUDE.md')).toBe('# Mine\n\nMore.\n');
  });
});

describe('notes', () => {
  const codes = (changes: Parameters<World['request']>[0] = {}) =>
    planInit(world.request(changes)).answer.notes.map(({ code }) => code);

  it('are none where all is well', () => {
    expect(codes()).toEqual([]);
  });

  it('tell of hooks that are switched off', () => {
    world.write('project/.claude/settings.local.json', '{"disableAllHooks": true}');
    expect(codes()).toEqual(['hooks-disabled']);
  });

  it('tell of an old client and of an unknown one', () => {
    const client = { version: '2.0.50', source: 'claude --version' } as const;
    expect(codes({ client })).toEqual(['client-old']);
    expect(codes({ client: { version: null, source: 'not known' } })).toEqual(['client-unknown']);
  });

  it('tell of a second copy that would run as well, and not of the same one', () => {
    world.install();
    expect(codes({ scope: 'project' })).toEqual([]);
    const program = { ...world.request().program, distDir: '/elsewhere/dist' };
    expect(codes({ scope: 'project', program })).toEqual(['installed-twice']);
  });

  it('tell of a program that may vanish', () => {
    const distDir = '/home/ana/.npm/_npx/1a2b/node_modules/telltale/dist';
    expect(codes({ program: { ...world.request().program, distDir } })).toEqual([
      'program-in-cache',
    ]);
  });
});

it('shows a diff with secrets masked', () => {
  world.write(SETTINGS, '{\n  "env": { "KEY": "sk-ant-abcdefghijklmnop" }\n}\n');
  const [change] = planInit(world.request()).answer.changes;
  const lines = change?.hunks.flatMap((hunk) => hunk.lines) ?? [];
  expect(lines.join('\n')).not.toContain('abcdefghijklmnop');
  expect(lines.filter((line) => line.startsWith('-'))).toHaveLength(1);
  expect(change).toMatchObject({ removedLines: 1 });
});
