import type { Page } from 'playwright/test'
import { violations } from './axe.ts'
import { exampleFiles } from './engine.ts'
import { expect, test } from './fixtures.ts'
import { choose, count, next, openPage, sentence } from './page.ts'

const axe = async (page: Page, where: string): Promise<void> => {
  expect(await violations(page), where).toEqual([])
}

for (const theme of ['Light', 'Dark', 'Projector'])
  test(`axe finds nothing in the theme ${theme}`, async ({ page }) => {
    await openPage(page)
    await page.getByRole('banner').getByLabel('Theme').selectOption({ label: theme })
    await axe(page, 'start')
    await page.keyboard.press('End')
    await axe(page, 'end')
    await page.getByRole('button', { name: 'Table', exact: true }).first().click()
    await axe(page, 'table')
    await page.getByRole('button', { name: 'Share' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await axe(page, 'share')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Help' }).click()
    await axe(page, 'help')
  })

test('axe finds nothing on a phone, in any panel', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openPage(page)
  for (const panel of ['Program', 'Graph', 'Formula', 'Table']) {
    await page.locator('.panels').getByRole('button', { name: panel }).click()
    await axe(page, panel)
  }
})

test('the step’s sentence is announced, one a step', async ({ page }) => {
  await openPage(page)
  const spoken = page.locator('[aria-live="polite"].spoken')
  const heard = new Set<string>()
  for (let n = 0; n < 4; n++) {
    await page.keyboard.press('ArrowRight')
    await expect(count(page)).toHaveText(new RegExp(`^${n + 1} `))
    // it is spoken after the step is drawn
    await expect
      .poll(async () => (await sentence(page).textContent())?.endsWith((await spoken.textContent()) ?? '?'))
      .toBe(true)
    heard.add((await spoken.textContent()) ?? '')
  }
  expect(heard.size).toBe(4)
})

test('nothing is cut off from a 390-pixel phone to a projector', async ({ page }) => {
  for (const [width, height] of [
    [390, 844],
    [768, 1024],
    [1280, 720],
    [1920, 1080],
  ] as const) {
    await page.setViewportSize({ width, height })
    await openPage(page)
    await page.keyboard.press('End')
    const cut = await page.evaluate(() => {
      const wide = document.documentElement.scrollWidth > innerWidth + 1 ? ['the page scrolls sideways'] : []
      const out = [...document.querySelectorAll('button, select, .sentence, .count')].filter((element) => {
        const box = element.getBoundingClientRect()
        return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1 || box.bottom > innerHeight + 1)
      })
      return [...wide, ...out.map((element) => element.textContent || element.className)]
    })
    expect(cut, `${width}×${height}`).toEqual([])
  }
})

test('on a phone each step’s node is in the frame, and Fit shows the whole picture and goes back', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openPage(page)
  const fit = page.getByRole('button', { name: 'Fit' })
  for (const { title } of exampleFiles) {
    await page.getByLabel('Examples').selectOption({ label: title })
    await expect(count(page)).toHaveText(/^0/)
    const fitAndBack = async () => {
      await fit.click()
      await expect.poll(() => page.evaluate(outside, '.node'), `${title}, all of it`).toBe(0)
      await fit.click()
      await expect.poll(() => page.evaluate(outside, now), `${title}, readable again`).toBe(0)
    }
    await page.keyboard.press('Control+ArrowRight')
    await fitAndBack()
    await page.keyboard.press('Home')
    const walk: Promise<string[]> = page.evaluate(`(${walkedOut})(${outside}, ${JSON.stringify(now)})`)
    expect(await walk, `${title}: steps whose node is out of the frame`).toEqual([])
    await expect(next(page)).toBeDisabled()
    await fitAndBack()
  }
})

const now = '.node[data-state="now"]'

/** How many of these are not wholly in the frame of the graph. Runs in the page. */
function outside(selector: string): number {
  const frame = document.querySelector('.graph-view')?.getBoundingClientRect()
  return [...document.querySelectorAll(selector)].filter((element) => {
    const box = element.getBoundingClientRect()
    return (
      frame === undefined ||
      box.left < frame.left - 1 ||
      box.right > frame.right + 1 ||
      box.top < frame.top - 1 ||
      box.bottom > frame.bottom + 1
    )
  }).length
}

/** Presses the right arrow to the end, and says at which steps something stays outside. Runs in the page. */
async function walkedOut(count: typeof outside, selector: string): Promise<string[]> {
  const out: string[] = []
  while (document.querySelector('.next:enabled') !== null) {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }))
    for (let frames = 0; frames < 1 || (count(selector) > 0 && frames < 600); frames++)
      await new Promise((resolve) => requestAnimationFrame(resolve))
    if (count(selector) > 0) out.push(document.querySelector('.count')?.textContent ?? '')
  }
  return out
}

test('presenting hides all but picture, formula and sentence; a clicker’s Esc and F5 keep the place, the dot blanks', async ({
  page,
}) => {
  await openPage(page)
  await page.keyboard.press('p')
  await expect(page.locator('.program, .header, .step-bar, .detail-tabs')).toHaveCount(0)
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'projector')
  for (let n = 0; n < 5; n++) await page.keyboard.press('PageDown')
  await page.keyboard.press('Escape')
  await expect(count(page)).toHaveText(/^5 /)
  await page.keyboard.press('.')
  await expect(page.locator('.blank')).toBeVisible()
  await page.keyboard.press('PageDown')
  await expect(page.locator('.blank')).toHaveCount(0)
  await page.waitForTimeout(600)
  await page.reload()
  await expect(count(page)).toHaveText(/^6 /)
  await expect(page.locator('.lecture')).toBeVisible()
})

test('a step sets dots in motion, and none with reduced motion', async ({ page }) => {
  await openPage(page)
  await page.evaluate(() => {
    const see = (records: MutationRecord[]) => {
      const dots = records.reduce((sum, { addedNodes }) => sum + addedNodes.length, 0)
      if (dots > 0) document.body.setAttribute('data-dots', `${dots}`)
    }
    new MutationObserver(see).observe(document.querySelector('.flow')!, { childList: true })
  })
  await page.keyboard.press('ArrowRight')
  await expect(count(page)).toHaveText(/^1 /)
  expect(await page.locator('.flow .dot').count()).toBe(0)
  await expect(page.locator('body')).not.toHaveAttribute('data-dots')
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('body')).toHaveAttribute('data-dots', '2')
})

test('single-letter keys can be turned off', async ({ page }) => {
  await openPage(page)
  await page.getByRole('button', { name: 'Help' }).click()
  await page.getByRole('checkbox').uncheck()
  await page.getByRole('button', { name: 'Close' }).click()
  await page.keyboard.press('p')
  await expect(page.locator('.program')).toBeVisible()
})

test('the arrows go from node to node in the graph', async ({ page }) => {
  await openPage(page)
  await choose(page, 'Legend: p = w·x')
  await page.locator('.node').first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('.node:focus')).toHaveAttribute('data-node', '1')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(count(page)).toHaveText(/^1 /)
})
