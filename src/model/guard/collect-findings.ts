// Hits become findings: the same thing in several places is one finding with a count. Knows no rule; keeps
// the first places of each and no text.
import type { GuardFinding, Hit, Place } from './finding.ts';
import { type RuleId, SEVERITIES, type Severity } from './rules.ts';

export interface FindingCollector {
  /** `blockId`: a copy of the block in another file is no further place. */
  readonly add: (hit: Hit, place: Place, blockId: string) => void;
  /** The gravest first, then the more frequent, then the earlier. */
  readonly findings: () => GuardFinding[];
}

/** More places are counted only. Own choice. */
export const MAX_PLACES = 5;
/** More findings are counted as one per rule: a transcript of key lists must not fill the memory. */
const MAX_FINDINGS = 5_000;

interface Draft {
  readonly rule: RuleId;
  severity: Severity;
  readonly what: string;
  readonly tag: string | null;
  readonly places: Place[];
  readonly sessions: Set<string>;
  readonly seen: Set<string>;
  firstAtMs: number | null;
  lastAtMs: number | null;
}

export function collectFindings(): FindingCollector {
  const drafts = new Map<string, Draft>();
  return {
    add(hit, place, blockId) {
      const draft = draftOf(drafts, hit);
      if (draft.seen.has(blockId)) return;
      draft.seen.add(blockId);
      draft.sessions.add(place.sessionId);
      if (rank(hit.severity) < rank(draft.severity)) draft.severity = hit.severity;
      if (draft.places.length < MAX_PLACES) draft.places.push(place);
      if (place.atMs === null) return;
      draft.firstAtMs = Math.min(draft.firstAtMs ?? place.atMs, place.atMs);
      draft.lastAtMs = Math.max(draft.lastAtMs ?? place.atMs, place.atMs);
    },
    findings: () => [...drafts.values()].map(settle).sort(byWeight),
  };
}

function draftOf(drafts: Map<string, Draft>, hit: Hit): Draft {
  const isFull = drafts.size >= MAX_FINDINGS;
  const exact = `${hit.rule} ${hit.key ?? hit.label}`;
  const key = isFull && !drafts.has(exact) ? `${hit.rule} ` : exact;
  const known = drafts.get(key);
  if (known !== undefined) return known;
  const draft: Draft = {
    rule: hit.rule,
    severity: hit.severity,
    what: key === exact ? hit.label : 'more of them',
    tag: key === exact ? (hit.tag ?? null) : null,
    places: [],
    sessions: new Set(),
    seen: new Set(),
    firstAtMs: null,
    lastAtMs: null,
  };
  drafts.set(key, draft);
  return draft;
}

function settle({ seen, sessions, ...draft }: Draft): GuardFinding {
  return { ...draft, count: seen.size, sessions: sessions.size };
}

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

function byWeight(a: GuardFinding, b: GuardFinding): number {
  return (
    rank(a.severity) - rank(b.severity) ||
    b.count - a.count ||
    (a.firstAtMs ?? Number.POSITIVE_INFINITY) - (b.firstAtMs ?? Number.POSITIVE_INFINITY) ||
    compare(`${a.rule} ${a.what}`, `${b.rule} ${b.what}`)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
