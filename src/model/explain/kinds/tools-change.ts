// Tools, MCP servers or subagent types came or went: they stand before the conversation in every request.
// Knows the words.
import { defineRebuild, rebuiltText, timesText } from '../rebuild-rule.ts';

export const toolsChange = defineRebuild({
  cause: 'tools-change',
  title: (rebuilds) =>
    `Tools or MCP servers changed${timesText(rebuilds)}, ${rebuiltText(rebuilds)} sent again`,
  fix: () => 'connect MCP servers and plugins before the first prompt, and leave them as they are',
});
