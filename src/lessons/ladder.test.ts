import { expect, test } from 'vitest'
import { trace as backward } from '../core/backward.ts'
import { run } from '../lang/interpret.ts'
import { derivationOf, ladderOf } from '../scene/ladder.ts'
import { ledgerOf } from '../scene/ledger.ts'
import { atLevel } from '../scene/levels.ts'
import { examples } from './examples.ts'

const raised: Readonly<Record<string, string>> = Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((c, i) => [c, String(i)]))

/** A written number, read back. */
const read = (text: string): number => {
  const plain = [...text.replaceAll(/[()]/g, '').replace('−', '-').replace('×10', 'e').replace('⁻', '-')]
  return Number(plain.map((c) => raised[c] ?? c).join(''))
}

/** The products of a line of numbers, as `(−2) · 3 + (−4) · (−1)`. */
const products = (line: string): number[] =>
  line.split(' + ').map((term) => term.split(' · ').reduce((product, factor) => product * read(factor), 1))

const scalars = examples.flatMap(({ id, source }) =>
  run(source).episodes.flatMap(({ trace }, episode) => {
    const scalar = atLevel(trace, 'scalar')
    return scalar === null ? [] : [{ id: `${id}, pass ${episode + 1}`, trace: scalar }]
  }),
)

test.each(scalars)('$id: the numbers of every ladder come to the engine’s gradient', ({ trace }) => {
  let checked = 0
  trace.graph.nodes.forEach((_, node) => {
    const rung = ladderOf(trace, node)?.rungs.find(({ kind }) => kind === 'numbers')
    const gradient = ledgerOf(trace).gradient[node]
    const line = rung?.parts.at(-2)?.plain ?? ''
    if (rung === undefined || gradient === undefined || rung.parts.length < 3 || line.includes('…')) return
    const terms = products(line)
    const size = terms.reduce((sum, term) => sum + Math.abs(term), 0)
    expect(Math.abs(terms.reduce((p, q) => p + q) - gradient.data[0]!), line).toBeLessThanOrEqual(2e-3 * size + 1e-9)
    expect(rung.parts[0]!.plain).toBe(ladderOf(trace, node)!.asked.plain)
    checked++
  })
  expect(checked).toBeGreaterThan(0)
})

const traceOf = (program: string) => run(`import torch\n${program}\n`).episodes[0]!.trace
const answer = (program: string, name: string): string => {
  const trace = traceOf(program)
  const ladder = ladderOf(
    trace,
    trace.graph.nodes.findIndex((each) => each.name === name),
  )!
  return ladder.rungs.flatMap(({ reason }) => reason ?? []).join(' ')
}

test('the special cases say why', () => {
  const w = 'w = torch.tensor(2.0, requires_grad=True)\n'
  expect(answer(`${w}J = w * 3\nJ.backward()`, 'J')).toBe('1, because J is J.')
  expect(answer(`${w}x = torch.tensor(3.0)\nJ = w * x\nJ.backward()`, 'x')).toBe(
    'None, because x does not require grad.',
  )
  const off = traceOf(`${w}a = torch.relu(-w)\nJ = a * 2\nJ.backward()`)
  expect(ladderOf(off, 1)!.rungs.map(({ reason }) => reason)).toContain('0, because the ReLU is off.')
  expect(answer(`${w}x = torch.tensor(0.0)\nJ = w * x\nJ.backward()`, 'w')).toContain('0, because x is 0.')
  const kink = traceOf(`${w}f = w - 2\nJ = torch.relu(f)\nJ.backward()`)
  const at = kink.graph.nodes.findIndex(({ name }) => name === 'f')
  expect(ladderOf(kink, at)!.rungs.flatMap(({ reason }) => reason ?? [])).toContain(
    'ReLU(x) has a kink at x = 0. As in PyTorch, its slope there is taken to be 0.',
  )
})

test('a leaf that the output does not use, or uses only in a comparison, has 0, and PyTorch’s None is told', () => {
  const { graph } = traceOf('w = torch.tensor(2.0, requires_grad=True)\nJ = w * 3\nJ.backward()')
  const unused = backward({ ...graph, nodes: [...graph.nodes, { ...graph.nodes[0]!, name: 'x' }] })
  expect(ladderOf(unused, graph.nodes.length)!.rungs[0]!.reason).toContain('0, because J does not use x.')
  const compared =
    'w = torch.tensor(2.0, requires_grad=True)\nx = torch.tensor(3.0, requires_grad=True)\nJ = torch.where(x > 0, w, 2 * w)\nJ.backward()'
  expect(answer(compared, 'x')).toContain('lets no gradient through')
})

test('what a ladder links to comes before it in the whole derivation', () => {
  for (const { trace } of scalars) {
    const leaf = trace.graph.nodes.findIndex((node, i) => node.kind === 'leaf' && ledgerOf(trace).gradient[i])
    const ladders = derivationOf(trace, leaf)
    if (ladders.length >= 60) continue
    const found = new Set<number>()
    for (const { node, rungs } of ladders) {
      for (const { link } of rungs) if (link !== null) expect(found.has(link)).toBe(true)
      found.add(node)
    }
    expect(ladders.at(-1)?.node).toBe(leaf)
  }
})
