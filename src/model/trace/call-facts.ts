// A call as the ledger has it, for a profile: everything of a TraceCall that does not depend on its place
// in a chain. Types only.
import type { TraceCall } from './session-trace.ts';

export type CallFacts = Omit<TraceCall, 'turn' | 'segment' | 'parent' | 'inputs' | 'outputs'>;
