// Whether the ledger can be opened, is intact and up to date. Asks SQLite and counts rows.
import { readQuickCheck, readRowCounts, readVersions } from '../../store/readers/doctor.ts';
import {
  type Fact,
  type Finding,
  type LedgerProblem,
  plural,
  type SectionDefinition,
} from './section.ts';

export const LEDGER_SECTION: SectionDefinition = {
  id: 'ledger',
  title: 'Ledger',
  examine: ({ ledger, paths }) => {
    const file: Fact = { key: 'file', label: 'file', unit: 'path', value: paths.ledgerFile };
    const findings = [
      ...(ledger.problem === null ? [] : [judgeProblem(ledger.problem, ledger.db !== null)]),
      ...ledger.notices.map(judgeNotice),
    ];
    if (ledger.db === null) {
      return {
        facts: [file, { key: 'state', label: 'state', unit: 'text', value: 'not open' }],
        findings,
      };
    }
    const complaints = readQuickCheck(ledger.db);
    const { schema, dataVersion, lastIngestMs } = readVersions(ledger.db);
    const counts = readRowCounts(ledger.db);
    return {
      facts: [
        file,
        {
          key: 'state',
          label: 'state',
          unit: 'text',
          value: ledger.isFresh ? 'up to date' : 'as last stored',
        },
        {
          key: 'quickCheck',
          label: 'quick check',
          unit: 'text',
          value: complaints.length === 0 ? 'ok' : plural(complaints.length, 'complaint'),
        },
        { key: 'schemaVersion', label: 'schema version', unit: 'text', value: String(schema) },
        { key: 'dataVersion', label: 'data version', unit: 'text', value: dataVersion },
        { key: 'lastIngestMs', label: 'last ingest', unit: 'time', value: lastIngestMs },
        ...Object.entries(counts).map(
          ([table, value]): Fact => ({
            key: `${table}Rows`,
            label: table === 'line' ? 'usage lines' : `${table}s`,
            unit: 'count',
            value,
          }),
        ),
      ],
      findings: [...findings, ...complaints.map(judgeComplaint)],
    };
  },
};

function judgeProblem(problem: LedgerProblem, isOpen: boolean): Finding {
  return {
    code: problem.code,
    severity: isOpen ? 'warn' : 'critical',
    what: `The ledger was not brought up to date: ${problem.what}`,
    next: problem.next,
    command: null,
  };
}

function judgeNotice(notice: string): Finding {
  return {
    code: 'ledger-notice',
    severity: 'warn',
    what: `When it was opened, ${notice}`,
    next: 'Nothing more: look at the sums, then delete the file that was set aside',
    command: null,
  };
}

function judgeComplaint(complaint: string): Finding {
  return {
    code: 'ledger-damaged',
    severity: 'critical',
    what: `SQLite finds the ledger damaged: ${complaint}`,
    next: 'Rebuild it from the transcripts that still exist',
    command: 'telltale ingest --force',
  };
}
