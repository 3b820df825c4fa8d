// The `telltale` command: argv, environment and exit codes live here and nowhere else.
import './without-network.ts';
import { TelltaleError } from '../shared/errors.ts';
import { detectScreen } from '../views/terminal/detect-screen.ts';
import { formatFailure } from './failure.ts';
import { runCommandLine } from './run-command-line.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // `telltale … | head` closes the pipe when it has enough; that is no failure.
  if (error.code === 'EPIPE') process.exit(0);
  tell(
    new TelltaleError('output-unwritable', {
      what: `the output cannot be written (${error.code ?? error.message})`,
      next: 'Make room, or write it somewhere else',
      cause: error,
    }),
  );
  process.exit();
});

// A promise chain, not `await`: the built command is CommonJS, which Node starts faster.
runCommandLine(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
}, tell);

function tell(error: unknown): void {
  const plain = process.argv.includes('--plain');
  const forms = detectScreen({ env: process.env, stream: process.stderr, options: { plain } });
  const failure = formatFailure(error, process.argv.includes('--debug'), forms);
  process.stderr.write(failure.text);
  process.exitCode = failure.exitCode;
}
