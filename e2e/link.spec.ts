import { expect as plainExpect } from 'playwright/test'
import { expect, stranger, test } from './fixtures.ts'
import { choose, count, editor, leave, node, openPage, snapshot, write } from './page.ts'

async function linkTo(page: import('playwright/test').Page): Promise<string> {
  await page.getByRole('button', { name: 'Share' }).click()
  const url = await page.getByRole('dialog').getByRole('textbox').inputValue()
  await page.keyboard.press('Escape')
  return url
}

test('a link opens the same step with the same numbers in a fresh profile', async ({ page, browser }) => {
  await openPage(page)
  await choose(page, 'Sigmoid neuron (delta rule)')
  for (let n = 0; n < 13; n++) await page.keyboard.press('ArrowRight')
  const [url, before] = [await linkTo(page), await snapshot(page)]
  plainExpect(url.length).toBeLessThan(2000)
  const other = await stranger(browser, url)
  await expect(count(other.page)).toHaveText(/^13 /)
  await expect.poll(() => snapshot(other.page)).toBe(before)
  plainExpect(other.problems).toEqual([])
  await other.context.close()
})

test('the link has a copy button and a QR code large enough to be photographed', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openPage(page)
  await page.getByRole('button', { name: 'Share' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /Copy/ }).click()
  await expect(dialog.getByText('Copied').first()).toBeVisible()
  plainExpect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    await dialog.getByRole('textbox').inputValue(),
  )
  const code = await dialog.locator('svg').first().boundingBox()
  plainExpect(Math.min(code?.width ?? 0, code?.height ?? 0)).toBeGreaterThan(300)
})

test('a link never overwrites the reader’s own work', async ({ page }) => {
  await openPage(page)
  await choose(page, 'Legend: p = w·x')
  const url = await linkTo(page)
  await write(page, 'import torch\nmine = torch.tensor(1.0, requires_grad=True)\nloss = mine * 2\nloss.backward()\n')
  await expect(node(page, 'loss')).toBeVisible()
  await page.waitForTimeout(600)
  await leave(page)
  await page.goto(url)
  await expect(node(page, 'p')).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await page.waitForTimeout(700)
  await page.reload()
  await expect(node(page, 'p')).toBeVisible()
  await expect(count(page)).toHaveText(/^1 /)
  await page.getByRole('button', { name: 'Back to my work' }).click()
  await expect(editor(page)).toContainText('mine = torch.tensor(1.0')
})

test('damaged links say what is wrong and leave the reader’s own work untouched', async ({ page }) => {
  await openPage(page)
  const url = await linkTo(page)
  await write(page, 'import torch\nmine = torch.tensor(1.0, requires_grad=True)\nloss = mine * 2\nloss.backward()\n')
  await expect(node(page, 'loss')).toBeVisible()
  await page.waitForTimeout(600)
  const [before, hash] = [url.slice(0, url.indexOf('#')), url.slice(url.indexOf('#') + 1)]
  const damaged = [
    hash.slice(0, -40),
    `${hash.slice(0, 60)}x${hash.slice(61)}`,
    '1.5.00000000.AAAAA',
    'nonsense',
    `99${hash.slice(1)}`,
  ]
  for (const text of damaged) {
    await leave(page)
    await page.goto(`${before}#${text}`)
    await expect(page.locator('.notice')).toBeVisible()
    await expect(page.locator('.notice')).toContainText(/link/i)
    await expect(editor(page)).toContainText('mine = torch.tensor(1.0')
  }
})

test('a link to the program that is already open goes to its step, and Back leaves a shared program', async ({
  page,
}) => {
  await openPage(page)
  await page.keyboard.press('ArrowRight')
  const url = await linkTo(page)
  const hash = url.slice(url.indexOf('#'))
  await page.keyboard.press('End')
  await page.waitForTimeout(400)
  await page.evaluate((text) => {
    location.hash = text
  }, hash)
  await expect(count(page)).toHaveText(/^1 /)
  await expect(node(page, 'a')).toBeVisible()
  await page.getByRole('button', { name: 'Back to my work' }).click()
  await expect(node(page, 'a')).toBeVisible()
  await page.evaluate((text) => {
    location.hash = text
  }, hash)
  await expect(page.locator('.notice')).toBeVisible()
  await page.goBack()
  await expect(page.locator('.notice')).toHaveCount(0)
  await expect(node(page, 'a')).toBeVisible()
})

test('keeping a shared program as one’s own sets the earlier work aside, and undo brings it back', async ({ page }) => {
  await openPage(page)
  const url = await linkTo(page)
  await write(
    page,
    'import torch\nprecious = torch.tensor(1.0, requires_grad=True)\nloss = precious * 2\nloss.backward()\n',
  )
  await expect(node(page, 'loss')).toBeVisible()
  await page.evaluate(
    (text) => {
      location.hash = text
    },
    url.slice(url.indexOf('#')),
  )
  await expect(node(page, 'a')).toBeVisible()
  await page.getByRole('button', { name: 'Keep it as my work' }).click()
  await page.waitForTimeout(500)
  expect(await page.evaluate(() => JSON.stringify(Object.values(localStorage)))).toContain('precious')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(editor(page)).toContainText('precious')
})

test('a link brings the level, the sample, the tab, its row and what is folded', async ({ page, browser }) => {
  await openPage(page)
  await choose(page, 'A network over four samples (XNOR)')
  await page.getByRole('button', { name: 'Neurons' }).click()
  await page.getByLabel('Sample').selectOption({ label: 'Sample 3 of 4' })
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  const row = page.locator('.check-list .link-button').nth(3)
  await row.click()
  const chosen = (await row.textContent()) ?? ''
  const first = await stranger(browser, await linkTo(page))
  await expect(first.page.getByRole('button', { name: 'Neurons' })).toHaveAttribute('aria-pressed', 'true')
  await expect(first.page.getByLabel('Sample')).toHaveValue('2')
  await expect(first.page.locator('.check-list [aria-pressed="true"]')).toHaveText(chosen)
  await first.context.close()
  await page.getByRole('button', { name: 'Fold' }).click()
  await expect(page.locator('.fold-group').first()).toBeVisible()
  const second = await stranger(browser, await linkTo(page))
  await expect(second.page.locator('.fold-group')).toHaveCount(await page.locator('.fold-group').count())
  plainExpect(second.problems).toEqual([])
  await second.context.close()
})
