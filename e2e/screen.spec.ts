import type { Page } from 'playwright/test'
import type { Level } from '../src/core/levels/magnify.ts'
import type { Trace } from '../src/core/trace.ts'
import { cardAt } from '../src/scene/card.ts'
import { checkOf } from '../src/scene/check.ts'
import { ladderOf } from '../src/scene/ladder.ts'
import { atLevel, carried, lowerOf, placeOf } from '../src/scene/levels.ts'
import { pathsOf } from '../src/scene/paths.ts'
import { stripAt } from '../src/scene/strip/strip.ts'
import { symbolicOf } from '../src/scene/symbolic.ts'
import { tableAt } from '../src/scene/table.ts'
import { bucketOf, engineReading } from '../src/scene/testing/engine-reading.ts'
import { encodeLink } from '../src/state/link.ts'
import { linkDefaults } from '../src/state/link-schema.ts'
import { agrees, example, tracesOf } from './engine.ts'
import { expect, test } from './fixtures.ts'
import { count, leave, openPage, readings } from './page.ts'

/** What the formulas below a place say in TeX, as KaTeX was given them. */
const texts = (page: Page, place: string): Promise<string[]> =>
  page
    .locator(`${place} .formula`)
    .evaluateAll((all) =>
      all.map((each) => each.querySelector('annotation')?.textContent?.replace(/^\{\} = /, '') ?? 'plain text'),
    )

const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Details of the step' }).getByRole('button', { name })

async function openAt(page: Page, source: string, level: Level, step: number): Promise<void> {
  await leave(page)
  const link = encodeLink({ ...linkDefaults, source, level, cursor: { episode: 0, step } })
  await openPage(page, `#${link}`)
  await expect(count(page)).toHaveText(new RegExp(`^${step} /`))
}

const traceAt = (source: string, level: Level): Trace => atLevel(tracesOf(source)[0]!, level)!

const spread = (last: number, how: number): number[] =>
  Array.from({ length: how }, (_, i) => Math.round(((i + 1) * last) / how))

const shown: readonly (readonly [string, Level])[] = [
  ['many-features', 'neuron'],
  ['delta-recursion', 'neuron'],
  ['delta-recursion-linear', 'scalar'],
  ['four-samples', 'neuron'],
  ['softmax-cross-entropy', 'scalar'],
]

for (const [id, level] of shown)
  test(`${id} at the level ${level}: picture, formulas and matrices on screen are the engine’s`, async ({ page }) => {
    const { source } = example(id)
    const trace = traceAt(source, level)
    const base = lowerOf(trace)?.base ?? trace
    let checked = 0
    for (const step of spread(trace.steps.length, 4)) {
      await openAt(page, source, level, step)
      await expect
        .poll(() => texts(page, '.formula-panel'), `step ${step}`)
        .toEqual(cardAt(trace, step).rows.flatMap(({ parts }) => parts.map(({ tex }) => tex)))
      for (const { read, node, at, text } of (await readings(page)).picture) {
        const real = read === 'value' ? trace.graph.nodes[node]!.value.data : bucketOf(trace, node, step, true)
        expect(agrees(text, real?.[at] ?? Number.NaN), `step ${step}: ${read} of ${node} is shown as ${text}`).toBe(
          true,
        )
        checked++
      }
      await tab(page, 'Matrices').click()
      const strip = stripAt(base, carried(trace, step, base))
      if (strip === null) continue
      const blocks = [strip.result, ...strip.pieces.flatMap((piece) => (piece.kind === 'block' ? [piece] : []))]
      await expect(page.locator('.strip .block').first()).toBeVisible()
      const cells = await page.locator('.strip .block-grid > span').allTextContents()
      expect(cells).toEqual(blocks.flatMap(({ rows }) => rows?.flat().map(({ text }) => text) ?? []))
      const entries = page.locator('.strip .block').first().getByRole('button')
      const last = (await entries.count()) - 1
      const opened = strip.opened(strip.result.rows?.flat()[last]?.at ?? -1)
      if (opened === null) continue
      await entries.last().click()
      await expect.poll(async () => (await texts(page, '.opened')).join()).toContain(opened.tex)
    }
    expect(checked).toBeGreaterThan(20)
  })

test('ladders, paths, check, symbolic and table show what the engine has', async ({ page }) => {
  const { source } = example('branches')
  const trace = traceAt(source, 'scalar')
  const node = trace.graph.nodes.findIndex(({ name }) => name === 'w1')
  await openAt(page, source, 'scalar', trace.steps.length)
  await page.getByLabel('Show').selectOption({ label: '∂J/∂w₁ = ?' })
  await expect
    .poll(() => texts(page, '.rungs'))
    .toEqual(ladderOf(trace, node)!.rungs.flatMap(({ parts }) => parts.map(({ tex }) => tex)))
  await tab(page, 'Paths').click()
  const ledger = pathsOf(trace, node)!
  const rows = [...ledger.paths.map(({ row }) => row), ledger.sum, ...ledger.factored]
  await expect.poll(() => texts(page, '.paths-panel')).toEqual(rows.flatMap(({ parts }) => parts.map(({ tex }) => tex)))
  await tab(page, 'Check').click()
  const lines = page.locator('.check-panel tbody tr')
  await expect(lines).toHaveCount(checkOf(trace).rows.length)
  for (const line of await lines.all()) {
    const [name = '', autograd = '', central = ''] = await line.locator('th, td').allTextContents()
    const leaf = trace.graph.nodes.findIndex((each) => each.kind === 'leaf' && name === plain(each.name ?? ''))
    const gradient = engineReading(trace, 'gradient', leaf, -1)?.[0] ?? Number.NaN
    expect(agrees(autograd, gradient), `${name}: ${autograd}`).toBe(true)
    expect(agrees(central, gradient), `${name}: ${central}`).toBe(true)
  }
  await tab(page, 'Symbolic').click()
  const symbolic = symbolicOf(trace, placeOf(trace, node))!
  await expect(page.locator('.symbolic-panel tbody tr')).toHaveCount(symbolic.rows.length)
  const cells = await page
    .locator('.symbolic-panel tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? '')))
  for (const [i, [, , , , value = '']] of cells.entries())
    expect(agrees(value, trace.graph.nodes[symbolic.rows[i]!.node]!.value.data[0]!), value).toBe(true)
  await page.getByRole('button', { name: 'Table', exact: true }).first().click()
  await expect(page.locator('.table-view tbody tr').first()).toBeVisible()
  const table = await page.locator('.table-view').first().textContent()
  for (const { value, gradient } of tableAt(trace, trace.steps.length, 50))
    for (const number of [value, gradient]) if (number !== null) expect(table).toContain(number)
})

const plain = (name: string): string => name.replace(/\d/, (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]!)
