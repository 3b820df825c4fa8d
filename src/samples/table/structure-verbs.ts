// Table lines that begin, end and switch files: sessions, subagents, forks, resumes, and what later
// records say of their surroundings. They write little themselves.
import { sessionPath } from '../project-folder.ts';
import { agentMeta, endAgent, startAgent } from '../writer/agent.ts';
import { copyConversation } from '../writer/copy.ts';
import { type Draft, type DraftFacts, openDraft } from '../writer/draft.ts';
import {
  currentDraft,
  type Desk,
  findSession,
  momentOf,
  type Statement,
  type Verb,
} from './desk.ts';
import { TableError } from './grammar.ts';
import { parseChoice, parseDate, parseSwitch, parseTime } from './values.ts';

const FACT_PAIRS = ['cwd', 'branch', 'version', 'entrypoint', 'nickname'];

export const STRUCTURE_VERBS: readonly Verb[] = [
  {
    name: 'session',
    writes: "begins a session's file",
    time: 'none',
    grammar: { words: ['id'], pairs: FACT_PAIRS },
    run: beginSession,
  },
  {
    name: 'resume',
    writes: 'goes on in the file of a session above',
    time: 'optional',
    grammar: { words: ['id'], pairs: FACT_PAIRS },
    run: (desk, statement) => {
      const draft = findSession(desk, value(statement, 'id'), statement.line);
      draft.facts = factsOf(statement, draft.facts);
      desk.current = draft;
    },
  },
  {
    name: 'fork',
    writes: 'begins a session with a copy of another one',
    time: 'optional',
    grammar: { words: ['id'], pairs: ['from', 'at', ...FACT_PAIRS], options: ['mark'] },
    run: forkSession,
  },
  {
    name: 'agent',
    writes: "begins a subagent's file, up to the line `end`",
    time: 'optional',
    grammar: {
      words: ['id', 'type'],
      options: ['background', 'progress', 'layout', 'result', 'meta'],
      text: true,
    },
    run: beginAgent,
  },
  {
    name: 'end',
    writes: "ends the subagent: its result in the parent's file",
    time: 'optional',
    grammar: { text: true },
    run: finishAgent,
  },
  {
    name: 'date',
    writes: 'sets the day of the times that follow (UTC)',
    time: 'none',
    grammar: { words: ['day'] },
    run: (desk, statement) => {
      desk.dayMs = parseDate(value(statement, 'day'), statement.line);
    },
  },
  factVerb('cwd', 'changes the working directory from here on'),
  factVerb('branch', 'changes the git branch from here on'),
  factVerb('version', 'changes the version of Claude Code from here on'),
  factVerb('model', 'changes the model of the calls from here on'),
  factVerb('effort', 'changes the effort of the calls from here on'),
  factVerb('permission', 'changes the permission mode of the prompts from here on'),
];

function beginSession(desk: Desk, statement: Statement): void {
  const facts = {
    ...factsOf(statement, FIRST_FACTS),
    sessionId: value(statement, 'id'),
  };
  const taken = desk.drafts.some(
    (draft) => draft.agent === null && draft.facts.sessionId === facts.sessionId,
  );
  if (taken) {
    throw new TableError(
      statement.line,
      `session "${facts.sessionId}" is begun above already; expected "resume ${facts.sessionId}" or another id`,
    );
  }
  desk.current = addDraft(desk, facts);
}

function forkSession(desk: Desk, statement: Statement): void {
  const { line, args } = statement;
  if (!args.values.has('from'))
    throw new TableError(line, 'expected "fork <id> from <id> [at <time>]"');
  const from = findSession(desk, value(statement, 'from'), line);
  const facts = { ...factsOf(statement, from.facts), sessionId: value(statement, 'id') };
  const fork = addDraft(desk, facts);
  const until = args.values.get('at');
  const untilMs = until === undefined ? undefined : parseTime(until, desk, line);
  copyConversation(from, fork, { untilMs, mark: parseSwitch(args, 'mark', line) ?? false });
  desk.current = fork;
}

function beginAgent(desk: Desk, statement: Statement): void {
  const { line, args } = statement;
  const parent = currentDraft(desk, line);
  const withResult = parseSwitch(args, 'result', line) ?? true;
  const [openTool = null, ...rest] = desk.openAgentTools.get(parent) ?? [];
  if (withResult && openTool === null) {
    throw new TableError(
      line,
      'no call above has an Agent or Task tool waiting; add one to its tools, or write result=no',
    );
  }
  if (withResult) desk.openAgentTools.set(parent, rest);
  const prompt = args.text ?? String(openTool?.input.prompt ?? 'Look around and report.');
  const oldLayout = parseChoice(args, 'layout', line, ['old', 'new']) === 'old';
  const draft = startAgent(parent, {
    id: value(statement, 'id'),
    type: value(statement, 'type'),
    prompt,
    atMs: momentOf(desk, statement),
    oldLayout,
  });
  const background = parseSwitch(args, 'background', line) ?? false;
  const copyProgress = parseSwitch(args, 'progress', line) ?? false;
  const work = { parent, draft, openTool: withResult ? openTool : null, background, copyProgress };
  desk.drafts.push(draft);
  desk.agents.push(work);
  desk.current = draft;
  if (parseSwitch(args, 'meta', line) ?? true) {
    desk.extras.push({
      ...agentMeta(draft, work.openTool, background),
      mtimeMs: momentOf(desk, statement),
    });
  }
}

function finishAgent(desk: Desk, statement: Statement): void {
  const work = desk.agents.pop();
  if (work === undefined)
    throw new TableError(
      statement.line,
      'no subagent to end; expected a line "agent <id> <type>" before it',
    );
  const report = statement.args.text ?? 'Nothing unusual found.';
  endAgent(work.parent, work.draft, { ...work, atMs: momentOf(desk, statement), report });
  desk.current = work.parent;
}

const FIRST_FACTS: DraftFacts = {
  sessionId: '',
  cwd: '/w/app',
  branch: 'main',
  version: '2.1.197',
  entrypoint: 'cli',
  model: 'claude-opus-5',
  nickname: '',
};

function factsOf(statement: Statement, base: DraftFacts): DraftFacts {
  const { values } = statement.args;
  return {
    sessionId: base.sessionId,
    cwd: values.get('cwd') ?? base.cwd,
    branch: values.get('branch') ?? base.branch,
    version: values.get('version') ?? base.version,
    entrypoint: values.get('entrypoint') ?? base.entrypoint,
    nickname: values.get('nickname') ?? base.nickname,
    model: base.model,
    ...(base.effort === undefined ? {} : { effort: base.effort }),
    ...(base.permissionMode === undefined ? {} : { permissionMode: base.permissionMode }),
  };
}

function addDraft(desk: Desk, facts: DraftFacts): Draft {
  const path = sessionPath(facts.cwd, facts.sessionId);
  const draft = openDraft({
    path,
    log: desk.log,
    random: desk.random.branch(facts.sessionId),
    facts,
  });
  desk.drafts.push(draft);
  return draft;
}

type FactVerb = 'cwd' | 'branch' | 'version' | 'model' | 'effort' | 'permission';

function factVerb(name: FactVerb, writes: string): Verb {
  return {
    name,
    writes,
    time: 'none',
    grammar: { words: ['value'] },
    run: (desk, statement) => {
      const fact = name === 'permission' ? 'permissionMode' : name;
      currentDraft(desk, statement.line).facts[fact] = value(statement, 'value');
    },
  };
}

function value(statement: Statement, name: string): string {
  return statement.args.values.get(name) ?? '';
}
