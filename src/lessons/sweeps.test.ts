import { expect, test } from 'vitest'
import { gradientsOf } from '../core/mutants/mutant.ts'
import { run } from '../lang/interpret.ts'
import { sweepOf } from '../scene/sweep.ts'
import { examples } from './examples.ts'

test.each(examples)(
  'in $id every tangent has the slope that the backward pass found, and touches the curve',
  ({ source }) => {
    const { episodes, variables } = run(source)
    const traces = episodes.map(({ trace }) => trace)
    traces.forEach((trace, pass) => {
      const { graph } = trace
      const gradients = gradientsOf(trace)
      graph.nodes.forEach((leaf, node) => {
        if (leaf.kind !== 'leaf' || !leaf.requiresGrad) return
        leaf.value.data.forEach((x, entry) => {
          const request = { over: { node, entry }, of: [{ node: graph.output, entry: 0 }], derivative: true, pass }
          const { current, axis, curves, derivative } = sweepOf(traces, { ...request, after: variables })!
          const gradient = gradients[node]?.data[entry] ?? 0
          expect(Math.abs(current.slope - gradient)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(gradient)))
          expect(current.x).toBe(x)
          expect(current.y).toBe(graph.nodes[graph.output]!.value.data[0])
          expect(x).toBeGreaterThan(axis.range[0])
          expect(x).toBeLessThan(axis.range[1])
          const [low, high] = curves[0]!.range
          const size = 0.02 * (high - low)
          expect(Math.abs(heightAt(curves[0]!.pieces, x) - current.y)).toBeLessThanOrEqual(size)
          if (curves[0]!.kinks.some((kink) => Math.abs(kink.x - x) < 1e-6)) return
          const [flat, steep] = derivative!.range
          expect(Math.abs(heightAt(derivative!.pieces, x) - gradient)).toBeLessThanOrEqual(0.02 * (steep - flat))
        })
      })
    })
  },
)

/** The height of a curve in pieces. */
function heightAt(pieces: readonly (readonly (readonly [number, number])[])[], x: number): number {
  for (const piece of pieces)
    for (const [i, [right, high]] of piece.entries()) {
      const [left, low] = piece[i - 1] ?? [right, high]
      if (left <= x && x <= right) return right === left ? high : low + ((high - low) * (x - left)) / (right - left)
    }
  return Number.NaN
}
