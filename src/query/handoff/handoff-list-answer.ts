// The answer to "which handoffs are there": its shape, which `--json` prints unchanged.

export interface HandoffListAnswer {
  readonly kind: 'handoffs';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  /** Whether the archived ones were asked for too. */
  readonly withArchived: boolean;
  /** Newest first. */
  readonly handoffs: readonly ListedHandoff[];
}

export interface ListedHandoff {
  readonly path: string;
  /** Null: its front matter does not say. */
  readonly sessionId: string | null;
  readonly project: string | null;
  readonly createdMs: number | null;
  readonly title: string | null;
  /** A person changed it since we wrote it; it is kept as it is. */
  readonly isEdited: boolean;
  readonly isArchived: boolean;
}

export interface ShownHandoff extends ListedHandoff {
  readonly kind: 'handoff-file';
  readonly formatVersion: 1;
  readonly text: string;
}

export interface ArchivedHandoff {
  readonly kind: 'handoff-archived';
  readonly formatVersion: 1;
  readonly from: string;
  readonly to: string;
}
