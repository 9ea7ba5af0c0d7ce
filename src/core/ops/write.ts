import { broadcastOffsets } from '../elementwise.ts'
import { putIn, taken } from '../offsets.ts'
import type { Op } from '../op.ts'
import { apply, constant, type Expr, flow } from '../rule.ts'
import { replaced, viewOf } from './shape.ts'

/** A copy of the first argument with the second, broadcast, where `index` would take: `x[0] = v`. attrs: `index`, as of the op index. */
export const write: Op = {
  gradFn: 'CopySlices',
  notation: ({ attrs }) => ({ kind: 'written', index: attrs['index'] ?? [], add: false }),
  forward: ([x, part], { index }) => {
    const { shape, offsets } = viewOf(x!.shape, index)
    return putIn(x!, taken(part!, broadcastOffsets(part!.shape, shape), shape), offsets, false)
  },
  rule: ({ shapes, attrs }) => {
    const index = attrs['index'] ?? []
    const cleared = apply('write', [flow, constant(0)], attrs)
    const zeros: Expr = apply('expand', [constant(0)], { shape: shapes[0]! })
    return {
      kind: 'general',
      pulls: [cleared, apply('sum_to', [apply('index', [flow], { index })], { shape: shapes[1]! })],
      pushes: [cleared, apply('write', [zeros, flow], attrs)],
    }
  },
  expansion: ([cells, part], { shapes, attrs }, build) => {
    const { shape, offsets } = viewOf(shapes[0]!, attrs['index'])
    const spread = Array.from(broadcastOffsets(shapes[1]!, shape), (at) => part![at]!)
    return replaced(cells!, spread, offsets, false, build)
  },
  samples: [
    { shapes: [[3], []], attrs: { index: [1] } },
    { shapes: [[3, 4], [4]], attrs: { index: [2] } },
    {
      shapes: [
        [3, 4],
        [2, 1],
      ],
      attrs: {
        index: [
          [0, 3, 2],
          [1, 4, 1],
        ],
      },
    },
  ],
}
