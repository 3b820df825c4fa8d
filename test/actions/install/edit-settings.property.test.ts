// Edits of settings texts as such: putting in and taking out is the identity, nothing foreign moves, and
// a second time changes nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dropHooks,
  dropStatusline,
  putHooks,
  putStatusline,
} from '../../../src/actions/install/edit-settings.ts';
import { type Program, planHooks, planStatusline } from '../../../src/actions/install/hook-plan.ts';
import { describeStatusline, parseOwnHandler } from '../../../src/live/installed-hooks.ts';
import { propertyRuns } from '../../property/runs.ts';
import { type SettingsText, settingsTexts } from './settings-texts.ts';

const PROGRAM: Program = {
  nodePath: '/usr/bin/node',
  distDir: "/home/o'brien/my tools/dist",
  platform: 'linux',
};
const OLD_PROGRAM: Program = { ...PROGRAM, distDir: '/opt/old/dist' };
const versions = fc.constantFrom(null, '1.0.85', '2.0.50', '2.1.80', '2.1.240');

function install(text: string, version: string | null, program = PROGRAM): string {
  const hooked = putHooks(text, planHooks(program, version));
  const line = (JSON.parse(text) as { statusLine?: unknown }).statusLine;
  const state = describeStatusline(line);
  if (state.kind === 'foreign' && state.command === null) return hooked;
  const own = state.kind === 'own' ? state.own.wrapped : null;
  const wrapped = state.kind === 'foreign' ? state.command : own;
  return putStatusline(hooked, planStatusline(program, version, { wrapped, refreshSeconds: 10 }));
}

function uninstall(text: string, original: string | null): string {
  return dropStatusline(dropHooks(text, original), original);
}

/** Without handlers of ours, and without the groups and events that only they were in. */
function withoutOurs(text: string): unknown {
  const settings = JSON.parse(text) as { hooks?: Record<string, unknown[]> };
  for (const groups of Object.values(settings.hooks ?? {})) {
    for (const group of groups as { hooks?: unknown }[]) {
      if (!Array.isArray(group?.hooks)) continue;
      group.hooks = group.hooks.filter((each: unknown) => parseOwnHandler(each) === null);
    }
  }
  return settings.hooks;
}

const solid = (text: string) => text.replaceAll(/\s/g, '');

function isSubsequence(short: string, long: string): boolean {
  let at = 0;
  for (const character of long) if (short.startsWith(character, at)) at += character.length;
  return at === short.length;
}

const check = (run: (given: SettingsText, version: string | null) => void, runs = 150) =>
  fc.assert(fc.property(settingsTexts, versions, run), propertyRuns(runs));

