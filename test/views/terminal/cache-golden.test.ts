// Golden screens of `cache` and `compare`; rewrite them with `vitest run <this file> --update`.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeEvidenceBundle } from '../../../src/query/cache/evidence-bundle.ts';
import { queryCache } from '../../../src/query/cache/query-cache.ts';
import { queryCompare } from '../../../src/query/compare/query-compare.ts';
import { buildTranscript } from '../../../src/samples/build-transcript.ts';
import { displayWidth } from '../../../src/shared/width.ts';
import { type CacheGrouping, renderCache } from '../../../src/views/terminal/cache.ts';
import { renderEvidenceWritten } from '../../../src/views/terminal/cache-events.ts';
import { renderCompare } from '../../../src/views/terminal/compare.ts';
import type { Screen } from '../../../src/views/terminal/screen.ts';
import { contextOf } from '../../query/cache/cache-lab.ts';
import { type Lab, openLab } from '../../store/lab.ts';
import { stripColors } from './screens.ts';
import { SCREENS } from './sessions-screens.ts';

const NOW_MS = Date.parse('2026-11-21T12:00:00Z');

/** One session with a rebuild of each common kind, a lean one, one without a price, one uncached. */
const TABLE = `
session 4f2a0000-0000-4000-8000-000000000001 cwd /w/api-gateway version 2.1.212
ai-title Fix the flaky retry test
09:00:00 user Fix the flaky retry test
09:00:05 call claude-opus-4-8 4 0 22000 0 90 Agent
09:00:10 agent a1 Explore
09:00:11 call claude-haiku-4-5 4 9000 0 0 90
09:00:30 end
09:01:00 call claude-opus-4-8 4 0 38000 22000 90
10:30:00 call claude-opus-4-8 4 0 39000 22000 90
10:30:30 call claude-sonnet-5 4 0 61500 0 90
10:31:00 notification completed The build ended
10:31:04 call claude-sonnet-5 4 0 40000 22000 90
10:32:00 compact auto 62000
10:32:20 call claude-sonnet-5 4 0 12000 22000 90
session 5e550000-0000-4000-8000-000000000002 cwd /w/web version 2.1.197
custom-title Add dark mode
date 2026-11-19
11:00:00 user Add dark mode
11:00:05 call claude-opus-4-8 4 900 0 21000 90
11:00:30 call claude-opus-4-8 4 700 0 21900 90
session 6e550000-0000-4000-8000-000000000003 cwd /w/web version 2.1.197
11:10:05 call claude-nobody-9 4 30000 0 0 90
11:40:05 call claude-nobody-9 4 31000 0 0 90
session 7e550000-0000-4000-8000-000000000004 cwd /w/gateway version 2.1.197
11:10:05 call claude-opus-4-8 9000 0 0 0 90
`;

let lab: Lab;
const asked = () => ({ ...contextOf(lab), now: () => NOW_MS });

beforeAll(async () => {
  lab = openLab();
  for (const file of buildTranscript(TABLE)) lab.write(file.path, file.text);
  await lab.ingest();
});
afterAll(() => lab.close());

const cache = (by: CacheGrouping, wanted?: string) => (screen: Screen) =>
  renderCache(
    queryCache(asked(), { wanted, sinceMs: Date.parse('2026-11-01T00:00Z') }),
    by,
    screen,
  );

const VIEWS: readonly (readonly [string, (screen: Screen) => string])[] = [
  ['cache', cache('cause')],
  ['cache-project', cache('project')],
  ['cache-day', cache('day')],
  ['cache-version', cache('version')],
  ['cache-session', cache('cause', '4f2a')],
  ['cache-lean', cache('cause', '5e55')],
  ['cache-unpriced', cache('cause', '6e55')],
  ['cache-uncached', cache('cause', '7e55')],
  ['cache-later', (s) => renderCache(queryCache(asked(), { sinceMs: NOW_MS }), 'cause', s)],
  ['compare', (s) => renderCompare(queryCompare(asked(), { limit: 3, deep: false }), s)],
  ['compare-deep', (s) => renderCompare(queryCompare(asked(), { limit: 3, deep: true }), s)],
  [
    'compare-later',
    (s) => renderCompare(queryCompare(asked(), { limit: 3, deep: false, sinceMs: NOW_MS }), s),
  ],
];

describe('golden screens', () => {
  const cases = VIEWS.flatMap(([view, render]) =>
    SCREENS.map(([name, screen]) => [`${view}-${name}`, render, screen] as const),
  );
  it.each(cases)('%s', async (name, render, screen) => {
    const text = render(screen);
    await expect(text).toMatchFileSnapshot(`cache-golden/${name}.txt`);
    for (const line of stripColors(text).split('\n')) {
      if (!line.includes('telltale ')) {
        expect(displayWidth(line), line).toBeLessThanOrEqual(screen.width);
      }
      expect(line).toBe(line.trimEnd());
    }
    expect(text.match(/API-equivalent/g)).toHaveLength(1);
    expect(text.match(/^ .*telltale /gm)?.length ?? 0).toBeLessThanOrEqual(3);
    expect(text).not.toMatch(/\n\n\n/);
    if (name.endsWith('plain') || name.endsWith('ascii')) expect(text).toMatch(/^[\n -~]*$/);
  });
});

describe('the bundle for a bug report', () => {
  const bundle = () => makeEvidenceBundle(asked(), queryCache(asked(), {}));

  it('has the avoidable collapses with both calls as the API told them', () => {
    const { events } = bundle();
    expect(events.map(({ cause }) => cause)).toEqual([
      'idle',
      'idle',
      'model-switch',
      'unexplained',
    ]);
    const last = events.at(-1);
    expect(last?.call.usage.cacheReadTokens).toBe(22_000);
    expect(last?.callBefore?.usage.cacheWrite1hTokens).toBe(61_500);
    expect(last?.call.requestId).toMatch(/^req_/);
    expect(last?.between).toEqual(['notice']);
    expect(new Set(events.map(({ session }) => session)).size).toBe(2);
  });

  it('has nothing that tells whose work it was', () => {
    const text = JSON.stringify(bundle());
    for (const word of ['/w/', 'api-gateway', 'flaky', '4f2a', 'dark', 'build']) {
      expect(text).not.toContain(word);
    }
  });

  it('has no account or project of a model behind a cloud', async () => {
    const arn =
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-4-8';
    const own = openLab();
    try {
      const table = `session s1\n09:00:00 call ${arn} 4 60000 0 0 90\n09:30:00 call ${arn} 4 61000 0 0 90`;
      for (const file of buildTranscript(table)) own.write(file.path, file.text);
      await own.ingest();
      const context = contextOf(own);
      const { events } = makeEvidenceBundle(context, queryCache(context, {}));
      expect(events.map(({ call }) => call.model)).toEqual(['us.anthropic.claude-opus-4-8']);
    } finally {
      own.close();
    }
  });

  it('says where it was written', () => {
    const [, piped] = SCREENS[1] as (typeof SCREENS)[number];
    expect(renderEvidenceWritten('/tmp/cache.json', bundle(), piped)).toMatch(
      /^4 collapses .*\/tmp\/cache\.json\n$/s,
    );
  });
});
