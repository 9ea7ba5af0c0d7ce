import { violations } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { count, editor, node, openPage, write } from './page.ts'

const head =
  'import torch\nx = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])\nW1 = torch.ones(1, 3, requires_grad=True)\n'
const broken = `${head}y = x @ W1\n`

test('a shape that does not fit shows the two matrices, why, and what would fit, and is gone when it is mended', async ({
  page,
}) => {
  await openPage(page)
  await page.keyboard.press('ArrowRight')
  await write(page, broken)
  const console = page.getByRole('region', { name: 'Output' })
  await expect(console).toContainText('mat1 and mat2 shapes cannot be multiplied (2x3 and 1x3)')
  await expect(console).toContainText('The picture shows the last program that ran')
  await console.getByRole('button', { name: 'Show shapes' }).click()
  const misfit = page.getByRole('region', { name: 'Shapes that do not fit' })
  await expect(misfit).toContainText('3 ≠ 1')
  await expect(misfit.locator('mark')).toHaveText(['3', '1'])
  await expect(misfit.locator('figcaption')).toHaveText(['x', 'W1'])
  await expect(misfit.locator('.block-grid').first()).toHaveText('123456')
  await expect(misfit.getByRole('listitem')).toHaveText(['x @ W1.T 2×3 times 3×1 → 2×1'])
  await expect(count(page)).toHaveText(/^1 /)
  expect(await violations(page, { include: ['.misfit'] })).toEqual([])
  await write(page, `${head}y = x @ W1.T\n`)
  await expect(misfit).toHaveCount(0)
  await expect(node(page, 'y')).toBeVisible()
})

test('the mark in the editor offers the shapes too', async ({ page }) => {
  await openPage(page)
  await write(page, broken)
  await expect(page.getByRole('button', { name: 'Show shapes' })).toBeVisible()
  await editor(page).press('F8')
  await editor(page).locator('.cm-lintRange-error').first().hover()
  await page.locator('.cm-tooltip').getByRole('button', { name: 'Show shapes' }).click()
  await expect(page.getByRole('region', { name: 'Shapes that do not fit' })).toBeVisible()
})

test('where nothing was computed before it, the misfit stands in the place of the picture, on a phone too', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openPage(page)
  await page.evaluate(() => localStorage.clear())
  await page.getByRole('button', { name: 'Program', exact: true }).click()
  await write(page, 'import torch\na = torch.ones(3)\nb = torch.ones(2)\na + b\n')
  await page.getByRole('button', { name: 'Show shapes' }).click()
  const misfit = page.getByRole('region', { name: 'Shapes that do not fit' })
  await expect(misfit).toContainText('a has 3 entries, b has 2 entries')
  await page.waitForTimeout(600)
  await page.reload()
  await expect(misfit).toContainText('3 ≠ 2')
  await expect(page.getByText('Nothing was computed before this line.')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})
