import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { openPage, write } from './page.ts'

/** Opens a lesson, at one of its beats if one is named, and presents it. */
async function present(page: Page, lesson: RegExp, beat = 1): Promise<void> {
  await openPage(page)
  await page.keyboard.press('c')
  await page.getByRole('button', { name: lesson }).click()
  await page.getByRole('button', { name: new RegExp(`^Beat ${beat} of`) }).click()
  await expect(page.getByRole('button', { name: new RegExp(`^Beat ${beat} of`) })).toHaveAttribute(
    'aria-current',
    'step',
  )
  await page.keyboard.press('p')
  await expect(page.locator('.lecture .node, .lecture .sweep, .lecture .board').first()).toBeVisible()
}

/** What is projected, as one text, once the program of the beat has run. */
async function projected(page: Page): Promise<string> {
  await expect(page.locator('.lecture')).toHaveAttribute('aria-busy', 'false')
  await expect(page.locator('.lecture-below:empty'), 'what is fetched when first shown is there').toHaveCount(0)
  return page.evaluate(
    () =>
      new Promise<string>((resolve) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() =>
            resolve(
              [...document.querySelectorAll('.lecture-head h1, .lecture-stage, .lecture-below, .sentence, .count')]
                .map((element) => element.textContent)
                .join('\n'),
            ),
          ),
        ),
      ),
  )
}

test('a whole lesson by the clicker alone, and back again; blanking, Esc and F5 lose nothing', async ({ page }) => {
  await present(page, /Backprop on a path/)
  const seen = [await projected(page)]
  const heading = page.locator('.lecture h1')
  const beats = page.locator('.lecture-beats')
  const count = (await beats.getAttribute('aria-label'))!.replace(/^Beat \d+ /, '')
  while (seen.length < 300) {
    await page.keyboard.press('PageDown')
    const now = await projected(page)
    if (!(await beats.getAttribute('aria-label'))!.endsWith(count)) break
    seen.push(now)
  }
  expect(seen.length, 'its contributions take four presses each').toBeGreaterThan(30)
  for (const [i, before] of [...seen.entries()].reverse()) {
    await page.keyboard.press('PageUp')
    await expect.poll(() => projected(page), `stop ${i}`).toBe(before)
    if (i === 30) {
      await page.keyboard.press('.')
      await expect(page.locator('.blank')).toBeVisible()
      await page.keyboard.press('.')
      await page.keyboard.press('Escape')
      await expect.poll(() => projected(page)).toBe(before)
      await page.waitForTimeout(500)
      const title = await heading.textContent()
      await page.reload()
      await expect(heading).toHaveText(title!)
      await expect.poll(() => projected(page)).toBe(before)
    }
  }
})

test('the bucket of a fork fills in eight presses: −6, then −6 + 4', async ({ page }) => {
  await present(page, /Backprop with branches/, 3)
  const bucket = page.getByRole('button', { name: /^a, / })
  const formula = page.locator('.lecture-below')
  while (!(await page.locator('.lecture h1').textContent())!.startsWith('The first delivery'))
    await page.keyboard.press('PageDown')
  await expect(bucket).toHaveAccessibleName(/gradient −6$/)
  const sentence = page.locator('.sentence')
  const said: string[] = []
  while (!said.at(-1)?.includes('How fast does c change with a?')) {
    await page.keyboard.press('PageDown')
    said.push((await sentence.count()) === 0 ? '' : ((await sentence.textContent()) ?? ''))
    expect(said.length, said.join('\n')).toBeLessThan(20)
  }
  expect(said.at(-2)).toContain('What has arrived at c: −4')
  expect(said.at(-1)).toContain('The local slope is −1')
  await expect(formula).toContainText('∂c')
  await page.keyboard.press('PageDown')
  await expect(sentence).toContainText('c hands a: (−4) · (−1) = 4')
  await expect(bucket, 'not in the bucket yet').toHaveAccessibleName(/gradient −6$/)
  await page.keyboard.press('PageDown')
  await expect(sentence).toContainText('−6 + 4 = −2 and is complete')
  await expect(bucket).toHaveAccessibleName(/gradient −2$/)
})

test('F takes a step in one press, H lights the pointer, and the tools come with it', async ({ page }) => {
  await present(page, /Backprop with branches/, 3)
  const { width, height } = page.viewportSize()!
  await page.keyboard.press('f')
  const at = Number((await page.locator('.count').textContent())!.split('/')[0])
  await page.keyboard.press('PageDown')
  await expect(page.locator('.count')).toHaveText(new RegExp(`^${at + 1} `))
  const tools = page.getByRole('navigation', { name: 'Presenting' })
  await expect(tools).toHaveCSS('opacity', '0')
  await page.keyboard.press('h')
  await page.mouse.move(width / 2, height / 3)
  const light = page.locator('.spotlight')
  await expect(light).toBeVisible()
  expect(await light.evaluate((element) => getComputedStyle(element).getPropertyValue('--x'))).toBe(`${width / 2}px`)
  await expect(tools, 'nothing comes over what is lit').toHaveCSS('opacity', '0')
  await page.keyboard.press('h')
  await expect(light).toHaveCount(0)
  await page.mouse.move(width / 2 + 20, height / 3)
  await expect(tools).toHaveCSS('opacity', '1')
  await tools.getByRole('button', { name: 'Leave' }).click()
  await expect(page.getByRole('region', { name: 'Lesson' })).toBeVisible()
})

for (const [lesson, beat, what] of [
  [/Forward or reverse/, 2, 'forward mode'],
  [/Backprop with branches/, 8, 'a planted mistake'],
] as const)
  test(`a reload keeps ${what}`, async ({ page }) => {
    await present(page, lesson, beat)
    for (let i = 0; i < 3; i++) await page.keyboard.press('PageDown')
    const before = await projected(page)
    await page.waitForTimeout(500)
    await page.reload()
    await expect.poll(() => projected(page)).toBe(before)
    await page.keyboard.press('PageUp')
    await page.keyboard.press('PageDown')
    await expect.poll(() => projected(page)).toBe(before)
  })

test('a program without a picture, or with an error, says so in front of the room', async ({ page }) => {
  await openPage(page)
  await write(page, 'import torch\nx = torch.tensor(2.0, requires_grad=True)\ny = x * x\ny.backward()\nprint(')
  await expect(page.locator('.console')).toContainText('SyntaxError')
  await page.getByRole('button', { name: 'Present' }).click()
  await expect(page.locator('.lecture-stale')).toContainText('stops with an error')
  await expect(page.locator('.lecture .node').first()).toBeVisible()
  await page.keyboard.press('p')
  await write(page, 'x = 1\n')
  await expect(page.locator('.walk')).toContainText('Nothing is computed yet')
  await page.getByRole('button', { name: 'Present' }).click()
  await expect(page.locator('.lecture-empty')).toContainText('nothing to show yet')
})