describe('settings texts', () => {
  it('get back every byte', () => {
    check(({ text }, version) => {
      expect(uninstall(install(text, version), text)).toBe(text);
    });
  });

  it('are the same after a second time', () => {
    check(({ text }, version) => {
      const once = install(text, version);
      expect(install(once, version)).toBe(once);
    });
  });

  it('end up as if the older copy had never been there', () => {
    check(({ text }, version) => {
      const again = install(install(text, '2.0.50', OLD_PROGRAM), version);
      expect(JSON.parse(again)).toEqual(JSON.parse(install(text, version)));
      expect(uninstall(again, text)).toBe(text);
    });
  });

  it('lose nothing: every character that is no blank stays, in its order', () => {
    check(({ text, settings }, version) => {
      const { statusLine: _mayBeWrapped, ...others } = settings;
      const bare = JSON.stringify(others, null, 2);
      expect(isSubsequence(solid(bare), solid(install(bare, version)))).toBe(true);
      expect(isSubsequence(solid(text), solid(putHooks(text, planHooks(PROGRAM, version))))).toBe(
        true,
      );
    });
  });

  it('hold the foreign hooks as before, in value and order', () => {
    check(({ text, settings }, version) => {
      const hooks = withoutOurs(install(text, version)) as Record<string, unknown[]>;
      for (const [event, groups] of Object.entries(settings.hooks ?? {})) {
        expect(hooks[event]?.slice(0, groups.length)).toEqual(groups);
      }
    });
  });

  it('have one group of ours for each event', () => {
    check(({ text }, version) => {
      const { hooks } = JSON.parse(install(text, version)) as { hooks: Record<string, unknown[]> };
      for (const { event, group } of planHooks(PROGRAM, version)) {
        expect(
          hooks[event]?.filter((each) => JSON.stringify(each) === JSON.stringify(group)),
        ).toEqual([group]);
      }
    });
  });

  it('keep what was edited elsewhere since, byte for byte', () => {
    const edit = (text: string) => text.replace('{', '{ "added" : [ 1 ],');
    check(({ text, settings }, version) => {
      if (Object.keys(settings).length === 0) return;
      expect(uninstall(edit(install(text, version)), text)).toBe(edit(text));
    });
  });

  it('keep groups that were added behind ours', () => {
    check(({ text, settings }, version) => {
      const installed = JSON.parse(install(text, version)) as { hooks: Record<string, unknown[]> };
      const added = { matcher: 'later', hooks: [{ type: 'command', command: 'date' }] };
      installed.hooks.Stop?.push(added);
      const left = JSON.parse(uninstall(JSON.stringify(installed, null, 1), text)) as {
        hooks: Record<string, unknown[]>;
      };
      const before = (settings.hooks ?? {}) as Record<string, unknown[]>;
      expect(left.hooks).toEqual({ ...before, Stop: [...(before.Stop ?? []), added] });
    });
  });

  it('come back without the record too, but for lists that were empty before', () => {
    check(({ text, settings }, version) => {
      const left = JSON.parse(uninstall(install(text, version), null)) as Record<string, unknown>;
      const hooks = (settings.hooks ?? {}) as Record<string, unknown[]>;
      const full = Object.entries(hooks).filter(
        ([event, groups]) =>
          groups.length > 0 || !planHooks(PROGRAM, version).some((it) => it.event === event),
      );
      const expected = { ...settings, hooks: Object.fromEntries(full) };
      if (full.length === 0) delete (expected as { hooks?: unknown }).hooks;
      expect(left).toEqual(expected);
    });
  });
});

describe('a status line', () => {
  const plan = (wrapped: string | null, refreshSeconds = 10) =>
    planStatusline(PROGRAM, '2.1.240', { wrapped, refreshSeconds });
  const ours = `/usr/bin/node '/home/o'\\''brien/my tools/dist/statusline.js' --source telltale`;

  it('is added with its rhythm', () => {
    const text = putStatusline('{}\n', plan(null));
    expect(JSON.parse(text)).toEqual({
      statusLine: { type: 'command', command: ours, refreshInterval: 10 },
    });
    expect(putStatusline(text, plan(null))).toBe(text);
    expect(JSON.parse(putStatusline(text, plan(null, 0)))).toEqual({
      statusLine: { type: 'command', command: ours },
    });
    expect(JSON.parse(putStatusline(text, plan(null, 30)))).toMatchObject({
      statusLine: { refreshInterval: 30 },
    });
  });

  it('of somebody else is run within ours, with its own rhythm and padding', () => {
    const before = '{"statusLine":{"padding":2,"command":"echo \\u0041 \'x\'","type":"command"}}';
    const text = putStatusline(before, plan("echo A 'x'"));
    expect(JSON.parse(text)).toEqual({
      statusLine: {
        padding: 2,
        command: `${ours} --wrap 'echo A '\\''x'\\'''`,
        type: 'command',
      },
    });
    expect(dropStatusline(text, before)).toBe(before);
    // Without the record the command is the same, if not its spelling.
    expect(JSON.parse(dropStatusline(text, null))).toEqual(JSON.parse(before));
  });

  it('that its owner has put in the place of ours stays', () => {
    const text = '{"statusLine":{"type":"command","command":"my own"}}';
    expect(dropStatusline(text, '{}')).toBe(text);
  });

  it('that was wrapped from a wider scope goes whole', () => {
    const text = putStatusline('{"a":1}', plan('echo wide'));
    expect(dropStatusline(text, '{"a":1}')).toBe('{"a":1}');
  });
});
