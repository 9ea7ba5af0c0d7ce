import type { Browser, Page } from 'playwright/test'
import { levels } from '../../src/core/levels/magnify.ts'
import { median } from './median.ts'
import { openApp, showAt } from './page.ts'
import { programAt } from './programs.ts'

const steps = 40
const warmUp = 12

/** Milliseconds a step: of script from the key to the new picture, of all script (what is prepared in idle time included), and of layout. */
async function stepping(page: Page): Promise<{ key: number; all: number; layout: number }> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const read = async (name: string): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1000
  }
  await page.evaluate(() => {
    const shown = document.querySelector('.count')
    const start = { at: 0, count: '' }
    window.addEventListener(
      'keydown',
      () => {
        start.at = performance.now()
        start.count = shown?.textContent ?? ''
      },
      { capture: true },
    )
    // React draws in a microtask that the store's change queues before this one
    window.addEventListener('keydown', () =>
      queueMicrotask(() =>
        queueMicrotask(() => {
          if (shown?.textContent !== start.count) performance.measure('step', { start: start.at })
        }),
      ),
    )
  })
  const press = async (key: string, times: number): Promise<void> => {
    for (let i = 0; i < times; i++) {
      await page.keyboard.press(key)
      await page.waitForTimeout(60)
    }
  }
  // from the last steps forward into the first ones back
  await page.keyboard.press('Control+ArrowRight')
  await press('ArrowLeft', warmUp)
  const before = [await read('ScriptDuration'), await read('LayoutDuration')]
  await press('ArrowRight', steps)
  const keys = await page.evaluate(() => performance.getEntriesByName('step').map(({ duration }) => duration))
  if (keys.length < steps + warmUp) throw new Error(`only ${keys.length} steps were drawn by the end of their key`)
  return {
    key: median(keys.slice(-steps)),
    all: ((await read('ScriptDuration')) - before[0]!) / steps,
    layout: ((await read('LayoutDuration')) - before[1]!) / steps,
  }
}

/** The floor: what it takes to write every node and edge anew by hand, as an update of a data join does. */
const byHand = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const svg = document.querySelector('.graph-view svg')?.cloneNode(true)
    if (!(svg instanceof Element)) return Number.NaN
    const times = Array.from({ length: 40 }, (_, round) => {
      const start = performance.now()
      for (let again = 0; again < 10; again++)
        for (const element of svg.querySelectorAll('.node, .edge')) {
          element.setAttribute('data-state', `${round} ${again}`)
          const text = element.querySelector('.number')?.firstChild
          if (text != null) text.nodeValue = `${again} ${round}`
        }
      return (performance.now() - start) / 10
    })
    return times.sort((p, q) => p - q)[20] ?? Number.NaN
  })

/** Prints what a step costs at every level. */
export async function benchSteps(browser: Browser, url: string): Promise<void> {
  console.log('\nOne step (aim: under 4 ms of script at 200 nodes), against writing every node and edge anew by hand')
  for (const nodes of [60, 200, 500])
    for (const level of levels) {
      const page = await openApp(browser, url)
      const count = await showAt(page, programAt(level, nodes), level)
      await page.keyboard.press('Escape')
      await page.locator('.next').focus()
      const { key, all, layout } = await stepping(page)
      const ratio = key / (await byHand(page))
      console.log(
        `  ${level.padEnd(6)} ${String(count).padStart(4)} nodes   ${key.toFixed(2)} ms script from the key to the new picture (${ratio.toFixed(1)}× by hand)   ${all.toFixed(2)} ms with what is prepared when idle   ${layout.toFixed(2)} ms layout`,
      )
      await page.close()
    }
}
