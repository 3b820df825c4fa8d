// The `telltale` command: argv, environment and exit codes live here and nowhere else.
import { formatFailure } from './failure.ts';
import { runCommandLine } from './run-command-line.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // `telltale … | head` closes the pipe when it has enough; that is no failure.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

// A promise chain, not `await`: the built command is CommonJS, which Node starts faster.
runCommandLine(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    const failure = formatFailure(error, process.argv.includes('--debug'));
    process.stderr.write(failure.text);
    process.exitCode = failure.exitCode;
  },
);
