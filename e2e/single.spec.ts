import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright/test'
import { expect, stranger, test } from './fixtures.ts'
import { choose, count, editor, node, write } from './page.ts'

/** `npm test` says where the file is, else it is what was built last. */
const file = process.env['GRADWALK_SINGLE'] ?? join(import.meta.dirname, '../dist-single/gradwalk.html')
const address = pathToFileURL(file).href

const failedFonts = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    await document.fonts.ready
    return [...document.fonts].filter(({ status }) => status === 'error').map(({ family }) => family)
  })

test('the single file opens from a disk, runs a program, steps and shows formulas', async ({ browser }) => {
  const { context, page, problems } = await stranger(browser, address)
  const asked: string[] = []
  context.on('request', (request) => asked.push(request.url().replace(/^(data|blob):.*/s, '$1:')))
  await expect(node(page, 'a')).toBeVisible()
  await expect.poll(() => page.workers().length, 'the engine has a worker').toBeGreaterThan(0)
  await write(page, 'import torch\nw = torch.tensor(3.0, requires_grad=True)\nsquare = w ** 2\nsquare.backward()\n')
  await expect(node(page, 'square')).toBeVisible()
  await page.locator('.app').click({ position: { x: 400, y: 60 }, force: true })
  for (let n = 1; n <= 3; n++) {
    await page.keyboard.press('ArrowRight')
    await expect(count(page)).toHaveText(new RegExp(`^${n} `))
  }
  await expect(page.locator('.formula-panel .katex-html').first()).toBeVisible()
  await expect(node(page, 'square')).toContainText('9')
  expect(
    await page.evaluate(() => document.fonts.check('16px KaTeX_Math') && document.fonts.check('16px KaTeX_Main')),
  ).toBe(true)
  await page.reload()
  await expect(editor(page)).toContainText('square = w ** 2')
  await choose(page, 'A network over four samples (XNOR)')
  await page.getByRole('button', { name: 'Scalars' }).click()
  await expect.poll(() => page.locator('.node, .fold-group').count()).toBeGreaterThan(50)
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(page.locator('.check-panel .lamp')).toContainText('agree')
  expect(await failedFonts(page)).toEqual([])
  expect([...new Set(asked)].filter((url) => !/^(data|blob):$/.test(url))).toEqual([address])
  expect(problems).toEqual([])
  await context.close()
})

test('the single file runs where workers are forbidden', async ({ browser }) => {
  const { context, page, problems } = await stranger(browser, 'about:blank')
  await page.addInitScript(() => {
    Object.defineProperty(window, 'Worker', { value: undefined })
  })
  await page.goto(address)
  await expect(node(page, 'a')).toBeVisible()
  await page.keyboard.press('End')
  await expect(page.locator('.formula-panel .katex-html').first()).toBeVisible()
  expect(problems).toEqual([])
  await context.close()
})

test('the single file opens a handout and a worksheet of a lesson', async ({ browser }) => {
  const { context, page, problems } = await stranger(browser, `${address}#handout.legend`)
  await expect(page.locator('.beat .figure').first()).toBeVisible()
  await page.getByRole('link', { name: 'Worksheet' }).click()
  await expect(page.locator('.solution-number').first()).toBeVisible()
  expect(problems).toEqual([])
  await context.close()
})
