import type { Trace } from '../core/trace.ts'
import { labelOf, plainLabel } from './label.ts'
import { type Network, networkOf } from './network.ts'
import { type NetworkDrawing, network } from './network-structure.ts'
import { argsOf, shapeOf } from './node-shape.ts'
import { type NodeShape, sizes } from './structure.ts'

/** What of a network is drawn; null where the trace is of another level. */
export function networkDrawing(trace: Trace, sample: number | null): NetworkDrawing | null {
  const found = networkOf(trace)
  if (found === null) return null
  return { kind: 'network', shapes: shapesOf(trace, found, sample), args: argsOf(trace.graph), network: found }
}

const nameless = labelOf('')

const halfWidth = ({ label, glyph }: NodeShape, look: 'sum' | 'activation'): number => {
  const text = look === 'sum' ? (label === null ? glyph : plainLabel(label)) : glyph
  return Math.max(68, [...text.normalize('NFC')].length * 9 + 18)
}

function shapesOf(trace: Trace, { units, wires }: Network, sample: number | null): NodeShape[] {
  const shapes = trace.graph.nodes.map((node, index): NodeShape => {
    const shape = shapeOf(trace.graph, index)
    const count = node.value.shape[0]
    if (count === undefined) return shape
    // samples stand one below the other, or one is shown
    const rows = sample === null ? count : 1
    const grid = rows === 1 || rows > 6 ? null : { rows, columns: 1 }
    const lines = grid === null ? sizes.line : rows * sizes.cellHeight + 12
    const text =
      plainLabel(shape.label ?? nameless) + shape.glyph + (grid === null && sample !== null ? '' : ` ${shape.shape}`)
    const boxWidth = Math.max(54, [...text].length * 8 + 20)
    return {
      ...shape,
      shape: grid === null && sample !== null ? '' : shape.shape,
      grid,
      boxWidth,
      height: sizes.box + 2 * lines,
    }
  })
  for (const { sum, activation, bias } of units) {
    shapes[sum] = { ...shapes[sum]!, look: 'sum', boxWidth: halfWidth(shapes[sum]!, 'sum') }
    if (activation !== null) {
      const shape = shapes[activation]!
      shapes[activation] = { ...shape, look: 'activation', boxWidth: halfWidth(shape, 'activation') }
    }
    if (bias !== null) shapes[bias] = { ...shapes[bias]!, look: 'bias', boxWidth: network.bias.width, ...network.bias }
  }
  for (const { weight } of wires)
    shapes[weight] = { ...shapes[weight]!, look: 'weight', boxWidth: network.weight.width, ...network.weight }
  return shapes
}
