import { expect, test } from 'vitest'
import { levels } from '../core/levels/magnify.ts'
import { sizeOf } from '../core/tensor.ts'
import type { Trace } from '../core/trace.ts'
import { run } from '../lang/interpret.ts'
import { cardAt } from '../scene/card.ts'
import { checkOf } from '../scene/check.ts'
import { ledgerOf } from '../scene/ledger.ts'
import { atLevel, carried, inForwardMode, lowerOf, nodeAt, placeOf } from '../scene/levels.ts'
import { plainSentence, sentenceAt } from '../scene/sentence.ts'
import { examples } from './examples.ts'

const lower = ['neuron', 'scalar'] as const
const tracesOf = (source: string): Trace[] => run(source).episodes.map(({ trace }) => trace)

const near = (p: number, q: number): boolean => Math.abs(p - q) <= 1e-5 * Math.max(Math.abs(p), Math.abs(q)) + 1e-7

/** The gradient of every entry of a tensor of the program, read at a level. An entry that no gradient reaches has gradient 0. */
function gradientsOf(base: Trace, trace: Trace, node: number): number[] {
  const { gradient } = ledgerOf(trace)
  return Array.from({ length: sizeOf(base.graph.nodes[node]!.value.shape) }, (_, entry) => {
    const at = nodeAt(trace, { node, entry })
    return at === null ? Number.NaN : (gradient[at.node]?.data[at.entry] ?? 0)
  })
}

test.each(examples)('$title: the gradients of all leaves are the same at every level', ({ source }) => {
  for (const base of tracesOf(source))
    for (const level of lower) {
      const trace = atLevel(base, level)
      base.graph.nodes.forEach((leaf, node) => {
        const wanted = ledgerOf(base).gradient[node]
        if (trace === null || leaf.kind !== 'leaf' || wanted === undefined) return
        gradientsOf(base, trace, node).forEach((value, entry) => {
          const held = base.held.get(node)?.data[entry] ?? 0
          expect(near(value + held, wanted.data[entry]! + held), `${level} ${leaf.name}[${entry}]: ${value}`).toBe(true)
        })
      })
    }
})

/** Scene S17 of the lecture, by name: f, δ = ∂J/∂f, ∂J/∂W. The weights of `F.linear` are the transposed ones. */
const scene = {
  value: { f1: [1, 2, -1], a1: [1, 2, 0], f2: [3, 2], a2: [3, 2], f3: [1] },
  gradient: { f1: [-6, 2, 0], a1: [-6, 2, 6], f2: [-2, 2], a2: [-2, 2], f3: [-2] },
  weights: {
    W1: [
      [-6, 2, 0],
      [-12, 4, 0],
    ],
    W2: [
      [-2, 2],
      [-4, 4],
      [0, 0],
    ],
    W3: [[-6], [-4]],
  },
} as const

const flipped = (matrix: readonly (readonly number[])[]): number[][] =>
  matrix[0]!.map((_, j) => matrix.map((row) => row[j]!))

test.each([
  ['delta-recursion', (matrix: readonly (readonly number[])[]) => matrix.map((row) => [...row])],
  ['delta-recursion-linear', flipped],
] as const)('%s has the numbers of the lecture at every level', (id, arranged) => {
  const [base] = tracesOf(examples.find((example) => example.id === id)!.source)
  for (const level of levels) {
    const trace = atLevel(base!, level)!
    const named = (name: string): number => base!.graph.nodes.findIndex((node) => node.name === name)
    for (const [name, wanted] of Object.entries(scene.value))
      expect(
        wanted.map((_, entry) => {
          const at = nodeAt(trace, { node: named(name), entry })!
          return trace.graph.nodes[at.node]!.value.data[at.entry]! + 0
        }),
        `${level} ${name}`,
      ).toEqual(wanted)
    for (const [name, wanted] of Object.entries({ ...scene.gradient, ...scene.weights }))
      expect(
        gradientsOf(base!, trace, named(name)).map((value) => value + 0),
        `${level} ∂J/∂${name}`,
      ).toEqual((Array.isArray(wanted[0]) ? arranged(scene.weights[name as 'W1']) : [...wanted]).flat())
  }
})

