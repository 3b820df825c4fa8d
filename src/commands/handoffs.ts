// `telltale handoffs`: the handoffs there are. Knows its words and flags; files are the action's, the
// table is the view's.
import { readFileSync } from 'node:fs';
import { findHandoff } from '../actions/handoff/find-handoff.ts';
import { handoffFolders } from '../actions/handoff/handoff-folder.ts';
import {
  archiveHandoff,
  listHandoffs,
  type StoredHandoff,
} from '../actions/handoff/handoff-store.ts';
import type { QueryContext } from '../query/context.ts';
import type {
  ArchivedHandoff,
  HandoffListAnswer,
  ShownHandoff,
} from '../query/handoff/handoff-list-answer.ts';
import { queryProjectPaths } from '../query/handoff/query-project-paths.ts';
import { TelltaleError } from '../shared/errors.ts';
import { formatJson } from '../shared/json.ts';
import { telltalePaths, thisPlace } from '../shared/paths.ts';
import { renderHandoffs } from '../views/terminal/handoffs.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';

export default defineCommand({
  name: 'handoffs',
  summary: 'list, show or archive the handoffs of your sessions',
  topic: 'In the session',
  description:
    'A handoff is found by the beginning of its session id or of its file name; show without one is ' +
    'the newest. archive moves the file to the folder archive beside it: it is no longer listed and ' +
    'no session is given it. Nothing is ever deleted.',
  arguments: [
    { name: 'action', summary: 'what to do', choices: ['list', 'show', 'archive'] },
    { name: 'id', summary: 'session id, file name, or the beginning of either' },
  ],
  options: [
    { flags: '--all', summary: 'archived ones too' },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale handoffs', shows: 'all of them, the newest first' },
    { line: 'telltale handoffs show 4f2a', shows: 'the text of one' },
    { line: 'telltale handoffs archive 4f2a', shows: 'put one away that is done' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { timezone, all } = invocation.options;
    const { action = 'list', id } = invocation.args;
    const context = await invocation.openLedger({
      timezone: typeof timezone === 'string' ? timezone : undefined,
    });
    const { stateDir } = telltalePaths(thisPlace(invocation.env));
    const place = { stateDir, folder: context.settings.handoff.folder };
    const folders = handoffFolders(place, queryProjectPaths(context));
    const handoffs = listHandoffs(folders, { archived: all === true || action !== 'list' });
    invocation.out(answerTo(action, id, handoffs, { context, invocation, all: all === true }));
    return 0;
  },
});

interface Asked {
  readonly context: QueryContext;
  readonly invocation: Invocation;
  readonly all: boolean;
}

function answerTo(
  action: string,
  id: string | undefined,
  handoffs: readonly StoredHandoff[],
  { context, invocation, all }: Asked,
): string {
  const isJson = invocation.options.json === true;
  switch (action) {
    case 'show': {
      const answer = show(findHandoff(handoffs, id));
      return isJson ? formatJson(answer) : answer.text;
    }
    case 'archive': {
      const answer = archive(handoffs, id);
      return isJson ? formatJson(answer) : `archived: ${answer.to}\n`;
    }
    default: {
      const answer = listAnswer(handoffs, context, all);
      return isJson ? formatJson(answer) : renderHandoffs(answer, invocation.screen);
    }
  }
}

function listAnswer(
  handoffs: readonly StoredHandoff[],
  context: QueryContext,
  withArchived: boolean,
): HandoffListAnswer {
  return {
    kind: 'handoffs',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    withArchived,
    handoffs,
  };
}

function show(handoff: StoredHandoff): ShownHandoff {
  const text = readFileSync(handoff.path, 'utf8');
  return { kind: 'handoff-file', formatVersion: 1, ...handoff, text };
}

function archive(handoffs: readonly StoredHandoff[], id: string | undefined): ArchivedHandoff {
  if (id === undefined) {
    throw new TelltaleError('usage', {
      what: 'archive needs to know which handoff',
      next: 'telltale handoffs lists them; then: telltale handoffs archive <id>',
    });
  }
  // One that is still there comes before all that are put away.
  const openFirst = [...handoffs].sort((a, b) => Number(a.isArchived) - Number(b.isArchived));
  const { path, isArchived } = findHandoff(openFirst, id);
  if (isArchived) {
    throw new TelltaleError('unknown-handoff', {
      what: `${path} is archived already`,
      next: 'telltale handoffs lists those that are not',
    });
  }
  return { kind: 'handoff-archived', formatVersion: 1, from: path, to: archiveHandoff(path) };
}
