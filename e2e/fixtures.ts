import { type Browser, type BrowserContext, test as base, expect } from 'playwright/test'

export { expect }

/**
 * Writes down everything that goes wrong in any page of a context: console errors, page errors, failed requests, requests off the origin,
 * violations of the policy.
 */
export async function watch(context: BrowserContext, origin: string, problems: string[]): Promise<void> {
  await context.exposeBinding('reportViolation', (_, text: string) => problems.push(`policy violation: ${text}`))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report: unknown = Reflect.get(window, 'reportViolation')
      if (typeof report === 'function')
        report(`${event.effectiveDirective} blocked ${event.blockedURI} ${event.sample}`)
    })
  })
  context.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console error: ${message.text()}`)
  })
  context.on('weberror', (error) => problems.push(`page error: ${error.error().stack ?? error.error().message}`))
  context.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url())
    if (protocol !== 'data:' && asked !== origin) problems.push(`request off the origin: ${request.url()}`)
  })
  context.on('requestfailed', (request) => {
    // A page that is left cancels what it was loading.
    const reason = request.failure()?.errorText
    if (reason !== 'net::ERR_ABORTED') problems.push(`failed request: ${request.url()} ${reason}`)
  })
  context.on('response', (response) => {
    if (response.status() >= 400) problems.push(`status ${response.status()}: ${response.url()}`)
  })
}

/** A page of someone who was never here. What goes wrong in it is in `problems`, for the test to look at. */
export async function stranger(browser: Browser, url: string) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } })
  const problems: string[] = []
  await watch(context, new URL(url).origin, problems)
  const page = await context.newPage()
  await page.goto(url)
  return { context, page, problems }
}

/**
 * A test that fails on anything `watch` writes down. A test that provokes a problem on purpose expects it in `problems` and takes it out:
 * `problems.splice(0)`.
 */
export const test = base.extend<{ problems: string[] }>({
  problems: [
    async ({ context, baseURL }, use) => {
      const problems: string[] = []
      await watch(context, new URL(baseURL ?? '').origin, problems)
      await use(problems)
      // What a page has reported by now arrives before its answer to a question.
      await Promise.all(context.pages().map((page) => page.evaluate(() => document.readyState)))
      expect(problems, 'the page runs without a complaint').toEqual([])
    },
    { auto: true },
  ],
})
