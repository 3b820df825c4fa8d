// Makes text from a transcript safe to print on one line of a terminal. Knows escape sequences and
// characters that steer or hide text; knows nothing of secrets (secrets.ts) or of widths.
// biome-ignore-all lint/suspicious/noControlCharactersInRegex: finding them is the purpose here

/** CSI sequences: ESC [ (or its one-byte form), parameters, a final byte. */
const CONTROL_SEQUENCE = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/g;
/** OSC, DCS, SOS, PM and APC strings: introducer, payload, BEL or ST. */
const CONTROL_STRING =
  /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u0090\u0098\u009c-\u009f]*(?:\u0007|\u001b\\|\u009c)/g;
/** Charset choices and two-byte escapes: ESC ( B, ESC c. */
const SHORT_ESCAPE = /\u001b[ -/]*[0-Z\\-~]/g;
/** Line ends and tabs, and the Unicode line and paragraph separators. */
const BLANKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
/** C0, DEL and C1; direction marks and overrides; invisible fillers; Unicode tag characters. */
const STEERING =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
const HALF_SURROGATE = /\p{Surrogate}/gu;

/**
 * The text on one line, without anything that moves the cursor, colours, sets titles, links,
 * reverses direction or hides text. Half surrogates become U+FFFD. Idempotent.
 */
export function stripControl(text: string): string {
  return text
    .replace(CONTROL_STRING, '')
    .replace(CONTROL_SEQUENCE, '')
    .replace(SHORT_ESCAPE, '')
    .replace(BLANKS, ' ')
    .replace(STEERING, '')
    .replace(HALF_SURROGATE, '\ufffd');
}

/** stripControl, runs of blanks as one, none at the ends. */
export function oneLine(text: string): string {
  return stripControl(text).replace(/\s+/g, ' ').trim();
}
