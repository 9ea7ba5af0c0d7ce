import { type Browser, chromium } from 'playwright/test'
import { browserFlags, findBrowser } from '../browser.mjs'
import { serve } from '../serve.mjs'

/** Serves the build that was made last and does something with it in a browser. */
export async function inBrowser(body: (browser: Browser, url: string) => Promise<void>): Promise<void> {
  const { url, close } = await serve({ host: '127.0.0.1' })
  const executablePath = findBrowser()
  const browser = await chromium.launch({ args: browserFlags, ...(executablePath === null ? {} : { executablePath }) })
  try {
    await body(browser, url)
  } finally {
    await browser.close()
    close()
  }
}
