import type { OpName } from '../core/op.ts'
import type { MadeOp } from './made.ts'

/** What an op keeps for its backward pass: arguments, its result (`output`), or only shapes. */
type Saved = 'arguments' | 'output' | 'all' | 'others' | 'divisor' | 'shapes' | 'first' | 'places'

/**
 * What PyTorch saves for each op (torch 1.13, found by calling backward twice on each, and by changing arguments and results in place).
 * `others`: each factor for the other. `places`: those that say where, the last arguments.
 * `all`: arguments and result.
 */
const saves: Readonly<Partial<Record<OpName, Saved>>> = {
  add: 'shapes',
  sub: 'shapes',
  neg: 'shapes',
  sum: 'shapes',
  sign: 'shapes',
  reshape: 'shapes',
  transpose: 'shapes',
  expand: 'shapes',
  sum_to: 'shapes',
  index: 'shapes',
  scatter: 'shapes',
  stack: 'shapes',
  mean: 'shapes',
  custom: 'shapes',
  mul: 'others',
  matmul: 'others',
  linear: 'others',
  div: 'divisor',
  exp: 'output',
  sqrt: 'output',
  sigmoid: 'output',
  tanh: 'output',
  relu: 'output',
  softmax: 'output',
  log_softmax: 'output',
  convert: 'shapes',
  floor: 'shapes',
  ceil: 'shapes',
  trunc: 'shapes',
  round: 'shapes',
  frac: 'shapes',
  floor_divide: 'shapes',
  trunc_divide: 'shapes',
  exp2: 'output',
  expm1: 'output',
  rsqrt: 'output',
  reciprocal: 'output',
  tan: 'output',
  gather: 'places',
  scatter_along: 'places',
  pick: 'places',
  put: 'places',
  where: 'first',
  write: 'shapes',
  permute: 'shapes',
  flip: 'shapes',
  roll: 'shapes',
  repeat: 'shapes',
  cat: 'shapes',
  tril: 'shapes',
  triu: 'shapes',
  cumsum: 'shapes',
  cumprod: 'all',
  prod: 'all',
  deviation: 'all',
  norm: 'all',
  logsumexp: 'all',
  amax: 'all',
  amin: 'all',
}

/** The argument slots whose values an op's backward pass reads, and whether it reads the output; null where it needs only shapes. */
export function savedBy(
  node: MadeOp,
  requiresGrad: (slot: number) => boolean,
): { slots: readonly number[]; output: boolean } | null {
  const all = node.args.map((_, slot) => slot)
  switch (saves[node.op] ?? 'arguments') {
    case 'shapes':
      // PyTorch keeps the input of a mean over dimensions, though only its shape is needed.
      return node.op === 'mean' && node.value.shape.length > 0 ? { slots: [], output: false } : null
    case 'output':
      return { slots: [], output: true }
    case 'others':
      return { slots: all.filter((slot) => requiresGrad(1 - slot)), output: false }
    case 'divisor':
      return { slots: requiresGrad(1) ? all : [1], output: false }
    case 'all':
      // the largest of one dimension is found again by the places that are kept
      return node.attrs['first'] === true ? { slots: [], output: false } : { slots: all, output: true }
    case 'first':
      return { slots: [0], output: false }
    case 'places':
      return { slots: all.slice(node.op === 'put' || node.op === 'scatter_along' ? 2 : 1), output: false }
    case 'arguments':
      if (node.op === 'einsum' && all.length === 1) return null
      return { slots: all, output: false }
  }
}
