import { called } from './calling.ts'
import { dependsOnMore, independent, likewise, released, type Several, severalOf } from './independent.ts'
import { jacobianColumns, jacobianRows, pulledBack, pushedForward } from './jacobian.ts'
import { raise } from './raised.ts'
import { type Session, shapeOf, tensorOf } from './session.ts'
import { type Bound, type Row, row } from './signature.ts'
import { type Arguments, type FunctionValue, type TensorValue, tuple, typeName, type Value } from './value.ts'

/** The arguments a function is differentiated by: one number, or several in a tuple. */
function argnums(args: Bound): { readonly at: readonly number[]; readonly alone: boolean } {
  const value = args.get('argnums')
  if (value === null) return { at: [0], alone: true }
  if (value.kind === 'int') return { at: [value.value], alone: true }
  return { at: args.ints('argnums', value), alone: false }
}

/** A call of a function at independent arguments. */
interface Tried {
  readonly inputs: readonly TensorValue[]
  readonly result: Value
  readonly aux: Value | null
}

function tried(
  session: Session,
  call: (...positional: readonly Value[]) => Value,
  positional: readonly Value[],
  at: readonly number[],
  hasAux = false,
): Tried {
  const inputs: TensorValue[] = []
  const given = positional.map((value, i) => {
    if (!at.includes(i) || value.kind !== 'tensor') return value
    return independent(session, value, value.requiresGrad)
  })
  for (const i of at) {
    const each = given[i]
    if (each?.kind !== 'tensor')
      return raise(
        'TypeError',
        each === undefined
          ? `Got argnum=${i}, but only ${positional.length} positional inputs`
          : `expected a Tensor to differentiate by, got ${typeName(each)}`,
        'Only tensors can be differentiated by.',
      )
    inputs.push(each)
  }
  const mode = session.gradMode
  session.gradMode = true
  const result = call(...given)
  session.gradMode = mode
  if (!hasAux) return { inputs, result, aux: null }
  if (result.kind === 'tuple' && result.items.length === 2)
    return { inputs, result: result.items[0]!, aux: result.items[1]! }
  return raise(
    'RuntimeError',
    'grad_and_value(f)(*args): output of function f should be a tuple: (output, aux) if has_aux is True',
    'Return two things: the number to differentiate, and the rest.',
  )
}

/** Whether derivatives keep a history: something outside wants to be differentiated by too. */
const isJoined = (session: Session, { inputs }: Tried, outputs: readonly TensorValue[]): boolean =>
  session.gradMode && (inputs.some(({ isLeaf }) => !isLeaf) || dependsOnMore(session, outputs, inputs))

/** A function that `make` computes from its arguments. */
const derived = (name: string, make: (args: Arguments) => Value): FunctionValue => ({
  kind: 'function',
  name,
  flavour: 'builtin',
  call: make,
})

function severalFrom(value: Value, name: string): Several {
  return (
    severalOf(value) ??
    raise('TypeError', `${name}: expected f to return tensors, got ${typeName(value)}`, 'Return a tensor.')
  )
}

/** A value without the history that only its function needed. */
const plain = (session: Session, value: Value, joined: boolean): Value => {
  const several = severalOf(value)
  return several === null
    ? value
    : likewise(
        several,
        several.cells.map((cell) => released(session, cell, joined)),
      )
}

const grad =
  (withValue: boolean) =>
  (session: Session, args: Bound): Value => {
    const call = called(args, 'func')
    const { at, alone } = argnums(args)
    const hasAux = args.flag('has_aux')
    return derived(withValue ? 'grad_and_value' : 'grad', ({ positional }) => {
      const attempt = tried(session, call, positional, at, hasAux)
      const { result, inputs, aux } = attempt
      if (result.kind !== 'tensor')
        return raise(
          'RuntimeError',
          `grad_and_value(f)(*args): Expected f(*args) to return a Tensor, got ${typeName(result)}`,
          'Return one number as a tensor.',
        )
      const rank = shapeOf(session, result).length
      if (rank !== 0)
        raise(
          'RuntimeError',
          `grad_and_value(f)(*args): Expected f(*args) to return a scalar Tensor, got tensor with ${rank} dims. Maybe you wanted to use the vjp or jacrev APIs instead?`,
          'Make one number of it: .sum() or .mean().',
        )
      const joined = isJoined(session, attempt, [result])
      const gradients = likewise({ cells: inputs, alone }, pulledBack(session, [result], [null], inputs, joined))
      const value = released(session, result, joined)
      const rest = aux === null ? null : plain(session, aux, joined)
      if (withValue) return tuple([gradients, rest === null ? value : tuple([value, rest])])
      return rest === null ? gradients : tuple([gradients, rest])
    })
  }

