import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { violations } from './axe.ts'
import { glance, look, type Mode, type Sight, walkBeat } from './faults.ts'
import { expect, test } from './fixtures.ts'
import { openPage } from './page.ts'

const sizes = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 390, height: 844 },
] as const

const folder = join(import.meta.dirname, '../src/lessons/lecture')
const lessons = readdirSync(folder)
  .sort()
  .map((file) => {
    const [, id = file, title = ''] =
      /id: '([^']*)',\s*title: '([^']*)'/.exec(readFileSync(join(folder, file), 'utf8')) ?? []
    return { id, title }
  })

/** Every size and axe in both modes at every beat takes some ten minutes; else each beat is seen by a reader, and all else goes by turns. */
const thorough = process.env['GRADWALK_THOROUGH'] !== undefined

const beatOf = ({ at }: Sight): string => at.split(' ').slice(0, 2).join(' ')

for (const [lesson, { id, title }] of lessons.entries())
  test(`every beat of “${title}” is in order at three sizes, to one reader and to a room`, async ({ page }) => {
    test.setTimeout(180_000)
    const problems: string[] = []
    const note = (sight: Sight, where: string): Sight => {
      problems.push(...sight.faults.map((fault) => `${sight.at}, ${where}: ${fault}`))
      return sight
    }
    const press = async (key: string): Promise<Sight> => {
      await page.keyboard.press(key)
      return glance(page)
    }
    /** Shows the beat at a size as it is to a reader or to a room, and looks at it. */
    const see = async (mode: Mode, size: Size): Promise<Sight> => {
      if (page.viewportSize()?.width !== size.width) await page.setViewportSize(size)
      if ((mode === 'present') !== (await page.locator('.lecture').count()) > 0) await press('p')
      return note(await look(page, mode), `${mode}, ${size.width}×${size.height}`)
    }
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await openLesson(page, id, title)
    const count = Number(
      /\d+$/.exec((await page.locator('.beats button').first().getAttribute('aria-label')) ?? '')?.[0],
    )
    const seen = new Set<string>()
    let here = await glance(page)
    for (let played = 0; here.at.startsWith(`${id} `); played++) {
      expect(played, 'there is an end').toBeLessThan(60)
      const beat = beatOf(here)
      seen.add(beat)
      const stops = await walkBeat(page)
      const next = stops.pop()!
      for (const stop of stops) here = note(stop, 'student')
      // back at the last stop of the beat, where all of it is shown
      if (next.at !== here.at) expect((await press('ArrowLeft')).at, 'a press back').toBe(here.at)
      // each size, each theme and each mode by turns
      const turns = sizes.map((_, i) => sizes[(played + i) % sizes.length]!)
      for (const size of thorough ? turns : turns.slice(0, 1)) await see('student', size)
      const isTurn = (nth: number, of: number): boolean => thorough || (played + lesson) % of === nth
      const scheme = (played + lesson) % 4 < 2 ? 'light' : 'dark'
      const inspect = async (mode: Mode): Promise<void> => {
        if (!isTurn(mode === 'student' ? 0 : 5, 10)) return
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
        problems.push(...(await violations(page)).map((found) => `${here.at}, ${mode}, ${scheme}: ${found}`))
      }
      await inspect('student')
      if (isTurn(1, 2)) {
        for (const size of thorough ? turns : turns.slice(1, 2)) await see('present', size)
        await inspect('present')
        await press('p')
      }
      if (next.at === here.at) break
      here = await press('ArrowRight')
    }
    expect(seen.size, 'every beat was there').toBe(count)
    expect([...new Set(problems)]).toEqual([])
  })

type Size = (typeof sizes)[number]

async function openLesson(page: Page, id: string, title: string): Promise<void> {
  await openPage(page)
  await page.keyboard.press('c')
  await page
    .locator('.lesson-link')
    .filter({ has: page.getByText(title, { exact: true }) })
    .click()
  await expect(page.locator('.lesson')).toHaveAttribute('data-at', new RegExp(`^${id} `))
}
