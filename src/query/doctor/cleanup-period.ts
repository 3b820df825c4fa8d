// For how many days Claude Code keeps transcripts, from the text of its settings.json. Reads that one
// key and nothing else.

/** Claude Code's own default. Source: its settings documentation, `cleanupPeriodDays`. */
export const DEFAULT_CLEANUP_DAYS = 30;

export interface CleanupPeriod {
  readonly days: number;
  /** There is a file, but it or the key in it cannot be understood. */
  readonly isBroken: boolean;
}

export function readCleanupPeriod(settingsText: string | null): CleanupPeriod {
  if (settingsText === null) return { days: DEFAULT_CLEANUP_DAYS, isBroken: false };
  const days = readKey(settingsText);
  if (days === undefined) return { days: DEFAULT_CLEANUP_DAYS, isBroken: false };
  const isUsable = typeof days === 'number' && Number.isFinite(days) && days >= 1;
  return isUsable ? { days, isBroken: false } : { days: DEFAULT_CLEANUP_DAYS, isBroken: true };
}

function readKey(text: string): unknown {
  try {
    const settings: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) return null;
    return (settings as Record<string, unknown>).cleanupPeriodDays;
  } catch {
    return null;
  }
}
