// How the tests run: one pinned zone and locale, real processes, nothing shared between files.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // With the real client, and only where it can be had: npm run test:client.
    exclude: ['**/node_modules/**', 'test/client/**'],
    env: {
      // `npm test` runs everything a second time in a zone with half-hour summer time.
      TZ: process.env.TELLTALE_TEST_ZONE ?? 'UTC',
      LC_ALL: 'C.UTF-8',
    },
    testTimeout: 30_000,
    // The exported page carries its style as text; without this it would be empty in tests.
    css: { include: [/\.css\?raw$/] },
  },
});
