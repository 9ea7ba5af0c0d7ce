import { broadcastOffsets } from '../elementwise.ts'
import { putIn, stridedOffsets, taken } from '../offsets.ts'
import type { Attr, Context, Op } from '../op.ts'
import { apply, arg, constant, type Expr, flow } from '../rule.ts'
import { broadcastShapes, sizeOf, stridesOf, type Tensor } from '../tensor.ts'
import { numbers, replaced } from './shape.ts'

/** What some places pick of a shape: the shape of the result, and for each of its elements the offset it is taken from. */
interface Picked {
  readonly shape: readonly number[]
  readonly offsets: Int32Array
}

/** The coordinates along one dimension that some places name. */
interface Line {
  readonly dim: number
  readonly shape: readonly number[]
  readonly data: ArrayLike<number>
}

/** A mask as coordinates along each of its dimensions; places as they are. */
function linesOf(place: Tensor, dim: number): Line[] {
  if (place.dtype !== 'bool') return [{ dim, shape: place.shape, data: place.data }]
  const hits: number[] = []
  place.data.forEach((value, i) => {
    if (value !== 0) hits.push(i)
  })
  const strides = stridesOf(place.shape)
  return place.shape.map((extent, axis) => ({
    dim: dim + axis,
    shape: [hits.length],
    data: hits.map((i) => Math.floor(i / strides[axis]!) % extent),
  }))
}

/** The shape that the places of one pick have together; null where they do not broadcast. */
export function placesShape(places: readonly Tensor[], dims: readonly number[]): readonly number[] | null {
  return places
    .flatMap((place, n) => linesOf(place, dims[n]!))
    .reduce<readonly number[] | null>((shape, line) => shape && broadcastShapes(shape, line.shape), [])
}

/**
 * What `x[places]` takes of a shape: the dimensions the places have together stand where the first place stood, or in front where other
 * dimensions lie between them, as in PyTorch. A mask stands for the coordinates of its true elements.
 */
export function pickedFrom(shape: readonly number[], places: readonly Tensor[], dims: readonly number[]): Picked {
  const lines = places.flatMap((place, n) => linesOf(place, dims[n]!))
  const together = placesShape(places, dims)
  if (together === null) throw new Error('indexing tensors do not broadcast')
  const strides = stridesOf(shape)
  const heads = new Int32Array(sizeOf(together))
  for (const { dim, shape: own, data } of lines) {
    const at = broadcastOffsets(own, together)
    for (let i = 0; i < heads.length; i++) {
      const place = data[at[i]!]!
      heads[i]! += (place < 0 ? place + shape[dim]! : place) * strides[dim]!
    }
  }
  const taken = lines.map(({ dim }) => dim)
  const beside = taken.every((dim, i) => i === 0 || dim === taken[i - 1]! + 1)
  const first = beside ? (taken[0] ?? 0) : 0
  const rest = shape.map((_, dim) => dim).filter((dim) => !taken.includes(dim))
  const [before, after] = [rest.filter((dim) => beside && dim < first), rest.filter((dim) => !(beside && dim < first))]
  const extents = (list: readonly number[]) => list.map((dim) => shape[dim]!)
  const offsetsAlong = (list: readonly number[]) =>
    stridedOffsets(
      extents(list),
      list.map((dim) => strides[dim]!),
      0,
    )
  const [outer, inner] = [offsetsAlong(before), offsetsAlong(after)]
  const offsets = new Int32Array(outer.length * heads.length * inner.length)
  let at = 0
  for (const p of outer) for (const q of heads) for (const r of inner) offsets[at++] = p + q + r
  return { shape: [...extents(before), ...together, ...extents(after)], offsets }
}

const placesOf = ({ shapes }: Context, first: number): Expr[] => shapes.slice(first).map((_, i) => arg(first + i))
const zeros = (shape: readonly number[]): Expr => apply('expand', [constant(0)], { shape })
const dimsOf = (attr: Attr | undefined): readonly number[] => numbers(attr)

