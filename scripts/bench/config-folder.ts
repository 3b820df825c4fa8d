// The transcripts that are measured: a generated set, kept for the next time, or any config folder.
// Counts what is in them; writes only below the benchmark's own folder.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import type { TokenCounts } from '../../src/shared/tokens.ts';
import { writeBenchSet } from '../make-bench-set.ts';

export interface ConfigFolder {
  readonly dir: string;
  readonly what: string;
  readonly files: number;
  readonly lines: number;
  readonly bytes: number;
  /** What the generator says it wrote; null for a folder that it did not write. */
  readonly written: { readonly calls: number; readonly tokens: TokenCounts } | null;
}

const SEED = 1;
const FACTS = 'set.json';

export interface SetPlace {
  readonly cacheDir: string;
  readonly workDir: string;
  /** Of 1,000,000 bytes. */
  readonly megabytes: number;
}

export function generatedFolder(root: string, place: SetPlace): ConfigFolder {
  const dir = join(place.cacheDir, `set-${place.megabytes}-${generatorHash(root)}`);
  if (!existsSync(join(dir, FACTS))) {
    removeOutdated(place);
    writeSet(dir, place);
  }
  const facts = JSON.parse(readFileSync(join(dir, FACTS), 'utf8')) as Omit<ConfigFolder, 'dir'>;
  return { dir, ...facts };
}

/** @throws Error when there are no transcripts in it */
export function givenFolder(dir: string): ConfigFolder {
  const files = existsSync(join(dir, 'projects')) ? listTranscripts(dir) : [];
  if (files.length === 0) throw new Error(`${dir} holds no projects/**/*.jsonl`);
  return { dir, what: 'given with --dir', ...count(files), written: null };
}

/** Paths of all transcripts of a config folder. */
export function listTranscripts(dir: string): string[] {
  return readdirSync(join(dir, 'projects'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.jsonl') && basename(path) !== 'journal.jsonl')
    .map((path) => join(dir, 'projects', path))
    .filter((path) => statSync(path).isFile())
    .sort();
}

function writeSet(dir: string, { workDir, megabytes }: SetPlace): void {
  const unfinished = join(workDir, 'set');
  mkdirSync(unfinished);
  const { calls, tokens } = writeBenchSet(unfinished, megabytes * 1e6, SEED);
  const facts: Omit<ConfigFolder, 'dir'> = {
    what: `generated, seed ${SEED}`,
    ...count(listTranscripts(unfinished)),
    written: { calls, tokens },
  };
  writeFileSync(join(unfinished, FACTS), JSON.stringify(facts));
  renameSync(unfinished, dir);
}

/** Sets of this size that another version of the generator wrote. */
function removeOutdated({ cacheDir, megabytes }: SetPlace): void {
  for (const name of readdirSync(cacheDir)) {
    if (!name.startsWith(`set-${megabytes}-`)) continue;
    rmSync(join(cacheDir, name), { recursive: true, force: true });
  }
}

function generatorHash(root: string): string {
  const hash = createHash('sha256');
  const samples = join(root, 'src', 'samples');
  const names = readdirSync(samples, { recursive: true, encoding: 'utf8' }).sort();
  for (const path of [
    join(root, 'scripts', 'make-bench-set.ts'),
    ...names.filter((name) => name.endsWith('.ts')).map((name) => join(samples, name)),
  ]) {
    hash.update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, 12);
}

function count(files: readonly string[]): Pick<ConfigFolder, 'files' | 'lines' | 'bytes'> {
  let lines = 0;
  let bytes = 0;
  for (const file of files) {
    const text = readFileSync(file);
    bytes += text.length;
    for (let at = text.indexOf(10); at >= 0; at = text.indexOf(10, at + 1)) lines++;
  }
  return { files: files.length, lines, bytes };
}
