import { tensor } from '../core/tensor.ts'
import { elementwise } from './binary.ts'
import { constant } from './operand.ts'
import { raise } from './raised.ts'
import { apply, dtypeOf, leaf, type Session, shapeOf, tensorOf } from './session.ts'
import { dimension, reduced } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import type { TensorValue, Value } from './value.ts'

/** A 1 in the place of each class, 0 elsewhere. */
function oneHot(session: Session, args: Bound): Value {
  const classes = args.tensor('tensor')
  const { dtype, shape, data } = tensorOf(session, classes)
  if (dtype !== 'int64')
    raise('RuntimeError', 'one_hot is only applicable to index tensor.', 'Classes are whole numbers: call .long().')
  const given = args.int('num_classes', -1)
  const largest = Math.max(-1, ...data)
  if (data.some((value) => value < 0))
    raise('RuntimeError', 'Class values must be non-negative.', 'Count classes from 0.')
  if (given !== -1 && largest >= given)
    raise('RuntimeError', 'Class values must be smaller than num_classes.', `The largest class is ${largest}.`)
  const count = given === -1 ? largest + 1 : given
  const values = new Float64Array(data.length * count)
  data.forEach((value, i) => {
    values[i * count + value] = 1
  })
  return leaf(session, tensor(values, [...shape, count], 'int64'))
}

const summed = (session: Session, x: TensorValue, dim: number, keepdim: boolean): TensorValue =>
  apply(session, 'sum', [x], { dims: [dim], keepdim }, reduced(shapeOf(session, x), [dim], keepdim), 'SumBackward1')

const number = (session: Session, like: TensorValue, value: number): TensorValue =>
  constant(session, { kind: 'float', value }, dtypeOf(session, like))

const power = (session: Session, x: TensorValue, exponent: number, gradFn: string): TensorValue =>
  elementwise(session, 'pow', x, number(session, x, exponent), gradFn)

/** The length of the vectors along a dimension, in the p-norm. */
function lengths(session: Session, x: TensorValue, p: number, dim: number, keepdim: boolean): TensorValue {
  const size = apply(session, 'abs', [x], {}, shapeOf(session, x), 'AbsBackward0')
  if (p === 1) return summed(session, size, dim, keepdim)
  const powers = p === 2 ? elementwise(session, 'mul', x, x, 'MulBackward0') : power(session, size, p, 'PowBackward0')
  const sums = summed(session, powers, dim, keepdim)
  return p === 2
    ? apply(session, 'sqrt', [sums], {}, shapeOf(session, sums), 'LinalgVectorNormBackward0')
    : power(session, sums, 1 / p, 'LinalgVectorNormBackward0')
}

/** At least `least`, and where it is not, without a gradient. */
function atLeast(session: Session, x: TensorValue, least: number): TensorValue {
  const shape = shapeOf(session, x)
  const bound = number(session, x, least)
  const inside = apply(session, 'ge', [x, bound], {}, shape, '')
  return apply(session, 'where', [inside, x, bound], {}, shape, 'ClampMinBackward0')
}

function normalized(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const dim = dimension(args.int('dim', 1), shapeOf(session, x).length)
  const length = atLeast(session, lengths(session, x, args.number('p', 2), dim, true), args.number('eps', 1e-12))
  return elementwise(session, 'div', x, length, 'DivBackward0')
}

/** x·y over the lengths of both, neither less than ε. */
export function cosine(session: Session, x: TensorValue, y: TensorValue, given: number, eps: number): TensorValue {
  const unit = (v: TensorValue): TensorValue => {
    const dim = dimension(given, shapeOf(session, v).length)
    return elementwise(session, 'div', v, atLeast(session, lengths(session, v, 2, dim, true), eps), 'DivBackward0')
  }
  const product = elementwise(session, 'mul', unit(x), unit(y), 'MulBackward0')
  return summed(session, product, dimension(given, shapeOf(session, product).length), false)
}

/** Functions of vectors along a dimension, and classes as vectors. */
export const vectorRows: readonly Row[] = [
  row('one_hot(tensor, num_classes=)', oneHot),
  row('normalize(input, p=, dim=, eps=)', normalized),
  row('cosine_similarity(x1, x2, dim=, eps=)', (session, args) =>
    cosine(session, args.tensor('x1'), args.tensor('x2'), args.int('dim', 1), args.number('eps', 1e-8)),
  ),
]
