// Version numbers of three parts, put in order. Knows nothing of what any of them brought.

/** Below 0 when `a` is older, above when it is newer; anything after the numbers is ignored. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let at = 0; at < 3; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The first `1.2.3` in a text; null when there is none. */
export function findVersion(text: string): string | null {
  return /(?<![\d.])\d+\.\d+\.\d+/.exec(text)?.[0] ?? null;
}

function partsOf(version: string): number[] {
  return (findVersion(version) ?? '').split('.').map(Number);
}
