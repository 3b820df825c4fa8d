// Every kind of finding there is: a new one is a file in kinds/ and a line here. Knows no order of
// importance; that is the money's.
import type { WasteKind } from '../audit/waste-finding.ts';
import type { FindingKind, RebuildCause } from './finding.ts';
import { deadRead } from './kinds/dead-read.ts';
import { duplicateBlob } from './kinds/duplicate-blob.ts';
import { effortSwitch } from './kinds/effort-switch.ts';
import { fastSwitch } from './kinds/fast-switch.ts';
import { idle } from './kinds/idle.ts';
import { largePaste } from './kinds/large-paste.ts';
import { largeResult } from './kinds/large-result.ts';
import { modelSwitch } from './kinds/model-switch.ts';
import { repeatedCommand } from './kinds/repeated-command.ts';
import { repeatedRead } from './kinds/repeated-read.ts';
import { resume } from './kinds/resume.ts';
import { toolsChange } from './kinds/tools-change.ts';
import { unexplained } from './kinds/unexplained.ts';
import { upgrade } from './kinds/upgrade.ts';
import type { RebuildRule } from './rebuild-rule.ts';
import type { WasteRule } from './waste-rule.ts';

export const REBUILD_RULES: Readonly<Record<RebuildCause, RebuildRule>> = {
  idle,
  'model-switch': modelSwitch,
  'effort-switch': effortSwitch,
  'fast-switch': fastSwitch,
  upgrade,
  'tools-change': toolsChange,
  resume,
  unexplained,
};

export const WASTE_RULES: Readonly<Record<WasteKind, WasteRule>> = {
  'repeated-read': repeatedRead,
  'duplicate-blob': duplicateBlob,
  'repeated-command': repeatedCommand,
  'dead-read': deadRead,
  'large-result': largeResult,
  'large-paste': largePaste,
};

/** The measured ones first: among equals the one that is surer. */
export const FINDING_KINDS: readonly FindingKind[] = [
  ...(Object.keys(REBUILD_RULES) as RebuildCause[]),
  ...(Object.keys(WASTE_RULES) as WasteKind[]),
];
