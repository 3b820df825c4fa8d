// Brings the sections of a document within a budget of tokens, the least important first. Knows sizes
// and importance, not what the sections say.

export interface Section {
  /** `## …` above it; sections of one heading stand together. */
  readonly heading: string;
  /** A word of its own below the heading; null: none. */
  readonly label: string | null;
  readonly body: SectionBody;
  /** Larger is kept longer. */
  readonly importance: number;
  /** Tokens it never takes more of, and those it keeps as long as less important ones can give way. */
  readonly most: number;
  readonly least: number;
}

export type SectionBody =
  /** `keep`: which end stays when items are dropped. */
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly keep: 'first' | 'last' }
  /** `cut` makes it as long as asked, in characters. */
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly cut: (text: string, length: number) => string;
    };

/**
 * Estimated tokens: a quarter per character, a whole one per character of East Asian scripts. The common
 * estimate for English and code.
 */
export function estimateTokens(text: string): number {
  let quarters = 0;
  for (let i = 0; i < text.length; i++) quarters += text.charCodeAt(i) < 0x2e80 ? 1 : 4;
  return Math.ceil(quarters / 4);
}

export function fitSections(sections: readonly Section[], budget: number): Section[] {
  const fitted = sections.map((section) => shrink(section, section.most)).filter(hasBody);
  const byImportance = [...fitted.keys()].sort(
    (a, b) => (fitted[a] as Section).importance - (fitted[b] as Section).importance,
  );
  for (const floorOf of [(section: Section) => section.least, () => 0]) {
    for (const at of byImportance) {
      const excess = fitted.reduce((sum, section) => sum + sizeOf(section), 0) - budget;
      if (excess <= 0) return fitted.filter(hasBody);
      const section = fitted[at] as Section;
      fitted[at] = shrink(section, Math.max(floorOf(section), sizeOf(section) - excess));
    }
  }
  return fitted.filter(hasBody);
}

/** The heading is counted for each of its sections: a little too much, never too little. */
function sizeOf(section: Section): number {
  if (!hasBody(section)) return 0;
  const { heading, label, body } = section;
  const text = body.kind === 'text' ? body.text : body.items.join('\n');
  return estimateTokens(`## ${heading}\n\n${label ?? ''}\n\n${text}\n\n`);
}

function hasBody({ body }: Section): boolean {
  return body.kind === 'text' ? body.text !== '' : body.items.length > 0;
}

function shrink(section: Section, tokens: number): Section {
  if (sizeOf(section) <= tokens) return section;
  const { body } = section;
  return {
    ...section,
    body: body.kind === 'list' ? dropItems(section, body, tokens) : cutText(section, body, tokens),
  };
}

function dropItems(
  section: Section,
  body: SectionBody & { kind: 'list' },
  tokens: number,
): SectionBody {
  for (let kept = body.items.length - 1; kept > 0; kept--) {
    const left = body.items.length - kept;
    const note = `- (${left} ${body.keep === 'last' ? 'earlier' : 'more'} left out)`;
    const items =
      body.keep === 'last'
        ? [note, ...body.items.slice(-kept)]
        : [...body.items.slice(0, kept), note];
    const shorter: SectionBody = { ...body, items };
    if (sizeOf({ ...section, body: shorter }) <= tokens) return shorter;
  }
  return { ...body, items: [] };
}

function cutText(
  section: Section,
  body: SectionBody & { kind: 'text' },
  tokens: number,
): SectionBody {
  let length = body.text.length;
  while (length > 40) {
    const shorter: SectionBody = { ...body, text: body.cut(body.text, length) };
    if (sizeOf({ ...section, body: shorter }) <= tokens) return shorter;
    length = Math.floor(length * 0.85);
  }
  return { ...body, text: '' };
}
