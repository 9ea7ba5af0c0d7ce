import { contextOf } from '../core/context.ts'
import { elaborate, type Writer } from '../core/elaborate.ts'
import type { Attrs, OpName } from '../core/op.ts'
import { pull, push } from '../core/pull.ts'
import { ops } from '../core/registry.ts'
import { type Expr, interpret } from '../core/rule.ts'
import { scalar, type Tensor } from '../core/tensor.ts'
import { type Made, type MadeOp, plant, record } from './made.ts'
import { afford, cellOf, leaf, nodeOf, origin, type Session, tensorOf } from './session.ts'
import type { TensorValue } from './value.ts'

/** What the numbers that flow through a graph are while it is differentiated: tensors, or nodes that can be differentiated again. */
export interface Reading<N> {
  /** What flows on through an op by one of its rules. */
  readonly through: (node: MadeOp, rule: Expr, flow: N) => N
  readonly add: (left: N, right: N) => N
  /** As a tensor of the program. */
  readonly cell: (flow: N) => TensorValue
  readonly of: (cell: TensorValue) => N
  readonly value: (flow: N) => Tensor
}

/** The first reading of the rules: numbers, of which nothing is recorded. */
export function numbersIn(session: Session): Reading<Tensor> {
  const { planner } = session
  const apply = (op: OpName, args: readonly Tensor[], attrs: Attrs): Tensor => planner.compute(op, args, attrs)
  return {
    through: (node, rule, flow) =>
      interpret<Tensor>(rule, {
        arg: (index) => node.args[index]!.value,
        output: () => node.value,
        flow: () => flow,
        constant: (number) => scalar(number, flow.dtype),
        apply,
      }),
    add: (left, right) => apply('add', [left, right], {}),
    cell: (flow) => leaf(session, flow),
    of: (cell) => tensorOf(session, cell),
    value: (flow) => flow,
  }
}

/** What PyTorch calls the backward node of a gradient by the rule of these ops, where that is a kernel of its own. */
const again: Readonly<Partial<Record<OpName, string>>> = {
  tanh: 'TanhBackwardBackward0',
  sigmoid: 'SigmoidBackwardBackward0',
  relu: 'ThresholdBackwardBackward0',
  leaky_relu: 'LeakyReluBackwardBackward0',
  elu: 'EluBackwardBackward0',
  softplus: 'SoftplusBackwardBackward0',
  softmax: 'SoftmaxBackwardDataBackward0',
  log: 'DivBackward0',
  sqrt: 'DivBackward0',
}

/** What PyTorch calls the backward node of an op. */
export const gradFnOf = (op: OpName): string => `${ops[op].gradFn}Backward0`

/** The third reading of the rules: ops of the running program, so that a gradient has a history of its own. */
export function nodesIn(session: Session): Reading<Made> {
  const apply = (op: OpName, args: readonly Made[], attrs = {}): Made => {
    const made = record(session.recording, session.planner, op, args, attrs, origin(session), true)
    afford(session, made.value.shape)
    if (made.requiresGrad) made.gradFn ??= gradFnOf(op)
    return made
  }
  const writerFor = ({ value: { dtype } }: Made): Writer<Made> => ({
    constant: (number) =>
      plant(session.recording, {
        role: 'constant',
        value: scalar(number, dtype),
        requiresGrad: false,
        literals: [null],
        ...origin(session),
      }),
    apply,
    shapeOf: (node) => node.value.shape,
  })
  return {
    through: (node, rule, flow) => {
      const { count } = session.recording
      const made = elaborate(rule, { args: node.args, output: node, flow }, writerFor(flow))
      const name = again[node.op]
      if (name !== undefined && made.requiresGrad && made.order >= count) made.gradFn = name
      return made
    },
    add: (left, right) => apply('add', [left, right]),
    cell: (flow) => cellOf(flow, flow.gradFn ?? null),
    of: (cell) => nodeOf(session, cell),
    value: (flow) => flow.value,
  }
}

const contextAt = (node: MadeOp) =>
  contextOf(
    node.args.map((arg) => arg.value),
    node.value,
    node.attrs,
  )

/** What flows back from a node to one of its arguments; null where nothing does. */
export function pulled<N>(reading: Reading<N>, node: MadeOp, slot: number, flow: N): N | null {
  const rule = pull(node.op, contextAt(node), slot)
  return rule === null ? null : reading.through(node, rule, flow)
}

/** What moves a node when one of its arguments moves by `flow`; null where nothing does. */
export function pushed<N>(reading: Reading<N>, node: MadeOp, slot: number, flow: N): N | null {
  const rule = push(node.op, contextAt(node), slot)
  return rule === null ? null : reading.through(node, rule, flow)
}
