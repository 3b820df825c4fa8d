// Which Claude Code folders are read and why, and which are not. Judges the reports of the search.
import type { Place } from '../../shared/paths.ts';
import type { RootReport } from '../../transcript/roots.ts';
import { chmodCommand, type Finding, type SectionDefinition } from './section.ts';

export const ROOTS_SECTION: SectionDefinition = {
  id: 'roots',
  title: 'Claude Code folders',
  examine: ({ roots, place }) => ({
    listings: [
      {
        key: 'roots',
        title: '',
        columns: [
          { key: 'taken', header: 'read', unit: 'flag' },
          { key: 'path', header: 'folder', unit: 'path' },
          { key: 'source', header: 'found by', unit: 'text', priority: 2 },
          { key: 'why', header: 'why', unit: 'text' },
        ],
        rows: roots.map(({ taken, path, source, why, state, realPath, projectsDir }) => ({
          taken,
          path,
          source,
          why,
          state,
          realPath,
          projectsDir,
        })),
        leftOff: 0,
      },
    ],
    findings: [...findNoRoots(roots), ...roots.flatMap((root) => judgeRoot(root, place))],
  }),
};

function findNoRoots(roots: readonly RootReport[]): Finding[] {
  if (roots.some((root) => root.taken)) return [];
  return [
    {
      code: 'no-roots',
      severity: 'warn',
      what: 'No Claude Code folder with transcripts was found',
      next: 'Use Claude Code once, or name its folder in roots.extra',
      command: 'telltale demo',
    },
  ];
}

function judgeRoot(root: RootReport, place: Place): Finding[] {
  const { path, state, source } = root;
  if (state === 'not-readable') {
    return [
      {
        code: 'root-not-readable',
        severity: 'critical',
        what: `${path} is ${root.why}`,
        next: 'Give your user the right to read it',
        command: chmodCommand(place, '-R u+rX', path),
      },
    ];
  }
  if (state === 'switched-off') {
    return [
      {
        code: 'root-switched-off',
        severity: 'note',
        what: `${path} has transcripts and is not read: ${root.why.replace(/ \(.*\)$/, '')}`,
        next: 'Add it to roots.extra if its sessions should count too',
        command: null,
      },
    ];
  }
  const isNamed = source === 'CLAUDE_CONFIG_DIR' || source === 'roots.extra';
  if (isNamed && (state === 'missing' || state === 'no-projects')) {
    const reason = state === 'missing' ? 'does not exist' : 'has no projects folder';
    return [
      {
        code: 'root-missing',
        severity: 'warn',
        what: `${path} (from ${source}) ${reason}`,
        next: `Correct ${source}, or use Claude Code with that folder once`,
        command: null,
      },
    ];
  }
  return [];
}
