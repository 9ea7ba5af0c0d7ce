import { added, trace } from '../core/backward.ts'
import { frameAt } from '../core/frame.ts'
import { graphOf } from '../core/tape.ts'
import { sameShape, type Tensor, tensor } from '../core/tensor.ts'
import { torchType } from './dtype.ts'
import { raise } from './raised.ts'
import { savedBy } from './saves.ts'
import { leaf, nodeOf, type Session, shapeOf, tensorOf, write } from './session.ts'
import { shapeText } from './shape.ts'
import type { TensorValue } from './value.ts'

/** The most ops one backward pass, and so one picture, may have. */
export const mostOps = 10_000

const again =
  'Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.'

/** Nodes of the tape through which a gradient flows from `output`, last first. */
function reached(session: Session, output: number): number[] {
  const { nodes } = session.tape
  const seen = new Set([output])
  const order: number[] = []
  for (let index = output; index >= 0; index--) {
    const node = nodes[index]!
    if (!seen.has(index) || !node.requiresGrad) continue
    order.push(index)
    if (node.kind === 'op') for (const arg of node.args) seen.add(arg)
  }
  return order
}

function checkSaved(session: Session, order: readonly number[]): void {
  const { nodes } = session.tape
  for (const index of order) {
    const node = nodes[index]!
    if (node.kind === 'leaf') continue
    const saved = savedBy(node, (slot) => nodes[node.args[slot]!]?.requiresGrad === true)
    if (saved === null) continue
    if (session.freed.has(index))
      raise(
        'RuntimeError',
        again,
        'Compute the forward pass again, or call backward(retain_graph=True) the first time.',
      )
    const kept = [...saved.slots.map((slot) => node.args[slot]!), ...(saved.output ? [index] : [])]
    for (const value of kept) checkUnchanged(session, value)
  }
}

function checkUnchanged(session: Session, index: number): void {
  const change = session.changed.get(index)
  if (change === undefined) return
  const node = session.tape.nodes[index]!
  const { dtype, shape } = node.value
  const maker = node.kind === 'op' && node.requiresGrad ? `, which is output 0 of ${gradFnOf(node.op)},` : ''
  raise(
    'RuntimeError',
    `one of the variables needed for gradient computation has been modified by an inplace operation: [${torchType(dtype)} ${shapeText(shape)}]${maker} is at version ${change.cell.version}; expected version ${change.version} instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).`,
    'The backward pass needs the value from before the change: write a new tensor instead of changing this one in place.',
  )
}

const gradFnOf = (op: string): string => `${op[0]!.toUpperCase()}${op.slice(1)}Backward0`

/** One `backward()`: checks as PyTorch does, adds to every `.grad`, and frees what was saved unless `retain`. The output is a scalar. */
export function backward(session: Session, output: TensorValue, retain: boolean): void {
  const { nodes } = session.tape
  const order = reached(session, nodeOf(session, output))
  checkSaved(session, order)
  const { graph, indexOf } = graphOf(nodes, output.node)
  const ops = graph.nodes.filter((node) => node.kind === 'op').length
  if (ops > mostOps)
    raise(
      'RuntimeError',
      `this graph has ${ops} ops, more than the ${mostOps} that can be shown`,
      'Use fewer iterations, or larger tensors with fewer operations.',
    )
  session.charge(order.reduce((work, index) => work + 8 + 4 * nodes[index]!.value.data.length, 0))
  const held = heldBy(session, order)
  const here = new Map([...held].map(([index, value]) => [indexOf.get(index)!, value]))
  const pass = trace(graph, 'backward', here)
  const { gradients } = frameAt(pass, pass.steps.length)
  for (const [cell, gradient] of collect(session, order, (index) => gradients[indexOf.get(index)!])) {
    const before = cell.isLeaf || cell.grad === null ? undefined : tensorOf(session, cell.grad)
    deposit(session, cell, added(before, gradient))
  }
  if (!retain) for (const index of order) if (nodes[index]!.kind === 'op') session.freed.add(index)
  session.onBackward(pass)
}

/** What `.grad` of each leaf holds already. A leaf that was changed in place stands on the tape twice; its newest node holds it. */
function heldBy(session: Session, order: readonly number[]): ReadonlyMap<number, Tensor> {
  const held = new Map<number, Tensor>()
  const seen = new Set<TensorValue>()
  for (const index of order) {
    const cell = session.cells.get(index)
    if (cell === undefined || !cell.isLeaf || cell.grad === null || seen.has(cell)) continue
    seen.add(cell)
    held.set(index, tensorOf(session, cell.grad))
  }
  return held
}

function collect(session: Session, order: readonly number[], gradientOf: (index: number) => Tensor | undefined) {
  const sums = new Map<TensorValue, Tensor>()
  for (const index of order) {
    const cell = session.cells.get(index)
    const gradient = gradientOf(index)
    if (cell === undefined || gradient === undefined) continue
    const before = sums.get(cell)
    sums.set(cell, added(before, gradient))
  }
  return sums
}

/** Puts a gradient into `.grad`: the same tensor object as before where there is one. */
function deposit(session: Session, cell: TensorValue, gradient: Tensor): void {
  const like = tensorOf(session, cell)
  if (!sameShape(gradient.shape, like.shape))
    throw new Error(
      `a gradient of shape ${shapeText(gradient.shape)} came to a tensor of ${shapeText(shapeOf(session, cell))}`,
    )
  const made = leaf(session, tensor(gradient.data, gradient.shape, like.dtype))
  if (cell.grad === null) cell.grad = made
  else {
    cell.grad.node = made.node
    cell.grad.version++
    write(cell.grad, tensorOf(session, made))
  }
}
