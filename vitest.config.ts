import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/announce-skips.ts'],
    pool: 'forks',
    testTimeout: 240_000,
    reporters: ['default'],
  },
});
