import { agrees, exact, example, tracesOf } from './engine.ts'
import { expect, test } from './fixtures.ts'
import { openPage, readings } from './page.ts'

const panel = '.formula-panel'

test('a derivative is asked for and followed to its seed by keyboard alone, and back', async ({ page }) => {
  await openPage(page)
  await page.getByLabel('Show').focus()
  for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('heading', { name: '∂J/∂w₁ = ?' })).toBeVisible()
  await expect(page.locator(panel)).toContainText('chain rule')
  const [trace] = tracesOf(example('branches').source)
  const seen: string[] = []
  for (let rung = 0; rung < 9; rung++) {
    const heading = await page.locator(`${panel} h2`).textContent()
    seen.push(heading ?? '')
    await expect.poll(async () => (await readings(page)).formulas.length).toBeGreaterThan(0)
    for (const { read, of, slot, at, text } of (await readings(page)).formulas)
      expect(agrees(text, exact(trace!, read, of, slot)?.[at] ?? Number.NaN), `${heading}: ${text}`).toBe(true)
    const link = page.locator('.rung-link').first()
    if ((await link.count()) === 0) break
    await link.focus()
    await page.keyboard.press('Enter')
    await expect(page.locator(`${panel} h2`)).not.toHaveText(heading ?? '')
    await expect(page.locator(`${panel} h2`)).toBeFocused()
  }
  expect(seen[0]).toBe('∂J/∂w₁ = ?')
  expect(seen.at(-1)).toBe('∂J/∂J = ?')
  await expect(page.locator(panel)).toContainText('1, because J is J.')
  await page.keyboard.press('Escape')
  await expect(page.locator(`${panel} h2`)).toHaveText(seen.at(-2)!)
  for (let n = 2; n < seen.length; n++) await page.keyboard.press('Escape')
  await expect(page.locator(`${panel} h2`)).toHaveText('∂J/∂w₁ = ?')
  await page.keyboard.press('Escape')
  await expect(page.locator(`${panel} h2`)).toHaveText('What we want to know')
})

test('a symbol that is clicked is asked for, and what has no gradient says why', async ({ page }) => {
  await openPage(page)
  await page.keyboard.press('ArrowRight')
  await page.locator(`${panel} .katex-html [data-node]`, { hasText: 'x' }).last().click()
  await expect(page.getByRole('heading', { name: '∂J/∂x = ?' })).toBeVisible()
  await page.getByLabel('Show').selectOption({ label: '∂J/∂y = ?' })
  await expect(page.locator(panel)).toContainText('None, because y does not require grad.')
})
