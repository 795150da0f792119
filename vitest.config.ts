import { defineConfig } from 'vitest/config';

/** Tests that register no functions and start no host: they share their processes, and with them what they import. */
const withoutHost = ['azure', 'domain', 'local/azure', 'look', 'operator', 'store', 'sweep', 'work'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    globalSetup: ['test/announce-skips.ts'],
    pool: 'forks',
    // The default leaves one core idle, which on two cores is half of the machine.
    maxWorkers: '100%',
    testTimeout: 240_000,
    reporters: ['default'],
    projects: [
      { extends: true, test: { name: 'host', include: ['test/**/*.test.ts'], exclude: withoutHost } },
      { extends: true, test: { name: 'rest', include: withoutHost, isolate: false } },
    ],
  },
});
