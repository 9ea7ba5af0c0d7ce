import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crossings } from './crossings.ts'
import { orderFromOutputs } from './initial-order.ts'
import { splitLongEdges } from './layered-graph.ts'
import { layering } from './layering.ts'
import type { LayoutInput } from './layout.ts'
import { ordering } from './ordering.ts'
import { separator } from './separation.ts'
import * as graphs from './testing/graphs.ts'

const layered = ({ nodes }: LayoutInput) => {
  const args = nodes.map((node) => node.args)
  return splitLongEdges(args, layering(args))
}

test('lesson graphs have no more crossings than they must', () => {
  const { path, branches, recurrent, features, biases, samples } = graphs
  const counts = [path, branches, recurrent, features, biases, samples].map((program) => {
    const graph = layered(program)
    return crossings(graph, ordering(graph))
  })
  expect(counts).toEqual([0, 0, 0, 1, 1, 1])
})

test('crossings counts each pair of edges that cross', () => {
  const graph = layered(graphs.program('c = a; d = b; e = a; f = b; s = c d e f'))
  expect(crossings(graph, [[0, 2], [1, 3, 4, 5], [6]])).toBe(1)
  expect(crossings(graph, [[0, 2], [3, 5, 1, 4], [6]])).toBe(4)
})

test('ordering never adds crossings and keeps every vertex', () => {
  const args = fc
    .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 40 })
    .map((all) => all.map((own, i) => (i === 0 ? [] : own.map((arg) => arg % i))))
  fc.assert(
    fc.property(args, (all) => {
      const graph = splitLongEdges(all, layering(all))
      const start = orderFromOutputs(graph)
      const order = ordering(graph)
      expect(crossings(graph, order)).toBeLessThanOrEqual(crossings(graph, start))
      expect(order.map((own) => own.toSorted())).toEqual(start.map((own) => own.toSorted()))
    }),
  )
})

test('leaves stand before their first user, the output last, and a side result right after its argument', () => {
  const graph = graphs.program('a = w x; side = a; b = a v; c = b; J = c u')
  const layer = layering(graph.nodes.map((node) => node.args))
  expect(Object.fromEntries(graph.names.map((name, i) => [name, layer[i]]))).toEqual({
    w: 0,
    x: 0,
    a: 1,
    v: 1,
    side: 2,
    b: 2,
    c: 3,
    u: 3,
    J: 4,
  })
})

test('separated positions keep every gap, and none can move for the better', () => {
  const variables = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -50, max: 50 })), {
    minLength: 2,
    maxLength: 12,
  })
  const pairs = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 30 })), { maxLength: 25 })
  fc.assert(
    fc.property(variables, pairs, (all, raw) => {
      const separations = raw.flatMap(([i, j, gap]) => {
        const [left, right] = [i % all.length, j % all.length].sort((a, b) => a - b)
        return left === right ? [] : [{ left: left!, right: right!, gap }]
      })
      const weights = Float64Array.from(all, ([weight]) => weight)
      const desired = Float64Array.from(all, ([, wish]) => wish)
      const y = separator(weights, separations)(desired)
      for (const { left, right, gap } of separations) expect(y[right]! - y[left]!).toBeGreaterThanOrEqual(gap - 1e-9)
      const force = weights.map((weight, v) => weight * (desired[v]! - y[v]!))
      // Virtual work: the forces gain nothing on the way to any other positions that keep the gaps.
      for (let seed = 0; seed < 5; seed++) {
        const other = separator(weights, separations)(desired.map((wish, v) => wish + 40 * Math.sin(seed * 7 + v * 3)))
        const gained = force.reduce((sum, by, v) => sum + by * (other[v]! - y[v]!), 0)
        expect(gained).toBeLessThan(1e-3)
      }
    }),
  )
})
