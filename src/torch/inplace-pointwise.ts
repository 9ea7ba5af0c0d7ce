import { checkWritable, overwrite } from './inplace.ts'
import { pointwise } from './pointwise.ts'
import type { Row } from './signature.ts'

/** Functions of one tensor that PyTorch has in place too. */
const names: ReadonlySet<string> = new Set([
  'neg',
  'negative',
  'exp',
  'exp2',
  'expm1',
  'log',
  'log2',
  'log10',
  'log1p',
  'sqrt',
  'rsqrt',
  'square',
  'abs',
  'sign',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'sinh',
  'cosh',
  'tanh',
  'sigmoid',
  'relu',
  'clamp',
  'reciprocal',
  'erf',
  'floor',
  'ceil',
  'round',
  'trunc',
])

const inPlace = (base: Row): Row => ({
  name: `${base.name}_`,
  parameters: base.parameters,
  call: (session, args) => {
    const x = args.tensor('input')
    checkWritable(session, x)
    const result = base.call(session, args)
    return result.kind === 'tensor' ? overwrite(session, x, result) : result
  },
})

/** Functions of one tensor, written over it: `x.exp_()`, `x.clamp_(min=0)`. */
export const inplacePointwise: readonly Row[] = pointwise.filter(({ name }) => names.has(name)).map(inPlace)
