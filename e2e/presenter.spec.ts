import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright/test'
import { violations } from './axe.ts'
import { expect, stranger, test } from './fixtures.ts'
import { count, node, openPage } from './page.ts'

/** Opens the presenter window of a lecture with S. */
async function presenterOf(lecture: Page): Promise<Page> {
  const pressed = async (): Promise<Page | null> => {
    const opened = lecture.context().waitForEvent('page', { timeout: 10_000 })
    await lecture.keyboard.press('s')
    return opened.catch(() => null)
  }
  // a browser that is still closing the window of that name gives that one back: then S is pressed once more
  const presenter = (await pressed()) ?? (await pressed())!
  await expect(presenter.locator('.presenter-main')).toBeVisible()
  return presenter
}

/** A lecture on a path, presenting, and its presenter window. */
async function lectureOn(page: Page, lesson = /Backprop on a path/): Promise<Page> {
  await page.keyboard.press('p')
  await page.keyboard.press('c')
  await page.getByRole('button', { name: lesson }).click()
  await expect(page.locator('.lecture-beats')).toBeVisible()
  return presenterOf(page)
}

/** Where a presenter window says that the lecture stands: the beat's title, its place, and the step. */
const told = async (presenter: Page): Promise<string> =>
  (await presenter.locator('.presenter-beat .title, .where, .presenter-now h2').allTextContents()).join(' | ')
const beat = (page: Page) => page.locator('.lesson h2, .lecture h1, .presenter-beat .title').first()
/** Which beat of how many either window is at. */
const place = async (page: Page): Promise<string> => {
  const marks = page.locator('.lecture-beats, .beats [aria-current]').first()
  await expect(marks.or(page.locator('.where')).first()).toBeAttached()
  const said =
    (await marks.count()) > 0 ? await marks.getAttribute('aria-label') : await page.locator('.where').textContent()
  return /beat \d+ of \d+/i.exec(said ?? '')?.[0].toLowerCase() ?? ''
}

/** Both windows are at the same beat and at the same step. */
async function inStep(lecture: Page, presenter: Page): Promise<void> {
  const told = async () => [await place(presenter), await presenter.locator('.presenter-now h2').textContent()]
  const shown = async () => [
    await place(lecture),
    ((await count(lecture).textContent()) ?? '').replace(/^(\d+) \/ (\d+)$/, 'Step $1 of $2'),
  ]
  // a window that is still opening has not said its last word either
  await expect(async () => expect(await told()).toEqual(await shown())).toPass({ timeout: 15_000 })
}

const press = async (page: Page, key: string, times: number): Promise<void> => {
  for (let i = 0; i < times; i++) await page.keyboard.press(key)
}

