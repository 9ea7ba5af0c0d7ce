// `npm run bench`: how fast, as ratios measured in one run. Needs a build (`npm run build`) for the parts in the browser.
import { type Browser, chromium, type Page } from 'playwright/test'
import { exampleFiles } from '../e2e/engine.ts'
import { trace } from '../src/core/backward.ts'
import { createTape, graphOf, plant, record } from '../src/core/tape.ts'
import { scalar } from '../src/core/tensor.ts'
import { browserFlags, findBrowser } from './browser.mjs'
import { serve } from './serve.mjs'

const median = (values: readonly number[]): number =>
  values.toSorted((p, q) => p - q)[Math.floor(values.length / 2)] ?? Number.NaN

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

/** A program whose picture has about this many nodes: rows of sums and products. */
const programOf = (nodes: number): string => {
  const lines = ['import torch', 'w = torch.tensor(0.5, requires_grad=True)', 'x = torch.tensor(0.7)', 'total = w * x']
  for (let i = 0; (i + 1) * 3 + 3 <= nodes; i++)
    lines.push(`t${i} = torch.sin(total)`, `u${i} = t${i} * w`, `total = u${i} + t${i}`)
  return `${lines.join('\n')}\ntotal.backward()\n`
}

async function write(page: Page, source: string): Promise<void> {
  await page.getByRole('textbox', { name: 'PyTorch program' }).click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(source)
}

/** Milliseconds a step: of script from the key to the new picture, of all script (what is prepared in idle time included), and of layout. */
async function stepping(page: Page): Promise<{ key: number; all: number; layout: number }> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const read = async (name: string): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1000
  }
  const steps = 60
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
  const press = async (times: number): Promise<void> => {
    for (let i = 0; i < times; i++) {
      await page.keyboard.press('ArrowRight')
      await page.waitForTimeout(60)
    }
  }
  await press(20)
  const before = [await read('ScriptDuration'), await read('LayoutDuration')]
  await press(steps)
  const keys = await page.evaluate(() => performance.getEntriesByName('step').map(({ duration }) => duration))
  if (keys.length !== steps + 20)
    throw new Error(`${keys.length} of ${steps + 20} steps were drawn by the end of their key`)
  return {
    key: median(keys.slice(-steps)),
    all: ((await read('ScriptDuration')) - before[0]!) / steps,
    layout: ((await read('LayoutDuration')) - before[1]!) / steps,
  }
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

async function inBrowser(browser: Browser, url: string): Promise<void> {
  console.log('\nOne step forward, in the browser (aim: under 4 ms of script at 200 nodes)')
  for (const nodes of [60, 200, 500]) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
    await page.goto(url)
    await page.locator('.node').first().waitFor()
    await write(page, programOf(nodes))
    await page
      .locator('.node')
      .nth(nodes - 6)
      .waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.next').focus()
    const drawn = await page.locator('.node').count()
    const { key, all, layout } = await stepping(page)
    console.log(
      `  ${String(drawn).padStart(4)} nodes   ${key.toFixed(2)} ms script from the key to the new picture   ${all.toFixed(2)} ms with what is prepared when idle   ${layout.toFixed(2)} ms layout   ${((key / drawn) * 1000).toFixed(1)} µs a node`,
    )
    await page.close()
  }
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

const { url, close } = await serve({ host: '127.0.0.1' })
const executablePath = findBrowser()
const browser = await chromium.launch({ args: browserFlags, ...(executablePath === null ? {} : { executablePath }) })
try {
  await inBrowser(browser, url)
} finally {
  await browser.close()
  close()
}
