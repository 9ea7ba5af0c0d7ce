import type { Browser, Page } from 'playwright/test'
import { type Level, levels } from '../../src/core/levels/magnify.ts'
import { median } from './median.ts'
import { type Drawn, drawn, openApp, paste, showAt, write } from './page.ts'
import { programAt } from './programs.ts'

const nodes = 500
const rounds = 3
const near: readonly [number, number] = [nodes - 40, nodes]
const few: readonly [number, number] = [1, nodes / 4]

/** The floor: what the browser takes to show a copy of the picture that is drawn. */
const byHand = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const svg = document.querySelector('.graph-view svg')
    const times = Array.from({ length: 9 }, () => {
      const copy = svg?.cloneNode(true)
      const start = performance.now()
      if (svg != null && copy instanceof Element) {
        svg.replaceWith(copy)
        copy.getBoundingClientRect()
        copy.replaceWith(svg)
      }
      return performance.now() - start
    })
    return times.sort((p, q) => p - q)[4] ?? Number.NaN
  })

const say = (what: string, results: readonly Drawn[], floor: number): void => {
  const time = median(results.map((result) => result.time))
  const block = Math.max(...results.map((result) => result.block))
  console.log(
    `  ${what.padEnd(34)} ${time.toFixed(0).padStart(5)} ms (${(time / floor).toFixed(1)}× by hand)   the page stood still for at most ${block.toFixed(0)} ms`,
  )
}

const press = (page: Page, level: Level) => () =>
  page.locator('.level-switch button').nth(levels.indexOf(level)).click()

/** Prints how long a picture of about 500 nodes takes from a run and from another level. */
export async function benchDrawing(browser: Browser, url: string): Promise<void> {
  console.log(
    `\nTo a new picture of about ${nodes} nodes (aims: run 200 ms, level 300 ms), against showing a copy of it`,
  )
  const runs: Drawn[] = []
  let floor = Number.NaN
  for (let i = 0; i < rounds; i++) {
    const page = await openApp(browser, url)
    await write(page, '#')
    await page.waitForTimeout(600)
    await page.keyboard.press('ControlOrMeta+a')
    runs.push(await drawn(page, '.node', near, () => paste(page, programAt('tensor', nodes - i * 3))))
    floor = await byHand(page)
    await page.close()
  }
  say('run', runs, floor)
  for (const level of ['neuron', 'scalar'] as const) {
    const [there, back, unfolded]: [Drawn[], Drawn[], Drawn[]] = [[], [], []]
    for (let i = 0; i < rounds; i++) {
      const page = await openApp(browser, url)
      await showAt(page, programAt(level, nodes - i), 'tensor')
      if (level === 'neuron') there.push(await drawn(page, '.node', near, press(page, level)))
      else {
        there.push(await drawn(page, '.fold-group', few, press(page, level)))
        unfolded.push(await drawn(page, '.node', near, () => page.locator('.level-switch .fold').click()))
      }
      floor = await byHand(page)
      back.push(await drawn(page, '.node', few, press(page, 'tensor')))
      await page.close()
    }
    say(`from tensors to ${level}s${level === 'scalar' ? ', folded' : ''}`, there, floor)
    if (level === 'scalar') say('unfolded', unfolded, floor)
    say(`from ${level}s to tensors`, back, floor)
  }
}
