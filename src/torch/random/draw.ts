import { type Dtype, sizeOf, storage, type Tensor } from '../../core/tensor.ts'
import { checkShape } from '../creation/options.ts'
import { dtypes, isFloating } from '../dtype.ts'
import { raise } from '../raised.ts'
import type { Session } from '../session.ts'
import type { Generator } from './generator.ts'

const floats = (what: string, dtype: Dtype): void => {
  if (!isFloating(dtype))
    raise('RuntimeError', `"${what}" not implemented for '${dtypes[dtype].scalar}'`, 'Use a floating type.')
}

/** Numbers equally likely everywhere in [from, to). */
export function uniform(generator: Generator, shape: readonly number[], dtype: Dtype, from = 0, to = 1): Tensor {
  floats('check_uniform_bounds', dtype)
  if (from > to)
    raise(
      'RuntimeError',
      `uniform_ expects to return a [from, to) range, but found from=${from} > to=${to}`,
      'Give the smaller bound first.',
    )
  const count = sizeOf(shape)
  const data = dtype === 'float64' ? generator.uniform64(count, from, to) : generator.uniform(count, from, to)
  return { dtype, shape, data }
}

/** Normal numbers around `mean`. */
export function normal(generator: Generator, shape: readonly number[], dtype: Dtype, mean = 0, std = 1): Tensor {
  if (std < 0) raise('RuntimeError', `normal expects std >= 0.0, but found std ${std}`, 'A spread is 0 or more.')
  floats('normal_kernel_cpu', dtype)
  const count = sizeOf(shape)
  const data = dtype === 'float64' ? generator.normal64(count, mean, std) : generator.normal(count, mean, std)
  return { dtype, shape, data }
}

/** Whole numbers in [low, high). */
export function integers(
  generator: Generator,
  shape: readonly number[],
  dtype: Dtype,
  low: number,
  high: number,
): Tensor {
  if (low >= high)
    raise(
      'RuntimeError',
      `random_ expects 'from' to be less than 'to', but got from=${low} >= to=${high}`,
      'The upper bound is not drawn itself: give one more.',
    )
  if (dtype === 'bool' && (low < 0 || high > 2))
    raise('RuntimeError', `${low < 0 ? 'from' : 'to - 1'} is out of bounds for bool`, 'A bool is 0 or 1.')
  const data = storage(dtype, sizeOf(shape))
  data.set(generator.integers(data.length, low, high))
  return { dtype, shape, data }
}

/** 1 with the probability that `p` gives for its place, else 0. `kept` says in which type the probabilities are kept. */
export function bernoulli(
  generator: Generator,
  shape: readonly number[],
  dtype: Dtype,
  p: (i: number) => number,
  kept: Dtype,
): Tensor {
  const data = storage(dtype, sizeOf(shape))
  for (let i = 0; i < data.length; i++)
    data[i] = kept === 'float32' ? generator.bernoulli32(p(i)) : generator.bernoulli(p(i))
  return { dtype, shape, data }
}

/** 0 … n − 1 in random order. */
export function permutation(session: Session, generator: Generator, n: number, dtype: Dtype): Tensor {
  checkShape(session, [n])
  const data = storage(dtype, n)
  data.set(generator.permutation(n))
  return { dtype, shape: [n], data }
}
