// A quality report as one page that needs nothing else: no script, no request, light, dark and on paper.
// Knows markup and the page's policy; the same answer gives the same bytes.
import { createHash } from 'node:crypto';
import type { ReportAnswer } from '../../query/report/report-answer.ts';
import { escapeMarkup } from './html/escape-markup.ts';
import STYLE from './html/report.css?raw';
import { drawChart } from './html/report-chart.ts';
import type { PageBlock, PageCell, PageTable } from './page.ts';
import { pageOf } from './report-page.ts';

export function formatReportHtml(answer: ReportAnswer): string {
  const { title, facts, notes, sections } = pageOf(answer);
  const list = facts.map(
    ([name, value]) => `<div><dt>${name}</dt><dd>${escapeMarkup(value)}</dd></div>`,
  );
  const parts = sections.map(
    ({ title: heading, level, blocks }) =>
      `<h${level}>${escapeMarkup(heading)}</h${level}>\n${blocks.map(blockOf).join('\n')}`,
  );
  const hasCharts = sections.some(({ blocks }) => blocks.some(({ kind }) => kind === 'chart'));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeMarkup(title)} · telltale</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escapeMarkup(title)}</h1>
<dl class="facts">${list.join('')}</dl>
${notes.map((note) => `<p class="note">${escapeMarkup(note)}</p>`).join('\n')}
<p class="dim">⚠ past the mark that warns, ✖ past the critical one.${hasCharts ? ' In drawings: the mean, and one standard deviation to both sides.' : ''}</p>
</header>
<main>
${parts.join('\n')}
</main>
</body>
</html>
`;
}

/** The page may wear its own style, and load or run nothing. */
function policy(): string {
  const hash = createHash('sha256').update(STYLE).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}

function blockOf(block: PageBlock): string {
  switch (block.kind) {
    case 'text':
      return `<p>${escapeMarkup(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${escapeMarkup(item)}</li>`).join('')}</ul>`;
    case 'table':
      return tableOf(block);
    case 'chart':
      return drawChart(block);
  }
}

/** Names, days and times of this length stay on one line, however many columns there are. */
const SHORT = 20;

function tableOf({ columns, rows }: PageTable): string {
  const classes = columns.map(({ isNumber }, index) => {
    if (isNumber === true) return ' class="n"';
    const isShort = rows.every((row) => (row[index]?.text.length ?? 0) <= SHORT);
    return isShort ? ' class="s"' : '';
  });
  const classOf = (index: number): string => classes[index] ?? '';
  const head = columns.map(
    ({ header }, index) => `<th scope="col"${classOf(index)}>${escapeMarkup(header)}</th>`,
  );
  const body = rows.map(
    (row) =>
      `<tr>${row.map((own, index) => `<td${classOf(index)}>${cellOf(own)}</td>`).join('')}</tr>`,
  );
  return `<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead>\n<tbody>${body.join('\n')}</tbody></table></div>`;
}

/** A mark stands beside the figure, so that nothing rests on colour alone. */
function cellOf({ text, severity, isDim }: PageCell): string {
  const shown = escapeMarkup(text);
  if (severity === 'warn') return `<span class="warn">⚠ ${shown}</span>`;
  if (severity === 'critical') return `<span class="critical">✖ ${shown}</span>`;
  return isDim === true ? `<span class="dim">${shown}</span>` : shown;
}
