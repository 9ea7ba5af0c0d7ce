import { expect, type Page } from 'playwright/test'

/** The app as a reader drives it. */
export const next = (page: Page) => page.getByRole('button', { name: 'Next', exact: true })
export const count = (page: Page) => page.locator('.count')
export const sentence = (page: Page) => page.locator('.sentence')
export const node = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name}, `) })
export const editor = (page: Page) => page.getByRole('textbox', { name: 'PyTorch program' })

/** Opens the page and waits for the first picture and for what is told below it, which is fetched after. */
export async function openPage(page: Page, hash = ''): Promise<void> {
  await page.goto(`./${hash}`)
  await ready(page)
}

/** Waits for the first picture and for what is told below it: in the page, for from outside one looks but every half second. */
export async function ready(page: Page): Promise<void> {
  const isReady = () => document.querySelector('.node') !== null && document.querySelector('.detail > section') !== null
  await page.waitForFunction(isReady, undefined, { polling: 'raf' })
}

/** Leaves the app for a file beside it: from there each address of the app is loaded anew, even where only the hash differs. */
export const leave = (page: Page) => page.goto('./favicon.svg')

/** Chooses an example and waits until its picture is there. */
export async function choose(page: Page, title: string): Promise<void> {
  await page.getByLabel('Examples').selectOption({ label: title })
  await expect(page.getByRole('region', { name: 'Walk' })).toHaveAttribute('aria-busy', 'false')
  await expect(count(page)).toHaveText(/^0/)
  await page.locator('.app').click({ position: { x: 400, y: 60 }, force: true })
}

/** Where the reader stands, as the page says it: [step, of how many]. */
export async function position(page: Page): Promise<[number, number]> {
  const [at = '', of = ''] = ((await count(page).textContent()) ?? '').split('/')
  return [Number(at), Number(of)]
}

/** Puts a program in place of the one in the editor, as someone would who selects all and pastes. */
export async function write(page: Page, source: string): Promise<void> {
  await editor(page).click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(source)
}

/** Every number of the picture and of the formulas, with what it is a reading of. */
export const readings = (page: Page) => page.evaluate(readingsOf)

/** Runs in the page; what it needs is in it. */
function readingsOf() {
  const picture = [...document.querySelectorAll('.node [data-read] [data-at]')].map((element) => ({
    read: element.closest('[data-read]')?.getAttribute('data-read') ?? '',
    node: Number(element.closest('[data-node]')?.getAttribute('data-node')),
    at: Number(element.getAttribute('data-at')),
    text: element.textContent ?? '',
  }))
  const formulas = [...document.querySelectorAll('.formula-panel .katex-html [data-read]')].map((element) => ({
    read: element.getAttribute('data-read') ?? '',
    of: Number(element.getAttribute('data-of')),
    slot: Number(element.getAttribute('data-slot') ?? -1),
    at: Number(element.getAttribute('data-at')),
    text: element.textContent ?? '',
  }))
  const adding = [...document.querySelectorAll('.node [data-read="adding"]')].map(
    (element) => element.textContent ?? '',
  )
  const chips = [...document.querySelectorAll('.chip text')].map((element) => element.textContent ?? '')
  return { picture, formulas, adding, chips }
}

/** What `readings` reads here and after each of so many presses of the right arrow, with the step as the page says it. */
export const walkReadings = (
  page: Page,
  presses: number,
): Promise<(ReturnType<typeof readingsOf> & { count: string })[]> =>
  // the function goes along as text, for there is no other way into the page
  page.evaluate(`(${walked})(${readingsOf}, ${presses})`)

/** Runs in the page; what it needs is in it. */
async function walked(read: typeof readingsOf, presses: number) {
  const readings = []
  for (let press = 0; press <= presses; press++) {
    const right = new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true })
    if (press > 0) document.body.dispatchEvent(right)
    await new Promise((resolve) => requestAnimationFrame(resolve))
    readings.push({ ...read(), count: document.querySelector('.count')?.textContent ?? '' })
  }
  return readings
}

/** The whole state of what is shown, as one text. */
export const snapshot = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.node, .edge, .chip, .sentence, .count, .formula-panel .katex-html')]
      .map((element) => `${element.getAttribute('data-state') ?? ''} ${element.textContent}`)
      .join('\n'),
  )