test('the cursor means the same moment at every level, and comes back to where it was', () => {
  for (const { source } of examples)
    for (const base of tracesOf(source))
      for (const level of lower) {
        const trace = atLevel(base, level)
        if (trace === null) continue
        expect(carried(base, 0, trace)).toBe(0)
        expect(carried(base, base.steps.length, trace)).toBe(trace.steps.length)
        for (let cursor = 0; cursor <= base.steps.length; cursor++) {
          const there = carried(base, cursor, trace)
          expect(there, `${level} ${cursor}`).toBeLessThanOrEqual(trace.steps.length)
          const step = base.steps[cursor - 1]
          const says = trace.steps.some(
            (other) =>
              step?.kind === 'value' && other.kind === 'value' && placeOf(trace, other.node).node === step.node,
          )
          if (says) expect(carried(trace, there, base)).toBe(cursor)
        }
      }
})

test('what is selected is the same entry at every level', () => {
  const [base] = tracesOf(examples.find(({ id }) => id === 'many-features')!.source)
  const [neuron, scalar] = lower.map((level) => atLevel(base!, level)!)
  const node = base!.graph.nodes.findIndex(({ name }) => name === 'W')
  for (let entry = 0; entry < 4; entry++) {
    const at = nodeAt(scalar!, { node, entry })!
    expect(placeOf(scalar!, at.node)).toEqual({ node, entry })
    expect(placeOf(neuron!, nodeAt(neuron!, { node, entry })!.node)).toEqual({ node, entry })
    expect(scalar!.graph.nodes[at.node]).toMatchObject({ name: 'W', entry: `${Math.floor(entry / 2)}, ${entry % 2}` })
  }
})

test('a program without layers has no neuron level', () => {
  const [base] = tracesOf(examples.find(({ id }) => id === 'branches')!.source)
  expect(atLevel(base!, 'neuron')).toBeNull()
  expect(lowerOf(base!)).toBeNull()
})

test('forward mode gives the same derivative at every level, and says it in every step', () => {
  for (const { source } of examples)
    for (const base of tracesOf(source)) {
      const { gradient } = ledgerOf(base)
      base.graph.nodes.forEach((leaf, node) => {
        if (leaf.kind !== 'leaf' || !leaf.requiresGrad) return
        leaf.value.data.forEach((_, entry) => {
          for (const level of levels) {
            const trace = atLevel(base, level)
            const moved = trace === null ? null : inForwardMode(trace, { node, entry })
            if (moved === null) continue
            const { tangent } = ledgerOf(moved)
            const slope = tangent[moved.graph.output]?.data[0] ?? 0
            expect(near(slope, gradient[node]?.data[entry] ?? 0), `${level} ${leaf.name}[${entry}]: ${slope}`).toBe(
              true,
            )
            for (let cursor = 0; cursor <= moved.steps.length; cursor++) {
              const told =
                plainSentence(sentenceAt(moved, cursor)) +
                cardAt(moved, cursor)
                  .rows.map(({ parts }) => parts.map((part) => part.plain))
                  .join()
              expect(told).not.toMatch(/NaN|undefined|object/)
            }
          }
        })
      })
    }
})

test('every gradient of every example, at every level, agrees with central differences or stands at a kink', () => {
  for (const { source, id } of examples)
    for (const base of tracesOf(source))
      for (const level of levels) {
        const trace = atLevel(base, level)
        if (trace === null || trace.held.size > 0) continue
        for (const { name, verdict, autograd, central } of checkOf(trace).rows)
          expect(verdict, `${id} ${level} ${name}: ${autograd}, measured ${central}`).not.toBe('disagrees')
      }
})
