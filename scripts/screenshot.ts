// npm run screenshot -- [--size 100x30] [--prompt 'telltale'] OUT.png 'command': a picture of what a
// command shows in a real terminal. Needs tmux and chromium.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { ansiToHtml, BACKGROUND, FOREGROUND } from './screenshot/ansi-to-html.ts';
import { captureScreen } from './screenshot/terminal.ts';

export async function main(args: readonly string[], root: string): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { size: { type: 'string', default: '100x30' }, prompt: { type: 'string' } },
  });
  const [file, command] = positionals;
  const [columns = 0, rows = 0] = values.size.split('x').map(Number);
  if (file === undefined || command === undefined || !(columns > 0 && rows > 0)) {
    console.error("usage: npm run screenshot -- [--size 100x30] [--prompt TEXT] OUT.png 'command'");
    return 64;
  }
  const screen = captureScreen(command, { columns, rows }, root);
  await renderPicture(htmlPage(screen, values.prompt ?? null, columns), resolve(root, file));
  console.log(`written: ${file}`);
  return 0;
}

function htmlPage(screen: string, prompt: string | null, columns: number): string {
  const promptLine =
    prompt === null ? '' : `<span style="color:#98c379">$</span> ${ansiToHtml(prompt)}\n\n`;
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; background: transparent; }
    pre {
      display: inline-block; margin: 0; padding: 20px 24px; border-radius: 10px;
      min-width: ${columns}ch; color: ${FOREGROUND}; background: ${BACKGROUND};
      font: 15px/1.35 'DejaVu Sans Mono', monospace; font-variant-ligatures: none;
    }
  </style><pre>${promptLine}${ansiToHtml(screen)}</pre>`;
}

async function renderPicture(html: string, file: string): Promise<void> {
  const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({
      viewport: { width: 2400, height: 1600 },
      deviceScaleFactor: 2,
      offline: true,
    });
    await page.setContent(html);
    mkdirSync(dirname(file), { recursive: true });
    await page.locator('pre').screenshot({ path: file, omitBackground: true });
  } finally {
    await browser.close();
  }
}
