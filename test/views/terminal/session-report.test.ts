// The report of sessions as a screen; rewrite the golden files with `vitest run -u`.
import { describe, expect, it } from 'vitest';
import { querySessionReport } from '../../../src/query/report/session-report.ts';
import { displayWidth } from '../../../src/shared/width.ts';
import type { Screen } from '../../../src/views/terminal/screen.ts';
import { renderSessionReport } from '../../../src/views/terminal/session-report.ts';
import { reportLedger } from '../../query/report/report-ledger.ts';
import { buildLedger } from '../../query/sessions/ledger-builder.ts';
import { screenOf, stripColors } from './screens.ts';
import { SCREENS } from './sessions-screens.ts';

const { context } = reportLedger();
const answer = querySessionReport(context, { limit: 20 });
const at80 = screenOf(80);

describe('the report of sessions', () => {
  it.each(SCREENS)('at %s', async (name, screen: Screen) => {
    const text = renderSessionReport(answer, screen);
    await expect(text).toMatchFileSnapshot(`sessions-golden/session-report-${name}.txt`);
    for (const line of stripColors(text).split('\n')) {
      if (!line.includes('telltale ')) expect(displayWidth(line)).toBeLessThanOrEqual(screen.width);
    }
  });

  it('marks what is estimated and never shows an unknown saving as nothing', () => {
    const text = renderSessionReport(answer, screenOf(120));
    expect(text).toMatch(/^api-gateway .*~\$\d/m);
    expect(text).toMatch(/^lab .* – .* – /m);
    expect(text).toContain('1 session without a price is not in it.');
    expect(text).toContain("Health is the mean of the sessions' current ones");
  });

  it('asks for what the limit hides with the same filters', () => {
    const part = querySessionReport(context, { limit: 1, project: 'work', sinceMs: 5 });
    expect(renderSessionReport(part, at80)).toContain(
      'telltale report --sessions --project work --since 1970-01-01T00:00:00.005Z --limit 3',
    );
  });

  it('says why it is empty', () => {
    const none = querySessionReport(buildLedger().context, { limit: 20 });
    expect(renderSessionReport(none, at80)).toMatch(/no session yet\.\n.*telltale demo/s);
    const other = querySessionReport(context, { limit: 20, project: 'zzz', sinceMs: 5 });
    expect(renderSessionReport(other, screenOf(140))).toContain(
      'None of the 5 sessions belongs to a project with "zzz" in its path and has a record',
    );
  });

  it('says so when no fresh start would have saved anything', () => {
    const small = querySessionReport(context, {
      limit: 20,
      sinceMs: Date.parse('2026-11-21T16:46Z'),
    });
    expect(small.totals.sessions).toBe(1);
    expect(renderSessionReport(small, at80)).toContain('No fresh start would have saved anything');
  });
});
