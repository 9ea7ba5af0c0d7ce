import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
  type ViewportSize,
} from 'playwright/test'
import { leave } from './page.ts'

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

/** What a page has reported by now arrives before its answer to a question. */
async function expectNone(problems: readonly string[], context: BrowserContext): Promise<void> {
  await Promise.all(context.pages().map((page) => page.evaluate(() => document.readyState)))
  expect(problems, 'the page runs without a complaint').toEqual([])
}

/** A test like `test`, in a browser profile of its own. */
export const profileTest = base.extend<{ problems: string[] }>({
  problems: [
    async ({ context, baseURL }, use) => {
      const problems: string[] = []
      await watch(context, new URL(baseURL ?? '').origin, problems)
      await use(problems)
      await expectNone(problems, context)
    },
    { auto: true },
  ],
})

/** The one page that the tests of a worker use in turn: a profile and a renderer of its own would take each test twice as long as the app does. */
interface Room {
  readonly context: BrowserContext
  page: Page
  /** What went wrong since the room was swept. */
  readonly problems: string[]
}

type Motion = BrowserContextOptions['reducedMotion'] & (string | null)

/** Makes the room as a stranger would find it: one window, nothing stored, nothing allowed, the mouse outside. */
async function sweep(room: Room, viewport: ViewportSize, reducedMotion: Motion): Promise<Page> {
  const { context, problems } = room
  if (room.page.isClosed()) room.page = await context.newPage()
  const { page } = room
  for (const other of context.pages()) if (other !== page) await other.close()
  await page.unrouteAll()
  await leave(page)
  await page.evaluate(() => {
    localStorage.clear()
    sessionStorage.clear()
    window.name = ''
  })
  await context.clearPermissions()
  await page.emulateMedia({ media: null, colorScheme: 'light', reducedMotion })
  await page.setViewportSize(viewport)
  await page.mouse.move(-1, -1)
  problems.length = 0
  return page
}

/**
 * A test that fails on anything `watch` writes down. A test that provokes a problem on purpose expects it in `problems` and takes it out:
 * `problems.splice(0)`. Its page was used by the test before it, and swept; what would outlive that (an init script) is for a page of its own.
 */
export const test = base.extend<{ problems: string[] }, { room: Room }>({
  room: [
    async ({ browser }, use, { project }) => {
      const { baseURL = '' } = project.use
      const context = await browser.newContext({ baseURL, serviceWorkers: 'block' })
      const problems: string[] = []
      await watch(context, new URL(baseURL).origin, problems)
      await use({ context, page: await context.newPage(), problems })
      await context.close()
    },
    { scope: 'worker' },
  ],
  context: ({ room }, use) => use(room.context),
  page: async ({ room, viewport, contextOptions }, use) =>
    use(await sweep(room, viewport!, contextOptions.reducedMotion ?? null)),
  problems: [
    async ({ room, page: _ }, use) => {
      await use(room.problems)
      await expectNone(room.problems, room.context)
    },
    { auto: true },
  ],
})
