import { defineConfig } from 'vitest/config';

/** `npm test` is the way to run everything; `npx vitest run test/<folder>` runs a part. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/temporary-folder.ts'],
    setupFiles: ['test/setup.ts'],
    // A process for each file: tests crash children, take ports and load native code.
    pool: 'forks',
    maxWorkers: 2,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // Generous, because two cores may be busy with a real browser and a real model. Nothing asserts on time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    allowOnly: false,
  },
});
