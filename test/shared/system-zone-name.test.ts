// Where the name of the system's zone is found, and when it is left to the runtime.
import { expect, it } from 'vitest';
import { findSystemZoneName } from '../../src/shared/system-zone-name.ts';

const KNOWN = ['/usr/share/zoneinfo/Europe/Berlin', '/usr/share/zoneinfo/America/Indiana/Knox'];

it.each([
  ['TZ', { TZ: 'Europe/Berlin' }, null, 'Europe/Berlin'],
  ['three parts', { TZ: 'America/Indiana/Knox' }, null, 'America/Indiana/Knox'],
  ['TZ before the link', { TZ: 'UTC' }, '/usr/share/zoneinfo/Europe/Berlin', 'UTC'],
  ['the link', {}, '/usr/share/zoneinfo/Europe/Berlin', 'Europe/Berlin'],
  ['an empty TZ says nothing', { TZ: '' }, '../usr/share/zoneinfo/Europe/Berlin', 'Europe/Berlin'],
  ['the link of macOS', {}, '/var/db/timezone/zoneinfo/Europe/Berlin', 'Europe/Berlin'],
  ['a link into a variant', {}, '/usr/share/zoneinfo/posix/Europe/Berlin', 'Europe/Berlin'],
  ['Etc/UTC is UTC', {}, '/usr/share/zoneinfo/Etc/UTC', 'UTC'],
  ['a TZ nobody knows', { TZ: 'Europe/Nowhere' }, null, null],
  ['a rule instead of a name', { TZ: 'CET-1CEST,M3.5.0,M10.5.0/3' }, null, null],
  ['a path', { TZ: ':/etc/localtime' }, null, null],
  ['a way out of the folder', { TZ: '../../etc/passwd' }, null, null],
  ['a copied zone file', {}, null, null],
  ['a link to somewhere else', {}, '/etc/zones/here', null],
  ['Windows', { OS: 'Windows_NT', TZ: 'Europe/Berlin' }, null, null],
])('%s', (_name, env, link, expected) => {
  const readLink = () => {
    if (link === null) throw new Error('EINVAL');
    return link;
  };
  const exists = (path: string) => KNOWN.includes(path);
  expect(findSystemZoneName({ env, readLink, exists })).toBe(expected);
});
