import type { Browser, Page } from 'playwright/test'
import { type Level, levels } from '../../src/core/levels/magnify.ts'

/** The app in a window of its own, with its first picture drawn. */
export async function openApp(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  await page.goto(url)
  await page.locator('.node').first().waitFor()
  await page.locator('.formula-panel .katex').first().waitFor()
  await page.locator('.cm-content').waitFor()
  return page
}

/** Pastes a program in place of the one in the editor. */
export async function write(page: Page, source: string): Promise<void> {
  await page.getByRole('textbox', { name: 'PyTorch program' }).click()
  await page.keyboard.press('ControlOrMeta+a')
  await paste(page, source)
}

/** Pastes over what is selected in the editor. */
export const paste = (page: Page, text: string): Promise<void> =>
  page.locator('.cm-content').evaluate((editor, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    editor.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true }),
    )
  }, text)

/** Shows a program at a level, all of it, and says how many nodes are drawn. */
export async function showAt(page: Page, source: string, level: Level): Promise<number> {
  const before = await page.locator('.node').count()
  await write(page, source)
  const button = page.locator('.level-switch button').nth(levels.indexOf(level))
  await page.waitForFunction((count) => document.querySelectorAll('.node').length !== count, before)
  await button.click()
  await page.waitForTimeout(500)
  const unfold = page.getByRole('button', { name: 'Unfold' })
  if (await unfold.isVisible()) await unfold.click()
  await page.waitForTimeout(500)
  return page.locator('.node').count()
}

/** What a drawing took, in milliseconds: until its frame, and the longest that the page stood still on the way, 0 where that is below 50. */
export interface Drawn {
  readonly time: number
  readonly block: number
}

/** Does something and waits until the picture has a number of such elements and is painted; the time counts from the input event. */
export async function drawn(
  page: Page,
  selector: string,
  count: readonly [number, number],
  act: () => Promise<void>,
): Promise<Drawn> {
  const result = page.evaluate(
    async ([wanted, [least, most]]) => {
      const blocks: number[] = []
      const watch = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) blocks.push(entry.duration)
      })
      document.body.dataset['watching'] = 'true'
      const start = await new Promise<number>((resolve) => {
        for (const type of ['paste', 'click'])
          window.addEventListener(type, () => resolve(performance.now()), { capture: true, once: true })
      })
      watch.observe({ type: 'longtask' })
      for (let found = -1; found < least || found > most; ) {
        await new Promise((resolve) => setTimeout(resolve, 0))
        found = document.querySelectorAll(`.graph-view ${wanted}`).length
      }
      await new Promise(requestAnimationFrame)
      await new Promise((resolve) => setTimeout(resolve, 0))
      const time = performance.now() - start
      await new Promise((resolve) => setTimeout(resolve, 60))
      watch.disconnect()
      delete document.body.dataset['watching']
      return { time, block: Math.max(0, ...blocks) }
    },
    [selector, count] as const,
  )
  await page.waitForFunction(() => document.body.dataset['watching'] === 'true')
  await act()
  return result
}
