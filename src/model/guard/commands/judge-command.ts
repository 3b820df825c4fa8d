// What is dangerous in one command line: every rule about commands, over every pipeline in it. Knows the
// list of rules, and which finding stands for another.
import type { Hit } from '../finding.ts';
import { labelPipeline } from '../label.ts';
import { listPipelines } from '../shell/list-pipelines.ts';
import type { CommandRule } from './command-rule.ts';
import { DELETION_RULES } from './deletion.ts';
import { EXFILTRATION_RULES, isSending } from './exfiltration.ts';
import { GIT_RULES } from './git.ts';
import { REMOTE_CODE_RULES } from './remote-code.ts';
import { SAFETY_RULES } from './safety.ts';
import { SENSITIVE_READ_RULES } from './sensitive-reads.ts';
import { SYSTEM_RULES } from './system.ts';

const COMMAND_RULES: readonly CommandRule[] = [
  ...REMOTE_CODE_RULES,
  ...DELETION_RULES,
  ...SYSTEM_RULES,
  ...GIT_RULES,
  ...EXFILTRATION_RULES,
  ...SENSITIVE_READ_RULES,
  ...SAFETY_RULES,
];

/** Longer command lines are judged by their beginning: 1 MB. Own choice. */
const MAX_LENGTH = 1_000_000;

export interface CommandJudgement {
  /** Each rule and label once. */
  readonly hits: readonly Hit[];
  /** A command that sends data to another machine, as a label; null: none. */
  readonly sends: string | null;
}

/** Never throws, and takes time in proportion to the line. */
export function judgeCommand(line: string): CommandJudgement {
  const { pipelines, functions } = listPipelines(line.slice(0, MAX_LENGTH));
  const hits = new Map<string, Hit>();
  const add = (found: readonly Hit[] | undefined): void => {
    for (const hit of found ?? []) hits.set(`${hit.rule} ${hit.label}`, hit);
  };
  for (const rule of COMMAND_RULES) {
    for (const pipeline of pipelines) add(rule.inPipeline?.(pipeline));
    for (const definition of functions) add(rule.inFunction?.(definition));
  }
  const sending = pipelines.find(({ stages }) => stages.some((stage) => stage.some(isSending)));
  return {
    hits: withoutCovered([...hits.values()]),
    sends: sending === undefined ? null : labelPipeline(sending),
  };
}

/** Where everything goes, a folder among it is no finding of its own. */
function withoutCovered(hits: readonly Hit[]): Hit[] {
  const hasRoot = hits.some(({ rule }) => rule === 'rm-root');
  return hits.filter(({ rule }) => !(hasRoot && rule === 'rm-recursive'));
}
