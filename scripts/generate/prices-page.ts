// docs/reference/prices.md: the shipped price book, one row per validity window.
import { SHIPPED_BOOK } from '../../src/pricing/book.ts';
import { type ListedPrice, listPrices } from '../../src/pricing/list-prices.ts';
import { code, markdownTable, page } from './markdown.ts';

export function pricesPage(): string {
  const listed = listPrices(SHIPPED_BOOK);
  return page('Prices', [
    `USD per million tokens, as shipped. A call is priced by the row that was valid on its day (UTC); the first row of a model also covers what is older. A model that is not listed has no price: its cost is unknown, never zero and never a neighbour's. Your own prices: [settings](settings.md).`,
    markdownTable(
      ['model', 'valid', 'when', 'input', 'cache read', '5 min write', '1 h write', 'output', 'US'],
      listed.map(priceRow),
    ),
    'US: factor on all token prices when `inference_geo` is `us`. A web search is $0.01 and a batch call half price in every row.',
    '## Sources and notes',
    markdownTable(['model', 'valid', 'confidence', 'source', 'note'], listed.map(sourceRow)),
    '## Other names',
    markdownTable(
      ['written in transcripts', 'priced as'],
      [...SHIPPED_BOOK.aliases].map(([name, id]) => [code(name), code(id)]),
    ),
  ]);
}

function priceRow(price: ListedPrice): string[] {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = price.usdPerMTok;
  return [
    code(price.id),
    validText(price),
    price.band ?? price.speed,
    ...[input, cacheRead, cacheWrite5m, cacheWrite1h, output].map(String),
    price.geoUsFactor === 1 ? '' : `× ${price.geoUsFactor}`,
  ];
}

function sourceRow(price: ListedPrice): string[] {
  return [
    `${code(price.id)}${price.band === null ? '' : `, ${price.band}`}`,
    validText(price),
    price.confidence,
    price.source,
    price.note ?? '',
  ];
}

function validText({ from, until }: ListedPrice): string {
  if (from === null && until === null) return 'always';
  if (from === null) return `before ${until}`;
  return until === null ? `from ${from}` : `${from} to before ${until}`;
}
