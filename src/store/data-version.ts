// The version of what the ledger makes of transcripts, as opposed to how its tables look. Knows one
// number; who reads again because of it is ingest's business.

/** Raise when the reader or the derivation changes what the ledger holds: all is then read again. */
export const DATA_VERSION = 2;
