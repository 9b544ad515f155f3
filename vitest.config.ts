import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/*.test.ts'],
    // Vitest would leave one core of two idle.
    maxWorkers: '100%',
    testTimeout: 30_000,
  },
});
