// Carries out what init has planned and shown.
import { writeDefaultFile } from '../../config/write-default-file.ts';
import type { FileChange, InitAnswer } from '../../query/install/install-answer.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { carryOut } from './file-task.ts';
import { type InitPlan, type InitRequest, worldOf } from './plan-init.ts';

/** @throws TelltaleError of the first file that cannot be written; those before it are done */
export function applyInit(plan: InitPlan, request: InitRequest): InitAnswer {
  const world = worldOf(request);
  const done = plan.files.map((file) => carryOut(file, 'install', world));
  if (plan.writesConfig) writeConfig(request.configFile);
  const others: FileChange[] = plan.answer.changes.filter(({ kind }) => kind === 'config');
  return { ...plan.answer, status: 'done', changes: [...done, ...others] };
}

function writeConfig(path: string): void {
  try {
    writeDefaultFile(path);
  } catch (error) {
    const isThere = error instanceof TelltaleError && error.code === 'target-exists';
    if (!isThere) throw error;
  }
}
