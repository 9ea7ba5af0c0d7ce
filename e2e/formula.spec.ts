import type { Page } from 'playwright/test'
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

/** What a choice of the menu puts on the clipboard. */
async function copied(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: 'Copy', exact: true }).press('Enter')
  const choice = page.getByRole('group', { name: 'Copy' }).getByRole('button', { name })
  for (let n = 0; n < 5 && !(await choice.evaluate((each) => each === document.activeElement)); n++)
    await page.keyboard.press('ArrowDown')
  await expect(choice).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('group', { name: 'Copy' })).toContainText(`Copied: ${name}`)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('group', { name: 'Copy' })).toHaveCount(0)
  return page.evaluate(() => navigator.clipboard.readText())
}

test('step, ladder, derivation, picture and table are copied by keyboard alone', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openPage(page)
  await page.keyboard.press('End')
  expect(await copied(page, 'This step as LaTeX')).toMatch(/^%.*\n\\begin\{align\*\}[\s\S]*\\end\{align\*\}\n$/)
  expect(await copied(page, 'The picture as TikZ')).toContain('\\end{tikzpicture}')
  const table = await copied(page, 'The table as CSV')
  expect(table).toMatch(/^w₁,parameter,,,1,-4,6\r$/m)
  const svg = await copied(page, 'The picture as SVG')
  await page.getByLabel('Show').selectOption({ label: '∂J/∂w₁ = ?' })
  const ladder = await copied(page, 'This ladder as LaTeX')
  const derivation = await copied(page, 'The whole derivation as LaTeX')
  expect(ladder).not.toContain('html')
  expect(derivation.length).toBeGreaterThan(3 * ladder.length)

  const alone = await context.newPage()
  await alone.setContent(svg)
  const texts = await alone.locator('svg text').allTextContents()
  expect(texts.join(' ')).toContain('w1')
  expect(await alone.locator('svg').evaluate((each) => each.getBoundingClientRect().width)).toBeGreaterThan(300)
  const font = await alone
    .locator('svg text')
    .first()
    .evaluate((each) => getComputedStyle(each).fontFamily)
  expect(['serif', 'sans-serif', 'monospace']).toContain(font)
  expect(svg).not.toMatch(/var\(|url\(|class=|<script|href/)
})
