import { sizeOf, tensor } from '../../core/tensor.ts'
import { dtypes, isFloating } from '../dtype.ts'
import { raise } from '../raised.ts'
import { leaf, type Session, tensorOf } from '../session.ts'
import type { Bound } from '../signature.ts'
import type { Value } from '../value.ts'
import type { Generator } from './generator.ts'
import { generatorOf } from './source.ts'

/** Draws places of a row of weights, as often as their weights say; each place once unless `replacement`. Both by PyTorch's ways. */
export function multinomial(session: Session, args: Bound): Value {
  const { shape, dtype, data } = tensorOf(session, args.tensor('input'))
  const count = args.int('num_samples', 0)
  const replacement = args.flag('replacement')
  if (!isFloating(dtype))
    raise(
      'RuntimeError',
      `multinomial only supports floating-point dtypes for input, got: ${dtypes[dtype].scalar}`,
      'Weights are floats.',
    )
  if (shape.length === 0 || shape.length > 2)
    raise('RuntimeError', 'prob_dist must be 1 or 2 dim', 'Give a row of weights or several rows.')
  if (count <= 0) raise('RuntimeError', 'cannot sample n_sample <= 0 samples', 'Draw one or more.')
  const width = shape.at(-1) ?? 1
  if (!replacement && count > width)
    raise(
      'RuntimeError',
      'cannot sample n_sample > prob_dist.size(-1) samples without replacement',
      'Draw fewer, or with replacement=True.',
    )
  if (data.some((v) => !(v >= 0 && v < Number.POSITIVE_INFINITY)))
    raise('RuntimeError', 'probability tensor contains either `inf`, `nan` or element < 0', 'Weights are 0 or more.')
  const rows = Array.from({ length: sizeOf(shape) / width }, (_, i) => data.subarray(i * width, (i + 1) * width))
  if (rows.some((weights) => weights.every((v) => v === 0)))
    raise(
      'RuntimeError',
      'invalid multinomial distribution (sum of probabilities <= 0)',
      'Some weight must be more than 0.',
    )
  const generator = generatorOf(session, args)
  const drawn = replacement
    ? rows.map((weights) => withReplacement(generator, weights, count))
    : races(generator, rows).map((times) => byTime(times).slice(0, count))
  return leaf(session, tensor(drawn.flat(), [...shape.slice(0, -1), count], 'int64'))
}

/** Where a uniform number falls in the running sum of the weights. */
function withReplacement(generator: Generator, weights: Float32Array | Float64Array, count: number): number[] {
  const sums = weights.slice()
  let total = 0
  weights.forEach((weight, i) => {
    total += weight
    sums[i] = total
  })
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! / total
  sums[sums.length - 1] = 1
  return Array.from({ length: count }, () => {
    const u = generator.unit64()
    return sums.findIndex((sum) => sum >= u)
  })
}

/** A race: each place waits a time by its weight; those that come first are drawn. The weight over a waiting time of rate 1. */
const races = (generator: Generator, rows: readonly (Float32Array | Float64Array)[]) =>
  rows.map((weights) => {
    const times = weights.slice()
    for (let i = 0; i < times.length; i++) {
      times[i] = generator.exponential(1)
      times[i] = weights[i]! / times[i]!
    }
    return times
  })

const byTime = (times: Float32Array | Float64Array): number[] => [...times.keys()].sort((p, q) => times[q]! - times[p]!)
