import type { Page } from 'playwright/test'
import { firstWrong } from '../src/core/mutants/mutant.ts'
import { mutants } from '../src/core/mutants/mutants.ts'
import { violations } from './axe.ts'
import { example, tracesOf } from './engine.ts'
import { expect, test } from './fixtures.ts'
import { count, openPage, position } from './page.ts'

const branches = example('branches').source
const [trace] = tracesOf(branches)
const forward = trace!.steps.findIndex(({ kind }) => kind === 'seed')

test('by keyboard: questions on, a classic mistake is named, a right answer counts', async ({ page }) => {
  await openPage(page)
  await page.keyboard.press('q')
  await expect(page.getByLabel('Ask before each backward step')).toBeChecked()
  // only one kind, so that the question is known: what the bucket holds
  for (const kind of ['what is handed on', 'which local slope', 'which shape', 'what comes next', 'will it be zero'])
    await page.getByLabel(kind).uncheck()
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  const a = trace!.graph.nodes.findIndex(({ name }) => name === 'a')
  const second = trace!.steps.findLastIndex((step) => step.kind === 'contribution' && step.to === a)
  for (let n = 0; n < second; n++) await page.keyboard.press('ArrowRight')
  await expect(count(page)).toHaveText(`${second} / ${trace!.steps.length}`)
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText('What does the bucket of a hold then?')).toBeVisible()
  expect(await position(page)).toEqual([second, trace!.steps.length])
  // what is left with = instead of +=
  await page.keyboard.type('four')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('not a number')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('8/2')
  await page.keyboard.press('Enter')
  const feedback = page.locator('.feedback')
  await expect(feedback).toContainText('You said 4. It is −2')
  await expect(feedback).toContainText('= instead of +=')
  await expect(count(page)).toHaveText(`${second + 1} / ${trace!.steps.length}`)
  await expect(feedback.locator('.katex').first()).toBeVisible()
  await expect(page.getByText('0 of 1 right')).toBeVisible()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowRight')
  await expect(count(page)).toHaveText(`${second + 1} / ${trace!.steps.length}`)
  await page.keyboard.press('q')
  await expect(page.getByLabel('Ask before each backward step')).not.toBeChecked()
})

test('a question can be skipped by a second press, and a number key chooses', async ({ page }) => {
  await openPage(page)
  await page.keyboard.press('q')
  for (const kind of [
    'what is handed on',
    'what the bucket holds',
    'which shape',
    'what comes next',
    'will it be zero',
  ])
    await page.getByLabel(kind).uncheck()
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  for (let n = 0; n <= forward; n++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('.question .choice').first()).toBeFocused()
  const [at] = await position(page)
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('.question')).toBeHidden()
  expect(await position(page)).toEqual([at + 1, trace!.steps.length])
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('.question .choice').first()).toBeFocused()
  await page.keyboard.press('1')
  await expect(page.locator('.feedback')).toBeVisible()
  expect(await position(page)).toEqual([at + 2, trace!.steps.length])
})

test('the same quiz link asks the same question', async ({ page, context }) => {
  await openPage(page)
  await page.keyboard.press('q')
  await expect(page.getByLabel('Ask before each backward step')).toBeChecked()
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  for (let n = 0; n <= forward + 2; n++) await page.keyboard.press('ArrowRight')
  await page.getByRole('button', { name: 'Share' }).click()
  const url = await page.getByRole('textbox', { name: /link/i }).inputValue()
  const asked: string[] = []
  for (let i = 0; i < 2; i++) {
    const other = await context.newPage()
    await other.goto(url)
    await expect(other.locator('.node').first()).toBeVisible()
    await expect(other.getByLabel('Ask before each backward step')).toBeChecked()
    await other.locator('.next').click()
    await expect(other.locator('.prompt')).toBeVisible()
    asked.push((await other.locator('.question').textContent()) ?? '')
    await other.close()
  }
  expect(asked[0]).toBe(asked[1])
})

