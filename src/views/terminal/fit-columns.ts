// Which columns are shown and how wide, so that a table fits. Knows widths and priorities only, no
// text.

export interface ColumnNeed {
  readonly index: number;
  /** Cells that its widest content takes. */
  readonly natural: number;
  /** Cells below which other columns are dropped first. */
  readonly least: number;
  readonly cuttable: boolean;
  /** 0 is never dropped; the highest goes first. */
  readonly priority: number;
}

export interface ColumnShare {
  readonly index: number;
  readonly width: number;
}

/**
 * Drops columns until the rest fits at its least widths, then hands out what is left. When even the
 * columns that are never dropped do not fit, the widest are narrowed until they do; with no room
 * for one cell each, the last ones go after all.
 */
export function fitColumns(
  needs: readonly ColumnNeed[],
  width: number,
  gap: number,
): readonly ColumnShare[] {
  let kept = needs.filter((need) => need.natural > 0);
  while (kept.length > 1 && leastWidth(kept, gap) > width) {
    const dropped = nextToDrop(kept);
    if (dropped === null) break;
    kept = kept.filter((need) => need !== dropped);
  }
  while (kept.length > 1 && kept.length + (kept.length - 1) * gap > width) kept = kept.slice(0, -1);
  return shareOut(kept, width - Math.max(0, kept.length - 1) * gap);
}

function nextToDrop(needs: readonly ColumnNeed[]): ColumnNeed | null {
  let candidate: ColumnNeed | null = null;
  for (const need of needs) {
    if (need.priority > 0 && need.priority >= (candidate?.priority ?? 0)) candidate = need;
  }
  return candidate;
}

function leastWidth(needs: readonly ColumnNeed[], gap: number): number {
  return needs.reduce((sum, need) => sum + need.least + gap, -gap);
}

/** Takes cells away from the widest column that may give some, one at a time. */
function shareOut(needs: readonly ColumnNeed[], room: number): readonly ColumnShare[] {
  const shares = needs.map((need) => ({ need, width: need.natural }));
  let excess = shares.reduce((sum, share) => sum + share.width, 0) - room;
  const givers = [
    (share: (typeof shares)[number]) => (share.need.cuttable ? share.width - share.need.least : 0),
    (share: (typeof shares)[number]) => (share.need.cuttable ? share.width - 4 : 0),
    (share: (typeof shares)[number]) => share.width - 1,
  ];
  for (const spare of givers) {
    while (excess > 0) {
      const willing = shares.filter((share) => spare(share) > 0);
      const widest = willing.reduce<(typeof shares)[number] | null>(
        (best, share) => (best === null || share.width >= best.width ? share : best),
        null,
      );
      if (widest === null) break;
      widest.width -= 1;
      excess -= 1;
    }
  }
  return shares.map(({ need, width }) => ({ index: need.index, width }));
}
