// Usage lines of one message for tests: sensible where nothing is said, and generated ones from small
// domains, so that ties and near-ties are frequent.
import fc from 'fast-check';
import type { LedgerLine } from '../../src/model/derive-call.ts';
import { LINE_FLAG } from '../../src/model/flags.ts';

export function ledgerLine(fields: Partial<LedgerLine> = {}): LedgerLine {
  return {
    messageId: 'msg_1',
    fileId: 1,
    offset: 0,
    part: 0,
    requestId: 'req_1',
    atMs: 1000,
    sessionKey: 's1',
    openedMs: 500,
    model: 'claude-opus-4-8',
    branch: null,
    version: null,
    agentId: null,
    flags: 0,
    inputTokens: 3,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: 10,
    webSearches: 0,
    ...fields,
  };
}

const small = fc.nat(2);
const flags = fc
  .subarray([
    LINE_FLAG.sidechain,
    LINE_FLAG.progress,
    LINE_FLAG.final,
    LINE_FLAG.writeSplit,
    LINE_FLAG.copy,
    LINE_FLAG.gone,
    LINE_FLAG.fast,
    LINE_FLAG.geoUs,
  ])
  .map((bits) => bits.reduce((sum, bit) => sum | bit, 0));

export function anyLine(messageId: string): fc.Arbitrary<LedgerLine> {
  return fc.record({
    messageId: fc.constant(messageId),
    fileId: fc.integer({ min: 1, max: 3 }),
    offset: fc.nat(3),
    part: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(2) }),
    requestId: fc.constantFrom('req_1', 'req_2', 'req_3', null),
    atMs: fc.constantFrom(1000, 2000, null),
    sessionKey: fc.constantFrom('s1', 's2'),
    openedMs: fc.constantFrom(500, 600, null),
    model: fc.constantFrom('claude-opus-4-8', 'claude-haiku-4-5'),
    branch: fc.constantFrom('main', null),
    version: fc.constantFrom('2.1.1', null),
    agentId: fc.constantFrom('a1', 'acompact-1', null),
    flags,
    inputTokens: small,
    cacheReadTokens: small,
    cacheWrite5mTokens: small,
    cacheWrite1hTokens: small,
    outputTokens: small,
    webSearches: small,
  });
}

/** Lines of one message, of a vendor's id or of a gateway's. */
export const anyLines: fc.Arbitrary<LedgerLine[]> = fc
  .constantFrom('msg_1', 'gen-1')
  .chain((id) => fc.array(anyLine(id), { minLength: 1, maxLength: 7 }));
