import { bucketOf, heldAt } from '../src/scene/testing/engine-reading.ts'
import { agrees, exact, exampleFiles, tracesOf } from './engine.ts'
import { expect, test } from './fixtures.ts'
import { choose, openPage, walkReadings } from './page.ts'

for (const { id, title, source } of exampleFiles) {
  test(`every number on screen is the engine's, at every step of ${id}`, async ({ page }) => {
    await openPage(page)
    await choose(page, title)
    await expect(page.locator('.formula-panel .katex').first()).toBeVisible()
    let checked = 0
    const traces = tracesOf(source)
    const presses = traces.reduce((sum, { steps }) => sum + steps.length + 1, -1)
    const walk = (await walkReadings(page, presses)).values()
    for (const trace of traces) {
      for (let n = 0; n <= trace.steps.length; n++) {
        const shown = walk.next().value!
        expect(shown.count).toBe(`${n} / ${trace.steps.length}`)
        for (const { read, node, at, text } of shown.picture) {
          const value = read === 'value' ? heldAt(trace, node, n) : bucketOf(trace, node, n, true)
          expect(
            agrees(text, value?.[at] ?? Number.NaN),
            `step ${n}: ${read} of node ${node}[${at}] is shown as ${text}, is ${value?.[at]}`,
          ).toBe(true)
        }
        for (const { read, of, slot, at, text } of shown.formulas) {
          const value = exact(trace, read, of, slot)
          expect(
            agrees(text, value?.[at] ?? Number.NaN),
            `step ${n}: ${read} ${of}/${slot}[${at}] is written as ${text}, is ${value?.[at]}`,
          ).toBe(true)
        }
        for (const text of shown.adding) expectSum(text, trace.steps[n - 1], trace, n)
        for (const text of shown.chips) expectProduct(text, trace.steps[n - 1])
        if (n > 0 && shown.formulas.length === 0)
          expect.soft(shown.formulas.length, `step ${n} writes numbers`).toBeGreaterThan(0)
        checked += shown.picture.length + shown.formulas.length
      }
    }
    expect(checked).toBeGreaterThan(20)
  })
}

type Trace = ReturnType<typeof tracesOf>[number]

const parts = (text: string): number[] =>
  text
    .replaceAll('−', '-')
    .replaceAll(/[()]/g, '')
    .split(/ [+·=] /)
    .map(Number)

/** `−6 + 4` on a bucket: what was in it, and what this step adds. */
function expectSum(text: string, step: Trace['steps'][number] | undefined, trace: Trace, n: number): void {
  if (step?.kind !== 'contribution') throw new Error(`a bucket adds at step ${n}, which is no contribution`)
  const [before, amount] = parts(text)
  expect(before).toBeCloseTo(bucketOf(trace, step.to, n - 1, true)?.[0] ?? Number.NaN, 2)
  expect(amount).toBeCloseTo(step.amount.data[0]!, 2)
}

/** `(−4) · (−1) = 4` on an edge, or `4` where there is less room: the amount of the step, and the product right to the digits shown. */
function expectProduct(text: string, step: Trace['steps'][number] | undefined): void {
  const numbers = parts(text)
  if (step?.kind !== 'contribution') throw new Error('an edge multiplies at a step that is no contribution')
  expect(numbers.at(-1)).toBeCloseTo(step.amount.data[0]!, 2)
  if (numbers.length < 3) return
  const [left, right, product] = numbers
  expect(Math.abs(left! * right! - product!)).toBeLessThanOrEqual(2e-3 * Math.abs(product!) + 1e-6)
}
