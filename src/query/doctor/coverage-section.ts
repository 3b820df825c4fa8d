// How many calls have a final output count, by Claude Code version: the rest are lower bounds.
import { readCoverage } from '../../store/readers/doctor.ts';
import { cutRows, plural, type SectionDefinition } from './section.ts';

const SHOWN_VERSIONS = 12;

export const COVERAGE_SECTION: SectionDefinition = {
  id: 'coverage',
  title: 'Coverage',
  examine: ({ ledger }) => {
    if (ledger.db === null) return {};
    const versions = readCoverage(ledger.db);
    const calls = versions.reduce((sum, version) => sum + version.calls, 0);
    const finalCalls = versions.reduce((sum, version) => sum + version.finalCalls, 0);
    const { rows, leftOff } = cutRows(versions, SHOWN_VERSIONS);
    const ratio = calls === 0 ? null : finalCalls / calls;
    return {
      facts: [
        { key: 'calls', label: 'calls', unit: 'count', value: calls },
        { key: 'finalCalls', label: 'final outputs', unit: 'count', value: finalCalls },
        { key: 'coverageRatio', label: 'coverage', unit: 'ratio', value: ratio },
      ],
      listings:
        calls === 0
          ? []
          : [
              {
                key: 'versions',
                title: 'By Claude Code version',
                columns: [
                  { key: 'version', header: 'version', unit: 'text' },
                  { key: 'calls', header: 'calls', unit: 'count' },
                  { key: 'coverageRatio', header: 'final', unit: 'ratio' },
                ],
                rows: rows.map((row) => ({ ...row, coverageRatio: row.finalCalls / row.calls })),
                leftOff,
              },
            ],
      findings:
        calls === finalCalls
          ? []
          : [
              {
                code: 'placeholder-outputs',
                severity: 'note',
                what: `${plural(calls - finalCalls, 'call')} of ${calls.toLocaleString('en-US')} kept a placeholder output count, so output and cost of these are lower bounds`,
                next: 'Nothing for past calls: their transcripts hold no final count; a newer Claude Code may write it',
                command: null,
              },
            ],
    };
  },
};
