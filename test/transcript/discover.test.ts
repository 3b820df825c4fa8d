// Which files below a config folder are transcripts, old layouts and new, and what their places tell.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discoverTranscripts, originOf, readAgentMeta } from '../../src/transcript/discover.ts';

const isWindows = process.platform === 'win32';
let home = '';
let root = '';
const projects = (): string => join(root, 'projects');

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-discover-')));
  root = join(home, 'claude');
  mkdirSync(projects(), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function put(path: string, text = '{}\n'): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function found(): Record<string, string> {
  const { files } = discoverTranscripts(root, projects());
  const entries = files.map((file) => [relative(root, file.path).replaceAll('\\', '/'), file.kind]);
  return Object.fromEntries(entries.sort());
}

describe('discoverTranscripts', () => {
  it('passes over memory inside a project, not a project of that name', () => {
    put('projects/memory/s1.jsonl');
    put('projects/-w/memory/s2.jsonl');
    expect(found()).toEqual({ 'projects/memory/s1.jsonl': 'main' });
  });

  it('finds main transcripts and subagents of every layout, and nothing else', () => {
    put('projects/-w/s1.jsonl');
    put('projects/-w/agent-old.jsonl');
    put('projects/-w/s1/subagents/agent-a1.jsonl');
    put('projects/-w/s1/subagents/agent-a1.meta.json');
    put('projects/-w/s1/subagents/workflows/run-1/agent-a2.jsonl');
    put('projects/-w/s1/subagents/workflows/run-1/journal.jsonl');
    put('projects/-w/s1/tool-results/out.jsonl');
    put('projects/-w/memory/notes.jsonl');
    put('projects/-w/s2.jsonl.bak');
    put('projects/-w/s2.json');
    put('projects/loose.jsonl');
    put('history.jsonl');
    mkdirSync(join(root, 'projects/-w/folder.jsonl'));
    expect(found()).toEqual({
      'projects/-w/agent-old.jsonl': 'subagent',
      'projects/-w/s1.jsonl': 'main',
      'projects/-w/s1/subagents/agent-a1.jsonl': 'subagent',
      'projects/-w/s1/subagents/workflows/run-1/agent-a2.jsonl': 'subagent',
      'projects/loose.jsonl': 'main',
    });
  });

  it.skipIf(isWindows)('passes over a pipe, which would be waited for without an end', () => {
    mkdirSync(join(root, 'projects/-w'));
    execFileSync('mkfifo', [join(root, 'projects/-w/s1.jsonl')]);
    put('projects/-w/s2.jsonl');
    expect(Object.keys(found())).toEqual(['projects/-w/s2.jsonl']);
  });

  it('says how large and how old a file is', () => {
    put('projects/-w/s1.jsonl', 'x'.repeat(321));
    const [file] = discoverTranscripts(root, projects()).files;
    expect(file).toMatchObject({ root, sizeBytes: 321 });
    expect(file?.mtimeMs).toBeGreaterThan(1_600_000_000_000);
  });

  it('reports an empty or a missing folder without a word', () => {
    expect(discoverTranscripts(root, projects())).toEqual({ files: [], unreadable: [] });
    const gone = discoverTranscripts(root, join(root, 'nowhere'));
    expect(gone.files).toEqual([]);
    expect(gone.unreadable).toEqual([{ path: join(root, 'nowhere'), code: 'ENOENT' }]);
  });

  it.skipIf(isWindows || process.getuid?.() === 0)('reports a folder that may not be read', () => {
    put('projects/-closed/s1.jsonl');
    chmodSync(join(root, 'projects/-closed'), 0);
    const { files, unreadable } = discoverTranscripts(root, projects());
    chmodSync(join(root, 'projects/-closed'), 0o700);
    expect(files).toEqual([]);
    expect(unreadable).toEqual([{ path: join(root, 'projects/-closed'), code: 'EACCES' }]);
  });
});

describe.skipIf(isWindows)('links', () => {
  it('to a project elsewhere are followed, once', () => {
    mkdirSync(join(home, 'elsewhere'));
    writeFileSync(join(home, 'elsewhere/s9.jsonl'), '{}\n');
    symlinkSync(join(home, 'elsewhere'), join(root, 'projects/-one'));
    symlinkSync(join(home, 'elsewhere'), join(root, 'projects/-two'));
    expect(Object.keys(found())).toEqual(['../elsewhere/s9.jsonl']);
  });

  it('to a transcript that is also found by itself count once', () => {
    put('projects/-w/s1.jsonl');
    symlinkSync(join(root, 'projects/-w/s1.jsonl'), join(root, 'projects/-w/zz.jsonl'));
    symlinkSync(join(root, 'projects/-w'), join(root, 'projects/-copy'));
    expect(Object.keys(found())).toEqual(['projects/-w/s1.jsonl']);
  });

  it('in a circle end', () => {
    put('projects/-w/s1.jsonl');
    symlinkSync(projects(), join(root, 'projects/-w/again'));
    symlinkSync(join(root, 'projects/-w'), join(root, 'projects/-w/self'));
    expect(Object.keys(found())).toEqual(['projects/-w/s1.jsonl']);
  });

  it('that lead nowhere are reported', () => {
    symlinkSync(join(home, 'gone.jsonl'), join(root, 'projects/s1.jsonl'));
    const { files, unreadable } = discoverTranscripts(root, projects());
    expect(files).toEqual([]);
    expect(unreadable).toEqual([{ path: join(root, 'projects/s1.jsonl'), code: 'ENOENT' }]);
  });
});

describe('the place of a file', () => {
  it.each([
    ['/c/projects/-w/s1.jsonl', { sessionId: 's1', isSubagent: false, agentId: null }],
    [
      '/c/projects/-w/s1/subagents/agent-a1.jsonl',
      { sessionId: 's1', isSubagent: true, agentId: 'a1' },
    ],
    [
      '/c/projects/-w/s1/subagents/workflows/r/agent-a2.jsonl',
      { sessionId: 's1', isSubagent: true, agentId: 'a2' },
    ],
    [
      'C:\\c\\projects\\-w\\s1\\subagents\\agent-a1.jsonl',
      { sessionId: 's1', isSubagent: true, agentId: 'a1' },
    ],
    [
      '/c/projects/-w/agent-old.jsonl',
      { sessionId: 'agent-old', isSubagent: true, agentId: 'old' },
    ],
    ['/c/subagents/-w/s1.jsonl', { sessionId: 's1', isSubagent: false, agentId: null }],
  ])('%s', (path, origin) => {
    if (path.includes('\\') && !isWindows) return;
    expect(originOf(path)).toEqual(origin);
  });
});

describe('readAgentMeta', () => {
  const place = 'projects/-w/s1/subagents/agent-a1';

  it('reads the file beside a subagent’s transcript', () => {
    const meta = { agentType: 'Explore', parentAgentId: 'a0', toolUseId: 'toolu_1', other: 1 };
    put(`${place}.meta.json`, JSON.stringify(meta));
    expect(readAgentMeta(join(root, `${place}.jsonl`))).toEqual({
      agentId: 'a1',
      sessionId: 's1',
      type: 'Explore',
      parentAgentId: 'a0',
      toolUseId: 'toolu_1',
    });
  });

  it.each([
    ['missing', null],
    ['torn', '{"agentType":"Ex'],
    ['null', 'null'],
    ['a list', '[]'],
  ])('knows nothing when it is %s', (_, text) => {
    if (text !== null) put(`${place}.meta.json`, text);
    const meta = readAgentMeta(join(root, `${place}.jsonl`));
    expect([null, 'nothing']).toContain(meta === null ? null : told(meta));
  });
});

function told(meta: NonNullable<ReturnType<typeof readAgentMeta>>): string {
  const all = [meta.type, meta.parentAgentId, meta.toolUseId];
  return all.every((each) => each === null) ? 'nothing' : JSON.stringify(all);
}
