// Runs one command and prints how long it took. A process of its own, because starting a child takes
// the longer the more memory the parent holds; this one holds next to nothing.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { file, args, env, input } = JSON.parse(readFileSync(0, 'utf8'));
const startedAt = process.hrtime.bigint();
const { status, signal, stderr, error } = spawnSync(file, args, {
  env,
  input,
  stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  maxBuffer: 1 << 30,
});
const durationMs = Number(process.hrtime.bigint() - startedAt) / 1e6;
const reason = error === undefined ? String(stderr).slice(-2000) : String(error);
process.stdout.write(JSON.stringify({ durationMs, status, signal, reason }));
