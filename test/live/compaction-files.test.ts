// The files by which a compaction's losses travel: one taker, one session, one hour.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  claimRestore,
  readSnapshot,
  removeSnapshot,
  writeRestore,
  writeSnapshot,
} from '../../src/live/compaction-files.ts';

const NOW = 1_700_000_000_000;
const HOUR_MS = 3_600_000;
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'telltale-compaction-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it('a restore is given once, to its own session, and leaves nothing behind', () => {
  writeRestore(join(dir, 'new'), { sessionId: 's1', atMs: NOW, text: 'rules' });
  expect(claimRestore(join(dir, 'new'), 's2', NOW)).toBeNull();
  expect(claimRestore(join(dir, 'new'), 's1', NOW)).toBe('rules');
  expect(claimRestore(join(dir, 'new'), 's1', NOW)).toBeNull();
  expect(readdirSync(join(dir, 'new'))).toEqual([]);
});

it('what is old belongs to another story', () => {
  writeRestore(dir, { sessionId: 's1', atMs: NOW, text: 'rules' });
  expect(claimRestore(dir, 's1', NOW + 2 * HOUR_MS)).toBeNull();
  writeSnapshot(dir, { sessionId: 's1', atMs: NOW, items: [] });
  expect(readSnapshot(dir, 's1', NOW + HOUR_MS)).not.toBeNull();
  expect(readSnapshot(dir, 's1', NOW + 2 * HOUR_MS)).toBeNull();
});

it('two sessions whose ids share a file name do not get each other’s', () => {
  writeRestore(dir, { sessionId: 'a/b', atMs: NOW, text: 'rules' });
  expect(claimRestore(dir, 'a_b', NOW)).toBeNull();
});

it('broken files and missing folders are nothing', () => {
  writeFileSync(join(dir, 's1.json'), '{"formatVersion":1,');
  expect(readSnapshot(dir, 's1', NOW)).toBeNull();
  expect(claimRestore(dir, 's1', NOW)).toBeNull();
  expect(claimRestore(join(dir, 'none'), 's1', NOW)).toBeNull();
  removeSnapshot(join(dir, 'none'), 's1');
});
