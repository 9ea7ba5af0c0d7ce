import type { Page } from 'playwright/test'
import { expect, stranger, test } from './fixtures.ts'
import { count, node, openPage, sentence, write } from './page.ts'

/** Fits a line by hand; `rounds` is what the loop runs over. */
const training = (rounds: string): string => `import torch
x = torch.tensor([0.0, 1.0, 2.0, 3.0])
y = torch.tensor([1.0, 3.1, 4.9, 7.2])
w = torch.tensor(0.5, requires_grad=True)
print('before the loop')
${rounds}
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.01 * w.grad
    w.grad = None
`
const loop = training('for epoch in range(3000):')
const endless = training('while True:')

const tab = (page: Page) => page.getByRole('button', { name: 'Training', exact: true })
const chosen = (page: Page) => page.locator('.training-head b').first()
const slider = (page: Page) => page.getByRole('slider', { name: 'Backward pass' })
const stop = (page: Page) => page.getByRole('button', { name: 'Stop' })

test('a training loop of 3,000 passes has a curve, and its slider opens any pass, whose link opens it again', async ({
  page,
  browser,
}) => {
  await openPage(page)
  await write(page, loop)
  await expect(node(page, 'loss')).toBeVisible({ timeout: 30_000 })
  await tab(page).click()
  await expect(page.getByRole('img', { name: /3,000 backward passes/ })).toBeVisible()
  await expect(chosen(page)).toHaveText('1')
  await slider(page).focus()
  await page.keyboard.press('End')
  await expect(chosen(page)).toHaveText('3,000')
  await expect(page.getByLabel('Which backward pass of 3000').first()).toHaveValue('3000')
  await page.keyboard.press('ArrowLeft')
  await expect(chosen(page)).toHaveText('2,999')
  await page.getByLabel('Which backward pass of 3000').last().fill('1370')
  await page.keyboard.press('Enter')
  await expect(page.locator('.running-line')).toHaveCount(0)
  const weight = node(page, 'w').locator('[data-at]').first()
  await expect(page.getByLabel('Which backward pass of 3000').first()).toHaveValue('1370')
  // Until the pass is fetched the picture, and a link to it, are those of the pass before.
  await expect(chosen(page)).toHaveText('1,370')
  await expect(weight).not.toHaveText('0.5')
  const before = await weight.textContent()

  await page.getByRole('button', { name: 'Share' }).click()
  const url = await page.getByRole('dialog').getByRole('textbox').inputValue()
  const other = await stranger(browser, url)
  await expect(chosen(other.page)).toHaveText('1,370', { timeout: 30_000 })
  await expect(node(other.page, 'w').locator('[data-at]').first()).toHaveText(before ?? '')
  await expect(count(other.page)).toHaveText(/^0 /)
  expect(other.problems).toEqual([])
  await other.context.close()
})

test('a program that never ends is stopped at once: its prints, its losses and its passes stay', async ({ page }) => {
  await openPage(page)
  await write(page, endless)
  await expect(page.locator('.running-line')).toContainText(/pass [\d,]+ ?loss/)
  await tab(page).click()
  await expect(page.getByText(/passes so far/)).toBeVisible()
  await stop(page).click()
  await expect(page.getByRole('alert')).toContainText(/KeyboardInterrupt: stopped by you after/)
  await expect(page.locator('.console pre')).toContainText('before the loop')
  await expect(node(page, 'loss')).toBeVisible()
  await expect(chosen(page)).toHaveText('1')
})

test('a loop that does nothing is stopped by Esc, and an edit takes the place of one that runs', async ({ page }) => {
  await openPage(page)
  await write(page, 'while True: pass\n')
  await expect(page.locator('.running-line')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('alert')).toContainText('stopped by you after')
  await write(page, 'while True: x = 1\n')
  await expect(stop(page)).toBeVisible()
  await write(page, 'import torch\nq = torch.tensor(2.0, requires_grad=True)\n(q * q).backward()\n')
  await expect(node(page, 'q')).toBeVisible()
  await expect(page.locator('.running-line')).toHaveCount(0)
  await expect(sentence(page)).toContainText('Ready')
})
