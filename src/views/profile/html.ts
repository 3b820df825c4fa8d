// A profile as one page that needs nothing else: flame graph, context chart, tables. Knows the page's parts
// and its policy: no network, no script but its own.
import { createHash } from 'node:crypto';
import type { ProfileAnswer } from '../../query/profile/profile-answer.ts';
import { formatInteger, formatTokens, formatUsd, UNKNOWN } from '../../shared/format.ts';
import { openZone } from '../../shared/zone.ts';
import { sessionFrame } from './frame-names.ts';
import { chartMarks, contextCharts } from './html/context-chart.ts';
import { dataJson, escapeHtml } from './html/escape-html.ts';
import { flameData } from './html/flame-data.ts';
import STYLE from './html/page.css?raw';
import SCRIPT from './html/page-script.js?raw';
import { callTable, contentTable, markTable, type TellTime } from './html/page-tables.ts';
import type { ProfileRenderOptions } from './profile-format.ts';
import { unpricedNote } from './unpriced-note.ts';

export function renderHtml(answer: ProfileAnswer, { weight }: ProfileRenderOptions): string {
  const title = escapeHtml(sessionFrame(answer));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title} · telltale</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${headerOf(answer)}
</header>
<main>
${flameSection(weight)}
${contextSection(answer)}
<h2>Contents</h2>
<p class="dim">The sums of each call are exact; how they are shared out over its contents is estimated from their sizes.</p>
${contentTable(answer)}
<h2>Calls</h2>
<details id="calls" open><summary>Each call with its figures</summary>
${callTable(answer, timeTeller(answer.timezone))}
</details>
</main>
<script type="application/json" id="data">${dataJson(flameData(answer, weight))}</script>
<script type="module">${SCRIPT}</script>
</body>
</html>
`;
}

/** The page may run its own script and wear its own style, and load nothing. */
function policy(): string {
  const hashOf = (text: string): string =>
    `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; script-src ${hashOf(SCRIPT)}; style-src ${hashOf(STYLE)}; base-uri 'none'; form-action 'none'`;
}

function headerOf(answer: ProfileAnswer): string {
  const { session, sum, timezone, copiedCalls, callsWithoutBlocks, isRedacted } = answer;
  const tell = timeTeller(timezone);
  const bound = sum.finalCalls < sum.calls ? '≥ ' : '';
  const facts: [string, string][] = [
    [
      'API-equivalent cost',
      sum.costNanoUsd === null ? UNKNOWN : `${bound}${formatUsd(sum.costNanoUsd)}`,
    ],
    ['tokens', `${bound}${formatTokens(sum.totalTokens)}`],
    ['calls', formatInteger(sum.calls)],
    ['turns', formatInteger(answer.turns.length)],
    ['from', `${tell(session.firstAtMs)} ${timezone}`],
    ['to', tell(session.lastAtMs)],
  ];
  const list = facts.map(
    ([name, value]) => `<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>`,
  );
  const notes = [
    sum.calls === 0 ? 'The session has no call of its own.' : null,
    bound === '' ? null : 'Some calls have no final output count: ≥ marks a lower bound.',
    sentence('The cost is', unpricedNote(answer)),
    callsWithoutBlocks === 0
      ? null
      : `The transcript of ${formatInteger(callsWithoutBlocks)} calls is gone: figures only.`,
    copiedCalls === 0
      ? null
      : `${formatInteger(copiedCalls)} copied calls count for the session they came from.`,
    isRedacted ? 'Paths, programs, addresses and own names are numbered.' : null,
  ].flatMap((note) => (note === null ? [] : [`<p class="note">${escapeHtml(note)}</p>`]));
  const place = [session.project?.path, `session ${session.sessionId}`].filter(
    (one) => one !== undefined,
  );
  return `<p class="dim">${escapeHtml(place.join(' · '))}</p>
<dl class="facts">${list.join('')}</dl>
${notes.join('\n')}`;
}

function sentence(start: string, end: string | null): string | null {
  return end === null ? null : `${start} ${end}.`;
}

function flameSection(weight: ProfileRenderOptions['weight']): string {
  const radio = (name: string, value: string, label: string, isChosen: boolean): string =>
    `<label><input type="radio" name="${name}" value="${value}"${isChosen ? ' checked' : ''}> ${label}</label>`;
  return `<h2>Where the tokens and the money went</h2>
<p class="no-script note">The flame graph needs its script; the tables below hold the figures.</p>
<div class="only-script">
<div class="bar">
<fieldset><legend>Width</legend>${radio('weight', 'tokens', 'tokens', weight === 'tokens')}${radio('weight', 'cost', 'cost', weight === 'cost')}</fieldset>
<fieldset><legend>Stack</legend>${radio('tree', '0', 'by call', true)}${radio('tree', '1', 'by content', false)}</fieldset>
<label>Find <input type="search" id="search" placeholder="file, tool, model, call"></label>
<button type="button" id="out">Whole session</button>
</div>
<div id="path" aria-label="Zoom"></div>
<div id="flame" role="tree" tabindex="0" aria-label="Flame graph; arrows move, Enter zooms, Escape goes back"></div>
<p id="told" aria-live="polite"></p>
</div>
<ul class="legend"><li><i class="c1"></i>context, read from cache<li><i class="c2"></i>context, sent anew<li><i class="c3"></i>new in the context<li><i class="c4"></i>answer<li><i class="c5"></i>web search</ul>`;
}

function contextSection(answer: ProfileAnswer): string {
  const calls = answer.calls.filter(({ chain }) => chain === 0);
  const marks = chartMarks(answer, calls);
  const charts = contextCharts(calls, marks);
  const tell = timeTeller(answer.timezone);
  return `<h2>Context of the main chain</h2>
<div><input type="radio" name="axis" id="by-time" checked> <label for="by-time">over time</label>
<input type="radio" name="axis" id="by-call"> <label for="by-call">over calls</label>
${charts === '' ? '<p class="dim">No call on the main chain.</p>' : charts}
</div>
<p class="dim">Dashed: compaction. Thick marks at the foot: the cache was rebuilt, coloured where it could have been avoided.</p>
${markTable(marks, tell)}`;
}

/** `2026-11-21 14:30` in the zone. */
function timeTeller(timezone: string): TellTime {
  const zone = openZone(timezone);
  return (atMs) => (atMs === null ? UNKNOWN : zone.dateTime(atMs));
}
