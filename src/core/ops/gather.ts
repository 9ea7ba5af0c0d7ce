import { putIn, stridedOffsets, taken } from '../offsets.ts'
import type { Op } from '../op.ts'
import { apply, arg, b, constant, type Expr, flow } from '../rule.ts'
import { stridesOf, type Tensor } from '../tensor.ts'
import { replaced } from './shape.ts'

/** For each entry of `index` the offset in a tensor of `shape` that it names along `dim`, its other coordinates being its own. */
export function namedAlong(shape: readonly number[], index: Tensor, dim: number): Int32Array {
  const strides = stridesOf(shape)
  const others = strides.map((stride, axis) => (axis === dim ? 0 : stride))
  const offsets = Int32Array.from(stridedOffsets(index.shape, others, 0))
  const [step, extent] = [strides[dim] ?? 1, shape[dim] ?? 1]
  for (let i = 0; i < offsets.length; i++) {
    const at = index.data[i]!
    offsets[i]! += step * (at < 0 ? at + extent : at)
  }
  return offsets
}

const zeros = (shape: readonly number[]): Expr => apply('expand', [constant(0)], { shape })

/** Entries of the first argument that the second, of whole numbers, names along one dimension. attrs: `dim`. */
export const gather: Op = {
  gradFn: 'Gather',
  notation: () => ({ kind: 'picked' }),
  forward: ([x, index], { dim }) => taken(x!, namedAlong(x!.shape, index!, Number(dim)), index!.shape),
  rule: ({ shapes, attrs }) => ({
    kind: 'general',
    pulls: [apply('scatter_along', [zeros(shapes[0]!), flow, b], { ...attrs, add: true })],
    pushes: [apply('gather', [flow, b], attrs)],
  }),
  expansion: ([cells], { shapes, attrs }, _, { args: [, index] }) =>
    Array.from(namedAlong(shapes[0]!, index!, Number(attrs['dim'])), (at) => cells![at]!),
  samples: [
    {
      shapes: [
        [3, 4],
        [3, 1],
      ],
      attrs: { dim: 1 },
      places: [[3, 0, -1]],
    },
    {
      shapes: [
        [3, 2],
        [2, 2],
      ],
      attrs: { dim: 0 },
      places: [[0, 2, 0, 0]],
    },
    { shapes: [[4], [3]], attrs: { dim: 0 }, places: [[1, 1, 3]] },
  ],
}

/**
 * A copy of the first argument in which entries of the second stand where the third, of whole numbers, names along one dimension: the
 * adjoint of gather, where they are added. attrs: `dim`; `add` adds them to what is there.
 */
export const scatter_along: Op = {
  gradFn: 'Scatter',
  notation: ({ attrs }) => ({
    kind: 'call',
    tex: attrs['add'] === true ? '\\operatorname{scatter\\_add}' : '\\operatorname{scatter}',
    plain: attrs['add'] === true ? 'scatter_add' : 'scatter',
  }),
  forward: ([x, part, index], { dim, add }) =>
    putIn(x!, part!, namedAlong(x!.shape, index!, Number(dim)), add === true),
  rule: ({ shapes, attrs: { dim, add } }) => {
    const where = arg(2)
    const back = apply('gather', [flow, where], { dim: dim! })
    return {
      kind: 'general',
      pulls: [
        add === true ? flow : apply('scatter_along', [flow, zeros(shapes[1]!), where], { dim: dim!, add: false }),
        back,
      ],
      pushes: [
        add === true ? flow : apply('scatter_along', [flow, zeros(shapes[1]!), where], { dim: dim!, add: false }),
        apply('scatter_along', [zeros(shapes[0]!), flow, where], { dim: dim!, add: add! }),
      ],
    }
  },
  expansion: ([cells, part], { shapes, attrs }, build, { args: [, , index] }) =>
    replaced(cells!, part!, namedAlong(shapes[0]!, index!, Number(attrs['dim'])), attrs['add'] === true, build),
  samples: [true, false].map((add) => ({
    shapes: [
      [3, 4],
      [3, 1],
      [3, 1],
    ],
    attrs: { dim: 1, add },
    places: [[3, 0, -1]],
  })),
}
