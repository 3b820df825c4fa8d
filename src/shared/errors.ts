// The one type of a known failure, and the catalogue of their codes. Knows what to tell a person;
// does not print or exit.

/** What each known failure means: the source of the messages' first words and of the docs page. */
export const ERROR_CATALOGUE = {
  usage: { exitCode: 64, title: 'The command line cannot be understood' },
  'bad-date': { exitCode: 64, title: 'A date cannot be read' },
  'bad-timezone': { exitCode: 64, title: 'A time zone is not known' },
  'unknown-session': { exitCode: 2, title: 'No session has this id' },
  'ambiguous-session': { exitCode: 2, title: 'Several sessions match' },
  'unknown-call': { exitCode: 2, title: 'No call has this id' },
  'ambiguous-call': { exitCode: 2, title: 'Several calls match' },
  'unknown-model': { exitCode: 64, title: 'The price book has no such model' },
  'unknown-handoff': { exitCode: 2, title: 'No handoff matches' },
  'no-transcript': { exitCode: 2, title: 'The transcript is gone or holds nothing' },
  'no-calibration': { exitCode: 2, title: 'Nothing is learned that could be exported' },
  'bad-calibration': { exitCode: 2, title: 'A calibration file cannot be used' },
  'no-roots': { exitCode: 2, title: 'No Claude Code folder was found' },
  'bad-config': { exitCode: 2, title: 'The configuration has a mistake' },
  'classifier-off': { exitCode: 2, title: 'The task classifier is switched off' },
  'unknown-setting': { exitCode: 64, title: 'No setting has this name' },
  'state-unwritable': { exitCode: 2, title: 'The state folder cannot be written' },
  'state-full': { exitCode: 2, title: 'The disk that holds the state folder is full' },
  'store-busy': { exitCode: 2, title: 'Another telltale process holds the ledger' },
  'store-broken': { exitCode: 2, title: 'The ledger cannot be opened' },
  'output-unwritable': { exitCode: 2, title: 'The output cannot be written' },
  'target-exists': { exitCode: 2, title: 'A file or folder is in the way' },
  'settings-unusable': { exitCode: 2, title: "A file of Claude Code's cannot be edited" },
  'settings-unwritable': { exitCode: 2, title: "A file of Claude Code's cannot be written" },
  'settings-busy': { exitCode: 2, title: "A file of Claude Code's keeps changing" },
  'no-terminal': { exitCode: 2, title: 'The command needs a terminal' },
  'needs-consent': { exitCode: 2, title: 'Your files change only when you say so' },
} as const satisfies Record<string, { exitCode: 2 | 64; title: string }>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

export interface ErrorDetails {
  /** What went wrong, with the place and the value seen; one sentence, no final full stop. */
  readonly what: string;
  /** Why, when it helps. */
  readonly why?: string;
  /** What to do next: a command to paste or a thing to change. */
  readonly next: string;
  readonly cause?: unknown;
}

/** A failure we foresaw. Anything else that is thrown is a bug and keeps its stack. */
export class TelltaleError extends Error {
  readonly code: ErrorCode;
  readonly why: string | undefined;
  readonly next: string;

  constructor(code: ErrorCode, details: ErrorDetails) {
    super(details.what, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'TelltaleError';
    this.code = code;
    this.why = details.why;
    this.next = details.next;
  }

  get exitCode(): 2 | 64 {
    return ERROR_CATALOGUE[this.code].exitCode;
  }
}
