// A session as a plan: calls whose context grows, and what happens before some of them. A cache is lost
// exactly where the plan says so; written out as a table for the fixture builder.
import type { RebuildCause } from '../../../src/model/explain/finding.ts';
import { SESSION } from './explain-lab.ts';

export interface PlannedCall {
  /** Tokens that are new to it. */
  readonly newTokens: number;
  /** What happens before it; null: nothing. */
  readonly cause: RebuildCause | null;
  /** Index of the file that it reads, of its own or one that others read too. */
  readonly file: number;
}

export const REBUILD_WORDS: readonly RebuildCause[] = [
  'idle',
  'model-switch',
  'effort-switch',
  'fast-switch',
  'upgrade',
  'tools-change',
  'resume',
  'unexplained',
];

const FIRST_CONTEXT = 30_000;
const HEADER = 'at who model in w5m w1h read out tools text';

/** `ttl`: which lifetime the session's writes have. */
export function planTable(plan: readonly PlannedCall[], ttl: '5m' | '1h'): string {
  const state = { isSecondModel: false, effort: 0, isFast: false, version: 197, tools: 0 };
  const lines = [
    `session ${SESSION} cwd /w/app branch main version 2.1.197`,
    HEADER,
    '09:00:00 user Begin with the first file.',
  ];
  let context = 0;
  plan.forEach(({ newTokens, cause, file }, index) => {
    const fresh = index === 0 ? FIRST_CONTEXT + newTokens : newTokens;
    if (cause === 'model-switch') state.isSecondModel = !state.isSecondModel;
    if (cause === 'effort-switch') state.effort = 1 - state.effort;
    if (cause === 'fast-switch') state.isFast = !state.isFast;
    if (cause === 'upgrade') lines.push(`version 2.1.${++state.version}`);
    if (cause === 'tools-change') {
      lines.push(`+1s tools tools added=mcp__server${++state.tools}__search`);
    }
    if (cause === 'resume') lines.push('+1s hook SessionStart:resume check');
    const isLost = index === 0 || cause !== null;
    const read = isLost ? 0 : context;
    const write = isLost ? context + fresh : fresh;
    const model = state.isSecondModel ? 'claude-sonnet-4-6' : 'claude-opus-4-8';
    const writes = ttl === '5m' ? `${write} 0` : `0 ${write}`;
    const effort = ['high', 'max'][state.effort];
    const speed = state.isFast ? ' speed=fast' : '';
    lines.push(
      `+${cause === 'idle' ? '2h' : '20s'} call ${model} 4 ${writes} ${read} 60 Read:src/f${file}.ts*3k effort=${effort}${speed} Reading on.`,
    );
    context = read + write + 4;
  });
  return lines.join('\n');
}
