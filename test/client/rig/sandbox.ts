// A home, a work folder and an environment for the client in which it asks nothing and reaches nothing
// but loopback. Knows what the client wants to find at its start; starts nothing.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Programs } from './client-program.ts';

export interface Sandbox {
  readonly path: string;
  readonly home: string;
  readonly work: string;
  readonly env: Readonly<Record<string, string>>;
  /** Below the sandbox. */
  write(path: string, text: string): void;
  remove(): void;
}

export interface SandboxOptions {
  readonly apiUrl: string;
  /** `subscription`: made-up credentials instead of a key, so that the client shows plan limits. */
  readonly auth?: 'key' | 'subscription';
  readonly env?: Readonly<Record<string, string>>;
  /** More of the client's own state file. */
  readonly state?: object;
}

/** In the client's environment, and so in that of its hooks. */
export const KEY = 'sk-ant-scripted-000000000000000000000000';

export async function openSandbox(programs: Programs, options: SandboxOptions): Promise<Sandbox> {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-client-')));
  const home = join(path, 'home');
  const work = join(path, 'work');
  for (const folder of [join(home, '.claude'), work, join(path, 'tmp')]) {
    mkdirSync(folder, { recursive: true });
  }
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text, { mode: 0o600 });
  };
  write('home/.claude.json', JSON.stringify({ ...clientState(work), ...options.state }));
  const isSubscription = options.auth === 'subscription';
  if (isSubscription) write('home/.claude/.credentials.json', JSON.stringify(madeUpCredentials()));
  const nowhere = `http://127.0.0.1:${await closedPort()}`;
  const env = {
    PATH: programs.searchPath,
    HOME: home,
    TMPDIR: join(path, 'tmp'),
    SHELL: '/bin/sh',
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    ANTHROPIC_BASE_URL: options.apiUrl,
    ...(isSubscription ? {} : { ANTHROPIC_API_KEY: KEY }),
    DISABLE_TELEMETRY: '1',
    DISABLE_ERROR_REPORTING: '1',
    DISABLE_AUTOUPDATER: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: '1',
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    NO_PROXY: '127.0.0.1,localhost',
    ...options.env,
  };
  return {
    path,
    home,
    work,
    env,
    write,
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

/** What the client writes after a first start in which every question was answered. */
function clientState(work: string): object {
  return {
    hasCompletedOnboarding: true,
    lastOnboardingVersion: '99.0.0',
    numStartups: 9,
    theme: 'dark',
    autoUpdates: false,
    customApiKeyResponses: { approved: [KEY.slice(-20)], rejected: [] },
    projects: {
      [work]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true },
    },
  };
}

function madeUpCredentials(): object {
  return {
    claudeAiOauth: {
      accessToken: 'sk-ant-oat01-scripted',
      refreshToken: 'sk-ant-ort01-scripted',
      expiresAt: Date.now() + 7 * 24 * 60 * 60_000,
      scopes: ['user:inference', 'user:profile'],
      subscriptionType: 'max',
      rateLimitTier: 'default_claude_max_5x',
    },
  };
}

/** Nobody listens there, so whatever is sent through this proxy is refused. */
function closedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 9;
      server.close(() => resolve(port));
    });
  });
}