function jvp(session: Session, args: Bound): Value {
  const [primals, tangents] = [args.value('primals'), args.value('tangents')]
  if (primals.kind !== 'tuple')
    return raise(
      'RuntimeError',
      'jvp(f, primals, tangents): Expected primals to be a tuple. E.g. it should be valid to call f(*primals).',
      'Write (x,) for one input.',
    )
  const directions = tangents.kind === 'tuple' ? (severalOf(tangents)?.cells ?? []) : []
  if (directions.length !== primals.items.length)
    raise(
      'RuntimeError',
      'jvp(f, primals, tangents): Expected primals and tangents to have the same python structure. For example, if primals is a tuple of 3 tensors, tangents also must be.',
      'Give one tangent for each input, in a tuple.',
    )
  const attempt = tried(
    session,
    called(args, 'func'),
    primals.items,
    primals.items.map((_, i) => i),
  )
  const outputs = severalFrom(attempt.result, 'jvp')
  const joined = isJoined(session, attempt, outputs.cells)
  const moved = pushedForward(session, outputs.cells, attempt.inputs, directions, joined)
  return tuple([plain(session, attempt.result, joined), likewise(outputs, moved)])
}

function vjp(session: Session, args: Bound): Value {
  const { rest } = args
  const attempt = tried(
    session,
    called(args, 'func'),
    rest,
    rest.map((_, i) => i),
  )
  const outputs = severalFrom(attempt.result, 'vjp')
  const joined = isJoined(session, attempt, outputs.cells)
  const back = derived('vjp_fn', ({ positional }) => {
    const [only] = positional
    const seeds = positional.length === 1 && only !== undefined ? severalOf(only) : severalOf(tuple(positional))
    if (seeds === null || seeds.cells.length !== outputs.cells.length)
      return raise(
        'RuntimeError',
        'Expected pytree structure of cotangents to be the same as pytree structure of outputs to the function.',
        'Give one tensor for each output.',
      )
    return tuple(pulledBack(session, outputs.cells, seeds.cells, attempt.inputs, joined))
  })
  return tuple([plain(session, attempt.result, joined), back])
}

const jacobian =
  (name: 'jacrev' | 'jacfwd') =>
  (session: Session, args: Bound): Value => {
    const call = called(args, 'func')
    const { at, alone } = argnums(args)
    return derived(name, ({ positional }) => {
      const attempt = tried(session, call, positional, at)
      const outputs = severalFrom(attempt.result, name)
      const joined = isJoined(session, attempt, outputs.cells)
      const make = name === 'jacrev' ? jacobianRows : jacobianColumns
      return likewise(
        outputs,
        outputs.cells.map((output) =>
          likewise({ cells: attempt.inputs, alone }, make(session, output, attempt.inputs, joined)),
        ),
      )
    })
  }

function hessian(session: Session, args: Bound): Value {
  const call = called(args, 'func')
  const { at, alone } = argnums(args)
  return derived('hessian', ({ positional }) => {
    const attempt = tried(session, call, positional, at)
    const { result, inputs } = attempt
    if (result.kind !== 'tensor' || tensorOf(session, result).data.length !== 1)
      return raise('RuntimeError', 'hessian: expected f to return a single number', 'Make one number of it: .sum().')
    const joined = isJoined(session, attempt, [result])
    const gradients = pulledBack(session, [result], [null], inputs, true)
    const rows = gradients.map((gradient) => jacobianRows(session, gradient, inputs, joined))
    return likewise(
      { cells: inputs, alone },
      rows.map((each) => likewise({ cells: inputs, alone }, each)),
    )
  })
}

/** `torch.func`: functions made from functions. */
export const functions: readonly Row[] = [
  row('grad(func, argnums=, has_aux=)', grad(false)),
  row('grad_and_value(func, argnums=, has_aux=)', grad(true)),
  row('jvp(func, primals, tangents, *, strict=, has_aux=)', jvp),
  row('vjp(func, *primals)', vjp),
  row('jacrev(func, argnums=, *, has_aux=)', jacobian('jacrev')),
  row('jacfwd(func, argnums=, has_aux=, *, randomness=)', jacobian('jacfwd')),
  row('hessian(func, argnums=)', hessian),
  row('vmap(func, in_dims=, out_dims=, randomness=)', () =>
    raise('NotImplementedError', 'torch.func.vmap is not supported here', 'Write a loop, and torch.stack the results.'),
  ),
]
