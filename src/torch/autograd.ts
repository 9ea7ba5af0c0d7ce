import { sameShape, sizeOf, type Tensor, tensor } from '../core/tensor.ts'
import { elementwise } from './binary.ts'
import { afterHooks } from './hooks.ts'
import type { Made } from './made.ts'
import { constant } from './operand.ts'
import { type Notes, passOf } from './pass.ts'
import { nodesIn, numbersIn, type Reading } from './reading.ts'
import { remembered } from './remembered.ts'
import { type Plan, planFrom, reverse, type Target, targetOf } from './reverse.ts'
import { apply, dtypeOf, filled, leaf, nodeOf, type Session, shapeOf, tensorOf, write } from './session.ts'
import { shapeText } from './shape.ts'
import { checkSaved } from './unchanged.ts'
import type { TensorValue } from './value.ts'

/** What is differentiated, and how. */
export interface Request {
  readonly outputs: readonly TensorValue[]
  /** What each output's gradient starts as; null for 1. */
  readonly seeds: readonly (TensorValue | null)[]
  /** Whether the graph is kept for another pass. */
  readonly retain: boolean
  /** Whether the gradients are recorded, to be differentiated again. */
  readonly create: boolean
}

/** One `backward()`: adds to the `.grad` of every leaf, or of `inputs` only. */
export function backward(session: Session, request: Request, inputs: readonly TensorValue[] | null = null): void {
  const targets = inputs === null ? null : targetsOf(session, inputs)
  const gradients = differentiate(session, request, targets, true)
  for (const [i, gradient] of gradients.entries()) {
    const input = inputs![i]!
    if (gradient !== null && !input.isLeaf) put(session, input, gradient, request.create)
  }
}

/** One `torch.autograd.grad()`: the gradient of each input; null for one that was not used. */
export const gradientsBy = (session: Session, request: Request, inputs: readonly TensorValue[]) =>
  differentiate(session, request, targetsOf(session, inputs), false)

const targetsOf = (session: Session, inputs: readonly TensorValue[]): readonly Target[] =>
  inputs.map((input) => targetOf(nodeOf(session, input)))

function differentiate(
  session: Session,
  request: Request,
  inputs: readonly Target[] | null,
  accumulates: boolean,
): readonly (TensorValue | null)[] {
  const outputs = request.outputs.map((output) => nodeOf(session, output))
  const plan = planFrom(outputs, inputs === null ? null : new Set(inputs))
  checkSaved(plan)
  let work = 0
  for (const { value } of plan.wanted) work += 8 + 4 * sizeOf(value.shape)
  session.charge(work)
  const mode = session.gradMode
  const { line } = session
  const numbers = numbersIn(session)
  session.gradMode = request.create
  try {
    return request.create
      ? pass(session, request, outputs, plan, inputs, accumulates, nodesIn(session), () => null)
      : pass(session, request, outputs, plan, inputs, accumulates, numbers, (plan, seeds) =>
          // what is asked of an op on the way has to be seen on the way
          inputs?.some(({ kind }) => kind === 'op') ? null : remembered(session, plan, seeds, numbers),
        )
  } finally {
    session.gradMode = mode
    session.line = line
  }
}

