import type { OpName } from '../core/op.ts'
import type { MadeOp } from './made.ts'

/** What an op keeps for its backward pass: arguments, its result (`output`), or only shapes. */
type Saved = 'arguments' | 'first' | 'last' | 'output' | 'others' | 'divisor' | 'shapes'

/** What PyTorch saves for each op (torch 1.13, found by calling backward twice on each). `others`: each factor for the other. `last`: the last argument. */
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
  gather: 'last',
  scatter_along: 'last',
  where: 'first',
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
    case 'first':
      return { slots: [0], output: false }
    case 'others':
      return { slots: all.filter((slot) => requiresGrad(1 - slot)), output: false }
    case 'divisor':
      return { slots: requiresGrad(1) ? all : [1], output: false }
    case 'last':
      return { slots: all.slice(-1), output: false }
    case 'arguments':
      return { slots: all, output: false }
  }
}
