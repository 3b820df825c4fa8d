// Where the client under test and our own program lie. Knows the two environment variables that
// `npm run test:client` sets; installs nothing.
import { dirname, join, resolve } from 'node:path';

export interface Programs {
  /** The real client. */
  readonly client: string;
  /** The folder of our cli.js, hook.js, … */
  readonly dist: string;
  /** A search path with the client, this Node and the system's tools. */
  readonly searchPath: string;
}

export function findPrograms(env: NodeJS.ProcessEnv = process.env): Programs {
  const client = env.TELLTALE_CLIENT;
  if (!client) {
    throw new Error('These tests need the real client: start them with npm run test:client');
  }
  const folders = [dirname(resolve(client)), dirname(process.execPath), env.PATH ?? ''];
  return {
    client: resolve(client),
    dist: resolve(env.TELLTALE_DIST || join(import.meta.dirname, '../../../dist')),
    searchPath: folders.join(':'),
  };
}
