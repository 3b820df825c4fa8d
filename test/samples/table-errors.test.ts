// A mistake in a table is told with its line and what was expected there.
import { describe, expect, it } from 'vitest';
import { buildTranscript } from '../../src/samples/build-transcript.ts';

const OPEN = 'session s1 cwd /w/a';

describe('a mistake in a table', () => {
  it.each([
    [
      '9am user a',
      'line 2: "9am" is neither a time nor a verb; expected a time such as 09:00:00 or one of call, user',
    ],
    ['09:00 usr a', 'line 2: "usr" is no verb; expected one of call, user'],
    ['call', 'line 2: "call" needs a time before it'],
    ['user a', 'line 2: "user" needs a time before it'],
    ['09:00 session s2', 'line 2: "session" takes no time; expected "session <id> [cwd …]'],
    [
      '09:00 call claude-opus-5 many',
      'line 2: in "many" is no count; expected a number such as 700, 22k or 1.5M',
    ],
    ['09:00 call depth=3', 'line 2: "depth=" is no option here; known: model, in, w5m'],
    ['09:00 call outs=1,x', 'line 2: outs "1,x" is no list of counts; expected such as 1,1,500'],
    [
      '09:00 call tools=Bash*big',
      'line 2: "Bash*big" is no tool; expected Name, Name:subject, Name*20k or Name!',
    ],
    [
      '09:00 call advisor=x:1/2',
      'line 2: advisor "x:1/2" cannot be read; expected model:in/w5m/w1h/read/out',
    ],
    ['09:00 call split=half', 'line 2: split "half" is not one of given, none, zero'],
    ['09:00 call final=maybe', 'line 2: final "maybe" is no switch; expected yes or no'],
    [
      'at who model outputs',
      'line 2: "outputs" is no column; expected at, who, text or one of model',
    ],
    ['09:00 compact auto', 'line 2: <pre> is missing; expected <trigger> <pre> [post=…]'],
    ['09:00 compact sometimes 5', 'line 2: trigger "sometimes" is not one of auto, manual'],
    ['09:00 turn 5 parsecs', 'line 2: "parsecs" is too much here; expected <duration>'],
    ['09:00 turn 5x', 'line 2: "5x" is no duration; expected 250ms, 30s, 5m, 2h or 1d'],
    ['now user a', 'line 2: "now" needs the option nowMs'],
    ['2026-99-99T00:00 user a', 'line 2: "2026-99-99T00:00" is no time; expected 09:00'],
    ['date tomorrow', 'line 2: "tomorrow" is no date; expected 2026-11-20'],
    [
      'session s1',
      'line 2: session "s1" is begun above already; expected "resume s1" or another id',
    ],
    ['resume s9', 'line 2: no session "s9" above; there is s1'],
    ['fork s2', 'line 2: expected "fork <id> from <id> [at <time>]"'],
    ['session s2 cwd', 'line 2: "cwd" needs a value after it'],
    ['09:00 agent a1 Explore', 'line 2: no call above has an Agent or Task tool waiting'],
    ['09:00 end', 'line 2: no subagent to end'],
    [
      '09:00 call tools=Agent\n+1s agent a1 Explore',
      'line 3: subagent a1 is not ended; expected a line "end"',
    ],
    ['cost-state much', 'line 2: usd "much" is no amount; expected such as 1.25'],
  ])('%j', (rows, message) => {
    expect(() => buildTranscript(`${OPEN}\n${rows}`)).toThrow(`sample table, ${message}`);
  });

  it('counts comments and blank lines', () => {
    expect(() => buildTranscript(`# story\n\n${OPEN}\n  # more\nnonsense`)).toThrow(
      'line 5: "nonsense"',
    );
  });

  it('asks for a session first', () => {
    expect(() => buildTranscript('09:00 user a')).toThrow(
      'line 1: no session yet; expected a line "session <id> cwd <path>" before it',
    );
  });
});
