import type { Page } from 'playwright/test'
import { atLevel } from '../src/scene/levels.ts'
import { pathsOf } from '../src/scene/paths.ts'
import { violations } from './axe.ts'
import { example, tracesOf } from './engine.ts'
import { expect, test } from './fixtures.ts'
import { choose, count, openPage } from './page.ts'

const focused = (page: Page) => page.locator('*:focus')

/** Goes with Tab until what is focused has this name, as someone without a mouse would. */
async function tabTo(page: Page, name: RegExp, most = 60): Promise<void> {
  for (let n = 0; n < most; n++) {
    await page.keyboard.press('Tab')
    const said = await page.evaluate(() => {
      const element = document.activeElement
      return element?.getAttribute('aria-label') ?? (element instanceof HTMLElement ? element.innerText : '')
    })
    if (name.test(said)) return
  }
  throw new Error(`${name} is not reached with Tab`)
}

test('by keyboard alone: finer levels, an entry opened, paths, check, symbolic, forward mode', async ({ page }) => {
  await openPage(page)
  await choose(page, example('delta-recursion').title)
  const level = (name: string) => page.getByRole('group', { name: 'Magnification' }).getByRole('button', { name })
  await page.keyboard.press('l')
  await expect(level('Neurons')).toHaveAttribute('aria-pressed', 'true')
  for (let n = 0; n < 8; n++) await page.keyboard.press('ArrowRight')
  await expect(count(page)).toHaveText(/^8 /)
  await tabTo(page, /^Matrices$/)
  await page.keyboard.press('Enter')
  await expect(page.locator('.matrix-panel')).toBeVisible()
  await tabTo(page, /, entry 0: /)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(focused(page)).toHaveAttribute('aria-pressed', 'true')
  await expect(page.locator('.opened .row-label')).toContainText('entry [1')
  await expect(page.locator('.opened .katex')).toBeVisible()
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  await choose(page, example('branches').title)
  await page.keyboard.press('End')
  await page.keyboard.press('l')
  await expect(level('Scalars')).toHaveAttribute('aria-pressed', 'true')
  await tabTo(page, /^Paths$/)
  await page.keyboard.press('Enter')
  await expect(page.locator('.paths-panel')).toBeVisible()
  const trace = atLevel(tracesOf(example('branches').source)[0]!, 'scalar')!
  const w1 = trace.graph.nodes.findIndex(({ name }) => name === 'w1')
  await tabTo(page, /^Paths to$/)
  await page.keyboard.press('w')
  await expect(page.getByLabel('Paths to')).toHaveValue(String(w1))
  await expect(page.locator('.path-list li')).toHaveCount(Number(pathsOf(trace, w1)!.count))
  await tabTo(page, /^path 1$/)
  await expect(page.locator('.edge[data-chosen="true"]').first()).toBeAttached()
  await page.getByRole('button', { name: 'Paths', exact: true }).focus()
  await tabTo(page, /^Check$/)
  await page.keyboard.press('Enter')
  await expect(page.locator('.check-panel .lamp')).toContainText('agree')
  await tabTo(page, /^w₂$/)
  await page.keyboard.press('Enter')
  await expect(page.locator('.plot-title')).toContainText('w₂')
  await page.getByRole('button', { name: 'Check', exact: true }).focus()
  await tabTo(page, /^Symbolic$/)
  await page.keyboard.press('Enter')
  await expect(page.locator('.symbolic-text .katex').first()).toBeVisible()
  await page.getByLabel('Mode').focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByLabel('Mode')).not.toHaveValue('')
  await page.keyboard.press('Shift+Tab')
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  await page.keyboard.press('End')
  await expect(page.locator('.entries.tangent').first()).toBeVisible()
  await expect(page.locator('.sentence')).not.toContainText(/NaN|undefined/)
})

const tabs = ['Formula', 'Matrices', 'Paths', 'Check', 'Symbolic', 'Predict']

// the colours of a theme are the same at every width
for (const [theme, width, height] of [
  ['Light', 1280, 720],
  ['Dark', 1280, 720],
  ['Light', 390, 844],
] as const)
  test(`axe finds nothing in any tab, ${theme}, ${width}×${height}, and nothing is cut off`, async ({ page }) => {
    await openPage(page)
    await page.getByRole('banner').getByLabel('Theme').selectOption({ label: theme })
    await choose(page, example('many-features').title)
    await page.keyboard.press('l')
    for (let n = 0; n < 16; n++) await page.keyboard.press('ArrowRight')
    await page.setViewportSize({ width, height })
    if (width < 600) await page.locator('.panels').getByRole('button', { name: 'Formula' }).click()
    const problems: string[] = []
    for (const name of tabs) {
      // paths are between numbers
      if (name === 'Paths') await page.keyboard.press('l')
      await page.getByRole('navigation', { name: 'Details of the step' }).getByRole('button', { name }).click()
      await expect(page.locator('.detail > section, .detail > div, .formula-panel').first()).toBeVisible()
      await page.waitForTimeout(150)
      problems.push(...(await violations(page)).map((found) => `${name}: ${found}`))
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1)
      if (wide) problems.push(`${name}: the page scrolls sideways`)
    }
    expect(problems).toEqual([])
  })
