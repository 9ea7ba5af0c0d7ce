import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { expect, stranger, profileTest as test } from './fixtures.ts'
import { host } from './host.ts'
import { choose, count, node } from './page.ts'

test.use({ serviceWorkers: 'allow' })

/** Waits until the browser has kept the app. */
const kept = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready
    if (navigator.serviceWorker.controller === null)
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      )
  })

const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Details of the step' }).getByRole('button', { name })

/** Without the worker's question whether the network has a newer page, which fails where there is no network. */
const besidesThePage = (problems: readonly string[]): string[] =>
  problems.filter(
    (problem) =>
      !/^failed request: [^ ]*(?:\/|\/index\.html\?from=somewhere) net::ERR_CONNECTION_REFUSED$/.test(problem),
  )

/** Walks through a program and opens what is fetched only when it is opened. */
async function look(page: Page): Promise<void> {
  await choose(page, 'Sigmoid neuron (delta rule)')
  await page.keyboard.press('End')
  await expect(count(page)).not.toHaveText(/^0 /)
  await expect(page.locator('.detail .katex').first()).toBeVisible()
  await tab(page, 'Check').click()
  await expect(page.locator('.check-panel .lamp')).toContainText('agree')
  await tab(page, 'Symbolic').click()
  await expect(page.locator('.symbolic-text .katex').first()).toBeVisible()
  await page.getByRole('button', { name: 'Share' }).click()
  await expect(page.getByRole('dialog').getByRole('textbox')).toHaveValue(/#/)
  await page.keyboard.press('Escape')
}

test('after the first visit everything opens with the network off, from any folder of a host', async ({ browser }) => {
  using site = await host('/course/week 3/')
  const { context, page, problems } = await stranger(browser, site.url)
  await expect(node(page, 'a')).toBeVisible()
  await kept(page)
  expect(problems, 'the first visit').toEqual([])
  site.switchOff()
  await page.goto('about:blank')
  await page.goto(`${site.url}index.html?from=somewhere`)
  await expect(node(page, 'a')).toBeVisible()
  await look(page)
  const fonts = await page.evaluate(async () => {
    await document.fonts.ready
    return [...document.fonts].filter(({ status }) => status === 'error').map(({ family }) => family)
  })
  expect(fonts).toEqual([])
  expect(
    await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)),
  ).not.toContainEqual(expect.not.stringContaining(site.url))
  expect(besidesThePage(problems), 'without a network').toEqual([])
  await context.close()
})

test('a new version leaves the open page as it is, and is there at the next visit', async ({ browser }) => {
  using site = await host()
  const { context, page, problems } = await stranger(browser, site.url)
  await expect(node(page, 'a')).toBeVisible()
  await kept(page)
  const edit = (file: string, change: (text: string) => string): void =>
    writeFileSync(join(site.folder, file), change(readFileSync(join(site.folder, file), 'utf8')))
  const panel = readdirSync(join(site.folder, 'assets')).find((name) => /^CheckPanel-.*\.js$/.test(name)) ?? ''
  renameSync(join(site.folder, 'assets', panel), join(site.folder, 'assets', 'CheckPanel-new.js'))
  for (const file of readdirSync(join(site.folder, 'assets')).filter((name) => name.endsWith('.js')))
    edit(join('assets', file), (text) => text.replaceAll(panel, 'CheckPanel-new.js'))
  edit('index.html', (text) => text.replace('<title>', '<title>New: '))
  edit('sw.js', (text) => text.replace(/`[0-9a-f]{16}`/, '`new`').replaceAll(panel, 'CheckPanel-new.js'))
  await page.evaluate(async () => {
    const taken = new Promise((resolve) => {
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true })
    })
    await (await navigator.serviceWorker.ready).update()
    await taken
  })
  expect(await page.evaluate(() => caches.keys().then((names) => names.length))).toBe(2)
  await expect(page).not.toHaveTitle(/^New/)
  await tab(page, 'Check').click()
  await expect(page.locator('.check-panel')).toBeVisible()
  await page.goto('about:blank')
  site.switchOff()
  await page.goto(site.url)
  await expect(page).toHaveTitle(/^New/)
  await tab(page, 'Check').click()
  await expect(page.locator('.check-panel')).toBeVisible()
  await expect.poll(() => page.evaluate(() => caches.keys().then((names) => names.length))).toBe(1)
  expect(besidesThePage(problems)).toEqual([])
  await context.close()
})

test('a missing file is missing, and the newest page comes first, with a service worker too', async ({ browser }) => {
  using site = await host()
  const { context, page, problems } = await stranger(browser, site.url)
  await kept(page)
  const missing = await page.evaluate(async () => {
    const response = await fetch('./assets/missing.js')
    return [response.status, response.headers.get('Content-Type')]
  })
  expect(missing).toEqual([404, 'text/plain; charset=utf-8'])
  const html = join(site.folder, 'index.html')
  writeFileSync(html, readFileSync(html, 'utf8').replace('<title>', '<title>Newest: '))
  await page.reload()
  await expect(page).toHaveTitle(/^Newest/)
  rmSync(html)
  expect((await page.reload())?.status()).toBe(404)
  problems.splice(0)
  await context.close()
})

test('the manifest names the app and icons that are there', async ({ page, request }) => {
  await page.goto('./')
  const address = (await page.locator('link[rel="manifest"]').getAttribute('href')) ?? ''
  const { name, start_url, icons } = await (await request.get(address)).json()
  expect([name, start_url]).toEqual(['Gradwalk', './'])
  const sizes: string[] = icons.map(
    ({ sizes, purpose = 'any' }: { sizes: string; purpose?: string }) => `${sizes} ${purpose}`,
  )
  expect(sizes).toEqual(['any any', '192x192 any', '512x512 any', '512x512 maskable'])
  for (const { src, type, sizes } of icons) {
    expect((await request.get(src)).headers()['content-type']).toBe(type)
    const drawn = await page.evaluate(async (url) => {
      const image = new Image()
      image.src = url
      await image.decode()
      return `${image.naturalWidth}x${image.naturalHeight}`
    }, src)
    if (sizes !== 'any') expect(drawn).toBe(sizes)
  }
})
