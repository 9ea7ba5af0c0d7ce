import { full, sizeOf, type Tensor, tensor } from '../../core/tensor.ts'
import { overwrite } from '../inplace.ts'
import { plainText } from '../python-text.ts'
import { raise } from '../raised.ts'
import { dtypeOf, leaf, type Session, shapeOf } from '../session.ts'
import { type Bound, type Row, row } from '../signature.ts'
import { float, type TensorValue, type Value } from '../value.ts'
import { normal, uniform } from './filling.ts'

/** Fills a tensor in place, with gradients off. */
function fill(session: Session, args: Bound, make: (like: TensorValue) => Tensor): Value {
  const x = args.tensor('tensor')
  const mode = session.gradMode
  session.gradMode = false
  overwrite(session, x, leaf(session, make(x)))
  session.gradMode = mode
  return x
}

/** How many numbers flow into a unit and out of it. */
function fans(shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length < 2)
    raise(
      'ValueError',
      'Fan in and fan out can not be computed for tensor with fewer than 2 dimensions',
      'Initialise a bias with zeros_ or uniform_.',
    )
  const field = sizeOf(shape.slice(2))
  return { fanIn: shape[1]! * field, fanOut: shape[0]! * field }
}

const fixedGains: ReadonlyMap<string, number> = new Map([
  ['linear', 1],
  ['conv1d', 1],
  ['conv2d', 1],
  ['conv3d', 1],
  ['sigmoid', 1],
  ['tanh', 5 / 3],
  ['relu', Math.SQRT2],
  ['selu', 3 / 4],
])

/** How much a nonlinearity shrinks what passes it. */
function gainOf(nonlinearity: string, slope: number): number {
  if (nonlinearity === 'leaky_relu') return Math.sqrt(2 / (1 + slope ** 2))
  return (
    fixedGains.get(nonlinearity) ??
    raise('ValueError', `Unsupported nonlinearity ${nonlinearity}`, "Give 'relu', 'tanh', 'leaky_relu' …")
  )
}

/** The spread of Kaiming's initialisation. Source: He et al., arXiv:1502.01852. */
function kaimingStd(args: Bound, shape: readonly number[]): number {
  const mode = args.text('mode', 'fan_in').toLowerCase()
  if (mode !== 'fan_in' && mode !== 'fan_out')
    raise('ValueError', `Mode ${mode} not supported, please use one of ['fan_in', 'fan_out']`, "Give 'fan_in'.")
  const { fanIn, fanOut } = fans(shape)
  const gain = gainOf(args.text('nonlinearity', 'leaky_relu'), args.number('a', 0))
  return gain / Math.sqrt(mode === 'fan_in' ? fanIn : fanOut)
}

/** The spread of Glorot's initialisation. Source: Glorot & Bengio, AISTATS 2010. */
function xavierStd(args: Bound, shape: readonly number[]): number {
  const { fanIn, fanOut } = fans(shape)
  return args.number('gain', 1) * Math.sqrt(2 / (fanIn + fanOut))
}

const drawn =
  (how: typeof uniform, bounds: (args: Bound, shape: readonly number[]) => readonly [number, number]): Row['call'] =>
  (session, args) =>
    fill(session, args, (like) => {
      const shape = shapeOf(session, like)
      const [from, to] = bounds(args, shape)
      return how(session.generator, shape, from, to, dtypeOf(session, like))
    })

const around = (bound: number): readonly [number, number] => [-bound, bound]
const rootOf3 = Math.sqrt(3)

const constant = (name: string, value: number): Row =>
  row(`${name}(tensor)`, (session, args) =>
    fill(session, args, (like) => full(shapeOf(session, like), value, dtypeOf(session, like))),
  )

function eye(session: Session, args: Bound): Value {
  const shape = shapeOf(session, args.tensor('tensor'))
  if (shape.length !== 2)
    raise('ValueError', 'Only tensors with 2 dimensions are supported', 'An identity is a matrix.')
  const [rows, columns] = [shape[0]!, shape[1]!]
  const values = Array.from({ length: rows * columns }, (_, i) => Number(Math.floor(i / columns) === i % columns))
  return fill(session, args, (like) => tensor(values, shape, dtypeOf(session, like)))
}

/** `torch.nn.init`: fills parameters in place. */
export const initRows: readonly Row[] = [
  row('calculate_gain(nonlinearity, param=)', (_, args) => {
    const nonlinearity = args.text('nonlinearity', '')
    const param = args.get('param')
    if (nonlinearity === 'leaky_relu' && param !== null && param.kind !== 'int' && param.kind !== 'float')
      raise('ValueError', `negative_slope ${plainText(param)} not a valid number`, 'Give the slope as a number.')
    return plainGain(gainOf(nonlinearity, args.number('param', 0.01)), nonlinearity)
  }),
  row(
    'uniform_(tensor, a=, b=, generator=)',
    drawn(uniform, (args) => [args.number('a', 0), args.number('b', 1)]),
  ),
  row(
    'normal_(tensor, mean=, std=, generator=)',
    drawn(normal, (args) => [args.number('mean', 0), args.number('std', 1)]),
  ),
  row('constant_(tensor, val)', (session, args) =>
    fill(session, args, (like) => full(shapeOf(session, like), args.number('val', 0), dtypeOf(session, like))),
  ),
  constant('ones_', 1),
  constant('zeros_', 0),
  row('eye_(tensor)', eye),
  row(
    'xavier_uniform_(tensor, gain=, generator=)',
    drawn(uniform, (args, shape) => around(rootOf3 * xavierStd(args, shape))),
  ),
  row(
    'xavier_normal_(tensor, gain=, generator=)',
    drawn(normal, (args, shape) => [0, xavierStd(args, shape)]),
  ),
  row(
    'kaiming_uniform_(tensor, a=, mode=, nonlinearity=, generator=)',
    drawn(uniform, (args, shape) => around(rootOf3 * kaimingStd(args, shape))),
  ),
  row(
    'kaiming_normal_(tensor, a=, mode=, nonlinearity=, generator=)',
    drawn(normal, (args, shape) => [0, kaimingStd(args, shape)]),
  ),
]

/** PyTorch gives the whole number 1 where a nonlinearity needs no gain. */
const plainGain = (gain: number, nonlinearity: string): Value =>
  gain === 1 && nonlinearity !== 'leaky_relu' ? { kind: 'int', value: 1 } : float(gain)
