// The doctor's answer: every part examined on its own, so that one that fails is one line and the
// rest stands. Knows the order of the parts, nothing of what they look at.
import { CONFIG_SECTION } from './config-section.ts';
import { COVERAGE_SECTION } from './coverage-section.ts';
import { HOOKS_SECTION } from './hooks-section.ts';
import { LEDGER_SECTION } from './ledger-section.ts';
import { LIVE_SECTION } from './live-section.ts';
import { OTHER_HOMES_SECTION } from './other-homes-section.ts';
import { PARSING_SECTION } from './parsing-section.ts';
import { PRICES_SECTION } from './prices-section.ts';
import { PROGRAM_SECTION } from './program-section.ts';
import { ROOTS_SECTION } from './roots-section.ts';
import type {
  DoctorInput,
  Fact,
  Finding,
  Listing,
  SectionDefinition,
  SectionId,
} from './section.ts';
import { STATE_SECTION } from './state-section.ts';
import { TRANSCRIPTS_SECTION } from './transcripts-section.ts';

export const DOCTOR_SECTIONS: readonly SectionDefinition[] = [
  CONFIG_SECTION,
  ROOTS_SECTION,
  OTHER_HOMES_SECTION,
  TRANSCRIPTS_SECTION,
  STATE_SECTION,
  LEDGER_SECTION,
  PARSING_SECTION,
  PRICES_SECTION,
  COVERAGE_SECTION,
  HOOKS_SECTION,
  LIVE_SECTION,
  PROGRAM_SECTION,
];

export interface DoctorAnswer {
  readonly kind: 'doctor';
  readonly formatVersion: 1;
  readonly atMs: number;
  readonly timezone: string;
  /** `failed`: a part could not be examined; `findings`: something should be done. */
  readonly status: 'clean' | 'findings' | 'failed';
  readonly sections: readonly DoctorSection[];
}

export interface DoctorSection {
  readonly id: SectionId;
  readonly title: string;
  readonly status: 'ok' | 'findings' | 'failed';
  readonly facts: readonly Fact[];
  readonly listings: readonly Listing[];
  readonly findings: readonly Finding[];
  /** Why the part could not be examined. */
  readonly error: string | null;
  readonly durationMs: number;
}

export function queryDoctor(
  input: DoctorInput,
  definitions: readonly SectionDefinition[] = DOCTOR_SECTIONS,
): DoctorAnswer {
  const atMs = input.now();
  const sections = definitions.map((definition) => examine(definition, input));
  const has = (status: DoctorSection['status']) => sections.some((it) => it.status === status);
  const status = has('failed') ? 'failed' : has('findings') ? 'findings' : 'clean';
  return { kind: 'doctor', formatVersion: 1, atMs, timezone: input.timezone, status, sections };
}

function examine({ id, title, examine }: SectionDefinition, input: DoctorInput): DoctorSection {
  const startMs = input.now();
  try {
    const { facts = [], listings = [], findings = [] } = examine(input);
    const needsAct = findings.some(({ severity }) => severity !== 'note');
    const status = needsAct ? 'findings' : 'ok';
    const durationMs = input.now() - startMs;
    return { id, title, status, facts, listings, findings, error: null, durationMs };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const durationMs = input.now() - startMs;
    const nothing = { facts: [], listings: [], findings: [] };
    return { id, title, status: 'failed', ...nothing, error: words, durationMs };
  }
}