/** Elements and rows at places: `x[[2, 0]]`, `x[i, j]`, `x[mask]`. Arguments: x, then places or masks. attrs: `dims`, the dimension at which each begins. */
export const pick: Op = {
  gradFn: 'Index',
  notation: () => ({ kind: 'picked' }),
  forward: ([x, ...places], { dims }) => {
    const { shape, offsets } = pickedFrom(x!.shape, places, dimsOf(dims))
    return taken(x!, offsets, shape)
  },
  rule: (context) => {
    const { shapes, attrs } = context
    const places = placesOf(context, 1)
    return {
      kind: 'general',
      pulls: [apply('put', [zeros(shapes[0]!), flow, ...places], { ...attrs, add: true })],
      pushes: [apply('pick', [flow, ...places], attrs)],
    }
  },
  expansion: ([cells], { shapes, attrs }, _, { args: [, ...places] }) =>
    Array.from(pickedFrom(shapes[0]!, places, dimsOf(attrs['dims'])).offsets, (at) => cells![at]!),
  samples: [
    { shapes: [[4], [3]], attrs: { dims: [0] }, places: [[2, 0, 2]] },
    {
      shapes: [[3, 4], [2], [2]],
      attrs: { dims: [0, 1] },
      places: [
        [2, 0],
        [-1, 1],
      ],
    },
    {
      shapes: [[2, 3, 2], [2], [2]],
      attrs: { dims: [0, 2] },
      places: [
        [1, 0],
        [0, 0],
      ],
    },
    {
      shapes: [
        [2, 3],
        [2, 3],
      ],
      attrs: { dims: [0] },
      places: [[true, false, true, true, false, false]],
    },
    { shapes: [[2, 3, 2], [3]], attrs: { dims: [1] }, places: [[true, false, true]] },
  ],
}

/**
 * A copy of the first argument with the second at places, broadcast to them: `x[places] = v`. Arguments: x, v, then places or masks.
 * attrs: `dims`, the dimension at which each begins; `add` adds instead, once for each place: the adjoint of pick.
 */
export const put: Op = {
  gradFn: 'IndexPut',
  notation: ({ attrs }) => ({ kind: 'written', add: attrs['add'] === true }),
  forward: ([x, part, ...places], { dims, add }) => {
    const { shape, offsets } = pickedFrom(x!.shape, places, dimsOf(dims))
    return putIn(x!, taken(part!, broadcastOffsets(part!.shape, shape), shape), offsets, add === true)
  },
  rule: (context) => {
    const { shapes, attrs } = context
    const { add, dims } = attrs
    const places = placesOf(context, 2)
    const cleared = apply('put', [flow, constant(0), ...places], { dims: dims!, add: false })
    const back = apply('sum_to', [apply('pick', [flow, ...places], { dims: dims! })], { shape: shapes[1]! })
    return {
      kind: 'general',
      pulls: [add === true ? flow : cleared, back],
      pushes: [add === true ? flow : cleared, apply('put', [zeros(shapes[0]!), flow, ...places], attrs)],
    }
  },
  expansion: ([cells, part], { shapes, attrs: { dims, add } }, build, { args: [, , ...places] }) => {
    const { shape, offsets } = pickedFrom(shapes[0]!, places, dimsOf(dims))
    const spread = Array.from(broadcastOffsets(shapes[1]!, shape), (at) => part![at]!)
    return replaced(cells!, spread, offsets, add === true, build)
  },
  samples: [
    { shapes: [[4], [2], [2]], attrs: { dims: [0], add: false }, places: [[2, 0]] },
    { shapes: [[4], [3], [3]], attrs: { dims: [0], add: true }, places: [[2, 0, 2]] },
    { shapes: [[3, 4], [], [2]], attrs: { dims: [1], add: false }, places: [[2, 0]] },
    {
      shapes: [[2, 3], [3], [2, 3]],
      attrs: { dims: [0], add: false },
      places: [[true, false, true, true, false, false]],
    },
  ],
}
