import { added, trace } from '../core/backward.ts'
import { frameAt } from '../core/frame.ts'
import { sameShape, type Tensor, tensor } from '../core/tensor.ts'
import { torchType } from './dtype.ts'
import { ancestors, graphOf, type Made } from './made.ts'
import { raise } from './raised.ts'
import { savedBy } from './saves.ts'
import { leaf, nodeOf, type Session, shapeOf, tensorOf, write } from './session.ts'
import { shapeText } from './shape.ts'
import type { TensorValue } from './value.ts'

/** The most ops one backward pass, and so one picture, may have. */
export const mostOps = 10_000

const again =
  'Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.'

/** Nodes through which a gradient flows from `output`, last first. */
const reached = (output: Made): Made[] => ancestors(output, (node) => node.requiresGrad).reverse()

function checkSaved(session: Session, order: readonly Made[]): void {
  for (const node of order) {
    if (node.kind === 'leaf') continue
    const saved = savedBy(node, (slot) => node.args[slot]?.requiresGrad === true)
    if (saved === null) continue
    if (session.freed.has(node))
      raise(
        'RuntimeError',
        again,
        'Compute the forward pass again, or call backward(retain_graph=True) the first time.',
      )
    for (const slot of saved.slots) checkUnchanged(session, node.args[slot]!)
    if (saved.output) checkUnchanged(session, node)
  }
}

function checkUnchanged(session: Session, node: Made): void {
  const change = session.changed.get(node)
  if (change === undefined) return
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
  const order = reached(nodeOf(session, output))
  checkSaved(session, order)
  const { graph, indexOf } = graphOf(output.node)
  const ops = graph.nodes.filter((node) => node.kind === 'op').length
  if (ops > mostOps)
    raise(
      'RuntimeError',
      `this graph has ${ops} ops, more than the ${mostOps} that can be shown`,
      'Use fewer iterations, or larger tensors with fewer operations.',
    )
  session.charge(order.reduce((work, { value }) => work + 8 + 4 * value.data.length, 0))
  const held = heldBy(session, order)
  const here = new Map([...held].map(([node, value]) => [indexOf.get(node)!, value]))
  const pass = trace(graph, 'backward', here)
  const { gradients } = frameAt(pass, pass.steps.length)
  for (const [cell, gradient] of collect(session, order, (node) => gradients[indexOf.get(node)!])) {
    const before = cell.isLeaf || cell.grad === null ? undefined : tensorOf(session, cell.grad)
    deposit(session, cell, added(before, gradient))
  }
  if (!retain) for (const node of order) if (node.kind === 'op') session.freed.add(node)
  session.onBackward(pass)
}

/** What `.grad` of each leaf holds already. A leaf that was changed in place stands on the tape twice; its newest node holds it. */
function heldBy(session: Session, order: readonly Made[]): ReadonlyMap<Made, Tensor> {
  const held = new Map<Made, Tensor>()
  const seen = new Set<TensorValue>()
  for (const node of order) {
    const cell = session.cells.get(node)
    if (cell === undefined || !cell.isLeaf || cell.grad === null || seen.has(cell)) continue
    seen.add(cell)
    held.set(node, tensorOf(session, cell.grad))
  }
  return held
}

function collect(session: Session, order: readonly Made[], gradientOf: (node: Made) => Tensor | undefined) {
  const sums = new Map<TensorValue, Tensor>()
  for (const node of order) {
    const cell = session.cells.get(node)
    const gradient = gradientOf(node)
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
