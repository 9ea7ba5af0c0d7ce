import { broadcastShapes, sameShape } from '../core/tensor.ts'
import { makeClass, member, method } from './classes.ts'
import { isFloating } from './dtype.ts'
import type { Made } from './made.ts'
import { cast } from './operand.ts'
import { raise } from './raised.ts'
import { apply, dtypeOf, filled, nodeOf, type OwnCall, type Session, shapeOf } from './session.ts'
import { shapeText } from './shape.ts'
import { checkKept } from './unchanged.ts'
import {
  type Arguments,
  bool,
  type FunctionValue,
  type InstanceValue,
  none,
  type TensorValue,
  type TypeValue,
  tuple,
  typeName,
  type Value,
} from './value.ts'

/** What a function of the program remembers from its forward for its backward pass: PyTorch's `ctx`. */
interface Context {
  readonly value: InstanceValue
  /** What `save_for_backward` was given. */
  toSave: readonly Value[]
  saved: readonly (TensorValue | null)[]
  /** The nodes that the saved tensors stood for. */
  nodes: readonly Made[]
  /** The nodes of the outputs, once there are any. */
  outputs: readonly Made[]
  readonly flat: Set<TensorValue>
  materializes: boolean
}

function contextFor(session: Session, name: string, inputs: readonly Value[]): Context {
  const needs = inputs.map((input) => bool(input.kind === 'tensor' && input.requiresGrad))
  const members = new Map([
    method(session, 'save_for_backward(self, *tensors)', (args) => {
      context.toSave = args.rest
      return undefined
    }),
    method(session, 'mark_non_differentiable(self, *tensors)', (args) => {
      for (const each of args.rest) if (each.kind === 'tensor') context.flat.add(each)
      return undefined
    }),
    method(session, 'mark_dirty(self, *tensors)', () => undefined),
    method(session, 'set_materialize_grads(self, value)', (args) => {
      context.materializes = args.flag('value', true)
      return undefined
    }),
  ])
  const type = makeClass({ name: `${name}Backward`, module: 'torch.autograd.function', members })
  const saved: FunctionValue = {
    kind: 'function',
    name: 'saved_tensors',
    flavour: 'builtin',
    call: () => savedTensors(context),
  }
  type.members.set('saved_tensors', { kind: 'descriptor', flavour: 'property', get: saved, set: null })
  const attributes = new Map<string, Value>([['needs_input_grad', tuple(needs)]])
  const context: Context = {
    value: { kind: 'instance', type, attributes },
    toSave: [],
    saved: [],
    nodes: [],
    outputs: [],
    flat: new Set(),
    materializes: true,
  }
  return context
}

/** Keeps what forward saved; PyTorch looks at it when forward has ended. */
function keep(session: Session, context: Context): void {
  context.saved = context.toSave.map((value, i) => {
    if (value.kind === 'tensor') return value
    if (value.kind === 'none') return null
    return raise(
      'TypeError',
      `save_for_backward can only save variables, but argument ${i} is of type ${typeName(value)}`,
      'Keep anything else as an attribute: ctx.k = k.',
    )
  })
  context.nodes = context.saved.flatMap((cell) => (cell === null ? [] : [nodeOf(session, cell)]))
}

/** What `ctx.saved_tensors` gives, while the graph is kept. */
function savedTensors({ saved, nodes, outputs }: Context): Value {
  const [first] = outputs
  if (first !== undefined && saved.length > 0) checkKept(first, nodes)
  return tuple(saved.map((cell) => cell ?? none))
}

const positional = (...values: readonly Value[]): Arguments => ({ positional: values, keywords: new Map() })

function stepOf(type: TypeValue, name: 'forward' | 'setup_context' | 'backward'): FunctionValue | null {
  const found = member(type, name)
  const called = found?.kind === 'descriptor' ? found.get : found
  return called?.kind === 'function' ? called : null
}

/** `torch.autograd.Function`: the class of functions that a program differentiates itself. */
export function functionClass(session: Session): TypeValue {
  const apply: FunctionValue = {
    kind: 'function',
    name: 'apply',
    flavour: 'builtin',
    call: ({ positional: [type, ...inputs], keywords }) =>
      type?.kind === 'type'
        ? applyOwn(session, type, { positional: inputs, keywords })
        : raise('TypeError', 'apply() is called on a class', 'Write Name.apply(x).'),
  }
  const members = new Map<string, Value>([
    method(session, '__call__(self, *args)', () =>
      raise(
        'RuntimeError',
        'Legacy autograd function with non-static forward method is deprecated. Please use new-style autograd function with static forward method. (Example: https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function)',
        'Write Name.apply(x), without making an object.',
      ),
    ),
    ['apply', { kind: 'descriptor', flavour: 'classmethod', get: apply, set: null }],
  ])
  return makeClass({ name: 'Function', module: 'torch.autograd.function', members })
}

