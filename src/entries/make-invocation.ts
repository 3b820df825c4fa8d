// Builds the real invocation: standard streams, clock, environment and the ledger behind them.
import type { Invocation, Terminal } from '../commands/kit/invocation.ts';
import { openLedger } from '../commands/kit/open-ledger.ts';
import type { QueryContext } from '../query/context.ts';
import { toStoreError } from '../store/store-errors.ts';
import { detectScreen } from '../views/terminal/detect-screen.ts';
import { askPerson } from './ask-person.ts';
import { createProgressLine } from './progress-line.ts';

export interface RealInvocation extends Invocation {
  /** A failure as a person should see it: what the ledger threw is told as one of the ledger's. */
  explain(error: unknown): unknown;
  /** Closes what was opened; call when the command is done. */
  close(): void;
}

/** `command`: its name, where it takes a session id first. */
export function makeInvocation(
  words: Pick<Invocation, 'args' | 'options'>,
  command?: string,
): RealInvocation {
  const open: QueryContext[] = [];
  const err = (text: string): void => {
    process.stderr.write(text);
  };

  function inEnvironment(env: Invocation['env']): Invocation {
    const progress = createProgressLine({ stream: process.stderr, env, now: Date.now });
    const world = {
      env,
      now: Date.now,
      onProgress: progress.show,
      onNotice: (text: string) => err(`telltale: ${text}\n`),
    };
    return {
      ...words,
      env,
      now: Date.now,
      out: (text) => {
        process.stdout.write(text);
      },
      outBytes: (bytes) => {
        process.stdout.write(bytes);
      },
      err,
      screen: detectScreen({ env, stream: process.stdout, options: words.options }),
      ...(process.stdin.isTTY && process.stdout.isTTY
        ? { ask: askPerson, terminal: terminal() }
        : {}),
      async openLedger(options) {
        const opened = await openLedger(world, options).finally(progress.clear);
        const context = { ...opened.context, command };
        open.push(context);
        return context;
      },
      async ingest({ force }) {
        const { context, report, eventReport } = await openLedger(world, {
          force,
          withEvents: true,
        }).finally(progress.clear);
        context.store.close();
        if (report === null || eventReport === null) throw new Error('an ingest without a report');
        return { calls: report, events: eventReport };
      },
      withEnv: inEnvironment,
    };
  }

  return {
    ...inEnvironment(process.env),
    explain: (error) =>
      open.reduce((explained, { store }) => toStoreError(explained, store.path), error),
    close() {
      for (const context of open) context.store.close();
    },
  };
}

function terminal(): Terminal {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    endBy: (signal) => {
      process.kill(process.pid, signal);
    },
  };
}
