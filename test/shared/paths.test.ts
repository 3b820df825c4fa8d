// Where telltale's own files go, on each platform.
import { describe, expect, it } from 'vitest';
import { expandHome, shortenHome, telltalePaths } from '../../src/shared/paths.ts';

const PLACES = {
  linux: { platform: 'linux', homeDir: '/home/ana' },
  darwin: { platform: 'darwin', homeDir: '/Users/ana' },
  win32: { platform: 'win32', homeDir: 'C:\\Users\\ana' },
} as const;

describe('telltalePaths', () => {
  it.each([
    ['linux', {}, '/home/ana/.local/state/telltale', '/home/ana/.config/telltale'],
    ['linux', { XDG_STATE_HOME: '/s', XDG_CONFIG_HOME: '/c' }, '/s/telltale', '/c/telltale'],
    [
      'linux',
      { XDG_STATE_HOME: 'rel', XDG_CONFIG_HOME: '' },
      '/home/ana/.local/state/telltale',
      '/home/ana/.config/telltale',
    ],
    ['linux', { TELLTALE_HOME: '/t', XDG_STATE_HOME: '/s' }, '/t', '/t'],
    ['linux', { TELLTALE_HOME: '~/t' }, '/home/ana/t', '/home/ana/t'],
    [
      'linux',
      { TELLTALE_HOME: '' },
      '/home/ana/.local/state/telltale',
      '/home/ana/.config/telltale',
    ],
    [
      'darwin',
      {},
      '/Users/ana/Library/Application Support/telltale',
      '/Users/ana/.config/telltale',
    ],
    [
      'win32',
      {},
      'C:\\Users\\ana\\AppData\\Local\\telltale',
      'C:\\Users\\ana\\AppData\\Roaming\\telltale',
    ],
    ['win32', { LOCALAPPDATA: 'D:\\L', APPDATA: 'D:\\R' }, 'D:\\L\\telltale', 'D:\\R\\telltale'],
    ['win32', { TELLTALE_HOME: 'D:\\t' }, 'D:\\t', 'D:\\t'],
  ] as const)('%s %j', (platform, env, stateDir, configDir) => {
    const slash = platform === 'win32' ? '\\' : '/';
    expect(telltalePaths({ env, ...PLACES[platform] })).toEqual({
      stateDir,
      ledgerFile: `${stateDir}${slash}ledger.db`,
      configDir,
      configFile: `${configDir}${slash}config.toml`,
    });
  });
});

describe('expandHome and shortenHome', () => {
  it.each([
    ['linux', '~', '/home/ana'],
    ['linux', '~/x/y', '/home/ana/x/y'],
    ['linux', '~bob/x', '~bob/x'],
    ['linux', '/x/~', '/x/~'],
    ['linux', '~\\x', '~\\x'],
    ['win32', '~\\x', 'C:\\Users\\ana\\x'],
    ['win32', '~/x', 'C:\\Users\\ana\\x'],
  ] as const)('%s: %s is %s', (platform, path, full) => {
    expect(expandHome(path, PLACES[platform])).toBe(full);
  });

  it.each([
    ['/home/ana', '~'],
    ['/home/ana/x', '~/x'],
    ['/home/anabel/x', '/home/anabel/x'],
    ['/srv', '/srv'],
  ])('%s is shown as %s', (path, short) => {
    expect(shortenHome(path, PLACES.linux)).toBe(short);
  });

  it('does not shorten everything for a home of /', () => {
    expect(shortenHome('/srv', { platform: 'linux', homeDir: '/' })).toBe('/srv');
  });
});