/** `Name.apply(…)` of a function that the program differentiates itself: its forward, unrecorded, and a node that will call its backward. */
export function applyOwn(session: Session, type: TypeValue, { positional: inputs, keywords }: Arguments): Value {
  if (keywords.size > 0) raise('TypeError', 'apply() takes no keyword arguments', 'Give the inputs in their order.')
  const forward = stepOf(type, 'forward')
  if (forward === null)
    return raise(
      'NotImplementedError',
      'You must implement the forward function for custom autograd.Function.',
      'Give the class a @staticmethod forward(ctx, …).',
    )
  const context = contextFor(session, type.name, inputs)
  const setup = stepOf(type, 'setup_context')
  const mode = session.gradMode
  session.gradMode = false
  let result: Value
  try {
    result = forward.call(setup === null ? positional(context.value, ...inputs) : positional(...inputs))
    if (setup !== null) setup.call(positional(context.value, tuple(inputs), result))
  } finally {
    session.gradMode = mode
  }
  const tensors = inputs.filter((input) => input.kind === 'tensor')
  if (!session.gradMode || !tensors.some((input) => input.requiresGrad)) return result
  keep(session, context)
  const found = result.kind === 'tuple' && result.size !== true ? result.items : [result]
  const outputs = found.map((each): Value => {
    if (each.kind !== 'tensor' || context.flat.has(each) || !isFloating(dtypeOf(session, each))) return each
    return apply(
      session,
      'custom',
      [each, ...tensors],
      { name: type.name },
      shapeOf(session, each),
      `${type.name}Backward`,
    )
  })
  attach(session, type, context, { inputs, found, outputs })
  return result.kind === 'tuple' && result.size !== true ? tuple(outputs) : outputs[0]!
}

/** A call as it was: the inputs, what forward returned, and what stands for that in the graph. */
interface Called {
  readonly inputs: readonly Value[]
  readonly found: readonly Value[]
  readonly outputs: readonly Value[]
}

function attach(session: Session, type: TypeValue, context: Context, called: Called): void {
  const { found, outputs } = called
  const differentiable = outputs.flatMap((each, i) => (each.kind === 'tensor' && each !== found[i] ? [each] : []))
  const nodes = differentiable.map((each) => each.node)
  // an output that was saved is part of the graph now, so that backward can be differentiated too
  const asOutput = (cell: TensorValue | null): TensorValue | null => {
    const at = cell === null ? -1 : found.indexOf(cell)
    const output = at < 0 || called.inputs.includes(found[at]!) ? undefined : outputs[at]
    return output?.kind === 'tensor' ? output : cell
  }
  context.saved = context.saved.map(asOutput)
  context.outputs = nodes
  const call: OwnCall = {
    outputs: nodes,
    backward: (gradients) => {
      const arrived = new Map(nodes.map((node, i) => [node, gradients[i] ?? null]))
      const given = outputs.map((output): Value => {
        if (output.kind !== 'tensor') return none
        const gradient = arrived.get(output.node) ?? null
        if (gradient !== null) return gradient
        return context.materializes ? filled(session, shapeOf(session, output), 0, dtypeOf(session, output)) : none
      })
      return backwardOf(session, type, context, called.inputs, given)
    },
  }
  for (const node of nodes) node.own = call
}

/** What the program's backward returns for each tensor among the inputs, checked as PyTorch does. */
function backwardOf(
  session: Session,
  type: TypeValue,
  context: Context,
  inputs: readonly Value[],
  given: readonly Value[],
): readonly (TensorValue | null)[] {
  const backward = stepOf(type, 'backward')
  if (backward === null)
    return raise(
      'NotImplementedError',
      'You must implement either the backward or vjp method for your custom autograd.Function to use it with backward mode AD.',
      'Give the class a @staticmethod backward(ctx, grad).',
    )
  const returned = backward.call(positional(context.value, ...given))
  const name = `${type.name}Backward`
  const all = returned.kind === 'tuple' ? [...returned.items] : [returned]
  while (all.length > inputs.length && all.at(-1)!.kind === 'none') all.pop()
  if (all.length !== inputs.length)
    raise(
      'RuntimeError',
      `function ${name} returned an incorrect number of gradients (expected ${inputs.length}, got ${all.length})`,
      'backward returns one gradient for each input of forward after ctx; None for what has none.',
    )
  return inputs.flatMap((input, i): (TensorValue | null)[] => {
    const gradient = all[i]!
    if (input.kind !== 'tensor') {
      if (gradient.kind !== 'none')
        raise(
          'RuntimeError',
          `function ${name} returned a gradient different than None at position ${i + 1}, but the corresponding forward input was not a Variable`,
          'Return None for inputs that are no tensors.',
        )
      return []
    }
    if (gradient.kind === 'none') return [null]
    if (gradient.kind !== 'tensor')
      return raise('RuntimeError', `expected Variable or None (got ${typeName(gradient)})`, 'Return tensors, or None.')
    return [input.requiresGrad ? fitted(session, name, i, gradient, input) : null]
  })
}

/** A gradient in the shape and the element type of its input; what was broadcast is summed. */
function fitted(session: Session, name: string, at: number, gradient: TensorValue, input: TensorValue): TensorValue {
  const [got, wanted] = [shapeOf(session, gradient), shapeOf(session, input)]
  const typed = cast(session, gradient, dtypeOf(session, input))
  if (sameShape(got, wanted)) return typed
  const wide = broadcastShapes(wanted, got)
  if (wide === null || !sameShape(wide, got))
    raise(
      'RuntimeError',
      `Function ${name} returned an invalid gradient at index ${at} - got ${shapeText(got)} but expected shape compatible with ${shapeText(wanted)}`,
      'A gradient has the shape of its input.',
    )
  return apply(session, 'sum_to', [typed], { shape: wanted }, wanted, 'SumBackward1')
}
