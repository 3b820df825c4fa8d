// The text of one prompt record, read from its transcript when it is asked for and kept nowhere.
// Knows the record's place and shape; trusts neither: a gone or rewritten file gives null.
import { closeSync, openSync, readSync } from 'node:fs';

const MAX_RECORD_BYTES = 256 * 1024;
/** Blocks that editors and the harness put before the person's own words. */
const HARNESS_TEXT = /^\s*<(?:ide_|system-reminder|command-|local-command)/;

/** Text of the user record that starts at the byte offset, or null. */
export function readPromptText(path: string, offset: number): string | null {
  const line = readLineAt(path, offset);
  if (line === null) return null;
  try {
    return textOf(JSON.parse(line));
  } catch {
    return null;
  }
}

function readLineAt(path: string, offset: number): string | null {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    return readLineOf(descriptor, offset);
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
}

/** Most prompts are short: a small read first, the whole allowance only when it has no end. */
function readLineOf(descriptor: number, offset: number): string | null {
  for (const sizeBytes of [8 * 1024, MAX_RECORD_BYTES]) {
    const buffer = Buffer.allocUnsafe(sizeBytes);
    const read = readSync(descriptor, buffer, 0, sizeBytes, offset);
    const end = buffer.subarray(0, read).indexOf(0x0a);
    if (end >= 0) return buffer.toString('utf8', 0, end);
    if (read < sizeBytes) return buffer.toString('utf8', 0, read);
  }
  return null;
}

function textOf(record: unknown): string | null {
  if (!isObject(record) || record.type !== 'user' || !isObject(record.message)) return null;
  const content = record.message.content;
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return null;
  const texts = content.filter(isTextBlock).map((block) => block.text);
  return texts.find((text) => !HARNESS_TEXT.test(text)) ?? texts[0] ?? null;
}

function isTextBlock(block: unknown): block is { text: string } {
  return isObject(block) && block.type === 'text' && typeof block.text === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
