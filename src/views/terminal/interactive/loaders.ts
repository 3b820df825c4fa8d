// What the browser asks of the outside: answers, and nothing else. The command makes them.
import type { BlockText, BrowseAnswer, BrowsedBlock } from '../../../query/browse/browse-answer.ts';
import type { CallAnswer } from '../../../query/call/call-answer.ts';
import type { SessionsAnswer } from '../../../query/sessions/list-sessions.ts';

/** Each may throw; what it says is shown to the person. */
export interface BrowseLoaders {
  /** All of them. */
  readonly listSessions: () => Promise<SessionsAnswer>;
  readonly openSession: (
    sessionId: string,
    options: { readonly withBlocks: boolean },
  ) => Promise<BrowseAnswer>;
  readonly readCall: (callId: string) => Promise<CallAnswer>;
  readonly readText: (answer: BrowseAnswer, block: BrowsedBlock) => Promise<BlockText>;
  /** Takes what was written meanwhile into the ledger. */
  readonly refresh: () => Promise<void>;
}