test('S opens the presenter window; keys in either move both, with the answer and what comes next in one', async ({
  page,
}) => {
  await openPage(page)
  const presenter = await lectureOn(page)
  await expect(beat(presenter)).toContainText('A single road')
  await expect(presenter.locator('.presenter-note')).toBeVisible()
  await expect(presenter.locator('.presenter-ahead')).toContainText('Forward')
  await press(page, 'ArrowRight', 3)
  await inStep(page, presenter)
  await press(presenter, 'PageDown', 6)
  await expect(count(page)).not.toHaveText('2 / 13')
  await inStep(page, presenter)
  // as far as the question of the first weight
  while (!(await beat(presenter).textContent())?.startsWith('What is')) {
    const before = await told(presenter)
    await presenter.keyboard.press('ArrowRight')
    await expect.poll(() => told(presenter)).not.toBe(before)
  }
  await expect(page.locator('.choices')).toHaveCount(0)
  await expect(presenter.locator('[data-right="true"] .verdict')).toHaveText('✓ right')
  await expect(presenter.locator('.presenter-ahead')).toContainText('The choices')
  await presenter.keyboard.press('ArrowRight')
  await expect(page.locator('.choices li')).toHaveCount(await presenter.locator('.presenter-question li').count())
  const plain = (texts: readonly string[]) => texts.map((text) => text.replace(/✓ right|\s/g, ''))
  expect(plain(await presenter.locator('.presenter-question button').allTextContents())).toEqual(
    plain(await page.locator('.choices button').allTextContents()),
  )
  await expect(presenter.locator('.presenter-ahead')).toContainText('The answer')
  await presenter.getByRole('button', { name: 'Next' }).click()
  await expect(page.locator('.because')).toBeVisible()
  await inStep(page, presenter)
  await press(presenter, 'ArrowLeft', 2)
  await expect(presenter.locator('.presenter-ahead')).toContainText('The choices')
  await press(presenter, 'ArrowRight', 1)
  await expect(presenter.locator('.presenter-ahead')).toContainText('The answer')
  const wrong = await presenter
    .locator('.presenter-question li')
    .evaluateAll((items) => items.findIndex((item) => item.getAttribute('data-right') === 'false'))
  await presenter.keyboard.press(String(wrong + 1))
  await expect(page.locator('.choices [data-state="wrong"]')).toBeVisible()
  await expect(presenter.locator('.verdict', { hasText: 'taken' })).toBeVisible()
  await press(page, 'ArrowLeft', 3)
  await inStep(page, presenter)
})

