import { expect, test } from 'vitest'
import { run } from '../../lang/interpret.ts'
import { examples } from '../../lessons/examples.ts'
import { cardAt } from '../../scene/card.ts'
import { laddersLatex, plainTex, rowsLatex } from '../../scene/copy/latex.ts'
import { tikzOf } from '../../scene/copy/tikz.ts'
import { askable, derivationOf } from '../../scene/ladder.ts'
import { atLevel } from '../../scene/levels.ts'
import { renderFormula } from './katex.ts'

/** Whether LaTeX is set by KaTeX, and is plain: no marks of the page, nothing that only a Unicode engine reads. */
function expectSet(latex: string): void {
  const body = latex.replaceAll(/^%.*$/gm, '')
  expect(body).not.toMatch(/html|\\square/)
  expect(body).toMatch(/^[\n\x20-\x7e]*$/)
  for (const block of body.split(/(?<=\\end\{align\*\})/)) {
    if (block.trim() === '') continue
    const into = document.createElement('span')
    // KaTeX sets align* in display style only
    renderFormula(block.replaceAll('align*', 'aligned'), 'not set', into)
    expect(into.textContent, block).not.toBe('not set')
  }
}

test.each(examples)('$id: every step and every derivation is plain LaTeX', ({ source }) => {
  for (const { trace: base } of run(source).episodes.slice(0, 1))
    for (const trace of [base, atLevel(base, 'scalar')]) {
      if (trace === null || trace.graph.nodes.length > 150) continue
      for (let cursor = 0; cursor <= trace.steps.length; cursor += trace === base ? 2 : 15) {
        const { title, rows } = cardAt(trace, cursor)
        if (rows.length > 0) expectSet(rowsLatex(title, rows))
      }
      const [first] = askable(trace)
      if (first !== undefined) expectSet(laddersLatex('a derivation', derivationOf(trace, first)))
    }
})

test('marks are taken off, also one inside another, and groups stay groups', () => {
  expect(plainTex('\\htmlData{node=1}{\\htmlData{read=value, of=1, at=0}{-2}}^{2}')).toBe('{-2}^{2}')
  expect(plainTex('\\htmlData{node=1}{{w_{1}}}')).toBe('{w_{1}}')
  expect(plainTex('\\htmlData{state=pending}{\\square}')).toBe('{\\boxed{\\phantom{0}}}')
  expect(plainTex('\\hat{α}')).toBe('\\hat{\\alpha }')
})

test('the picture as TikZ names every node and draws every edge between them', () => {
  for (const { source } of examples) {
    const { trace } = run(source).episodes[0]!
    const text = tikzOf(trace, trace.steps.length, null)!
    const named = [...text.matchAll(/\(n(\d+)\) at/g)].map(([, index]) => Number(index))
    expect(named).toEqual(trace.graph.nodes.map((_, index) => index))
    const edges = trace.graph.nodes.flatMap((node) => (node.kind === 'op' ? node.args : []))
    expect(text.match(/\\draw/g)).toHaveLength(edges.length)
    for (const [, formula] of text.matchAll(/\$(.*?)\$/g)) expectSet(formula!)
  }
})
