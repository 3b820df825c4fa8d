// PreCompact: what the engine needs is in the record; here only the warnings are held back. Prints
// nothing: it would become an instruction to the compaction.
import type { HookInput } from '../../live/hook-input.ts';
import type { HookState } from './hook-answer.ts';

export function onPreCompact(_input: HookInput, state: HookState): null {
  state.noteCompaction();
  return null;
}
