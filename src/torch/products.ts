import { difference, elementwise } from './binary.ts'
import { bmm, dot, matmul, mm, mv } from './matmul.ts'
import { constant } from './operand.ts'
import { raise } from './raised.ts'
import { expanded } from './repeating.ts'
import { apply, dtypeOf, type Session, shapeOf } from './session.ts'
import { dimension, shapeText } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import type { TensorValue, Value } from './value.ts'

type Product = (session: Session, a: TensorValue, b: TensorValue) => TensorValue

const two = (name: string, first: string, second: string, product: Product): Row =>
  row(`${name}(${first}, ${second})`, (session, args) => product(session, args.tensor(first), args.tensor(second)))

function outer(session: Session, a: TensorValue, b: TensorValue): TensorValue {
  const [p, q] = [shapeOf(session, a), shapeOf(session, b)]
  const bad = [
    ['self', p],
    ['vec2', q],
  ] as const
  for (const [name, shape] of bad)
    if (shape.length !== 1)
      raise(
        'RuntimeError',
        `outer: Expected 1-D argument ${name}, but got ${shape.length}-D`,
        'outer takes two vectors.',
      )
  return apply(session, 'outer', [a, b], {}, [p[0]!, q[0]!], 'MulBackward0')
}

const times = (session: Session, x: TensorValue, factor: number): TensorValue =>
  factor === 1
    ? x
    : elementwise(
        session,
        'mul',
        x,
        constant(session, { kind: 'float', value: factor }, dtypeOf(session, x)),
        'MulBackward0',
      )

/** beta·input + alpha·(a @ b). */
const added = (name: string, first: string, second: string, product: Product, gradFn: string): Row =>
  row(`${name}(input, ${first}, ${second}, *, beta=, alpha=)`, (session, args) => {
    const made = product(session, args.tensor(first), args.tensor(second))
    const input = args.tensor('input')
    const shape = shapeOf(session, made)
    const own = shapeOf(session, input)
    // refuses, in PyTorch's words, an input that does not fit the product
    const lead = shape.length - own.length
    if (lead < 0 || own.some((extent, axis) => extent !== 1 && extent !== shape[axis + lead]))
      expanded(session, input, shape)
    const [p, q] = [times(session, input, args.number('beta', 1)), times(session, made, args.number('alpha', 1))]
    return elementwise(session, 'add', p, q, gradFn)
  })

/** Vectors of three along a dimension: each at a right angle to both. */
function cross(session: Session, args: Bound, first: string, otherwise: number | null): Value {
  const [a, b] = [args.tensor(first), args.tensor('other')]
  const shape = shapeOf(session, a)
  const named = args.get('dim') === null ? otherwise : args.int('dim', -1)
  const dim = named === null ? shape.indexOf(3) : dimension(named, shape.length)
  if (dim < 0) raise('RuntimeError', 'no dimension of size 3 in input', 'A cross product is of vectors of three.')
  if (shape[dim] !== 3 || shapeOf(session, b)[dim] !== 3)
    raise(
      'RuntimeError',
      `linalg.cross: inputs dimension ${dim} must have length 3. Got ${shape[dim]} and ${shapeOf(session, b)[dim]}`,
      `The shapes are ${shapeText(shape)} and ${shapeText(shapeOf(session, b))}.`,
    )
  const turned = (x: TensorValue, by: number): TensorValue =>
    apply(session, 'roll', [x], { shifts: [by], dims: [dim] }, shapeOf(session, x), 'RollBackward0')
  const product = (p: number, q: number): TensorValue =>
    elementwise(session, 'mul', turned(a, p), turned(b, q), 'MulBackward0')
  return difference(session, product(-1, -2), product(-2, -1), 'LinalgCrossBackward0')
}

/** Products of matrices and vectors; all are methods too. */
export const products: readonly Row[] = [
  two('matmul', 'input', 'other', matmul),
  two('mm', 'input', 'mat2', mm),
  two('mv', 'input', 'vec', mv),
  two('dot', 'input', 'tensor', dot),
  two('bmm', 'input', 'mat2', bmm),
  two('outer', 'input', 'vec2', outer),
  two('ger', 'input', 'vec2', outer),
  added('addmm', 'mat1', 'mat2', mm, 'AddmmBackward0'),
  added('addmv', 'mat', 'vec', mv, 'AddmvBackward0'),
  added('baddbmm', 'batch1', 'batch2', bmm, 'BaddbmmBackward0'),
  row('cross(input, other, dim=)', (session, args) => cross(session, args, 'input', null)),
]

/** Products of `torch.linalg`. */
export const linalgProducts: readonly Row[] = [
  two('matmul', 'input', 'other', matmul),
  row('cross(input, other, *, dim=)', (session, args) => cross(session, args, 'input', -1)),
]
