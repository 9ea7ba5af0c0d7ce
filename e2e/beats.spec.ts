import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright/test'
import { look, type Mode, type Sight } from './faults.ts'
import { expect, test } from './fixtures.ts'
import { openPage } from './page.ts'

/** The modes that the lessons are played in. */
const modes: readonly Mode[] = ['student']

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

const beatOf = ({ at }: Sight): string => at.split(' ').slice(0, 2).join(' ')

for (const mode of modes)
  for (const { id, title } of lessons)
    test(`every beat of “${title}” is in order at three sizes, ${mode}`, async ({ page }) => {
      test.setTimeout(180_000)
      const problems: string[] = []
      let turn = 0
      const size = () => sizes[turn % sizes.length]!
      const note = (sight: Sight, { width, height }: (typeof sizes)[number]): Sight => {
        if (sight.at.startsWith(`${id} `))
          problems.push(...sight.faults.map((fault) => `${sight.at}, ${width}×${height}: ${fault}`))
        return sight
      }
      const see = async (): Promise<Sight> => note(await look(page, mode), size())
      const press = async (key: string): Promise<Sight> => {
        await page.keyboard.press(key)
        return see()
      }
      await page.emulateMedia({ reducedMotion: 'reduce' })
      await openLesson(page, id, title)
      if (mode === 'present') await page.keyboard.press('p')
      let here = await see()
      for (let played = 0; played < 60 && here.at.startsWith(`${id} `); played++) {
        const beat = beatOf(here)
        let next = here
        do {
          here = next
          next = await press(mode === 'student' && here.asks ? '1' : 'ArrowRight')
        } while (beatOf(next) === beat && next.at !== here.at)
        // back at the last stop of the beat, where all of it is shown
        if (next.at !== here.at) expect((await press('ArrowLeft')).at, 'a press back').toBe(here.at)
        for (let i = 0; i < sizes.length; i++) {
          turn++
          await page.setViewportSize(size())
          note(await look(page, mode), size())
        }
        const scheme = played % 2 === 0 ? 'light' : 'dark'
        turn++
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
        await page.setViewportSize(size())
        problems.push(...(await axe(page)).map((found) => `${here.at}, ${size().width} ${scheme}: ${found}`))
        if (next.at === here.at) break
        here = await press('ArrowRight')
      }
      expect([...new Set(problems)]).toEqual([])
    })

async function openLesson(page: Page, id: string, title: string): Promise<void> {
  await openPage(page)
  await page.keyboard.press('c')
  await page
    .locator('.lesson-link')
    .filter({ has: page.getByText(title, { exact: true }) })
    .click()
  await expect(page.locator('.lesson')).toHaveAttribute('data-at', new RegExp(`^${id} `))
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds on the page. There are no frames, so the page itself may run it, and only violations are described: a fifth of the time. */
async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .options({ runOnly: tags, resultTypes: ['violations'] })
    .setLegacyMode()
    .analyze()
  return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}
