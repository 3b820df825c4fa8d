// How the tests with the real Claude Code client run: one after the other, with time to spare. Started
// by scripts/test-client.mjs.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/client/**/*.test.ts'],
    env: { TZ: 'UTC', LC_ALL: 'C.UTF-8' },
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 60_000,
  },
});