test('blank, present, level and a jump to a beat are one thing in both windows', async ({ page }) => {
  await openPage(page)
  const presenter = await lectureOn(page)
  await presenter.keyboard.press('b')
  await expect(page.locator('.blank')).toBeVisible()
  await presenter.getByRole('button', { name: 'Show the screen' }).click()
  await expect(page.locator('.blank')).toHaveCount(0)
  await presenter.keyboard.press('p')
  await expect(page.locator('.app')).toHaveAttribute('data-present', 'false')
  await presenter
    .getByRole('navigation')
    .getByRole('button', { name: /A road that is blocked/ })
    .click()
  await expect(beat(page)).toContainText('A road that is blocked')
  await inStep(page, presenter)
  await presenter.keyboard.press('l')
  await expect(page.getByRole('button', { name: 'Scalars' })).toHaveAttribute('aria-pressed', 'true')
  await expect(presenter).toHaveURL(/#presenter\.[0-9a-f]{32}$/)
})

test('in the presenter window a question does not wait, though it would for a student', async ({ page }) => {
  await openPage(page)
  const presenter = await lectureOn(page)
  await presenter.keyboard.press('p')
  await presenter.getByRole('navigation').getByRole('button', { name: /^7/ }).click()
  await expect(page.locator('.waits')).toBeVisible()
  await presenter.keyboard.press('ArrowRight')
  await expect(page.locator('.because')).toBeVisible()
  await inStep(page, presenter)
})

test('a reload of either window comes back in step, with the lecture where it was', async ({ page }) => {
  await openPage(page)
  const presenter = await lectureOn(page)
  await press(presenter, 'ArrowRight', 4)
  await inStep(page, presenter)
  await page.reload()
  await press(presenter, 'ArrowRight', 2)
  const here = await told(presenter)
  await expect(beat(page)).toBeVisible()
  await inStep(page, presenter)
  expect(await told(presenter)).toBe(here)
  await press(page, 'ArrowRight', 1)
  await expect.poll(() => told(presenter)).not.toBe(here)
  await inStep(page, presenter)
  await presenter.reload()
  await expect(presenter.locator('.presenter-partner')).toHaveAttribute('data-partner', 'here')
  await inStep(page, presenter)
  await press(presenter, 'ArrowRight', 1)
  await inStep(page, presenter)
})

test('a presenter window that was closed opens again in step; a second S finds the one that is open', async ({
  page,
}) => {
  await openPage(page)
  const presenter = await lectureOn(page)
  await press(presenter, 'ArrowRight', 3)
  await presenter.close()
  await expect.poll(() => page.context().pages().length).toBe(1)
  await page.bringToFront()
  await press(page, 'ArrowRight', 2)
  const again = await presenterOf(page)
  await inStep(page, again)
  await page.keyboard.press('s')
  await page.waitForTimeout(300)
  expect(page.context().pages()).toHaveLength(2)
  await press(again, 'ArrowRight', 1)
  await inStep(page, again)
})

test('when the lecture window is closed the presenter says so, goes on, and opens it again at its beat', async ({
  page,
}) => {
  await openPage(page)
  const presenter = await lectureOn(page)
  await press(presenter, 'ArrowRight', 3)
  await inStep(page, presenter)
  await page.close({ runBeforeUnload: true })
  await expect(presenter.locator('.presenter-partner')).toContainText('closed or asleep')
  await press(presenter, 'ArrowRight', 3)
  await presenter.reload()
  await expect(presenter.locator('.presenter-partner')).toContainText('closed or asleep')
  const here = await told(presenter)
  const opened = presenter.context().waitForEvent('page')
  await presenter.getByRole('button', { name: 'Open the lecture' }).click()
  const lecture = await opened
  await expect(presenter.locator('.presenter-partner')).toHaveAttribute('data-partner', 'here')
  await inStep(lecture, presenter)
  expect(await told(presenter)).toBe(here)
  await press(lecture, 'ArrowRight', 1)
  await expect.poll(() => told(presenter)).not.toBe(here)
  await lecture.reload()
  await expect(beat(lecture)).toBeVisible()
  await press(presenter, 'ArrowRight', 1)
  await inStep(lecture, presenter)
})

test('two lecture tabs with a presenter window each do not disturb each other', async ({ page, context }) => {
  await openPage(page)
  const presenter = await lectureOn(page)
  const page2 = await context.newPage()
  await page2.goto('./')
  // it begins where the first tab is: presenting
  await expect(page2.locator('.lecture')).toBeVisible()
  await page2.keyboard.press('p')
  await page2.keyboard.press('Home')
  const presenter2 = await lectureOn(page2, /Backprop with branches/)
  await press(presenter, 'ArrowRight', 4)
  await press(presenter2, 'ArrowRight', 2)
  await expect(beat(page)).not.toContainText('The road forks')
  await inStep(page, presenter)
  await inStep(page2, presenter2)
  await expect(presenter.locator('.presenter-position')).toContainText('Backprop on a path')
  await expect(presenter2.locator('.presenter-position')).toContainText('Backprop with branches')
})

test('in a free walk the presenter has the sentence, the formulas and the next sentence; a changed program arrives', async ({
  page,
}) => {
  await openPage(page)
  const presenter = await presenterOf(page)
  await press(page, 'ArrowRight', 2)
  await expect(presenter.locator('.presenter-now h2')).toHaveText(/^Step 2 of/)
  const next = await presenter.locator('.presenter-ahead p').textContent()
  await expect(presenter.locator('.presenter-now .katex').first()).toBeVisible()
  await presenter.keyboard.press(' ')
  await expect(count(page)).toHaveText(/^3 /)
  await expect(page.locator('.sentence')).toContainText(next!)
  await page.getByLabel('Examples').selectOption({ label: 'Legend: p = w·x' })
  await expect(presenter.locator('.presenter-now h2')).toHaveText(/^Step 0 of/)
  await press(presenter, 'ArrowRight', 1)
  await expect(count(page)).toHaveText(/^1 /)
  await expect(node(page, 'p')).toBeVisible()
})

test('the clock goes, stands, and begins anew, and a reload keeps it', async ({ page }) => {
  await openPage(page)
  const presenter = await presenterOf(page)
  const elapsed = presenter.getByRole('timer')
  await expect(elapsed).toHaveText('0:02')
  await presenter.getByRole('button', { name: 'Pause' }).click()
  const stood = await elapsed.textContent()
  await presenter.reload()
  await expect(elapsed).toHaveText(stood!)
  await presenter.getByRole('button', { name: 'Reset' }).click()
  await expect(elapsed).toHaveText('0:00')
})

test('the presenter window writes neither the stored work nor the address', async ({ page }) => {
  await openPage(page)
  const presenter = await presenterOf(page)
  await page.close()
  const before = await presenter.evaluate(() => localStorage.getItem('gradwalk.work'))
  const address = presenter.url()
  await press(presenter, 'ArrowRight', 3)
  await presenter.waitForTimeout(600)
  expect(await presenter.evaluate(() => localStorage.getItem('gradwalk.work'))).toBe(before)
  expect(presenter.url()).toBe(address)
})

test('where the browser lets no second window open, the lecture says so and has a link that does', async ({ page }) => {
  await openPage(page)
  await page.evaluate(() => {
    window.open = () => null
  })
  await page.keyboard.press('s')
  await expect(page.getByRole('alert')).toContainText('did not let a second window open')
  const opened = page.context().waitForEvent('page')
  await page.getByRole('link', { name: 'Open the presenter window' }).click()
  const presenter = await opened
  await expect(presenter.locator('.presenter-main')).toBeVisible()
  await press(presenter, 'ArrowRight', 2)
  await expect(count(page)).toHaveText(/^2 /)
})

for (const [width, height] of [
  [1280, 720],
  [390, 844],
] as const)
  test(`axe finds nothing in the presenter window, and nothing is cut off, at ${width} × ${height}`, async ({
    page,
  }) => {
    await openPage(page)
    const presenter = await lectureOn(page)
    await presenter.setViewportSize({ width, height })
    for (const theme of ['light', 'dark'] as const) {
      await presenter.emulateMedia({ colorScheme: theme })
      for (const title of [/A single road/, /What is/]) {
        await presenter.getByRole('navigation').getByRole('button', { name: title }).first().click()
        await expect(beat(presenter)).toHaveText(title)
        expect(await violations(presenter)).toEqual([])
        expect(await presenter.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      }
    }
  })

const file = process.env['GRADWALK_SINGLE'] ?? join(import.meta.dirname, '../dist-single/gradwalk.html')

test('the single file, opened from a disk, is kept in step as well, also after reloads', async ({ browser }) => {
  const { context, page, problems } = await stranger(browser, pathToFileURL(file).href)
  await expect(page.locator('.node').first()).toBeVisible()
  const presenter = await lectureOn(page)
  await press(page, 'ArrowRight', 3)
  await inStep(page, presenter)
  await press(presenter, 'ArrowRight', 3)
  await inStep(page, presenter)
  await page.reload()
  await expect(beat(page)).toBeVisible()
  await press(presenter, 'ArrowRight', 1)
  await inStep(page, presenter)
  await presenter.reload()
  await inStep(page, presenter)
  await press(presenter, 'ArrowRight', 1)
  await inStep(page, presenter)
  expect(problems).toEqual([])
  await context.close()
})

test('the single file is kept in step where there are no channels between windows', async ({ browser }) => {
  const { context, page, problems } = await stranger(browser, 'about:blank')
  await context.addInitScript(() => {
    Object.defineProperty(window, 'BroadcastChannel', { value: undefined })
  })
  await page.goto(pathToFileURL(file).href)
  await expect(page.locator('.node').first()).toBeVisible()
  const presenter = await lectureOn(page)
  await press(presenter, 'ArrowRight', 3)
  await inStep(page, presenter)
  await page.reload()
  await expect(beat(page)).toBeVisible()
  await expect(presenter.locator('.presenter-partner')).toHaveAttribute('data-partner', 'here')
  await press(presenter, 'ArrowRight', 2)
  await inStep(page, presenter)
  expect(problems).toEqual([])
  await context.close()
})
