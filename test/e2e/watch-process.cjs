// Loaded into a program before its own first line: notes which paths it writes and which programs it starts,
// and asks at the end whether a network could have been reached. It changes nothing of what the program does.
const fs = require('node:fs');
const { resolve } = require('node:path');
const { isMainThread } = require('node:worker_threads');

const { writeSync } = fs;
const LOG = fs.openSync(process.env.WATCH_LOG, 'a');
const note = (kind, value) => writeSync(LOG, `${JSON.stringify([kind, String(value)])}\n`);

const FIRST_PATH = [
  'appendFile',
  'chmod',
  'chown',
  'cp',
  'createWriteStream',
  'lutimes',
  'mkdir',
  'mkdtemp',
  'rm',
  'rmdir',
  'truncate',
  'unlink',
  'utimes',
  'writeFile',
];
const BOTH_PATHS = ['copyFile', 'link', 'rename', 'symlink'];

for (const name of FIRST_PATH) watchPaths(name, 1);
for (const name of BOTH_PATHS) watchPaths(name, 2);
for (const name of ['open', 'openSync']) {
  const original = fs[name];
  fs[name] = (path, flags, ...rest) => {
    if (mayWrite(flags)) notePath(path);
    return original(path, flags, ...rest);
  };
}

for (const [part, owner, method] of [
  ['process_wrap', (binding) => binding.Process.prototype, 'spawn'],
  ['spawn_sync', (binding) => binding, 'spawn'],
]) {
  const holder = owner(process.binding(part));
  const original = holder[method];
  holder[method] = function spawn(options) {
    note('program', [options.file, ...(options.args ?? []).slice(1)].join(' '));
    return original.call(this, options);
  };
}

process.on('exit', () => {
  for (const [way, attempt] of Object.entries({
    fetch: () => fetch('http://127.0.0.1:9/'),
    name: () => require('node:dns').lookup('localhost', () => {}),
    query: () => require('node:dns').resolve4('localhost', () => {}),
    socket: () => require('node:net').connect('/tmp/none.sock'),
    server: () => require('node:net').createServer().listen(0),
    address: connectTo,
  })) {
    let outcome = 'open';
    try {
      attempt();
    } catch (error) {
      outcome = error.message.startsWith('telltale uses no network') ? 'refused' : error.message;
    }
    note(isMainThread ? 'attempt' : 'attempt in a thread', `${way}: ${outcome}`);
  }
});

/** As `net` does it for an address, which it asks for only after a turn of the loop. */
function connectTo() {
  const { TCP, TCPConnectWrap, constants } = process.binding('tcp_wrap');
  new TCP(constants.SOCKET).connect(new TCPConnectWrap(), '127.0.0.1', 9);
}

function watchPaths(name, count) {
  for (const method of [name, `${name}Sync`]) {
    const original = fs[method];
    if (original === undefined) continue;
    fs[method] = (...args) => {
      for (const path of args.slice(0, count)) notePath(path);
      return original(...args);
    };
  }
}

function notePath(path) {
  // A number is a file that was opened, and noted then.
  if (typeof path !== 'number') note('write', resolve(String(path)));
}

function mayWrite(flags) {
  if (typeof flags === 'string') return !/^r[s]?$/.test(flags);
  const { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC } = fs.constants;
  return typeof flags === 'number' && (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) !== 0;
}
