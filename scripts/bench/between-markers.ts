// Puts the results into a page that people wrote: only what stands between two markers is replaced.

const START = '<!-- measured: start -->';
const END = '<!-- measured: end -->';

/** @returns null when the page lacks the markers */
export function replaceBetweenMarkers(page: string, text: string): string | null {
  const start = page.indexOf(START);
  const end = page.indexOf(END);
  if (start < 0 || end < start) return null;
  return `${page.slice(0, start)}${START}\n${text}\n${page.slice(end)}`;
}
