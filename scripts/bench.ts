// `npm run bench`: how fast, as ratios measured in one run. Needs a build (`npm run build`) for the parts in the browser.
import type { Browser, Page } from 'playwright/test'
import { exampleFiles } from '../e2e/engine.ts'
import { trace } from '../src/core/backward.ts'
import { createTape, graphOf, plant, record } from '../src/core/tape.ts'
import { scalar } from '../src/core/tensor.ts'
import { inBrowser } from './bench/browser.ts'
import { benchDrawing } from './bench/drawing.ts'
import { median } from './bench/median.ts'
import { benchSteps } from './bench/steps.ts'
import { benchTraining } from './bench/training.ts'

/** The median time of a body in milliseconds, after a warm-up. */
function timed(body: () => void, runs: number): number {
  for (let i = 0; i < Math.ceil(runs / 4); i++) body()
  return median(
    Array.from({ length: runs }, () => {
      const start = performance.now()
      body()
      return performance.now() - start
    }),
  )
}

/** x ← x·c + d over and over: half products, half sums. */
function engine(ops: number): void {
  const tape = createTape()
  let x = plant(tape, { role: 'parameter', value: scalar(0.5), requiresGrad: true, literals: [] })
  const [c, d] = [1.0001, 0.0001].map((v) =>
    plant(tape, { role: 'constant', value: scalar(v), requiresGrad: false, literals: [] }),
  )
  for (let i = 0; i < ops; i += 2) x = record(tape, 'add', [record(tape, 'mul', [x, c!], {}, {}), d!], {}, {})
  trace(graphOf(tape.nodes, x).graph)
}

/** The same by hand: values and gradients in arrays, no graph. */
function byHand(ops: number): number {
  const [values, gradients] = [new Float32Array(ops + 1), new Float32Array(ops + 1)]
  values[0] = 0.5
  for (let i = 0; i < ops; i += 2) {
    values[i + 1] = values[i]! * 1.0001
    values[i + 2] = values[i + 1]! + 0.0001
  }
  gradients[ops] = 1
  for (let i = ops; i > 0; i -= 2) {
    gradients[i - 1] = gradients[i]!
    gradients[i - 2] = gradients[i - 1]! * 1.0001
  }
  return gradients[0]!
}

console.log('Forward and backward over scalar ops, against a hand-written loop')
for (const ops of [1000, 100_000]) {
  const floor = timed(() => byHand(ops), 200)
  const ours = timed(() => engine(ops), ops > 10_000 ? 9 : 60)
  console.log(
    `  ${String(ops).padStart(7)} ops   ${ours.toFixed(2)} ms   ${(ours / floor).toFixed(0)}× the loop   ${((ours * 1e6) / ops).toFixed(0)} ns an op`,
  )
}

/** From a key in the editor to the first frame with the new number in the picture. */
async function editing(page: Page, source: string): Promise<number> {
  const at = /tensor\(\[*-?\d/.exec(source)
  if (at === null) return Number.NaN
  const digit = at.index + at[0].length
  const before = source.slice(0, digit)
  await page.getByRole('textbox', { name: 'PyTorch program' }).click()
  await page.keyboard.press('ControlOrMeta+Home')
  for (let i = 0; i < before.split('\n').length - 1; i++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Home')
  for (let i = 0; i < before.length - before.lastIndexOf('\n') - 1; i++) await page.keyboard.press('ArrowRight')
  const times: number[] = []
  for (let i = 0; i < 12; i++) {
    await page.evaluate(() => {
      const start = { at: 0 }
      window.addEventListener(
        'keydown',
        () => {
          start.at = performance.now()
        },
        { capture: true, once: true },
      )
      const drawn = new MutationObserver(() => {
        drawn.disconnect()
        requestAnimationFrame(() => document.body.setAttribute('data-edit', String(performance.now() - start.at)))
      })
      const graph = document.querySelector('.graph-view svg')
      if (graph !== null) drawn.observe(graph, { subtree: true, characterData: true, childList: true })
    })
    await page.keyboard.press(i % 2 === 0 ? '5' : 'Backspace')
    await page.waitForFunction(() => document.body.hasAttribute('data-edit'))
    times.push(Number(await page.evaluate(() => document.body.getAttribute('data-edit'))))
    await page.evaluate(() => document.body.removeAttribute('data-edit'))
    await page.waitForTimeout(60)
  }
  return median(times)
}

async function benchEditing(browser: Browser, url: string): Promise<void> {
  console.log('\nFrom a key in the editor to the new picture (aim: under 50 ms for the examples)')
  for (const { title, source } of exampleFiles) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
    await page.goto(url)
    await page.locator('.node').first().waitFor()
    await page.getByLabel('Examples').selectOption({ label: title })
    await page.waitForTimeout(300)
    console.log(`  ${title.padEnd(32)} ${(await editing(page, source)).toFixed(1)} ms`)
    await page.close()
  }
}

await inBrowser(async (browser, url) => {
  await benchTraining(browser, url)
  await benchSteps(browser, url)
  await benchDrawing(browser, url)
  await benchEditing(browser, url)
})
