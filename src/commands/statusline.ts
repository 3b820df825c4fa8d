// `telltale statusline`: the line that Claude Code shows below its prompt. Knows its flags and what a
// person at a terminal wants instead; the line is the action's.
import { isatty } from 'node:tty';
import { runStatusline } from '../actions/statusline/run-statusline.ts';
import { sampleFacts } from '../actions/statusline/sample-facts.ts';
import { STATUSLINE_SEGMENTS } from '../config/setting-table.ts';
import { readStdin } from '../live/read-stdin.ts';
import { wakeEngine } from '../live/wake-engine.ts';
import { telltalePaths, thisPlace } from '../shared/paths.ts';
import { renderStatusline } from '../views/statusline/render-statusline.ts';
import { defineCommand, type ExitCode } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';

export default defineCommand({
  name: 'statusline',
  summary: 'draw the status line of a running session',
  topic: 'In the session',
  description:
    'Claude Code starts it with a description of the session on stdin, and shows what it prints below ' +
    'the prompt: model, project, context, cost, price of the next message, plan limits, health. ' +
    'Which of them and in which order: statusline.segments. At a terminal it shows an example.',
  options: [
    {
      flags: '--wrap <command>',
      summary: 'run this status line first, with the same input, and show both',
    },
    { flags: '--source <name>', summary: "marks the line as telltale's in a settings file" },
  ],
  examples: [
    { line: 'telltale statusline', shows: 'an example, and how to have it' },
    {
      line: "telltale statusline --wrap '~/bin/my-line.sh'",
      shows: 'what Claude Code starts where another status line was there before',
    },
  ],
  run: (invocation: Invocation): ExitCode => {
    if (invocation.screen.interactive || isatty(0)) showSample(invocation);
    else draw(invocation);
    return 0;
  },
});

function draw({ env, now, options, out }: Invocation): void {
  const input = readStdin();
  const nowMs = now();
  runStatusline(input, {
    env,
    nowMs,
    paths: telltalePaths(thisPlace(env)),
    asked: {
      ...(options.plain === true ? { plain: true } : {}),
      ...(typeof options.color === 'boolean' ? { color: options.color ? 'always' : 'never' } : {}),
    },
    wrapped: typeof options.wrap === 'string' ? options.wrap : null,
    print: out,
    wakeEngine: (paths) => wakeEngine(paths, env, nowMs),
  });
}

function showSample({ screen, out, now }: Invocation): void {
  const line = renderStatusline(sampleFacts(now()), STATUSLINE_SEGMENTS, screen);
  out(`${line}\n\n`);
  out('An example. To have it below the prompt of your sessions: telltale init --statusline\n');
}
