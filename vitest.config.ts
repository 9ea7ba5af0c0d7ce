import { availableParallelism } from 'node:os'
import react from '@vitejs/plugin-react'
import { configDefaults, defineConfig } from 'vitest/config'

const shared = { exclude: [...configDefaults.exclude, 'e2e/**'], testTimeout: 30_000 }

export default defineConfig({
  test: {
    allowOnly: false,
    // on two cores as well: one is not kept free for a page that is watched
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          ...shared,
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
          setupFiles: ['scripts/vitest/seed.ts'],
        },
      },
      {
        plugins: [react()],
        test: {
          ...shared,
          name: 'jsdom',
          environment: 'jsdom',
          include: ['src/**/*.test.tsx'],
          setupFiles: ['scripts/vitest/seed.ts', 'scripts/vitest/cleanup.ts'],
        },
      },
    ],
  },
})
