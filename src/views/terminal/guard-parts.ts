// The smaller parts of guard's page: risks in an order, MCP servers. Every value comes from the answer.
import type {
  GuardAnswer,
  McpAnswer,
  McpServer,
  RiskPath,
} from '../../query/guard/guard-answer.ts';
import { formatCount, formatInteger } from '../../shared/format.ts';
import { openZone } from '../../shared/zone.ts';
import { severityCell } from './guard-words.ts';
import { renderSection, wrapText } from './layout.ts';
import { adaptSigns } from './marks.ts';
import { plainText } from './paint.ts';
import type { Screen } from './screen.ts';
import { type Column, renderTable } from './table.ts';
import { clock, type Here } from './window-words.ts';

/** More are in the JSON. */
const MAX_PATHS = 5;

export function renderPaths(
  { paths, generatedAtMs, timezone }: GuardAnswer,
  screen: Screen,
): string {
  if (paths.length === 0) return '';
  const here: Here = { zone: openZone(timezone), nowMs: generatedAtMs };
  const hidden = paths.length - MAX_PATHS;
  const title = `IN THIS ORDER IN ONE SESSION${hidden > 0 ? ` (${hidden} more: --json)` : ''}`;
  const text = paths.slice(0, MAX_PATHS).map((path) => pathText(path, here, screen));
  return renderSection(title, screen) + text.join('');
}

function pathText({ severity, sessionId, steps }: RiskPath, here: Here, screen: Screen): string {
  const cell = severityCell(severity, screen);
  const head = `${cell === null ? '' : plainText(cell).trim()} · ${sessionId.slice(0, 8)}`;
  const lines = steps.map(({ what, place }, index) => {
    const time = place.atMs === null ? '' : `${clock(place.atMs, here)}  `;
    return `${index + 1}  ${time}${what}`;
  });
  return [head, ...lines]
    .flatMap((line, index) =>
      wrapText(adaptSigns(line, screen), screen.width - (index === 0 ? 2 : 4)).map(
        (part) => `${index === 0 ? '  ' : '    '}${part}\n`,
      ),
    )
    .join('');
}

const COLUMNS: readonly Column[] = [
  { header: 'MCP SERVER', minWidth: 12, maxWidth: 40 },
  { header: 'CALLS', align: 'right' },
  { header: 'BY ITS TOOLS', truncate: 'never' },
  { header: 'CONFIGURED', priority: 1, minWidth: 12, maxWidth: 40 },
  { header: 'TOOLS', priority: 2, minWidth: 16, maxWidth: 60 },
];

export function renderMcp({ servers, files }: McpAnswer, screen: Screen): string {
  const bad = files.filter(({ state }) => state === 'broken' || state === 'unreadable');
  const notes = [
    ...bad.map(
      ({ path, state }) =>
        `${path} is ${state === 'broken' ? 'no valid JSON' : 'out of reach'}: its servers are not listed.`,
    ),
    servers.length === 0
      ? 'No MCP server was called, and none is configured where it was looked for.'
      : 'What a server may do is told from the verbs in the names of the tools that were called; no name can promise it.',
  ];
  const table =
    servers.length === 0 ? '' : `${renderTable(COLUMNS, servers.map(serverRow), screen)}`;
  const text = notes
    .flatMap((note) => wrapText(adaptSigns(note, screen), screen.width - 2))
    .map((line) => `  ${line}\n`)
    .join('');
  return `${table}${text}`;
}

const RISKS: Readonly<Record<McpServer['risk'], string>> = {
  acts: 'acts',
  writes: 'writes',
  reads: 'reads',
  unknown: 'unknown',
};

function serverRow({ name, calls, risk, tools, configured }: McpServer) {
  const [first] = configured;
  const where = configured.map(({ scope }) => scope);
  const target = first?.target === null || first === undefined ? '' : `${first.target} `;
  const given = configured.reduce((sum, one) => sum + one.given.length, 0);
  const values = given === 0 ? '' : `, ${formatCount(given, 'value')} given`;
  return {
    cells: [
      name,
      formatInteger(calls),
      { text: RISKS[risk], tone: risk === 'acts' ? ('warn' as const) : undefined },
      first === undefined ? null : `${target}(${[...new Set(where)].join(', ')}${values})`,
      tools.map((tool) => `${tool.name} ${formatInteger(tool.calls)}`).join(', '),
    ],
  };
}