test('a planted mistake shows its first wrong step, and the lamp goes red', async ({ page }) => {
  await openPage(page)
  await page.getByRole('button', { name: 'Predict' }).click()
  for (const mutant of mutants) {
    const first = firstWrong(trace!, mutant)
    if (first === null) continue
    await page.getByLabel('Backward pass').selectOption(mutant.id)
    await page.getByRole('button', { name: 'First wrong number', exact: true }).click()
    await expect(count(page)).toHaveText(new RegExp(`^${first.inMutant + 1} / `))
    await expect(page.locator('.lamp')).toHaveAttribute('data-lamp', 'red')
    await expect(page.locator('.mistake-banner')).toContainText(`With a planted mistake: ${mutant.name}`)
    const mark = page.locator('.node[data-wrong="true"]')
    await expect(mark).toHaveAttribute('data-node', String(first.node))
  }
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Take it out' }).click()
  await expect(page.locator('.mistake-banner')).toBeHidden()
})

/** Answers the open question about an amount with the engine’s number. */
async function answerRight(page: Page): Promise<void> {
  const [at] = await position(page)
  const step = trace!.steps[at]!
  if (step.kind === 'value' || step.kind === 'update') throw new Error(`step ${at} is not asked about`)
  await page.keyboard.type(String(step.amount.data[0]))
  await page.keyboard.press('Enter')
}

test('a right answer counts and is kept on this machine, and the output is hidden while a question is open', async ({
  page,
}) => {
  await openPage(page)
  await page.keyboard.press('q')
  for (const kind of [
    'what the bucket holds',
    'which local slope',
    'which shape',
    'what comes next',
    'will it be zero',
  ])
    await page.getByLabel(kind).uncheck()
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  const output = page.getByRole('region', { name: 'Output' }).locator('pre')
  await expect(output).toBeVisible()
  for (let n = 0; n <= forward; n++) await page.keyboard.press('ArrowRight')
  for (const right of [1, 2, 3]) {
    await expect(page.locator('.question input')).toBeFocused()
    await expect(output).toBeHidden()
    await answerRight(page)
    await expect(page.locator('.feedback')).toHaveAttribute('data-verdict', 'right')
    await expect(page.getByText(`${right} of ${right} right, ${right} in a row`)).toBeVisible()
    await expect(output).toBeVisible()
    await page.keyboard.press('ArrowRight')
  }
  await page.keyboard.press('Escape')
  await expect(page.locator('.question')).toBeHidden()
  await page.reload()
  await page.getByRole('button', { name: 'Predict' }).click()
  await expect(page.getByText('3 of 3 right')).toBeVisible()
})

for (const [width, height] of [
  [390, 844],
  [1280, 720],
  [1920, 1080],
] as const)
  test(`axe finds nothing in a question, its answer and a planted mistake at ${width}×${height}`, async ({ page }) => {
    const axe = async (where: string): Promise<void> => expect(await violations(page), where).toEqual([])
    await page.setViewportSize({ width, height })
    await openPage(page)
    await page.keyboard.press('q')
    await expect(page.getByLabel('Ask before each backward step')).toBeChecked()
    await axe('settings')
    for (const kind of ['what is handed on', 'which local slope', 'which shape', 'what comes next', 'will it be zero'])
      await page.getByLabel(kind).uncheck()
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
    for (let n = 0; n < trace!.steps.length && !(await page.locator('.question').isVisible()); n++)
      await page.keyboard.press('ArrowRight')
    await expect(page.locator('.question input')).toBeFocused()
    await axe('question')
    await page.keyboard.type('4')
    await page.keyboard.press('Enter')
    await expect(page.locator('.feedback')).toBeVisible()
    await axe('answer')
    await page.getByRole('button', { name: 'See where that goes wrong' }).click()
    await expect(page.locator('.mistake-banner')).toBeVisible()
    await axe('mistake')
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1)
    expect(wide).toBe(false)
  })
