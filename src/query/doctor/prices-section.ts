// Models whose calls have no price, with what is missing from the sums. Uses the book with the user's
// own prices.
import {
  findPrice,
  lookupModel,
  type PriceBook,
  SHIPPED_BOOK,
  withOverrides,
} from '../../pricing/book.ts';
import { readUnpricedModels, type UnpricedModel } from '../../store/readers/doctor.ts';
import { cutRows, type Finding, plural, type SectionDefinition } from './section.ts';

const SHOWN_MODELS = 20;

export const PRICES_SECTION: SectionDefinition = {
  id: 'prices',
  title: 'Prices',
  examine: ({ ledger, config }) => {
    const { prices, modelAliases } = config.loaded.settings;
    const book = withOverrides(SHIPPED_BOOK, prices, modelAliases);
    const facts = [
      { key: 'bookVersion', label: 'price book', unit: 'text' as const, value: book.bookVersion },
    ];
    if (ledger.db === null) return { facts };
    const models = readUnpricedModels(ledger.db);
    const { rows, leftOff } = cutRows(models, SHOWN_MODELS);
    const listing = {
      key: 'unpriced',
      title: 'Without a price',
      columns: [
        { key: 'model', header: 'model', unit: 'text' as const },
        { key: 'calls', header: 'calls', unit: 'count' as const },
        { key: 'tokens', header: 'tokens', unit: 'tokens' as const },
        { key: 'why', header: 'why', unit: 'text' as const, priority: 1 },
      ],
      rows: rows.map((row) => ({
        ...row,
        why: WHY_WORDS[reasonOf(book, row)],
        reason: reasonOf(book, row),
      })),
      leftOff,
    };
    return {
      facts: [
        ...facts,
        {
          key: 'unpricedModels',
          label: 'unpriced models',
          unit: 'count',
          value: models.length,
        },
      ],
      listings: models.length === 0 ? [] : [listing],
      findings: models.map(judgeModel),
    };
  },
};

type Reason = 'unknown-model' | 'no-price-then' | 'unknown-date' | 'stale';

const WHY_WORDS: Readonly<Record<Reason, string>> = {
  'unknown-model': 'not in the price book',
  'no-price-then': 'no price for that day',
  'unknown-date': 'calls without a date',
  stale: 'has a price from the next update on',
};

function reasonOf(book: PriceBook, { model, firstMs, lastMs }: UnpricedModel): Reason {
  if (lookupModel(book, model).rows.length === 0) return 'unknown-model';
  if (firstMs === null) return 'unknown-date';
  const isPriced =
    findPrice(book, model, firstMs) !== null && findPrice(book, model, lastMs) !== null;
  return isPriced ? 'stale' : 'no-price-then';
}

function judgeModel({ model, calls, tokens }: UnpricedModel): Finding {
  const name = JSON.stringify(model);
  return {
    code: 'unpriced-model',
    severity: 'warn',
    what: `${plural(calls, 'call')} of ${model} (${plural(tokens, 'token')}) ${calls === 1 ? 'has no price and is' : 'have no price and are'} in no sum of costs`,
    next: `Give its prices in [prices.${name}], or the model it stands for in [model_aliases] as ${name} = "…"`,
    command: 'telltale config explain prices',
  };
}
