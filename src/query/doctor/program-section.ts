// The versions we run on.
import { readVersions } from '../../store/readers/doctor.ts';
import type { Finding, SectionDefinition } from './section.ts';

/** The oldest Node that is tested; the same as `engines` in package.json. */
const OLDEST_NODE = [20, 19] as const;

export const PROGRAM_SECTION: SectionDefinition = {
  id: 'program',
  title: 'Program',
  examine: ({ nodeVersion, place, timezone, ledger }) => ({
    facts: [
      { key: 'node', label: 'Node', unit: 'text', value: nodeVersion },
      {
        key: 'sqlite',
        label: 'SQLite',
        unit: 'text',
        value: ledger.db === null ? null : readVersions(ledger.db).sqlite,
      },
      { key: 'platform', label: 'platform', unit: 'text', value: place.platform },
      { key: 'timezone', label: 'time zone', unit: 'text', value: timezone },
    ],
    findings: judgeNode(nodeVersion),
  }),
};

function judgeNode(version: string): Finding[] {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  if (!isOld) return [];
  return [
    {
      code: 'node-old',
      severity: 'warn',
      what: `Node ${version} is older than ${OLDEST_NODE.join('.')}, the oldest that telltale is tested with`,
      next: 'Install a newer Node',
      command: null,
    },
  ];
}
