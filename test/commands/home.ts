// A home folder of its own for tests of commands, with the real ledger behind the invocation.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CommandDefinition } from '../../src/commands/kit/define-command.ts';
import type { Invocation } from '../../src/commands/kit/invocation.ts';
import { openLedger } from '../../src/commands/kit/open-ledger.ts';
import type { QueryContext } from '../../src/query/context.ts';

export interface TestHome {
  readonly path: string;
  write(name: string, text: string): string;
  run(command: CommandDefinition, words?: Words): Promise<Outcome>;
  remove(): void;
}

export interface Words {
  readonly args?: Invocation['args'];
  readonly options?: Invocation['options'];
  readonly env?: Invocation['env'];
  readonly overrides?: Partial<Invocation>;
}

export interface Outcome {
  readonly code: number;
  readonly out: string;
}

export function makeHome(): TestHome {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-home-')));
  return {
    path,
    write(name, text) {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
    run: (command, words = {}) => runIn(path, command, words),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

async function runIn(home: string, command: CommandDefinition, words: Words): Promise<Outcome> {
  let out = '';
  const opened: QueryContext[] = [];
  const env = { HOME: home, USERPROFILE: home, TELLTALE_HOME: join(home, 'state'), ...words.env };
  const world = { env, now: Date.now, onProgress: () => {}, onNotice: () => {} };
  const invocation: Invocation = {
    args: words.args ?? {},
    options: words.options ?? {},
    env,
    cwd: home,
    now: Date.now,
    out: (text) => {
      out += text;
    },
    err: () => {},
    screen: { width: 80, color: false, unicode: true, plain: false, interactive: false },
    openLedger: async (options) => {
      const { context } = await openLedger(world, options);
      opened.push(context);
      return context;
    },
    ingest: async ({ force }) => {
      const opening = { force, withEvents: true };
      const { context, report, eventReport } = await openLedger(world, opening);
      opened.push(context);
      if (report === null || eventReport === null) throw new Error('no report');
      return { calls: report, events: eventReport };
    },
    withEnv: () => invocation,
    ...words.overrides,
  };
  try {
    return { code: await command.run(invocation), out };
  } finally {
    for (const { store } of opened) store.close();
  }
}
