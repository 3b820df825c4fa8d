// A process that refused the network cannot be talked out of it, whichever way is tried; what is no network
// goes on working. Each case is a process of its own, against a server that listens.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const SOURCE = join(import.meta.dirname, '../../src/shared/refuse-network.ts');
let folder = '';
let server: Server;
let port = 0;
let visits = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-refuse-'));
  const { outputText } = ts.transpileModule(readFileSync(SOURCE, 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  writeFileSync(join(folder, 'refuse-network.cjs'), outputText);
  server = createServer((socket) => {
    visits += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a program may try; PORT is where somebody listens. */
const WAYS: Readonly<Record<string, string>> = {
  'net by address': `require('net').connect(PORT, '127.0.0.1')`,
  'net by name': `require('net').connect(PORT, 'localhost')`,
  'a socket of the machine': `require('net').connect('/tmp/none.sock')`,
  http: `require('http').get('http://127.0.0.1:PORT/')`,
  https: `require('https').get('https://127.0.0.1:PORT/')`,
  http2: `require('http2').connect('http://127.0.0.1:PORT/')`,
  tls: `require('tls').connect(PORT, '127.0.0.1')`,
  fetch: `fetch('http://127.0.0.1:PORT/')`,
  'a server': `require('net').createServer().listen(0)`,
  'an HTTP server': `require('http').createServer().listen(0, '127.0.0.1')`,
  'a datagram': `require('dgram').createSocket('udp4').send('x', PORT, '127.0.0.1')`,
  'a name, by the system': `require('dns').lookup('localhost', () => {})`,
  'a name, by a query': `require('dns').resolve4('localhost', () => {})`,
  'a name, by promise': `require('dns/promises').lookup('localhost')`,
  'a resolver of its own': `new (require('dns').Resolver)().resolve4('localhost', () => {})`,
  'an ES module': `import('node:http').then((http) => http.get('http://127.0.0.1:PORT/'))`,
};

/** As it is, and as on a Node that hands out no parts of its own. */
const NODES = { usual: '', closed: `process.binding = () => { throw new Error('gone') };\n` };

describe.each(Object.entries(NODES))('on a %s Node', (_node, prelude) => {
  it.each(Object.entries(WAYS))('%s is refused', async (_way, attempt) => {
    visits = 0;
    const output = await runIn(`${prelude}refuseNetwork();\n${attempt}`);
    expect(output).toMatch(/^telltale uses no network, and something in it asked for one \(.+\)$/m);
    expect(visits).toBe(0);
  });
});

it('is reached without the refusal, so that the cases above mean something', async () => {
  visits = 0;
  await runIn(WAYS['net by address'] ?? '');
  expect(visits).toBe(1);
});

it('cannot be undone by assigning', async () => {
  const output = await runIn(`refuseNetwork();
    try { globalThis.fetch = () => 'open'; } catch {}
    try { process.binding('tcp_wrap').TCP.prototype.connect = () => 0; } catch {}
    require('net').connect(PORT, '127.0.0.1')`);
  expect(output).toContain('asked for one (TCP connect)');
});

it('leaves programs, threads, files and standard streams alone', async () => {
  const output = await runIn(`refuseNetwork();
    const { spawnSync, spawn } = require('child_process');
    const { Worker } = require('worker_threads');
    console.log(spawnSync(process.execPath, ['-e', 'console.log("sync")'], { encoding: 'utf8' }).stdout.trim());
    const child = spawn(process.execPath, ['-e', 'process.stdin.pipe(process.stdout)']);
    child.stdout.on('data', (text) => console.log(String(text)));
    child.stdin.end('piped');
    new Worker('require("worker_threads").parentPort.postMessage("thread")', { eval: true }).on('message', console.log);`);
  expect(output.split('\n').filter(Boolean).sort()).toEqual(['piped', 'sync', 'thread']);
});

function runIn(script: string): Promise<string> {
  const text = `process.on('uncaughtException', ({ message }) => { console.log(message); process.exit(); });
    process.on('unhandledRejection', (error) => { throw error; });
    const { refuseNetwork } = require('./refuse-network.cjs');
    setTimeout(() => process.exit(), 5000).unref();
    ${script.replaceAll('PORT', String(port))};`;
  const child = spawn(process.execPath, ['-e', text], { cwd: folder, timeout: 10_000 });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => {
      output += part.toString();
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}
