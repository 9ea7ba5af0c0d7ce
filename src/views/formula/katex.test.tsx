import { expect, test } from 'vitest'
import type { Written } from '../../core/notation.ts'
import { run } from '../../lang/interpret.ts'
import { examples } from '../../lessons/examples.ts'
import { cardAt } from '../../scene/card.ts'
import { layouts, notations } from '../../scene/conventions.ts'
import { ladderOf } from '../../scene/ladder.ts'
import { typesetIn } from '../../scene/signs.ts'
import { renderFormula } from './katex.ts'

/** Each formula once, however often it is shown: what is to be set, and what stands there in plain text. */
const distinct = (parts: readonly Written[]): Map<string, string> =>
  new Map(parts.map(({ tex, plain }) => [tex, plain]))

const program = (text: string): string => `import torch\n${text}`

const hard = [
  program('x = torch.ones(20, 20, requires_grad=True)\ny = (x * 3).sum()\ny.backward()'),
  program('x = torch.ones(2, 1, 2, 1, 2, requires_grad=True)\ny = (x * 3).mean()\ny.backward()'),
  program('größe = torch.tensor(2.0, requires_grad=True)\n权重 = torch.tensor(3.0)\nх = größe * 权重\nх.backward()'),
  program(
    'a_b_c = torch.tensor(2.0, requires_grad=True)\nw_1 = torch.tensor(2.0)\nw1 = torch.tensor(3.0)\ny = a_b_c * w_1 + w1\ny.backward()',
  ),
  program(`${'w'.repeat(300)} = torch.tensor(2.0, requires_grad=True)\ny = ${'w'.repeat(300)} ** 2\ny.backward()`),
  program('x = torch.tensor(0.0, requires_grad=True)\ny = torch.log(x) / x\ny.backward()'),
  program(
    'x = torch.tensor([1.0, -2.0], requires_grad=True)\ny = torch.stack([x, x.abs()])[0, 1:].sum() + torch.maximum(x, -x)[0] ** 0.5\ny.backward()',
  ),
]

test.each([...examples.map(({ source }) => source), ...hard])('KaTeX sets every formula of program %#', (source) => {
  const { episodes, error } = run(source)
  expect(error).toBeNull()
  for (const { trace } of episodes) {
    const cards = Array.from({ length: trace.steps.length + 1 }, (_, cursor) => cardAt(trace, cursor))
    const chains = trace.graph.nodes.flatMap((_, node) => ladderOf(trace, node) ?? [])
    const rows = [...cards.flatMap(({ rows }) => rows), ...chains.flatMap(({ rungs }) => rungs)]
    for (const [tex, plain] of distinct(rows.flatMap(({ parts }) => parts))) {
      const into = document.createElement('span')
      renderFormula(tex, plain, into)
      expect(into.querySelector('code'), tex).toBeNull()
    }
  }
})

test('KaTeX sets every formula in every notation, its marks included', () => {
  for (const id of ['delta-recursion', 'four-samples']) {
    const [episode] = run(examples.find((example) => example.id === id)!.source).episodes
    for (const notation of notations)
      for (const layout of layouts) {
        const trace = typesetIn(episode!.trace, { notation, layout, weights: 'out×in' })
        const rows = trace.steps.flatMap((_, n) => cardAt(trace, n + 1).rows)
        for (const [tex, plain] of distinct(rows.flatMap(({ parts }) => parts))) {
          const into = document.createElement('span')
          renderFormula(tex, plain, into)
          expect(into.querySelector('code'), tex).toBeNull()
          // what is not trusted is set as the text of its command
          expect(into.querySelector('.katex-html')?.textContent, tex).not.toContain('html')
        }
      }
  }
})

test('what is no formula stands there in plain text, and nothing in one makes a link', () => {
  const into = document.createElement('span')
  renderFormula('\\dfrac{', 'broken', into)
  expect(into.textContent).toBe('broken')
  renderFormula('\\href{javascript:alert(1)}{x}\\htmlData{onclick=alert}{y}', 'x', into)
  expect(into.querySelector('a, [data-onclick], [onclick]')).toBeNull()
})
