// The benchmark's set at five megabytes: mix, ids, sums, and that it comes file by file.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeBenchSet } from '../../scripts/make-bench-set.ts';
import { type BulkFile, bulkSessions } from '../../src/samples/bulk-sessions.ts';
import { addSums, NO_CALLS } from '../../src/samples/manifest.ts';
import type { AnyRecord } from './parse-lines.ts';

const TARGET_BYTES = 5_000_000;
const files = [...bulkSessions({ targetBytes: TARGET_BYTES, seed: 7 })];
const linesOf = ({ text }: BulkFile): string[] => text.slice(0, -1).split('\n');
const lines = files.flatMap(linesOf);
const records: AnyRecord[] = lines.map((line) => JSON.parse(line));

describe('the bulk set', () => {
  it('reaches its size and tells it in bytes', () => {
    const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    expect(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(bytes);
    expect(bytes).toBeGreaterThanOrEqual(TARGET_BYTES);
    expect(bytes).toBeLessThan(TARGET_BYTES + 5_500_000);
  });

  it('is the same for the same seed, and begins alike whatever its size', () => {
    const again = bulkSessions({ targetBytes: TARGET_BYTES, seed: 7 });
    expect([...again].map(({ path, text }) => [path, text.length])).toEqual(
      files.map(({ path, text }) => [path, text.length]),
    );
    const other = bulkSessions({ targetBytes: TARGET_BYTES, seed: 8 }).next().value;
    expect(other?.path).not.toBe(files[0]?.path);
  });

  it('has lines of about the size of real ones, few of them large', () => {
    const sizes = lines.map((line) => line.length).sort((a, b) => a - b);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(mean).toBeGreaterThan(1400);
    expect(mean).toBeLessThan(2600);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThan(1400);
    expect(sizes.at(-1)).toBeGreaterThan(20_000);
  });

  it('mixes old files full of progress and later ones full of attachments', () => {
    const share = (type: string) =>
      records.filter((record) => record.type === type).length / records.length;
    expect(share('assistant')).toBeGreaterThan(0.2);
    expect(share('user')).toBeGreaterThan(0.1);
    expect(share('progress')).toBeGreaterThan(0.05);
    expect(share('attachment')).toBeGreaterThan(0.05);
    const kindsOf = (file: BulkFile) => new Set(linesOf(file).map((line) => JSON.parse(line).type));
    for (const file of files)
      expect(kindsOf(file).has('progress') && kindsOf(file).has('attachment')).toBe(false);
  });

  it('has several lines per message and unique ids, but for forks', () => {
    const messages = records.filter(({ type }) => type === 'assistant');
    const ids = new Set(messages.map(({ message }) => message.id));
    expect(messages.length / ids.size).toBeGreaterThan(1.8);
    const owners = new Map<string, Set<string>>();
    for (const { uuid, sessionId } of records) {
      if (uuid !== undefined) owners.set(uuid, (owners.get(uuid) ?? new Set()).add(sessionId));
    }
    const uuids = records.filter(({ uuid }) => uuid !== undefined);
    const copies = [...owners.values()].reduce((sum, sessions) => sum + sessions.size - 1, 0);
    expect(owners.size + copies).toBe(uuids.length);
  });

  it('tells the sums of its calls, copies left out', () => {
    const told = files.reduce((sum, file) => addSums(sum, file.sum), NO_CALLS);
    const best = new Map<string, AnyRecord>();
    for (const { type, message } of records) {
      if (type !== 'assistant') continue;
      const before = best.get(message.id);
      if (before === undefined || message.usage.output_tokens >= before.output_tokens)
        best.set(message.id, message.usage);
    }
    const sum = (field: string) =>
      [...best.values()].reduce((total, usage) => total + usage[field], 0);
    expect(best.size).toBe(told.calls);
    expect(sum('output_tokens')).toBe(told.tokens.outputTokens);
    expect(sum('cache_read_input_tokens')).toBe(told.tokens.cacheReadTokens);
    expect(sum('cache_creation_input_tokens')).toBe(
      told.tokens.cacheWrite5mTokens + told.tokens.cacheWrite1hTokens,
    );
    expect(sum('input_tokens')).toBe(told.tokens.inputTokens);
  });

  it('keeps chain and time in each file', () => {
    for (const file of files) {
      const chain: AnyRecord[] = linesOf(file)
        .map((line) => JSON.parse(line))
        .filter(({ uuid }) => uuid !== undefined);
      expect(chain[0]?.parentUuid).toBeNull();
      chain.slice(1).forEach((record, i) => {
        expect(record.parentUuid).toBe(chain[i]?.uuid);
      });
      expect(Math.max(...chain.map(({ timestamp }) => Date.parse(timestamp)))).toBeLessThanOrEqual(
        file.mtimeMs,
      );
    }
  });

  it('leaves nothing of the scenes’ stand-ins behind', () => {
    for (const { text } of files) expect(text).not.toMatch(/5e5510bb|2001-02-03/);
  });

  it('has forks, subagents and lines of megabytes once it is large', () => {
    const seen = {
      agents: 0,
      copies: 0,
      huge: 0,
      files: 0,
      largestFile: 0,
      smallestMain: Number.POSITIVE_INFINITY,
    };
    const firsts = new Set<string>();
    for (const file of bulkSessions({ targetBytes: 90_000_000, seed: 7 })) {
      seen.files += 1;
      seen.largestFile = Math.max(seen.largestFile, file.sizeBytes);
      if (file.path.includes('/subagents/')) seen.agents += 1;
      else seen.smallestMain = Math.min(seen.smallestMain, file.sizeBytes);
      const uuid = /"uuid":"([^"]+)"/.exec(file.text)?.[1] ?? file.path;
      if (firsts.has(uuid)) seen.copies += 1;
      firsts.add(uuid);
      if (file.text.split('\n').some((line) => line.length > 2_000_000)) seen.huge += 1;
    }
    expect(seen.agents).toBeGreaterThan(50);
    expect(seen.copies).toBeGreaterThan(0);
    expect(seen.huge).toBeGreaterThan(0);
    expect(seen.largestFile).toBeGreaterThan(2_000_000);
    expect(seen.largestFile).toBeLessThan(13_000_000);
    expect(seen.smallestMain).toBeLessThan(60_000);
  });
});

describe('writeBenchSet', () => {
  const dir = mkdtempSync(join(tmpdir(), 'telltale-bench-set-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('writes the files, for the owner only, and adds them up', () => {
    const written = writeBenchSet(dir, 300_000, 7);
    const expected = [...bulkSessions({ targetBytes: 300_000, seed: 7 })];
    expect(written).toMatchObject({
      files: expected.length,
      bytes: expected.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      calls: expected.reduce((sum, file) => sum + file.sum.calls, 0),
    });
    for (const { path, sizeBytes, mtimeMs } of expected) {
      const stat = statSync(join(dir, path));
      expect(stat.size).toBe(sizeBytes);
      expect(Math.round(stat.mtimeMs)).toBe(mtimeMs);
      if (process.platform !== 'win32') expect(stat.mode & 0o777).toBe(0o600);
    }
  });
});
