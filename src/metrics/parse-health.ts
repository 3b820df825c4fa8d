// Could the transcript be read? Counts lines that were understood among the last ones; always on, because
// every other figure rests on it. Knows how many lines were bad and why, not what is in them.
import type { LinesEvent, SessionEvent } from '../model/session-event/session-event.ts';
import { defineMetric, type MetricReading } from './kit/metric.ts';
import { mergeTallies, sortedTally, type Tally } from './kit/tally.ts';

/** Lines in a row that were all understood, or all not. */
type Stretch = [isGood: boolean, lines: number];

type State = {
  /** The last `window_lines` lines that count, oldest first; neighbours differ. */
  window: Stretch[];
  lines: number;
  bad: number;
  missing: Tally;
};

interface Rules {
  readonly windowLines: number;
  readonly minLines: number;
}

export default defineMetric<State>({
  id: 'parse_health',
  options: {
    window_lines: { default: 200, min: 1, max: 100_000, doc: 'Lines that it looks back.' },
    min_lines: { default: 50, min: 1, max: 100_000, doc: 'Lines before it is judged.' },
  },
  create: ({ option }) => {
    const rules: Rules = {
      windowLines: option('window_lines'),
      minLines: option('min_lines'),
    };
    return {
      id: 'parse_health',
      version: 1,
      needs: ['lines'],
      title: 'parse health',
      summary:
        'Share of the last lines of the transcript that could be understood. Where it is low, every other figure of the session is a lower bound.',
      unit: 'share of lines',
      decimals: 2,
      worse: 'low',
      thresholds: { warn: 0.9, critical: 0.9 },
      isIntegrity: true,
      source:
        'As in codevigil 0.4: 200 lines, critical under 0.9 once 50 were seen. It has no warning: below the mark figures are wrong, above it they are not.',
      warmUp: `${rules.minLines} lines`,
      numeratorOf: `lines understood among the last ${rules.windowLines}`,
      denominatorOf: `the last ${rules.windowLines} lines`,
      hits: { detail: 'bad', of: 'lines that could not be understood' },
      init: empty,
      step: (state, event) => step(state, event, rules),
      carry: empty,
      merge: (earlier, later) => ({
        window: lastLines(joined(earlier.window, later.window), rules.windowLines),
        lines: earlier.lines + later.lines,
        bad: earlier.bad + later.bad,
        missing: mergeTallies(earlier.missing, later.missing),
      }),
      read: (state) => read(state, rules),
    };
  },
});

function empty(): State {
  return { window: [], lines: 0, bad: 0, missing: {} };
}

function step(state: State, event: SessionEvent, rules: Rules): State {
  if (event.kind !== 'lines') return state;
  state.lines += event.good + event.bad;
  state.bad += event.bad;
  if (event.bad > 0) state.missing = mergeTallies(state.missing, event.missing);
  state.window = lastLines(joined(state.window, stretchesOf(event)), rules.windowLines);
  return state;
}

/** A run that holds both does not tell their order: the bad ones are then taken as the last. */
function stretchesOf({ good, bad }: LinesEvent): Stretch[] {
  const both: Stretch[] = [
    [true, good],
    [false, bad],
  ];
  return both.filter(([, lines]) => lines > 0);
}

function joined(earlier: readonly Stretch[], later: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = earlier.map(([isGood, lines]) => [isGood, lines]);
  for (const [isGood, lines] of later) {
    const last = all.at(-1);
    if (last?.[0] === isGood) last[1] += lines;
    else all.push([isGood, lines]);
  }
  return all;
}

function lastLines(window: Stretch[], most: number): Stretch[] {
  let over = window.reduce((sum, [, lines]) => sum + lines, 0) - most;
  while (over > 0) {
    const first = window[0];
    if (first === undefined) break;
    const cut = Math.min(over, first[1]);
    first[1] -= cut;
    over -= cut;
    if (first[1] === 0) window.shift();
  }
  return window;
}

function read(state: State, rules: Rules): MetricReading {
  const { lines, bad, missing } = state;
  const details = { lines, bad, missing: sortedTally(missing) };
  const sum = (wanted: boolean): number =>
    state.window.reduce((total, [isGood, count]) => total + (isGood === wanted ? count : 0), 0);
  const numerator = sum(true);
  const denominator = numerator + sum(false);
  if (denominator === 0) return { kind: 'no-data', reason: 'no line was read', details };
  return {
    kind: 'value',
    value: numerator / denominator,
    numerator,
    denominator,
    n: lines,
    isWarm: lines >= rules.minLines,
    details,
  };
}
