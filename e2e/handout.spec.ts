import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { violations } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { openPage } from './page.ts'

const folder = join(import.meta.dirname, '../src/lessons/lecture')
/** The text of a lesson's file, by the lesson's name. */
const files = new Map(
  readdirSync(folder).map((file): [string, string] => {
    const text = readFileSync(join(folder, file), 'utf8')
    return [/^ {2}id: '([^']+)'/m.exec(text)?.[1] ?? file, text]
  }),
)
/** The names of a lesson's beats, as they lie in the repository. */
const beatsOf = (lesson: string): string[] =>
  Array.from(files.get(lesson)!.matchAll(/^ {6}id: '([^']+)'/gm), ([, id = '']) => id)

const axe = async (page: Page): Promise<void> => {
  // a lesson has thousands of letters in formulas, which the walk's journeys look at
  expect(await violations(page, { exclude: ['.katex', '.figure'] })).toEqual([])
}

/** Opens a sheet and waits until its formulas are set. */
async function openSheet(page: Page, hash: string): Promise<void> {
  await page.goto(`./${hash}`)
  await expect(page.locator('.beat').first()).toBeVisible({ timeout: 45_000 })
  await expect(page.locator('.sheet .formula.plain')).toHaveCount(0)
}

/** What reaches over the right edge of the sheet. */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const edge = document.documentElement.clientWidth + 1
    return [...document.querySelectorAll('.sheet *')]
      .filter((element) => element.closest('.katex-mathml') === null && element.getBoundingClientRect().right > edge)
      .map((element) => `${element.tagName} ${element.className} in ${element.closest('[data-beat]')?.id ?? ''}`)
  })

const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0

/** The width of A4, and of Letter, without the margins, in pixels. */
const paperWidths = [680, 702]

for (const lesson of ['path', 'delta-recursion'])
  test(`the handout of ${lesson} has every beat, and nothing is cut off on paper`, async ({ page }) => {
    await openSheet(page, `#handout.${lesson}`)
    const beats = await page.locator('.beat').evaluateAll((all) => all.map((each) => each.getAttribute('data-beat')))
    expect(beats).toEqual(beatsOf(lesson))
    expect(await page.evaluate(() => localStorage.length), 'the reader’s work is not touched').toBe(0)
    await page.emulateMedia({ media: 'print' })
    for (const width of paperWidths) {
      await page.setViewportSize({ width, height: 1000 })
      expect(await tooWide(page)).toEqual([])
    }
    await expect(page.locator('.handout-tools')).toBeHidden()
    for (const beat of await page.locator('.beat').all()) await expect(beat).toBeVisible()
    expect(pagesOf(await page.pdf({ format: 'A4' }))).toBeGreaterThan(3)
    expect(pagesOf(await page.pdf({ format: 'Letter' }))).toBeGreaterThan(3)
  })

test('a worksheet has blanks, as many solutions on a page of their own, and new numbers for every seed', async ({
  page,
}) => {
  await openSheet(page, '#worksheet.path.3')
  const sheet = page.locator('.sheet')
  const numbers = (selector: string): Promise<string[]> => sheet.locator(selector).allTextContents()
  const blanks = await numbers('.beat .blank-number')
  expect(blanks.length).toBeGreaterThan(20)
  expect(await numbers('.solution-number')).toEqual(blanks)
  await expect(sheet.locator('.question [data-right="true"]')).toHaveCount(0)
  await expect(sheet.locator('.beat .katex [data-read="gradient"]:not(.question *)')).toHaveCount(0)
  const solutions = page.getByRole('region', { name: 'Solutions' })
  expect(await solutions.evaluate((element) => getComputedStyle(element).breakBefore)).toBe('page')
  await page.emulateMedia({ media: 'print' })
  for (const width of paperWidths) {
    await page.setViewportSize({ width, height: 1000 })
    expect(await tooWide(page)).toEqual([])
  }
  await page.emulateMedia({ media: 'screen' })
  const program = await sheet.locator('pre').first().textContent()
  await page.getByRole('button', { name: 'New numbers' }).click()
  await expect(page).toHaveURL(/#worksheet\.path\.4$/)
  await expect(sheet.locator('pre').first()).not.toHaveText(program!)
  await page.getByRole('textbox', { name: 'Seed' }).fill('3')
  await page.getByRole('textbox', { name: 'Seed' }).press('Enter')
  await expect(sheet.locator('pre').first()).toHaveText(program!)
})

test('a sheet is opened from the contents in a page of its own, is printed, and leads back to the lesson', async ({
  page,
  context,
}) => {
  await openPage(page)
  await page.getByRole('button', { name: 'Lessons' }).click()
  const opened = context.waitForEvent('page')
  await page.getByRole('link', { name: 'Handout: Backprop on a path' }).click()
  const sheet = await opened
  await expect(sheet.locator('.beat')).toHaveCount(beatsOf('path').length)
  await expect(sheet).toHaveTitle(/Backprop on a path/)
  await sheet.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', 'true')
  })
  await sheet.getByRole('button', { name: 'Print' }).click()
  await expect(sheet.locator('body')).toHaveAttribute('data-printed', 'true')
  await expect(sheet.locator('.because').first()).toBeVisible()
  await sheet.getByLabel('Answers').uncheck()
  await expect(sheet).toHaveURL(/#handout\.path\.questions$/)
  await expect(sheet.locator('.because')).toHaveCount(0)
  await sheet.getByRole('link', { name: 'Worksheet' }).click()
  await expect(sheet.locator('.solutions')).toBeVisible()
  await sheet.getByRole('link', { name: '← Backprop on a path' }).click()
  await expect(sheet.getByRole('region', { name: 'Lesson' }).getByRole('heading')).toContainText('A single road')
})

for (const hash of ['#handout.legend', '#worksheet.legend.2'])
  test(`axe finds nothing in ${hash}`, async ({ page }) => {
    test.slow()
    await openSheet(page, hash)
    await axe(page)
  })

test('an address of no lesson lists the lessons there are', async ({ page }) => {
  await page.goto('./#handout.nothing')
  await expect(page.getByRole('alert')).toContainText('There is no lesson “nothing”')
  await axe(page)
  await expect(page.locator('.all-lessons li')).toHaveCount(files.size)
  await page.getByRole('link', { name: 'Handout: Backprop on a path' }).click()
  await expect(page.locator('.beat').first()).toBeVisible()
})
