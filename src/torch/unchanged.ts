import { torchType } from './dtype.ts'
import type { Made, MadeOp } from './made.ts'
import { raise } from './raised.ts'
import type { Plan } from './reverse.ts'
import { savedBy } from './saves.ts'
import { shapeText } from './shape.ts'

const again =
  'Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.'

/** Refuses a backward pass through ops whose saved values are freed, or were changed in place since. */
export function checkSaved({ ops, wanted }: Plan): void {
  for (const node of wanted)
    if (node.kind === 'leaf' && node.freed)
      raise(
        'RuntimeError',
        again,
        'Compute the forward pass again, or call backward(retain_graph=True) the first time.',
      )
  for (const node of ops) {
    const saved = savedFor(node, wanted)
    if (saved !== null) checkKept(node, saved)
  }
}

/** Refuses to hand out what an op saved, where it is freed or was changed in place since. */
export function checkKept(user: Made, saved: readonly Made[]): void {
  if (user.freed)
    raise('RuntimeError', again, 'Compute the forward pass again, or call backward(retain_graph=True) the first time.')
  for (const each of saved) checkUnchanged(each, user)
}

/** The nodes whose values the backward pass of an op reads; null where it needs only shapes. */
function savedFor(node: MadeOp, wanted: ReadonlySet<Made>): readonly Made[] | null {
  const saved = savedBy(node, (slot) => wanted.has(node.args[slot]!))
  if (saved === null) return null
  return [...saved.slots.map((slot) => node.args[slot]!), ...(saved.output ? [node] : [])]
}

function checkUnchanged(node: Made, user: Made): void {
  const change = node.changed
  // an op in place has kept a copy of what it changed, though not of its other argument
  if (change === null || (change.by === user && user.kind === 'op' && user.args.indexOf(node, 1) < 0)) return
  const { dtype, shape } = node.value
  // PyTorch names an argument by what it is now, its own result by what it was
  const name = node === user ? (node.gradFn ?? '') : (change.cell.gradFn ?? node.gradFn ?? '')
  const maker =
    node.kind === 'op' && node.requiresGrad
      ? `, which is output 0 of ${name.startsWith('Copy') ? `torch::autograd::${name}` : name},`
      : ''
  raise(
    'RuntimeError',
    `one of the variables needed for gradient computation has been modified by an inplace operation: [${torchType(dtype)} ${shapeText(shape)}]${maker} is at version ${change.cell.version}; expected version ${change.version} instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).`,
    'The backward pass needs the value from before the change: write a new tensor instead of changing this one in place.',
  )
}
