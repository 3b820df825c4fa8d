// The short name of a model, as every screen writes it. Knows how Claude's ids are built; not which
// models exist.

/** `claude-haiku-4-5-20251001` → `haiku-4.5`; ids of another form stay as they are. */
export function modelLabel(modelId: string): string {
  return modelId
    .replace(/^claude-/, '')
    .replace(/-20\d{6}(?=$|\[)/, '')
    .replace(/(?<=(?:^|-)\d{1,2})-(?=\d{1,2}(?:$|[[-]))/, '.');
}
