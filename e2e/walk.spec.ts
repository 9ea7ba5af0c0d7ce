import { example, tracesOf } from './engine.ts'
import { expect, test } from './fixtures.ts'
import { choose, count, next, node, openPage, position, sentence, snapshot } from './page.ts'

test.use({ contextOptions: { reducedMotion: 'no-preference' } })

test('a first visit is walked to its last backward step by keyboard alone, and back, exactly', async ({ page }) => {
  await openPage(page)
  await page.locator('.formula-panel .katex-html').first().waitFor()
  const [trace] = tracesOf(example('branches').source)
  const total = trace!.steps.length
  expect(await position(page)).toEqual([0, total])
  await expect(page.locator('.formula-panel .katex').first()).toBeVisible()
  const seen: string[] = [await snapshot(page)]
  for (let n = 1; n <= total; n++) {
    await page.keyboard.press(['ArrowRight', 'Space', 'PageDown'][n % 3]!)
    await expect(count(page)).toHaveText(`${n} / ${total}`)
    seen.push(await snapshot(page))
  }
  await expect(next(page)).toBeDisabled()
  await expect(node(page, 'w₁')).toHaveAccessibleName(/gradient −4/)
  await expect(node(page, 'a')).toHaveAccessibleName(/gradient −2/)
  expect(new Set(seen).size, 'every step shows something new').toBe(total + 1)
  for (let n = total - 1; n >= 0; n--) {
    await page.keyboard.press(n % 2 === 0 ? 'ArrowLeft' : 'PageUp')
    await expect(count(page)).toHaveText(`${n} / ${total}`)
    expect(await snapshot(page), `step ${n} looks the same going back`).toBe(seen[n])
  }
})

test('twenty fast presses land on step twenty', async ({ page }) => {
  await openPage(page)
  for (let n = 0; n < 20; n++) await page.keyboard.press('ArrowRight', { delay: 0 })
  await expect(count(page)).toHaveText(/^20 /)
})

test('Home, End, the next node, the end of a phase, the scrubber and a click on a node go where they say', async ({
  page,
}) => {
  await openPage(page)
  const [, total] = await position(page)
  await page.keyboard.press('End')
  await expect(count(page)).toHaveText(`${total} / ${total}`)
  await page.keyboard.press('Home')
  await expect(count(page)).toHaveText(`0 / ${total}`)
  await page.keyboard.press('Control+ArrowRight')
  await expect(sentence(page)).toContainText('J is computed')
  await page.keyboard.press('Shift+ArrowRight')
  await expect(sentence(page)).toContainText('The backward pass starts at J')
  await page.keyboard.press('Control+ArrowRight')
  await expect(count(page)).toHaveText(`${total} / ${total}`)
  await page.getByLabel('Step', { exact: true }).fill('3')
  await expect(count(page)).toHaveText(`3 / ${total}`)
  await node(page, 'J').click()
  await expect(sentence(page)).toContainText('J is computed')
  await page.keyboard.press('End')
  await node(page, 'a').click()
  await expect(sentence(page)).toContainText('and is complete')
})

test('the bucket of a adds, and says so', async ({ page }) => {
  await openPage(page)
  await page.keyboard.press('End')
  await node(page, 'a').click()
  await expect(page.locator('.node .adding')).toHaveText('−6 + 4')
  await expect(sentence(page)).toContainText('now holds −6 + 4 = −2 and is complete.')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(sentence(page)).toContainText('now holds −6; more is on its way.')
  await expect(page.locator('.formula-panel .katex-html').filter({ hasText: '□' }).first()).toBeVisible()
})

test('play goes on by itself and stops at the end', async ({ page }) => {
  await openPage(page)
  await choose(page, 'Legend: p = w·x')
  await page.getByLabel('Playing speed').selectOption('4×')
  await page.getByRole('button', { name: 'Play' }).click()
  await expect(next(page)).toBeDisabled()
  await expect(page.getByRole('button', { name: 'Play' })).toBeDisabled()
})

test('the place survives a reload', async ({ page }) => {
  await openPage(page)
  for (let n = 0; n < 7; n++) await page.keyboard.press('PageDown')
  const before = await snapshot(page)
  await page.reload()
  await expect(count(page)).toHaveText(/^7 /)
  await expect.poll(() => snapshot(page)).toBe(before)
})

test('a program with several backward passes is walked through all of them', async ({ page }) => {
  await openPage(page)
  await choose(page, 'Gradient descent, three steps')
  const traces = tracesOf(example('gradient-descent').source)
  expect(traces).toHaveLength(3)
  for (const [episode, trace] of traces.entries()) {
    await expect(page.getByLabel('Which backward pass')).toHaveValue(String(episode))
    for (let n = 0; n < trace.steps.length; n++) await page.keyboard.press('ArrowRight')
    await expect(count(page)).toHaveText(`${trace.steps.length} / ${trace.steps.length}`)
    if (episode < traces.length - 1) await page.keyboard.press('ArrowRight')
  }
  await expect(next(page)).toBeDisabled()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByLabel('Which backward pass')).toHaveValue('1')
})

test('a symbol that is pointed at rings its node, and a node its symbols', async ({ page }) => {
  await openPage(page)
  await page.keyboard.press('ArrowRight')
  await page.locator('.formula-panel .katex-html [data-node]').first().hover()
  await expect(page.locator('.node[data-hover="true"]')).toHaveCount(1)
  await node(page, 'x').hover()
  await expect(page.locator('.formula-panel .ringed').first()).toBeVisible()
  await page.locator('.sentence .name').first().focus()
  await expect(node(page, 'a')).toHaveAttribute('data-hover', 'true')
})

test('the table lists every node with value, local derivatives and gradient', async ({ page }) => {
  await openPage(page)
  await page.keyboard.press('End')
  await page.getByRole('button', { name: 'Table', exact: true }).first().click()
  const row = page.getByRole('row').filter({ has: page.getByRole('button', { name: 'b', exact: true }) })
  await expect(row).toContainText('w₂ · a')
  await expect(row).toContainText('∂b/∂a = 3')
  await expect(row.locator('td.gradient')).toHaveText('−2')
})
