import { groupsOf, membersOf, reducedShape } from '../groups.ts'
import type { Attrs, Context, Op } from '../op.ts'
import { a, apply, flow, minus, times, y } from '../rule.ts'
import { sizeOf, storage, type Tensor } from '../tensor.ts'
import { spread } from './reduce.ts'
import { addedUp, numbers } from './shape.ts'

/** ln Σ eˣ of some elements, the largest taken out first so that nothing overflows. */
function logOfSum(data: Tensor['data'], members: Int32Array): number {
  let peak = Number.NEGATIVE_INFINITY
  for (const i of members) peak = Math.max(peak, data[i]!)
  if (!Number.isFinite(peak)) return peak
  let total = 0
  for (const i of members) total += Math.exp(data[i]! - peak)
  return peak + Math.log(total)
}

const alone = ({ dim }: Attrs, shape: readonly number[]): readonly number[] => (shape.length === 0 ? [] : [Number(dim)])

/** ln of softmax, x − ln Σ eˣ: its gradient takes from each what the probabilities say. attrs: `dim`. */
export const log_softmax: Op = {
  gradFn: 'LogSoftmax',
  notation: () => ({ kind: 'call', tex: '\\ln\\operatorname{softmax}', plain: 'ln softmax' }),
  forward: ([x], attrs) => {
    const data = storage(x!.dtype, x!.data.length)
    for (const members of membersOf(x!.shape, alone(attrs, x!.shape))) {
      const total = logOfSum(x!.data, members)
      for (const i of members) data[i] = x!.data[i]! - total
    }
    return { dtype: x!.dtype, shape: x!.shape, data }
  },
  rule: ({ shapes, attrs }) => {
    const shape = shapes[0]!
    const dims = alone(attrs, shape)
    const summed = (e: typeof flow) => apply('sum', [e], { dims, keepdim: true })
    return {
      kind: 'general',
      pulls: [minus(flow, times(apply('exp', [y]), summed(flow)))],
      pushes: [minus(flow, summed(times(apply('exp', [y]), flow)))],
    }
  },
  expansion: ([cells], { shapes, attrs }, build) => {
    const dims = alone(attrs, shapes[0]!)
    const groups = groupsOf(shapes[0]!, dims)
    const powers = cells!.map((cell) => build.op('exp', [cell]))
    const totals = addedUp(powers, groups, sizeOf(reducedShape(shapes[0]!, dims, true)), build)
    const logs = totals.map((total) => build.op('log', [total]))
    return cells!.map((cell, i) => build.op('sub', [cell, logs[groups[i]!]!]))
  },
  samples: [
    { shapes: [[3]], attrs: { dim: 0 } },
    { shapes: [[2, 3]], attrs: { dim: 1 } },
  ],
}

const spreadOutput = (context: Context) => spread(y, context)

/** ln Σ eˣ: a soft maximum, whose gradient is softmax. attrs: `dims`, `keepdim`. */
export const logsumexp: Op = {
  gradFn: 'Logsumexp',
  notation: () => ({ kind: 'call', tex: '\\ln\\textstyle\\sum e', plain: 'ln Σ exp' }),
  forward: ([x], attrs) => {
    const dims = numbers(attrs['dims'])
    const shape = reducedShape(x!.shape, dims, attrs['keepdim'] === true)
    const data = storage(x!.dtype, sizeOf(shape))
    membersOf(x!.shape, dims).forEach((members, group) => {
      data[group] = logOfSum(x!.data, members)
    })
    return { dtype: x!.dtype, shape, data }
  },
  rule: (context) => {
    const shares = apply('exp', [minus(a, spreadOutput(context))])
    return {
      kind: 'general',
      pulls: [times(spread(flow, context), shares)],
      pushes: [apply('sum', [times(shares, flow)], context.attrs)],
    }
  },
  expansion: ([cells], { shapes, attrs }, build) => {
    const dims = numbers(attrs['dims'])
    const powers = cells!.map((cell) => build.op('exp', [cell]))
    const count = sizeOf(reducedShape(shapes[0]!, dims, true))
    return addedUp(powers, groupsOf(shapes[0]!, dims), count, build).map((total) => build.op('log', [total]))
  },
  samples: [
    { shapes: [[2, 3]], attrs: { dims: [1], keepdim: false } },
    { shapes: [[2, 3]], attrs: { dims: [0, 1], keepdim: true } },
  ],
}
