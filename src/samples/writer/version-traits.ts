// How the transcript format differs between versions of Claude Code, as far as samples show it.
// The reader must not use this: it goes by what a record holds, never by its version.

export interface VersionTraits {
  /** Every line of a message has the final usage and a stop_reason (from 2.1.97). */
  readonly finalUsage: boolean;
  /** Hook and command output are `progress` records; later ones are attachments. */
  readonly progressRecords: boolean;
  /** `entrypoint`, `promptId` and the later order of fields. */
  readonly laterEnvelope: boolean;
  /** `usage.iterations` lists the message itself instead of being empty. */
  readonly listsIterations: boolean;
  /** `effort` on assistant lines. */
  readonly effort: boolean;
  /** `usage.cache_creation` is there. */
  readonly splitsWrites: boolean;
}

export function traitsOf(version: string): VersionTraits {
  return {
    finalUsage: isAtLeast(version, '2.1.97'),
    progressRecords: !isAtLeast(version, '2.1.98'),
    laterEnvelope: isAtLeast(version, '2.1.98'),
    listsIterations: isAtLeast(version, '2.1.200'),
    effort: isAtLeast(version, '2.1.212'),
    splitsWrites: isAtLeast(version, '1.0.60'),
  };
}

/** Compares dotted numbers: `2.1.100` is later than `2.1.39`. */
export function isAtLeast(version: string, floor: string): boolean {
  const have = version.split('.').map(Number);
  const need = floor.split('.').map(Number);
  for (let i = 0; i < need.length; i++) {
    const difference = (have[i] ?? 0) - (need[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
