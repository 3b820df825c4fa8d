// Runs after an install in a clone and before packing: builds the command, so that the next word
// can be `npx telltale`. Does nothing where the build tools were left out (npm ci --omit=dev).
import { fileURLToPath } from 'node:url';

const vite = await import('vite').catch(() => null);
if (vite === null) {
  console.error('telltale: not built, because the development packages are not installed');
} else {
  await vite.build({ root: fileURLToPath(new URL('..', import.meta.url)), logLevel: 'warn' });
}
