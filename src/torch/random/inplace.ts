import { broadcastOffsets } from '../../core/elementwise.ts'
import { storage, type Tensor } from '../../core/tensor.ts'
import { dtypes, isFloating } from '../dtype.ts'
import { checkWritable, overwrite } from '../inplace.ts'
import { raise } from '../raised.ts'
import { leaf, type Session, tensorOf } from '../session.ts'
import { broadcast } from '../shape.ts'
import { type Bound, type Row, row } from '../signature.ts'
import { bernoulli, integers, normal, uniform } from './draw.ts'
import type { Generator } from './generator.ts'
import { generatorOf } from './source.ts'

type Draw = (generator: Generator, like: Tensor, args: Bound, session: Session) => Tensor

/** A method that fills its tensor anew. */
const refilled = (signature: string, draw: Draw): Row =>
  row(`${signature.slice(0, -1)}, *, generator=)`, (session, args) => {
    const x = args.tensor('input')
    checkWritable(session, x)
    const value = draw(generatorOf(session, args), tensorOf(session, x), args, session)
    return overwrite(session, x, leaf(session, value))
  })

/** The largest whole number drawn where no bound is given: what the type holds exactly. */
const most = { float32: 2 ** 24, float64: 2 ** 53, int64: Number.POSITIVE_INFINITY, bool: 1 } as const

function whole(generator: Generator, { shape, dtype }: Tensor, args: Bound): Tensor {
  const [first, second] = [args.get('from'), args.get('to')]
  if (first === null && second === null) {
    if (dtype === 'int64')
      raise('OverflowError', 'integers beyond 2**53 are not supported here', 'Give a bound: random_(0, 100).')
    return integers(generator, shape, dtype, 0, most[dtype] + 1)
  }
  const [low, high] = second === null ? [0, args.int('from', 0)] : [args.int('from', 0), args.int('to', 0)]
  return integers(generator, shape, dtype, low, high)
}

function tosses(generator: Generator, { shape, dtype }: Tensor, args: Bound, session: Session): Tensor {
  const given = args.get('p')
  if (given?.kind === 'tensor') {
    const p = tensorOf(session, given)
    const at = broadcastOffsets(p.shape, broadcast(shape, p.shape))
    return bernoulli(generator, shape, dtype, (i) => p.data[at[i]!]!, p.dtype)
  }
  const p = args.number('p', 0.5)
  if (!(p >= 0 && p <= 1))
    raise('RuntimeError', `bernoulli_ expects p to be in [0, 1], but got p=${p}`, 'A probability lies between 0 and 1.')
  return bernoulli(generator, shape, dtype, () => p, 'float64')
}

function waits(generator: Generator, { shape, dtype, data }: Tensor, args: Bound): Tensor {
  const rate = args.number('lambd', 1)
  if (rate < 0)
    raise('RuntimeError', `exponential_ expects lambda >= 0.0, but found lambda=${rate}`, 'A rate is 0 or more.')
  if (!isFloating(dtype))
    raise('RuntimeError', `"exponential_cpu" not implemented for '${dtypes[dtype].scalar}'`, 'Use a floating type.')
  const drawn = storage(dtype, data.length)
  for (let i = 0; i < drawn.length; i++) drawn[i] = generator.exponential(rate)
  return { shape, dtype, data: drawn }
}

/** Methods that fill their tensor with random numbers. */
export const randomInplace: readonly Row[] = [
  refilled('normal_(input, mean=, std=)', (generator, { shape, dtype }, args) =>
    normal(generator, shape, dtype, args.number('mean', 0), args.number('std', 1)),
  ),
  refilled('uniform_(input, from=, to=)', (generator, { shape, dtype }, args) =>
    uniform(generator, shape, dtype, args.number('from', 0), args.number('to', 1)),
  ),
  refilled('random_(input, from=, to=)', whole),
  refilled('bernoulli_(input, p=)', tosses),
  refilled('exponential_(input, lambd=)', waits),
]
