import type { Dtype, Tensor } from '../../core/tensor.ts'
import { detached } from '../attributes.ts'
import { elementwise } from '../binary.ts'
import { checkShape, dtypeAsked, made, options } from '../creation/options.ts'
import { dtypes, isFloating } from '../dtype.ts'
import { raise } from '../raised.ts'
import { dtypeOf, leaf, type Session, shapeOf, tensorOf } from '../session.ts'
import { broadcast } from '../shape.ts'
import { type Bound, type Row, row } from '../signature.ts'
import { isNumber, none, numberOf, type Value } from '../value.ts'
import { bernoulli, integers, normal, permutation, uniform } from './draw.ts'
import type { Generator } from './generator.ts'
import { multinomial } from './multinomial.ts'
import { generatorOf, reseed, seedNumber, seedOf } from './source.ts'

type Draw = (generator: Generator, shape: readonly number[], dtype: Dtype) => Tensor

const sized = (name: string, draw: Draw): Row =>
  row(`${name}(*size, generator=, names=, out=, ${options})`, (session, args) => {
    const shape = args.shape('size')
    checkShape(session, shape)
    const dtype = dtypeAsked(args, session.defaultDtype)
    return made(session, draw(generatorOf(session, args), shape, dtype), args.flag('requires_grad'))
  })

const like = (name: string, draw: Draw): Row =>
  row(`${name}(input, *, memory_format=, ${options})`, (session, args) => {
    const x = args.tensor('input')
    const dtype = dtypeAsked(args, dtypeOf(session, x))
    return made(session, draw(session.generator, shapeOf(session, x), dtype), args.flag('requires_grad'))
  })

/** `low` may be left out before `high`: the bounds among the given ints. */
function bounds(args: Bound, given: readonly Value[]): readonly [number, number] {
  const ints = given.map((value) => (value.kind === 'int' ? value.value : args.refuse('high', 'int', value)))
  const high = args.get('high') === null ? ints.at(-1) : args.int('high', 0)
  const low =
    args.get('low') === null ? (ints.length > 1 || args.get('high') !== null ? ints[0] : 0) : args.int('low', 0)
  return [low ?? 0, high ?? args.refuse('high', 'int', none)]
}

function randint(session: Session, args: Bound): Value {
  const last = args.rest.at(-1)
  const listed = last?.kind === 'tuple' || last?.kind === 'list'
  const size = listed ? last : (args.get('size') ?? last ?? none)
  const shape = size.kind === 'tuple' || size.kind === 'list' ? args.ints('size', size) : refuseSize(args, size)
  checkShape(session, shape)
  const [low, high] = bounds(args, listed ? args.rest.slice(0, -1) : args.rest)
  const dtype = dtypeAsked(args, 'int64')
  return made(session, integers(generatorOf(session, args), shape, dtype, low, high), args.flag('requires_grad'))
}

const refuseSize = (args: Bound, size: Value): never =>
  raise(
    'TypeError',
    `randint(): argument 'size' (position ${args.rest.length}) must be tuple of ints, not ${size.kind === 'none' ? 'NoneType' : size.kind}`,
    'The size is a tuple: torch.randint(0, 10, (3,)).',
  )

/** `torch.normal`: around one mean or many. */
function normals(session: Session, args: Bound): Value {
  const generator = generatorOf(session, args)
  const [mean, std] = [args.value('mean'), args.get('std')]
  const size = args.dims('size')
  if (size !== null) {
    checkShape(session, size)
    const dtype = dtypeAsked(args, session.defaultDtype)
    const drawn = normal(generator, size, dtype, args.number('mean', 0), args.number('std', 1))
    return made(session, drawn, args.flag('requires_grad'))
  }
  const beside = mean.kind === 'tensor' ? mean : std?.kind === 'tensor' ? std : args.refuse('mean', 'Tensor', mean)
  const other = std?.kind === 'tensor' ? std : beside
  if (std?.kind === 'tensor' && tensorOf(session, std).data.some((v) => v < 0))
    raise('RuntimeError', 'normal expects all elements of std >= 0.0', 'A spread is 0 or more.')
  const shape = broadcast(shapeOf(session, beside), shapeOf(session, other))
  const spread = std !== null && isNumber(std) ? numberOf(std) : 1
  const drawn = leaf(session, normal(generator, shape, dtypeOf(session, beside), 0, spread))
  const wide = std?.kind === 'tensor' ? elementwise(session, 'mul', drawn, detached(session, std), '') : drawn
  return mean.kind === 'tensor'
    ? elementwise(session, 'add', wide, detached(session, mean), '')
    : elementwise(session, 'add', wide, leaf(session, numberTensor(args, dtypeOf(session, wide))), '')
}

const numberTensor = (args: Bound, dtype: Dtype): Tensor => ({
  dtype,
  shape: [],
  data: dtype === 'float32' ? Float32Array.of(args.number('mean', 0)) : Float64Array.of(args.number('mean', 0)),
})

function tossed(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const { shape, dtype, data } = tensorOf(session, x)
  const given = args.get('p')
  if (given !== null) {
    const p = args.number('p', 0)
    return leaf(
      session,
      bernoulli(generatorOf(session, args), shape, dtype, () => p, 'float64'),
    )
  }
  if (!isFloating(dtype))
    raise(
      'RuntimeError',
      `"bernoulli_tensor_cpu_p_" not implemented for '${dtypes[dtype].scalar}'`,
      'Give probabilities.',
    )
  if (data.some((p) => !(p >= 0 && p <= 1)))
    raise(
      'RuntimeError',
      'Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)',
      'A probability lies between 0 and 1.',
    )
  return leaf(
    session,
    bernoulli(generatorOf(session, args), shape, dtype, (i) => data[i]!, dtype),
  )
}

/** Functions that draw random numbers. */
export const random: readonly Row[] = [
  sized('rand', uniform),
  sized('randn', normal),
  like('rand_like', (generator, shape, dtype) => uniform(generator, shape, dtype)),
  like('randn_like', (generator, shape, dtype) => normal(generator, shape, dtype)),
  row(`randint(*values, low=, high=, size=, generator=, out=, ${options})`, randint),
  row(`randint_like(input, *values, low=, high=, memory_format=, ${options})`, (session, args) => {
    const x = args.tensor('input')
    const [low, high] = bounds(args, args.rest)
    const dtype = dtypeAsked(args, dtypeOf(session, x))
    return made(session, integers(session.generator, shapeOf(session, x), dtype, low, high), args.flag('requires_grad'))
  }),
  row(`randperm(n, *, generator=, out=, ${options})`, (session, args) => {
    const dtype = dtypeAsked(args, 'int64')
    const drawn = permutation(session, generatorOf(session, args), args.int('n', 0), dtype)
    return made(session, drawn, args.flag('requires_grad'))
  }),
  row(`normal(mean, std=, size=, *, generator=, out=, ${options})`, normals),
  row('bernoulli(input, p=, *, generator=, out=)', tossed),
  row('multinomial(input, num_samples, replacement=, *, generator=, out=)', multinomial),
]

/** Drawing that is a method too. */
export const randomMethods: readonly Row[] = random.filter(({ name }) => name === 'bernoulli' || name === 'multinomial')

/** Functions that set and ask the seed. */
export const seeding = (standard: Value): readonly Row[] => [
  row('manual_seed(seed)', (session, args) => {
    session.generator.seed(seedOf(args.value('seed')))
    return standard
  }),
  row('seed()', (session) => reseed(session.generator)),
  row('initial_seed()', (session) => seedNumber(session.generator)),
]