/** The pass itself in one reading of the rules. */
function pass<N>(
  session: Session,
  { outputs: cells, seeds, retain, create }: Request,
  outputs: readonly Made[],
  plan: Plan,
  inputs: readonly Target[] | null,
  accumulates: boolean,
  reading: Reading<N>,
  remember: (plan: Plan, seeds: readonly (readonly [Made, N])[]) => ReadonlyMap<Target, N> | null,
): readonly (TensorValue | null)[] {
  const { line } = session
  const notes: Notes = { replaced: new Map(), gave: new Map(), held: new Map() }
  const found = new Map<Target, N>()
  const asked = new Set(inputs)
  const arrived = (target: Target, gradient: N): N => {
    const changed = afterHooks(session, target, gradient, reading)
    if (changed !== null) notes.replaced.set(target, { name: changed.name, amount: reading.value(changed.gradient) })
    const final = changed?.gradient ?? gradient
    if (asked.has(target)) found.set(target, final)
    const cell = target.kind === 'tensor' ? target : retaining(target)
    if (cell !== null && (!cell.isLeaf || accumulates) && cell.requiresGrad) {
      if (cell.isLeaf && cell.grad !== null) notes.held.set(cell, tensorOf(session, cell.grad))
      if (create) depositNode(session, cell, reading.cell(final))
      else deposit(session, cell, reading.value(final))
    }
    return final
  }
  const starts = cells.map((cell, i) => {
    const seed = seeds[i] ?? null
    return [outputs[i]!, reading.of(seed ?? onesLike(session, cell))] as const
  })
  const known = remember(plan, starts)
  if (known !== null) for (const [target, gradient] of known) arrived(target, gradient)
  else
    reverse(plan, starts, reading, {
      arrived,
      gave: (node, amounts) =>
        notes.gave.set(
          node,
          amounts.map((amount) => (amount === null ? null : reading.value(amount))),
        ),
    })
  session.line = line
  if (!retain) for (const node of plan.ops) node.freed = true
  session.onBackward({
    output: outputs[0]!.value,
    trace: () => passOf(session, outputs, seeds, inputs === null ? null : plan.wanted, notes),
  })
  return (inputs ?? []).map((input) => {
    const gradient = found.get(input)
    return gradient === undefined ? null : reading.cell(gradient)
  })
}

/** The tensor that keeps the gradient of a node that is no leaf. */
function retaining(node: Made): TensorValue | null {
  const { cell } = node
  return cell !== null && !cell.isLeaf && cell.node === node ? cell : null
}

/** The gradient of a tensor with respect to itself. */
function onesLike(session: Session, x: TensorValue): TensorValue {
  const [shape, dtype] = [shapeOf(session, x), dtypeOf(session, x)]
  return shape.length === 0 ? constant(session, { kind: 'float', value: 1 }, dtype) : filled(session, shape, 1, dtype)
}

/** Adds a gradient to `.grad`: into the same tensor object as before where there is one. */
export function deposit(session: Session, cell: TensorValue, gradient: Tensor): void {
  session.noticed?.deposits.push(cell)
  const like = tensorOf(session, cell)
  const before = cell.grad === null ? undefined : tensorOf(session, cell.grad)
  const sum = before === undefined ? gradient : session.planner.compute('add', [before, gradient], {})
  checkShape(sum, like)
  const made = leaf(session, sum.dtype === like.dtype ? sum : tensor(sum.data, sum.shape, like.dtype))
  if (cell.grad === null) cell.grad = made
  else {
    cell.grad.node = made.node
    cell.grad.version++
    write(cell.grad, tensorOf(session, made))
  }
}

/** Adds a gradient that has a history to `.grad`: a new tensor, for the old one is part of a graph. */
function depositNode(session: Session, cell: TensorValue, gradient: TensorValue): void {
  const shape = shapeOf(session, gradient)
  checkShape(tensorOf(session, gradient), tensorOf(session, cell))
  cell.grad =
    cell.grad === null
      ? apply(session, 'reshape', [gradient], { shape }, shape, 'CopyBackwards')
      : elementwise(session, 'add', cell.grad, gradient, 'AddBackward0')
}

const put = (session: Session, cell: TensorValue, gradient: TensorValue, create: boolean): void =>
  create ? depositNode(session, cell, gradient) : deposit(session, cell, tensorOf(session, gradient))

function checkShape(gradient: Tensor, like: Tensor): void {
  if (!sameShape(gradient.shape, like.shape))
    throw new Error(`a gradient of shape ${shapeText(gradient.shape)} came to a tensor of ${shapeText(like.shape)}`)
}
