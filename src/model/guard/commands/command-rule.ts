// What every rule about commands has in common. Types and two helpers; no rule of its own.
import type { Hit } from '../finding.ts';
import { labelCommand, labelPipeline } from '../label.ts';
import { GUARD_RULES, type RuleId, type Severity } from '../rules.ts';
import type { RunFunction, RunPipeline } from '../shell/list-pipelines.ts';
import type { RunCommand } from '../shell/run-command.ts';

export interface CommandRule {
  readonly inPipeline?: (pipeline: RunPipeline) => readonly Hit[];
  readonly inFunction?: (definition: RunFunction) => readonly Hit[];
}

/** A rule that looks at one command at a time. */
export function perCommand(
  find: (command: RunCommand, pipeline: RunPipeline) => readonly Hit[],
): CommandRule {
  return {
    inPipeline: (pipeline) =>
      pipeline.stages.flatMap((stage) => stage.flatMap((command) => find(command, pipeline))),
  };
}

export function hitCommand(rule: RuleId, command: RunCommand, severity?: Severity): Hit[] {
  return [{ rule, severity: severity ?? GUARD_RULES[rule].severity, label: labelCommand(command) }];
}

export function hitPipeline(rule: RuleId, pipeline: RunPipeline, severity?: Severity): Hit[] {
  return [
    { rule, severity: severity ?? GUARD_RULES[rule].severity, label: labelPipeline(pipeline) },
  ];
}
