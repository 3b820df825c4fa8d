// What if a server's tools had not been there: their calls and results, written once and carried on. Knows
// what is not in it; the costs are the audit's.
import { defineScenario, NOTHING } from '../scenario.ts';

export const withoutMcp = defineScenario({
  id: 'without-mcp',
  variants: ({ servers }) => servers.map((value) => ({ value, label: value })),
  prepare:
    (_world, variants) =>
    ({ mcp }) =>
      variants.map(({ value }) => {
        const use = mcp.find(({ server }) => server === value);
        if (use === undefined) return NOTHING;
        return {
          savingNanoUsd: use.costNanoUsd,
          changedCalls: use.calls,
          unpricedCalls: use.unpricedCalls,
          times: use.toolCalls,
        };
      }),
  title: ({ label }) => `Without the tools of the MCP server ${label}`,
  anyTitle: 'Without the tools of an MCP server',
  countWord: 'tool call',
  assumptions: () => [
    'Its tool calls and their results fall away; tokens are by size, fitted to what each call was sent',
    'The calls that asked for them stay, and nothing takes their place',
    'What its tool definitions took is not told by transcripts, so more would be saved',
  ],
  how: ({ label }) => `claude mcp remove ${label}`,
  unlessWhy: 'none of its tools was called, or the transcript is gone',
  isLowerBound: true,
});
