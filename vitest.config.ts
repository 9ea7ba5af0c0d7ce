import { availableParallelism } from 'node:os'
import react from '@vitejs/plugin-react'
import { configDefaults, defineConfig } from 'vitest/config'

const shared = { exclude: [...configDefaults.exclude, 'e2e/**'], testTimeout: 30_000 }

/**
 * The layers without a state of their own: their tests share workers, whose modules are loaded once and not once a file. They run first, for
 * no worker is kept past a file that has one of its own.
 */
const pure = 'src/{core,torch,lang,scene,lessons}/**/*.test.ts'
const node = { ...shared, environment: 'node', setupFiles: ['scripts/vitest/seed.ts'] }
const after = { sequence: { groupOrder: 1 }, pool: 'threads' } as const

export default defineConfig({
  test: {
    allowOnly: false,
    // on two cores as well: one is not kept free for a page that is watched
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      { test: { ...node, name: 'pure', isolate: false, include: [pure], sequence: { groupOrder: 0 } } },
      {
        test: {
          ...node,
          ...after,
          name: 'node',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: [...shared.exclude, pure],
        },
      },
      {
        plugins: [react()],
        test: {
          ...shared,
          ...after,
          name: 'jsdom',
          environment: 'jsdom',
          include: ['src/**/*.test.tsx'],
          setupFiles: ['scripts/vitest/seed.ts', 'scripts/vitest/cleanup.ts'],
        },
      },
    ],
  },
})
