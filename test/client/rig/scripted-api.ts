// A Messages API on loopback that answers by script and keeps every request with what was served for
// it. Knows steps and sockets; nothing of the client's folders.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeError, encodeErrorEvent, encodeStream, encodeWhole } from './encode-answer.ts';
import {
  agentOf,
  firstUserText,
  type RequestBody,
  type RequestKind,
  requestKind,
  sessionOf,
} from './request-kind.ts';
import { type Answer, type Script, type Step, say, type Tokens, tokens } from './script.ts';

/** A request and what came of it. */
export interface Exchange {
  readonly kind: RequestKind;
  readonly sessionId: string | null;
  readonly agentId: string | null;
  readonly model: string;
  readonly body: RequestBody;
  readonly atMs: number;
  status: number;
  /** Null where no message was begun. */
  messageId: string | null;
  /** The last usage that was sent; null: none. */
  told: Tokens | null;
  /** Content blocks that were sent to their end: without one the client keeps nothing of an answer. */
  wholeBlocks: number;
}

export interface ScriptedApi {
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  /** Main requests beyond the script, and requests to places that no test expects. */
  readonly surprises: readonly string[];
  close(): Promise<void>;
}

export async function startScriptedApi(script: Script): Promise<ScriptedApi> {
  const desk: Desk = { script, used: new Map(), exchanges: [], surprises: [] };
  const server = createServer((request, response) => {
    receive(desk, request, response).catch((error: unknown) => {
      desk.surprises.push(String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    exchanges: desk.exchanges,
    surprises: desk.surprises,
    close: () => closeServer(server),
  };
}

/** What the transcripts must hold: finished answers, and unfinished ones from their first block on. */
export function countedExchanges(exchanges: readonly Exchange[]): Exchange[] {
  return exchanges.filter(
    ({ kind, wholeBlocks }) => (kind === 'main' || kind === 'agent') && wholeBlocks > 0,
  );
}

interface Desk {
  readonly script: Script;
  /** Steps used up, by list. */
  readonly used: Map<string, number>;
  readonly exchanges: Exchange[];
  readonly surprises: string[];
}

const SIDE_TOKENS = tokens(6, { input: 40, cacheRead: 0 });

async function receive(
  desk: Desk,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const text = await readAll(request);
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  if (request.method !== 'POST' || path !== '/v1/messages') {
    answerOther(desk, request, path, response);
    return;
  }
  const body = JSON.parse(text) as RequestBody;
  const exchange: Exchange = {
    kind: requestKind(request.headers, body),
    sessionId: sessionOf(request.headers),
    agentId: agentOf(request.headers),
    model: body.model ?? '',
    body,
    atMs: Date.now(),
    status: 200,
    messageId: null,
    told: null,
    wholeBlocks: 0,
  };
  desk.exchanges.push(exchange);
  const step = nextStep(desk, exchange);
  if (step.kind === 'refusal') {
    exchange.status = step.status;
    const retry = step.retryAfterSeconds;
    response.writeHead(step.status, {
      'content-type': 'application/json',
      ...(retry === undefined ? {} : { 'retry-after': String(retry) }),
    });
    response.end(encodeError(step.status));
    return;
  }
  if (step.delayMs !== undefined) await sleep(step.delayMs);
  await serve(desk, step, exchange, response);
}

/** Counting tokens and probes of the connection are none of a test's business. */
function answerOther(
  desk: Desk,
  { method }: IncomingMessage,
  path: string,
  response: ServerResponse,
): void {
  const isCount = path === '/v1/messages/count_tokens';
  if (!isCount && path.startsWith('/v1/')) desk.surprises.push(`${method} ${path}`);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(isCount ? '{"input_tokens":1000}' : '{}');
}

function nextStep(desk: Desk, exchange: Exchange): Step {
  const { kind, body } = exchange;
  const { script, used, surprises } = desk;
  if (kind === 'side') return say('{"title":"Scripted session"}', SIDE_TOKENS);
  const prompt = kind === 'agent' ? firstUserText(body) : '';
  const [name, steps] =
    kind === 'main'
      ? (['main', script.main] as const)
      : kind === 'compaction'
        ? (['summaries', script.summaries] as const)
        : agentSteps(script, prompt);
  const at = used.get(name) ?? 0;
  used.set(name, at + 1);
  const step = steps?.[at];
  if (step !== undefined) return step;
  surprises.push(`request ${at + 1} of ${name}: the script has no more steps`);
  return say('The script has ended.', tokens(5));
}

function agentSteps(
  script: Script,
  prompt: string,
): readonly [string, readonly Step[] | undefined] {
  const found = script.agents?.find(({ marker }) => prompt.includes(marker));
  return [`agent ${found?.marker ?? 'without a script'}`, found?.steps];
}

/** Events after which the first block has begun and holds half of its text. */
const WITHIN_BLOCK = 3;

async function serve(
  desk: Desk,
  answer: Answer,
  exchange: Exchange,
  response: ServerResponse,
): Promise<void> {
  const { body, model } = exchange;
  const id = `msg_01Scripted${String(desk.exchanges.indexOf(exchange) + 1).padStart(14, '0')}`;
  exchange.messageId = id;
  const headers = { ...limitHeaders(desk.script), 'request-id': id.replace('msg_', 'req_') };
  if (body.stream !== true) {
    response.writeHead(200, { ...headers, 'content-type': 'application/json' });
    response.end(encodeWhole(answer, { id, model }));
    exchange.told = answer.tokens;
    exchange.wholeBlocks = answer.blocks.length;
    return;
  }
  response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
  const { broken, stallMs } = answer;
  const isOver = (): boolean =>
    broken?.when === 'early'
      ? sent === WITHIN_BLOCK
      : broken?.when === 'late' && exchange.wholeBlocks === 1;
  let sent = 0;
  for (const event of encodeStream(answer, { id, model })) {
    // Nobody is there any more: what would be sent now is not served.
    if (response.destroyed) return;
    response.write(event.text);
    sent++;
    if (event.told !== undefined) exchange.told = event.told;
    if (event.endsBlock) exchange.wholeBlocks++;
    if (isOver()) break;
    if (sent === WITHIN_BLOCK && stallMs !== undefined) await sleep(stallMs);
  }
  if (broken === undefined) {
    response.end();
  } else if (broken.error === true) {
    response.end(encodeErrorEvent().text);
  } else {
    // What was written has to leave before the connection is lost.
    await sleep(50);
    response.destroy();
  }
}

function limitHeaders({ limits }: Script): Record<string, string> {
  if (limits === undefined) return {};
  const head = 'anthropic-ratelimit-unified';
  const inSeconds = (seconds: number): string => String(Math.floor(Date.now() / 1000) + seconds);
  return {
    [`${head}-status`]: 'allowed',
    [`${head}-representative-claim`]: 'five_hour',
    [`${head}-reset`]: inSeconds(9_000),
    [`${head}-5h-status`]: 'allowed',
    [`${head}-5h-utilization`]: String(limits.fiveHourPercent / 100),
    [`${head}-5h-reset`]: inSeconds(9_000),
    [`${head}-7d-status`]: 'allowed',
    [`${head}-7d-utilization`]: String(limits.sevenDayPercent / 100),
    [`${head}-7d-reset`]: inSeconds(400_000),
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
