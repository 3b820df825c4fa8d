// A browser for tests that open what was exported: offline, and every word it says on its console is kept.
import { spawnSync } from 'node:child_process';
import { type Browser, chromium, type Page } from 'playwright-core';

const found = spawnSync('which', ['chromium'], { encoding: 'utf8' });

/** Null: this machine has none. */
export const CHROMIUM: string | null = found.status === 0 ? found.stdout.trim() : null;

export const NO_BROWSER = CHROMIUM === null ? ' (skipped: no chromium on the path)' : '';

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    timeout: 30_000,
  });
}

export interface Watched {
  readonly page: Page;
  /** Console errors and warnings, exceptions, dialogs, requests to anything but local files. */
  readonly complaints: string[];
}

export async function openPage(
  browser: Browser,
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<Watched> {
  const page = await browser.newPage({ offline: true, ...options });
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) complaints.push(`request: ${request.url()}`);
  });
  return { page, complaints };
}
