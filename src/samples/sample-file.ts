// What a generator hands out: a file's place below the config folder, its text and its age. Writing
// it to a disk is the caller's work.

export interface SampleFile {
  /** Below the config folder, with forward slashes: `projects/-w-app/<session>.jsonl`. */
  readonly path: string;
  readonly text: string;
  /** Time of the last record, for `utimes`. */
  readonly mtimeMs: number;
}
