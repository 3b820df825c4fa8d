// A quality report as Markdown: bold is a warning, bold with a star is critical. The same answer gives the
// same bytes.
import type { ReportAnswer } from '../../query/report/report-answer.ts';
import type { PageBlock, PageCell, PageTable } from './page.ts';
import { pageOf } from './report-page.ts';

export function formatReportMarkdown(answer: ReportAnswer): string {
  const { title, facts, notes, sections } = pageOf(answer);
  return [
    `# ${escapeText(title)}`,
    facts.map(([name, value]) => `- ${name}: ${escapeText(value)}`).join('\n'),
    ...notes.map((note) => `> ${escapeText(note)}`),
    ...sections.flatMap(({ title: heading, level, blocks }) => [
      `${'#'.repeat(level)} ${escapeText(heading)}`,
      ...blocks.flatMap(blockOf),
    ]),
    'Figures in **bold** are past the mark that warns, with a star (**1.0\\***) past the critical one.',
  ]
    .join('\n\n')
    .concat('\n');
}

function blockOf(block: PageBlock): string[] {
  switch (block.kind) {
    case 'text':
      return [escapeText(block.text)];
    case 'list':
      return [block.items.map((item) => `- ${escapeText(item)}`).join('\n')];
    case 'table':
      return [tableOf(block)];
    case 'chart':
      return [];
  }
}

function tableOf({ columns, rows }: PageTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ header }) => escapeText(header))),
    line(columns.map(({ isNumber }) => (isNumber === true ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(cellOf))),
  ].join('\n');
}

function cellOf({ text, severity }: PageCell): string {
  const shown = escapeText(text);
  if (severity === 'warn') return `**${shown}**`;
  return severity === 'critical' ? `**${shown}\\***` : shown;
}

/** No sign of a name or a path is one of the document's; `n<5` stays as it is. */
function escapeText(text: string): string {
  return text.replace(/[\\`*_[\]|#]/g, '\\$&').replace(/<(?=[A-Za-z/!?])/g, '&lt;');
}
