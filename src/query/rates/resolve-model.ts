// From what people call a model to its one id in the price book: full ids in any spelling, `opus-4.8`,
// `Opus 4.8 (1M context)`. Never guesses: several are listed, none gives the nearest names.
import { lookupModel, type PriceBook } from '../../pricing/book.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { modelLabel } from '../../shared/model-label.ts';
import { nearestName } from '../../shared/nearest.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { truncateEnd } from '../../shared/width.ts';

/**
 * `commandLine`: what a model is typed behind, for the lines that an error suggests.
 *
 * @throws TelltaleError `unknown-model`
 */
export function resolveModel(
  book: PriceBook,
  wanted: string,
  commandLine = 'telltale rates --model',
): string {
  const { canonicalId, rows } = lookupModel(book, wanted);
  if (rows.length > 0) return canonicalId;
  const words = wordsOf(wanted);
  const ids = [...book.rowsById.keys()];
  const labelled = ids.filter((id) => wordsOf(modelLabel(id)).join(' ') === words.join(' '));
  const [exact] = labelled;
  if (exact !== undefined && labelled.length === 1) return exact;
  const holding = words.length === 0 ? [] : idsHolding(ids, words);
  const [only] = holding;
  if (only !== undefined && holding.length === 1) return only;
  throw unknownModel(wanted, commandLine, holding, ids);
}

/** `Claude Opus 4.8 (1M context)` → opus, 4, 8. */
function wordsOf(name: string): string[] {
  return name
    .toLowerCase()
    .replace(/\(.*?\)|\[.*?\]/g, ' ')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && word !== 'claude');
}

/** In the order typed, else in any: `sonnet 3.5` is 3-5-sonnet. */
function idsHolding(ids: readonly string[], words: readonly string[]): string[] {
  const inOrder = ids.filter((id) => holds(wordsOf(id), words));
  if (inOrder.length > 0) return inOrder;
  return ids.filter((id) => words.every((word) => wordsOf(id).includes(word)));
}

/** The words stand in the name one after the other. */
function holds(name: readonly string[], words: readonly string[]): boolean {
  return name.some((_, at) => words.every((word, i) => name[at + i] === word));
}

function unknownModel(
  wanted: string,
  commandLine: string,
  holding: readonly string[],
  ids: readonly string[],
): TelltaleError {
  const shown = `"${oneLine(truncateEnd(wanted, 60))}"`;
  if (holding.length > 0) {
    const lines = holding.map((id) => `  ${commandLine} ${id}`).join('\n');
    const what = `${shown} stands for ${holding.length} models`;
    return new TelltaleError('unknown-model', { what, next: `choose one:\n${lines}` });
  }
  const near = nearestName(wordsOf(wanted).join('-'), ids.map(modelLabel));
  return new TelltaleError('unknown-model', {
    what: `the price book has no model ${shown}`,
    next:
      near === null
        ? 'Add its price under [prices] in the configuration, or see the models it has: telltale rates'
        : `Did you mean: ${commandLine} ${near}`,
  });
}
