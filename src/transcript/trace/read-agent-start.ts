// Which tool call started a subagent, from the note beside its transcript. Knows that only newer versions
// of Claude Code write one.
import { readFileSync } from 'node:fs';
import { isObject, textAt } from '../conversation/json-fields.ts';

/** Null: there is no note, or it does not say. */
export function readAgentStart(transcriptPath: string): string | null {
  try {
    const text = readFileSync(transcriptPath.replace(/\.jsonl$/, '.meta.json'), 'utf8');
    const meta: unknown = JSON.parse(text);
    return isObject(meta) ? textAt(meta, 'toolUseId') : null;
  } catch {
    return null;
  }
}
