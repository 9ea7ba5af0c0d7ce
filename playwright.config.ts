import { defineConfig } from 'playwright/test'
import { browserFlags, findBrowser } from './scripts/browser.mjs'

/** `npm test` serves the build itself and says where; `npm run e2e` alone serves what was built last. */
const served = process.env['GRADWALK_URL']
const port = 4748

export default defineConfig({
  testDir: 'e2e',
  outputDir: '.cache/e2e',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: served ?? `http://localhost:${port}/`,
    // Keeping the whole app for offline in a hundred fresh profiles would take longer than the journeys; those about it allow it.
    serviceWorkers: 'block',
    viewport: { width: 1280, height: 720 },
    // Each dot that slides is twenty pictures drawn without a graphics card; the journeys about the walk see it slide.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: findBrowser() ?? '', args: browserFlags },
  },
  ...(served === undefined && {
    webServer: { command: 'node scripts/serve.mjs', env: { PORT: String(port) }, port, reuseExistingServer: false },
  }),
})
