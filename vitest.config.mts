import { defineConfig } from 'vitest/config';

/**
 * Four kinds of tests, named in ARCHITECTURE.md: unit (in process), engine (a real child process), interop (with the
 * others' own programs), e2e (a real VS Code).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'engine',
          include: ['test/engine/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'interop',
          include: ['test/interop/**/*.test.ts'],
          globalSetup: 'test/interop/support/environment.ts',
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/support/environment.ts',
          // A real window drops a key or a click now and then.
          retry: 1,
          testTimeout: 240_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 20_000, interval: 200 } },
          // Also after all of the unit tests: these measure, and would be measured beside them.
          fileParallelism: false,
        },
      },
    ],
    maxWorkers: 2,
  },
});
