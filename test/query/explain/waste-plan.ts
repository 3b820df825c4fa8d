// A session as a list of tool calls with their very results, so that a test decides which content comes
// twice. Its cache never fails; each call is sent what the one before had, its answer and the new result.
import { buildTranscript } from '../../../src/samples/build-transcript.ts';
import { SESSION } from './explain-lab.ts';

export interface Step {
  readonly tool: 'Read' | 'Bash';
  /** File or command, without blanks. */
  readonly subject: string;
  readonly result: string;
  /** What the answer after the result says. */
  readonly says: string;
}

interface Block {
  type?: string;
  content?: unknown;
}

/** Files for a config folder. `prompt` comes before all of them. */
export function wasteFiles(prompt: string, steps: readonly Step[]) {
  const lines = [
    `session ${SESSION} cwd /w/app branch main version 2.1.197`,
    'at who model in w5m w1h read out tools text',
    `09:00:00 user ${prompt}`,
  ];
  let context = 20_000 + tokensOf(prompt);
  let written = context;
  let read = 0;
  for (const [index, { tool, subject, result }] of steps.entries()) {
    const before = steps[index - 1]?.says ?? 'I begin.';
    lines.push(
      `+20s call claude-opus-4-8 0 ${written} 0 ${read} ${tokensOf(before) + 30} ${tool}:${subject} ${before}`,
    );
    read = context;
    written = tokensOf(before) + 30 + tokensOf(result);
    context += written;
  }
  lines.push(
    `+20s call claude-opus-4-8 0 ${written} 0 ${read} 40 - ${steps.at(-1)?.says ?? 'Done.'}`,
  );
  return buildTranscript(lines.join('\n')).map(({ path, lines: records }) => ({
    path,
    text: `${withResults(records, steps).join('\n')}\n`,
  }));
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}

/** The results of the plan in the place of the made-up ones, in their order. */
function withResults(records: readonly string[], steps: readonly Step[]): string[] {
  const left = [...steps];
  return records.map((text) => {
    const record = JSON.parse(text) as { message?: { content?: unknown }; toolUseResult?: unknown };
    const content = record.message?.content;
    if (!Array.isArray(content)) return text;
    for (const block of content as Block[]) {
      if (block.type === 'tool_result') block.content = left.shift()?.result ?? '';
    }
    return JSON.stringify(record);
  });
}
