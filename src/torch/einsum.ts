import { elementwise } from './binary.ts'
import { raise } from './raised.ts'
import { apply, type Session, shapeOf } from './session.ts'
import type { Bound, Row } from './signature.ts'
import { row } from './signature.ts'
import type { TensorValue, Value } from './value.ts'

type Labels = readonly string[]

/** An equation read: the labels of each operand, and of the result where they are given. Dots of an ellipsis are labels of their own. */
interface Equation {
  readonly inputs: readonly Labels[]
  readonly output: Labels | null
}

const dots = '...'

function labelsOf(text: string, from: number): string[] {
  const labels: string[] = []
  for (let i = 0; i < text.length; i++) {
    const at = text[i]!
    if (at === ' ') continue
    if (text.startsWith(dots, i)) {
      labels.push(dots)
      i += 2
    } else if (/[a-zA-Z]/.test(at)) labels.push(at)
    else
      raise(
        'RuntimeError',
        `einsum(): invalid subscript given at index ${from + i} in the equation string, subscripts must be in [a-zA-Z]`,
        'Write letters for dimensions, commas between tensors, and -> before the result.',
      )
  }
  return labels
}

function read(equation: string): Equation {
  const arrow = equation.indexOf('->')
  const left = arrow < 0 ? equation : equation.slice(0, arrow)
  let from = 0
  const inputs = left.split(',').map((text) => {
    const labels = labelsOf(text, from)
    from += text.length + 1
    return labels
  })
  return { inputs, output: arrow < 0 ? null : labelsOf(equation.slice(arrow + 2), arrow + 2) }
}

/** The labels of an operand with those of its ellipsis written out: `.0` is the last of them. */
function spelled(labels: Labels, rank: number, operand: number): string[] {
  const hidden = rank - labels.filter((label) => label !== dots).length
  if (hidden < 0 || (hidden > 0 && !labels.includes(dots)))
    raise(
      'RuntimeError',
      `einsum(): the number of subscripts in the equation (${labels.filter((label) => label !== dots).length}) does not match the number of dimensions (${rank}) for operand ${operand}${labels.includes(dots) ? '' : ' and no ellipsis was given'}`,
      'Write one letter for every dimension.',
    )
  return labels.flatMap((label) =>
    label === dots ? Array.from({ length: hidden }, (_, i) => `.${hidden - 1 - i}`) : [label],
  )
}

/** The labels of the result: those given, or, in PyTorch's order, the dots and then all that occur once. */
function resultOf({ output }: Equation, inputs: readonly Labels[]): string[] {
  const hidden = [...new Set(inputs.flat().filter((label) => label.startsWith('.')))].sort(
    (p, q) => Number(q.slice(1)) - Number(p.slice(1)),
  )
  if (output === null) {
    const all = inputs.flat()
    const once = [...new Set(all)].filter(
      (label) => !label.startsWith('.') && all.filter((each) => each === label).length === 1,
    )
    return [...hidden, ...once.sort()]
  }
  const labels = output.flatMap((label) => (label === dots ? hidden : [label]))
  for (const [i, label] of labels.entries()) {
    if (labels.indexOf(label) !== i)
      raise(
        'RuntimeError',
        `einsum(): output subscript ${label} appears more than once in the output`,
        'Name each dimension of the result once.',
      )
    if (!inputs.some((own) => own.includes(label)))
      raise(
        'RuntimeError',
        `einsum(): output subscript ${label} does not appear in the equation for any input operand`,
        'The result can only have dimensions that the operands have.',
      )
  }
  return labels
}

