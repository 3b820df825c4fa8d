// The answers of `telltale config` on a terminal.
import type {
  ConfigCheckAnswer,
  ConfigExplainAnswer,
  ResolvedSetting,
} from '../../query/config/config-answers.ts';
import { formatCount } from '../../shared/format.ts';
import { renderHeading, renderKeyValues, wrapText } from './layout.ts';
import { adaptSigns, mark } from './marks.ts';
import { paint } from './paint.ts';
import type { Screen } from './screen.ts';
import { renderTable } from './table.ts';

/** Mistakes first, then every setting with its value and where it comes from. */
export function renderConfigCheck(answer: ConfigCheckAnswer, screen: Screen): string {
  const verdict = answer.isValid
    ? 'all settings are valid'
    : formatCount(answer.mistakes.length, 'mistake');
  const file = answer.fileExists ? answer.file : `no file at ${answer.file}`;
  const columns = [
    { header: 'SETTING', truncate: 'never' as const },
    { header: 'VALUE', truncate: 'end' as const, minWidth: 12 },
    { header: 'FROM', truncate: 'middle' as const, minWidth: 12 },
  ];
  const rows = answer.settings.map((setting) => ({
    cells: [setting.key, formatSetting(setting.value), formatSource(setting)],
    kind: setting.source.kind === 'default' ? ('dim' as const) : ('normal' as const),
  }));
  const blocks = [
    `${renderHeading(`telltale config · ${verdict}`, null, screen)}${wrapIndented(file, screen)}`,
    answer.mistakes.map(({ message }) => renderMistake(message, screen)).join(''),
    renderTable(columns, rows, screen),
  ];
  return blocks.filter((block) => block !== '').join('\n');
}

export function renderConfigExplain(answer: ConfigExplainAnswer, screen: Screen): string {
  return answer.settings
    .map((setting) => {
      const variable = setting.environmentVariable;
      const now = setting.current.map((current) => {
        const name = current.key === setting.key ? '' : `${current.key} = `;
        return `${name}${formatSetting(current.value)} (${formatSource(current)})`;
      });
      const pairs = [
        ['now', now.length === 0 ? 'not set' : now.join('\n')],
        ['default', formatSetting(setting.default)],
        ['accepted', setting.accepted],
        ['example', `${lastName(setting.key)} = ${setting.example}`],
        ['variable', variable ?? 'none; in the file only'],
      ] as const;
      const doc = wrapIndented(setting.doc, screen);
      return `${renderHeading(setting.key, null, screen)}${doc}${renderKeyValues(pairs, screen)}`;
    })
    .join('\n');
}

function formatSetting(value: ResolvedSetting['value']): string {
  return value === null ? 'not set' : JSON.stringify(value);
}

function formatSource({ source }: ResolvedSetting): string {
  switch (source.kind) {
    case 'default':
      return 'default';
    case 'environment':
    case 'flag':
      return source.name;
    case 'file':
      return `${fileName(source.path)}${source.line === null ? '' : `:${source.line}`}`;
    default:
      return source satisfies never;
  }
}

/** The folder is told once, above. */
function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function renderMistake(message: string, screen: Screen): string {
  const sign = mark('critical', screen);
  return wrapText(adaptSigns(message, screen), screen.width - 3 - sign.length)
    .map((line, at) =>
      at === 0
        ? `  ${paint(sign, 'critical', screen)} ${line}\n`
        : `${' '.repeat(sign.length + 3)}${line}\n`,
    )
    .join('');
}

function wrapIndented(text: string, screen: Screen): string {
  return wrapText(text, screen.width - 2)
    .map((line) => `  ${line}\n`)
    .join('');
}

function lastName(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}
