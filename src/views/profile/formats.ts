// The formats that a profile can be exported in. One line each; what they look like is their files'.
import { renderChromeTrace } from './chrome-trace.ts';
import { renderCsv } from './csv.ts';
import { renderFolded } from './folded.ts';
import { renderHtml } from './html.ts';
import { renderNdjson } from './ndjson.ts';
import { renderPprof } from './pprof.ts';
import type { ProfileFormat } from './profile-format.ts';
import { renderSpeedscope } from './speedscope.ts';

export const PROFILE_FORMATS: readonly ProfileFormat[] = [
  {
    id: 'html',
    extensions: ['.html', '.htm'],
    isBinary: false,
    takesWeight: true,
    openWith: 'any browser; it needs no network',
    render: renderHtml,
  },
  {
    id: 'speedscope',
    extensions: ['.speedscope.json'],
    isBinary: false,
    takesWeight: true,
    openWith: 'a speedscope page, or: npx speedscope FILE',
    render: renderSpeedscope,
  },
  {
    id: 'chrome-trace',
    extensions: ['.trace.json'],
    isBinary: false,
    takesWeight: false,
    openWith: 'Perfetto or chrome://tracing',
    render: renderChromeTrace,
  },
  {
    id: 'pprof',
    extensions: ['.pb.gz', '.pprof'],
    isBinary: true,
    takesWeight: true,
    openWith: 'go tool pprof -http=: FILE',
    render: renderPprof,
  },
  {
    id: 'folded',
    extensions: ['.folded', '.collapsed'],
    isBinary: false,
    takesWeight: true,
    openWith: 'flamegraph.pl, inferno or speedscope',
    render: renderFolded,
  },
  {
    id: 'profile-ndjson',
    extensions: ['.profile.ndjson'],
    isBinary: false,
    takesWeight: false,
    openWith: 'any reader of lines; each is a JSON object with its type',
    render: renderNdjson,
  },
  {
    id: 'csv',
    extensions: ['.csv'],
    isBinary: false,
    takesWeight: false,
    openWith: 'a spreadsheet; one row per call',
    render: renderCsv,
  },
];

/** The format that a file name's end stands for; null: none. */
export function formatOfFile(file: string): ProfileFormat | null {
  const name = file.toLowerCase();
  return (
    PROFILE_FORMATS.find(({ extensions }) => extensions.some((end) => name.endsWith(end))) ?? null
  );
}
