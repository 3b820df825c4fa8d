// A rebuilt cache is told where people look first: in the overview when it cost something today, and on
// the session's page.
import { describe, expect, it } from 'vitest';
import { queryOverview } from '../../../src/query/overview/overview.ts';
import { querySession } from '../../../src/query/sessions/show-session.ts';
import { buildTranscript } from '../../../src/samples/build-transcript.ts';
import { renderOverview } from '../../../src/views/terminal/overview.ts';
import type { Screen } from '../../../src/views/terminal/screen.ts';
import { renderSession } from '../../../src/views/terminal/show.ts';
import { openLab } from '../../store/lab.ts';
import { contextOf } from '../cache/cache-lab.ts';

const NOW_MS = Date.parse('2026-11-20T18:00:00Z');
const SCREEN: Screen = {
  width: 100,
  color: false,
  unicode: true,
  plain: false,
  interactive: false,
};

/** 100,000 tokens kept for an hour, then silence; the excess of a rebuild is $0.95. */
const IDLE_TWICE = `
session aaaa1111 cwd /w/api-gateway version 2.1.212
08:00:00 user Begin
08:00:05 call claude-opus-4-8 4 0 100000 0 10
10:00:00 call claude-opus-4-8 4 0 100500 0 10
10:01:00 call claude-sonnet-5 4 0 100500 0 10
session bbbb2222 cwd /w/web version 2.1.212
08:00:00 user Begin
08:00:05 call claude-opus-4-8 4 0 20000 0 10
10:00:00 call claude-opus-4-8 4 0 20500 0 10`;

async function ask<Answer>(
  table: string,
  question: (context: ReturnType<typeof contextOf>) => Answer,
): Promise<Answer> {
  const lab = openLab();
  try {
    for (const file of buildTranscript(table)) lab.write(file.path, file.text);
    await lab.ingest();
    return question({ ...contextOf(lab), now: () => NOW_MS });
  } finally {
    lab.close();
  }
}

describe('the overview', () => {
  it('names the session that lost most today, with the command that tells why', async () => {
    const { answer, text } = await ask(IDLE_TWICE, (context) => {
      const overview = queryOverview(context);
      return { answer: overview, text: renderOverview(overview, SCREEN) };
    });
    expect(answer.findings.filter(({ kind }) => kind === 'rebuilds')).toEqual([
      expect.objectContaining({ sessionId: 'aaaa1111', events: 2, cause: 'idle' }),
    ]);
    expect(text).toMatch(
      /api-gateway rebuilt its cache twice, mostly idle: \$1\.33 today +telltale explain aaaa1111/,
    );
  });

  it('is silent over cents, over yesterday, over what is to be expected and over what has no price', async () => {
    const tables = [
      IDLE_TWICE.replaceAll('100000', '20000').replaceAll('100500', '20500'),
      IDLE_TWICE.replace('session aaaa', 'date 2026-11-19\nsession aaaa').replace(
        'session bbbb',
        'date 2026-11-20\nsession bbbb',
      ),
      IDLE_TWICE.replaceAll('10:00:00 call', '10:00:00 compact auto 100000\n10:00:01 call').replace(
        'claude-sonnet-5 4 0 100500 0',
        'claude-opus-4-8 4 0 500 100500',
      ),
      IDLE_TWICE.replaceAll('claude-opus-4-8', 'claude-nobody-9').replaceAll(
        'claude-sonnet-5',
        'claude-nobody-8',
      ),
    ];
    for (const table of tables) {
      const { findings } = await ask(table, (context) => queryOverview(context));
      expect(findings.map(({ kind }) => kind)).not.toContain('rebuilds');
    }
  });
});

describe('the page of the session', () => {
  it('counts its rebuilds by cause and leads to what could have been avoided', async () => {
    const { answer, text } = await ask(IDLE_TWICE, (context) => {
      const session = querySession(context, 'aaaa');
      return { answer: session, text: renderSession(session, SCREEN) };
    });
    expect(answer.rebuilds.byCause.map(({ cause }) => cause)).toEqual(['idle', 'model-switch']);
    expect(text).toMatch(/2 rebuilds: idle \$0\.95, model-switch \$0\.38/);
    expect(text).toContain('telltale explain aaaa1111');
  });

  it('says nothing where there was none', async () => {
    const table = `
session aaaa1111 cwd /w/api-gateway version 2.1.212
08:00:05 call claude-opus-4-8 4 0 100000 0 10`;
    const { answer, text } = await ask(table, (context) => {
      const session = querySession(context, 'aaaa');
      return { answer: session, text: renderSession(session, SCREEN) };
    });
    expect(answer.rebuilds).toEqual({ events: 0, excessNanoUsd: 0, byCause: [] });
    expect(text).not.toContain('rebuild');
  });
});
