// Sessions for the tests of profiles and their formats.

export const MIXED = '5f0c0e0a-0000-4000-8000-000000000001';

/** Two turns, files, a subagent, a compaction, web searches, and a model without a price. */
export const MIXED_TABLE = `
session ${MIXED} cwd /w/app branch main version 2.1.197
ai-title Fix the flaky test
at        who   model            in  w5m  w1h   read   out  tools                                text
09:00:00  user                                                                                   Fix the flaky test
09:00:04  call  claude-opus-4-8  4   0    18000 0      190  Read:src/a.ts*4k,Bash                I look at the test.
09:00:20  call  -                2   0    3300  18000  240  Edit:src/a.ts,Grep!                  Found it.
+20s      call  -                2   0    600   21300  60   -                                    Fixed.
09:10:00  user                                                                                   Now look around
09:10:05  call  -                2   0    300   21900  120  Agent                                I send somebody.
agent ae10 Explore model claude-haiku-4-5
09:10:10  call  claude-haiku-4-5 9   5200 0     0      80   Read:docs/index.md*2k,Read:src/b.ts  search=2
+15s      call  -                3   1500 0     5200   300  -                                    All is well.
end
09:11:00  call  claude-opus-4-8  3   0    900   22200  90   -                                    Good.
09:20:00  compact auto 23000
09:20:30  call  claude-x-9       5   0    9000  0      70   Bash                                 On we go.
+20s      call  claude-opus-4-8  2   0    400   9000   40   -                                    Done.
`;