/** How large each label is; sizes of 1 fit all. */
function sizesOf(inputs: readonly Labels[], shapes: readonly (readonly number[])[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>()
  inputs.forEach((labels, operand) => {
    labels.forEach((label, axis) => {
      const extent = shapes[operand]![axis]!
      const first = labels.indexOf(label)
      if (first < axis && shapes[operand]![first] !== extent)
        raise(
          'RuntimeError',
          `einsum(): subscript ${label} is repeated for operand ${operand} but the sizes don't match, ${extent} != ${shapes[operand]![first]}`,
          'A diagonal runs through dimensions of one size.',
        )
      const known = sizes.get(label) ?? 1
      if (known !== 1 && extent !== 1 && known !== extent)
        raise(
          'RuntimeError',
          `einsum(): subscript ${label} has size ${extent} for operand ${operand} which does not broadcast with previously seen size ${known}`,
          'A letter stands for one size.',
        )
      sizes.set(label, Math.max(known === 1 ? extent : known, extent))
    })
  })
  return sizes
}

/** Dimensions of size 1 that another operand has larger are left out: they are the same for all. */
function slimmed(session: Session, x: TensorValue, labels: Labels, sizes: ReadonlyMap<string, number>) {
  const shape = shapeOf(session, x)
  const keeps = (axis: number): boolean => shape[axis] === sizes.get(labels[axis]!)
  if (labels.every((_, axis) => keeps(axis))) return { x, labels }
  const kept = shape.filter((_, axis) => keeps(axis))
  return {
    x: apply(session, 'reshape', [x], { shape: kept }, kept, 'SqueezeBackward1'),
    labels: labels.filter((_, axis) => keeps(axis)),
  }
}

/** The product of tensors whose dimensions have labels, summed over those that the result has not. */
export function contracted(
  session: Session,
  tensors: readonly TensorValue[],
  inputs: readonly Labels[],
  output: Labels,
  sizes: ReadonlyMap<string, number>,
  gradFn: string,
): TensorValue {
  const names = [...sizes.keys()]
  session.charge([...sizes.values()].reduce((n, extent) => n * extent, 1) * tensors.length)
  const number = (labels: Labels): number[] => labels.map((label) => names.indexOf(label))
  const attrs = { inputs: inputs.map(number), output: number(output), sizes: [...sizes.values()] }
  return apply(
    session,
    'einsum',
    tensors,
    attrs,
    output.map((label) => sizes.get(label)!),
    gradFn,
  )
}

function einsum(session: Session, args: Bound): Value {
  const [equation, ...rest] = args.rest
  if (equation?.kind !== 'str' || rest.length === 0)
    raise(
      'ValueError',
      'einsum(): must specify the equation string and at least one operand, or at least one operand and its subscripts list',
      "Write torch.einsum('ij,jk->ik', a, b).",
    )
  const [only] = rest
  const given = rest.length === 1 && (only!.kind === 'list' || only!.kind === 'tuple') ? only!.items : rest
  const tensors = given.map((value, i) =>
    value.kind === 'tensor'
      ? value
      : raise(
          'TypeError',
          `expected Tensor as element ${i} in argument 1, but got ${value.kind}`,
          'Every operand is a tensor.',
        ),
  )
  const parsed = read(equation.value)
  if (parsed.inputs.length !== tensors.length)
    raise(
      'RuntimeError',
      `einsum(): ${parsed.inputs.length > tensors.length ? 'fewer' : 'more'} operands were provided than specified in the equation`,
      'Give one tensor for each part between the commas.',
    )
  const shapes = tensors.map((x) => shapeOf(session, x))
  const inputs = parsed.inputs.map((labels, i) => spelled(labels, shapes[i]!.length, i))
  const output = resultOf(parsed, inputs)
  const sizes = sizesOf(inputs, shapes)
  const parts = tensors.map((x, i) => slimmed(session, x, inputs[i]!, sizes))
  const sums = [...sizes.keys()].some((label) => !output.includes(label))
  return contracted(
    session,
    parts.map(({ x }) => x),
    parts.map(({ labels }) => labels),
    output,
    sizes,
    tensors.length === 1 ? (sums ? 'SumBackward1' : 'PermuteBackward0') : sums ? 'ViewBackward0' : 'MulBackward0',
  )
}

/** Sums of products over the last dimensions of one and the first, or named, dimensions of the other. */
function tensordot(session: Session, args: Bound): Value {
  const [a, b] = [args.tensor('a'), args.tensor('b')]
  const [p, q] = [shapeOf(session, a), shapeOf(session, b)]
  const given = args.get('dims')
  const pairs = (): readonly [readonly number[], readonly number[]] => {
    if (given !== null && given.kind !== 'int') {
      const items = given.kind === 'tuple' || given.kind === 'list' ? given.items : []
      const [left, right] = items.map((value) => (value.kind === 'int' ? [value.value] : args.ints('dims', value)))
      return [left ?? [], right ?? []]
    }
    const count = args.int('dims', 2)
    const last = Array.from({ length: count }, (_, i) => p.length - count + i)
    return [last, last.map((_, i) => i)]
  }
  const [left, right] = pairs().map((dims, side) =>
    dims.map((dim) => (dim < 0 ? dim + (side === 0 ? p : q).length : dim)),
  )
  left!.forEach((dim, i) => {
    const [size, other] = [p[dim], q[right![i]!]]
    if (size !== other)
      raise(
        'RuntimeError',
        `contracted dimensions need to match, but first has size ${size} in dim ${dim} and second has size ${other} in dim ${right![i]}`,
        'Sum over dimensions of one size.',
      )
  })
  const first = p.map((_, axis) => `a${axis}`)
  const second = q.map((_, axis) => (right!.includes(axis) ? `a${left![right!.indexOf(axis)]}` : `b${axis}`))
  const output = [
    ...first.filter((_, axis) => !left!.includes(axis)),
    ...second.filter((_, axis) => !right!.includes(axis)),
  ]
  const sizes = new Map([
    ...first.map((label, i) => [label, p[i]!] as const),
    ...second.map((label, i) => [label, q[i]!] as const),
  ])
  return contracted(session, [a, b], [first, second], output, sizes, 'ReshapeAliasBackward0')
}

/** Sums of products over the last dimension of both. */
function inner(session: Session, args: Bound): Value {
  const [a, b] = [args.tensor('input'), args.tensor('other')]
  const [p, q] = [shapeOf(session, a), shapeOf(session, b)]
  if (p.length === 0 || q.length === 0) return elementwise(session, 'mul', a, b, 'MulBackward0')
  if (p.at(-1) !== q.at(-1))
    raise(
      'RuntimeError',
      `inner() the last dimension must match on both input tensors but got shapes [${p.join(', ')}] and [${q.join(', ')}]`,
      'The last dimensions are multiplied and summed.',
    )
  const label = (side: string, shape: readonly number[]): string[] =>
    shape.map((_, axis) => (axis === shape.length - 1 ? 'k' : `${side}${axis}`))
  const [first, second] = [label('a', p), label('b', q)]
  const output = [...first, ...second].filter((each) => each !== 'k')
  const sizes = new Map([
    ...first.map((each, i) => [each, p[i]!] as const),
    ...second.map((each, i) => [each, q[i]!] as const),
  ])
  return contracted(session, [a, b], [first, second], output, sizes, 'ReshapeAliasBackward0')
}

/** Sums of products along named dimensions. */
export const sums: readonly Row[] = [row('einsum(*operands)', einsum), row('tensordot(a, b, dims=)', tensordot)]
/** The same as a method too. */
export const innerProducts: readonly Row[] = [row('inner(input, other)', inner)]
