import { expect, type Page } from 'playwright/test'
import { violations } from './axe.ts'
import { test } from './fixtures.ts'
import { choose, editor, leave, node, openPage } from './page.ts'

const dialog = (page: Page) => page.getByRole('dialog', { name: 'How formulas are written' })
const title = (page: Page) => page.locator('.formula-head h2')

test.beforeEach(async ({ page }) => {
  await openPage(page)
  await choose(page, 'Matrix form: the 2-3-2-1 network with @')
})

test('the notation is chosen by keyboard, and graph, formula and sentence follow', async ({ page }) => {
  await page.keyboard.press('n')
  await expect(dialog(page).getByRole('radio', { name: 'As in the program' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(dialog(page).getByRole('radio', { name: 'Lecture' })).toBeChecked()
  await expect(node(page, 'f\\^\\[1\\]')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowLeft')
  await expect(title(page)).toHaveText('Backward: f^[1] → x')
  await expect(page.locator('.formula-panel annotation').first()).toContainText('δ^{[1]}')
  await expect(page.locator('.sentence')).toContainText('δ^[1]')
})

test('the matrix called W can be either way round once the notation has a W of its own', async ({ page }) => {
  await page.getByRole('button', { name: 'Notation' }).click()
  await expect(dialog(page)).toContainText('Choose the lecture’s or the textbook’s notation first')
  await dialog(page).getByRole('radio', { name: 'Textbook' }).check()
  await dialog(page).getByRole('radio', { name: 'Outputs × inputs' }).check()
  await dialog(page).getByRole('radio', { name: 'Numerator' }).check()
  await expect(dialog(page).getByRole('row', { name: /W1/ })).toContainText('W')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('.sentence')).toContainText('W^[1] @ x')
})

test('a link brings the notation along', async ({ page }) => {
  await page.keyboard.press('n')
  await dialog(page).getByRole('radio', { name: 'PyTorch names' }).check()
  await page.keyboard.press('Escape')
  await page.keyboard.press('End')
  await page.getByRole('button', { name: 'Share' }).click()
  const url = await page.getByRole('dialog').getByRole('textbox').inputValue()
  await leave(page)
  await page.goto(url)
  await expect(title(page)).toHaveText('Backward: W1ᵀ → W1')
  await expect(page.locator('.formula-panel annotation').first()).toContainText('texttt{W1}')
})

test('another squared error is an edit of the program that can be undone', async ({ page }) => {
  await page.keyboard.press('n')
  await dialog(page).getByRole('radio', { name: 'mean of' }).check()
  await expect(editor(page)).toContainText('J = ((f3 - y) ** 2).mean()')
  await expect(dialog(page).getByRole('radio', { name: 'mean of' })).toBeChecked()
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(editor(page)).toContainText('J = (0.5 * (f3 - y) ** 2).sum()')
})

for (const [theme, width, height] of [
  ['Light', 1280, 720],
  ['Dark', 1280, 720],
  ['Light', 390, 844],
] as const)
  test(`the choice is clean in ${theme} at ${width}×${height}`, async ({ page }) => {
    if (theme === 'Dark') await page.getByLabel('Theme').selectOption(theme)
    await page.setViewportSize({ width, height })
    await page.getByRole('button', { name: 'Notation' }).click()
    await dialog(page).getByRole('radio', { name: 'Lecture' }).check()
    await expect(dialog(page).locator('.katex').first()).toBeVisible()
    // of what the dialog covers in part nothing can be pressed
    expect(await violations(page, { without: ['target-size'] })).toEqual([])
  })
