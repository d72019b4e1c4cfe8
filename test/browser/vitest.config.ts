import { defineConfig } from 'vitest/config';

/** Tests that need a browser: `npx vitest run --config test/browser/vitest.config.ts`. They skip, with the reason, where there is none. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: { include: ['test/browser/**/*.test.ts'], testTimeout: 120_000, pool: 'forks', maxWorkers: 1 },
});
