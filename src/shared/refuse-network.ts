// Makes this process unable to reach a network, whoever asks: our code, a package, Node itself. Knows the
// few places of Node that every connection passes; starting another program stays possible.

/**
 * Globals are replaced, and below them what `net`, `tls`, `http`, `fetch`, `dgram` and `dns` all end in:
 * the handles of Node's own parts. That costs 0.2 ms; loading those modules to change them costs ten times
 * as much, and a package could have kept the old function. Sockets that were there at the start (standard
 * streams) go on working.
 */
export function refuseNetwork(): void {
  refuseFetch();
  for (const name of GLOBALS) {
    // Asking for the value would load it.
    if (name in globalThis) replace(globalThis, name, name);
  }
  try {
    refuseInHandles((process as unknown as WithBinding).binding);
  } catch {
    // A Node that no longer hands out its parts, or is told not to.
    refuseInModules();
  }
}

const GLOBALS = ['WebSocket', 'EventSource'];

/** A `data:` address is its own content and leaves no machine: the layout engine of the browser is one. */
function refuseFetch(): void {
  const own = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
  if (own === undefined) return;
  // Asked for only when it is needed: asking loads it.
  const original = (): typeof fetch => own.get?.call(globalThis) ?? own.value;
  const value = (...call: Parameters<typeof fetch>): ReturnType<typeof fetch> => {
    if (typeof call[0] === 'string' && call[0].startsWith('data:')) return original()(...call);
    throw refusal('fetch');
  };
  Object.defineProperty(globalThis, 'fetch', { value, configurable: false, writable: false });
}

type Methods = Record<string, unknown>;
type Part = Readonly<Record<string, { readonly prototype: Methods }>>;

interface WithBinding {
  readonly binding: (name: string) => unknown;
}

/** Of a connection, a server, a message: `connect6` and `send6` are their forms for IPv6. */
const STEPS = ['connect', 'connect6', 'bind', 'bind6', 'listen', 'send', 'send6'];

function refuseInHandles(binding: WithBinding['binding']): void {
  for (const [part, handle] of [
    ['tcp_wrap', 'TCP'],
    ['udp_wrap', 'UDP'],
    ['pipe_wrap', 'Pipe'],
  ] as const) {
    const { prototype } = (binding(part) as Part)[handle] as Part[string];
    for (const step of STEPS) {
      if (step in prototype) replace(prototype, step, `${handle} ${step}`);
    }
  }
  const resolver = binding('cares_wrap') as Methods & Part;
  for (const step of ['getaddrinfo', 'getnameinfo']) replace(resolver, step, `DNS ${step}`);
  const { prototype } = resolver.ChannelWrap as Part[string];
  for (const step of Object.getOwnPropertyNames(prototype)) {
    if (step.startsWith('query') || step === 'getHostByAddr') {
      replace(prototype, step, `DNS ${step}`);
    }
  }
}

function refuseInModules(): void {
  const net = process.getBuiltinModule('node:net');
  replace(net.Socket.prototype, 'connect', 'net connect');
  replace(net.Server.prototype, 'listen', 'net listen');
  const dgram = process.getBuiltinModule('node:dgram');
  for (const step of ['bind', 'connect', 'send']) {
    replace(dgram.Socket.prototype, step, `dgram ${step}`);
  }
  const dns = process.getBuiltinModule('node:dns');
  for (const owner of [dns, dns.promises]) {
    for (const [step, value] of Object.entries(owner)) {
      if (typeof value === 'function' && /^(?:lookup|resolve|reverse)/.test(step)) {
        replace(owner, step, `dns ${step}`);
      }
    }
  }
  for (const owner of [dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
    for (const step of Object.getOwnPropertyNames(owner)) {
      if (/^(?:resolve|reverse)/.test(step)) replace(owner, step, `dns ${step}`);
    }
  }
}

function replace(owner: object, name: string, what: string): void {
  const refuse = (): never => {
    throw refusal(what);
  };
  Object.defineProperty(owner, name, { value: refuse, configurable: false, writable: false });
}

function refusal(what: string): Error {
  return new Error(`telltale uses no network, and something in it asked for one (${what})`);
}
