// How many tokens a PDF counts as, by its pages. Knows the word that begins a page's record; pages in
// compressed parts stay unseen.

/** The API sends a page as its text and a picture. Source: its documentation, 1,500 to 3,000 a page. */
const TOKENS_PER_PAGE = 2_000;

/** At least one page. */
export function documentTokens(base64: string | null): number {
  const text = base64 === null ? '' : Buffer.from(base64, 'base64').toString('latin1');
  const pages = text.match(/\/Type\s*\/Page(?![a-z])/g)?.length ?? 0;
  return Math.max(1, pages) * TOKENS_PER_PAGE;
}
