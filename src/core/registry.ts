import * as activations from './ops/activations.ts'
import * as arithmetic from './ops/arithmetic.ts'
import * as arrange from './ops/arrange.ts'
import * as bits from './ops/bits.ts'
import * as comparison from './ops/comparison.ts'
import { convert } from './ops/convert.ts'
import { einsum } from './ops/einsum.ts'
import * as exponentials from './ops/exponentials.ts'
import * as extremes from './ops/extremes.ts'
import * as functions from './ops/functions.ts'
import { gather, scatter_along } from './ops/gather.ts'
import { erfc } from './ops/gaussian.ts'
import { custom, hooked } from './ops/given.ts'
import { log_softmax, logsumexp } from './ops/logarithms.ts'
import * as losses from './ops/losses.ts'
import { linear, matmul, outer, weighted_sum } from './ops/matrix.ts'
import { pick, put } from './ops/pick.ts'
import * as positions from './ops/positions.ts'
import * as products from './ops/products.ts'
import { mean, softmax, sum } from './ops/reduce.ts'
import * as rounding from './ops/rounding.ts'
import { expand, index, reshape, scatter, stack, sum_to, transpose } from './ops/shape.ts'
import { determinant, solve } from './ops/solve.ts'
import * as spread from './ops/spread.ts'
import * as tests from './ops/tests.ts'
import * as trigonometry from './ops/trigonometry.ts'
import { write } from './ops/write.ts'

/** Every op there is. To add one, export it from a file of `ops/`. */
export const ops = {
  ...arithmetic,
  ...functions,
  ...activations,
  ...losses,
  ...comparison,
  ...arrange,
  ...extremes,
  ...positions,
  ...products,
  ...spread,
  einsum,
  ...bits,
  ...tests,
  ...exponentials,
  ...trigonometry,
  ...rounding,
  convert,
  erfc,
  solve,
  determinant,
  matmul,
  outer,
  linear,
  weighted_sum,
  sum,
  mean,
  softmax,
  log_softmax,
  logsumexp,
  transpose,
  reshape,
  expand,
  sum_to,
  index,
  scatter,
  stack,
  gather,
  scatter_along,
  pick,
  put,
  write,
  custom,
  hooked,
} as const
