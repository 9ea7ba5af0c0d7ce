import type { Origin } from '../core/graph.ts'
import type { Attrs, OpName } from '../core/op.ts'
import { Again } from '../core/plan/deferred.ts'
import { Planner } from '../core/plan/planner.ts'
import { type Dtype, full, sizeOf, type Tensor } from '../core/tensor.ts'
import type { Trace } from '../core/trace.ts'
import { createRecording, type Made, noLiterals, plant, type Recording, record } from './made.ts'
import type { Noticed, Update } from './optim/update.ts'
import { type Printing, usualPrinting } from './printing.ts'
import { Raised, raise, stop } from './raised.ts'
import { Generator } from './random/generator.ts'
import type { FunctionValue, InstanceValue, TensorValue, View } from './value.ts'

/** How many numbers and nodes a program holds on to. */
export interface Load {
  readonly numbers: number
  readonly nodes: number
}

/** A backward pass of the program. */
export interface Pass {
  /** What was differentiated: the loss. */
  readonly output: Tensor
  /** All that happened in it, for those who want to show it; null where that is too large. To be called at once. */
  readonly trace: () => Trace | null
}

/** Called at the end of each backward pass. */
export type OnBackward = (pass: Pass) => void

/** A call of a function that the program differentiates itself. */
export interface OwnCall {
  readonly outputs: readonly Made[]
  /** What its `backward` returns for each tensor among its inputs, when it is given the gradient of each output, null where none arrived. */
  readonly backward: (gradients: readonly (TensorValue | null)[]) => readonly (TensorValue | null)[]
}

/** Everything a running program's tensors share: its recording, the mode, where in the text we are, what was freed and changed. */
export interface Session {
  readonly recording: Recording
  /** Carries out what the program asks for: op by op, or, in a loop that repeats, by a plan. */
  readonly planner: Planner
  gradMode: boolean
  /** The 1-based line of the expression being evaluated. */
  line: number
  /** How many numbers were made since the program was weighed last, and how many nodes it had made then. */
  elements: number
  weighed: number
  /** How many nodes were made before the outermost loop that is going on; 0 outside of loops. */
  loopStart: number
  /** What the program holds on to. */
  load: () => Load
  /** The element type of numbers with a point where none is given; `torch.set_default_dtype` changes it. */
  defaultDtype: 'float32' | 'float64'
  /** How tensors are printed; `torch.set_printoptions` changes it. */
  printing: Printing
  /** Where random numbers come from. A program that gives no seed gets the same numbers every time. */
  readonly generator: Generator
  /** What the program's own `torch.Generator` objects stand for. */
  readonly generators: WeakMap<InstanceValue, Generator>
  /** The functions that look at a gradient on its way: by the tensor for a leaf, else by the node. */
  readonly hooks: WeakMap<Made | TensorValue, Map<number, FunctionValue>>
  /** The number of the next handle of a hook. */
  nextHandle: number
  readonly onBackward: OnBackward
  /** For who wants to know: the tensors whose `.grad` backward passes have added to, and the steps of optimizers. */
  noticed: { readonly deposits: TensorValue[]; readonly updates: Noticed[] } | null
  /** Whether the graph of the next backward pass will be shown. */
  shows: () => boolean
  /** How often the program has changed a class of PyTorch's. */
  patches: number
  /** Called after an optimizer has changed a parameter, with all that happened. */
  onUpdate?: ((update: Update) => void) | undefined
  /** Counts work, so that a long computation can be stopped. */
  readonly charge: (work: number) => void
}

export const createSession = (
  onBackward: OnBackward,
  charge: (work: number) => void,
  planner = new Planner(),
): Session => ({
  recording: createRecording(),
  planner,
  gradMode: true,
  line: 1,
  elements: 0,
  weighed: 0,
  loopStart: 0,
  load: () => ({ numbers: 0, nodes: 0 }),
  defaultDtype: 'float32',
  printing: usualPrinting,
  generator: new Generator(),
  generators: new WeakMap(),
  hooks: new WeakMap(),
  nextHandle: 0,
  noticed: null,
  patches: 0,
  shows: () => true,
  onBackward,
  charge,
})

/** The most numbers in one tensor; the most numbers and nodes that a program may hold on to at once. */
export const limits = { tensor: 4_000_000, numbers: 64_000_000, nodes: 2_000_000 } as const

/** Ends a program that holds on to more than fits; what it made and let go of does not count. */
function checkLoad(session: Session): void {
  session.elements = 0
  session.weighed = session.recording.count
  const { numbers, nodes } = session.load()
  if (numbers > limits.numbers || nodes > limits.nodes)
    stop(
      'MemoryError',
      'the program holds more tensors than fit here',
      'Keep numbers instead of tensors, as in losses.append(loss.item()), or use smaller tensors.',
    )
}

/** Refuses a tensor that is too large, before it is made. */
export function afford(session: Session, shape: readonly number[]): void {
  const count = sizeOf(shape)
  if (count > limits.tensor)
    raise(
      'MemoryError',
      `a tensor of ${count} elements is more than the ${limits.tensor} that fit here`,
      'Use a smaller shape.',
    )
  session.elements += count
  if (session.elements > limits.numbers / 4 || session.recording.count - session.weighed > limits.nodes / 4)
    checkLoad(session)
  session.charge(1 + count)
}

/** The tensor a cell holds now. */
export const tensorOf = (session: Session, cell: TensorValue): Tensor => nodeOf(session, cell).value
export const shapeOf = (session: Session, cell: TensorValue): readonly number[] => tensorOf(session, cell).shape
export const dtypeOf = (session: Session, cell: TensorValue): Dtype => tensorOf(session, cell).dtype

/** A new cell over a node. */
export function cellOf(node: Made, gradFn: string | null): TensorValue {
  const { requiresGrad, kind, value } = node
  const cell: TensorValue = {
    kind: 'tensor',
    node,
    requiresGrad,
    isLeaf: kind === 'leaf' || !requiresGrad,
    retainsGrad: false,
    grad: null,
    gradFn: requiresGrad && kind === 'op' ? gradFn : null,
    version: 0,
    memory: { value, version: 0, parameter: null },
    seen: 0,
    view: null,
  }
  if (requiresGrad && kind === 'leaf') {
    node.cell = cell
    cell.memory.parameter = cell
  }
  if (cell.gradFn !== null) node.gradFn ??= cell.gradFn
  return cell
}

/** Where the node being made now comes from. */
export const origin = (session: Session): Origin => ({ line: session.line })

/** A leaf with values that the program computed or PyTorch filled in. */
export function leaf(session: Session, value: Tensor, requiresGrad = false): TensorValue {
  afford(session, value.shape)
  const role = requiresGrad ? 'parameter' : 'data'
  const node = plant(session.recording, { role, value, requiresGrad, literals: noLiterals, ...origin(session) })
  return cellOf(node, null)
}

/** The node a tensor stands for: where another tensor wrote to the memory they share, a view taken again, or a new leaf. */
export function nodeOf(session: Session, cell: TensorValue): Made {
  if (cell.seen === cell.memory.version) return cell.node
  // what was a view when it began to require grad has a memory of its own since
  if (cell.view !== null && cell.view.of.memory === cell.memory) takeAgain(session, cell, cell.view)
  else if (cell.isLeaf) relocate(session, cell, cell.memory.value)
  cell.seen = cell.memory.version
  return cell.node
}

function takeAgain(session: Session, cell: TensorValue, { of, op, attrs, gradMode }: View): void {
  const mode = session.gradMode
  session.gradMode = gradMode
  const part = apply(session, op, [of], attrs, cell.node.value.shape, 'AsStridedBackward0')
  session.gradMode = mode
  become(cell, part)
}

/** Moves a cell that is no parameter to the node of another one, with its history. */
export function become(cell: TensorValue, { node, requiresGrad, isLeaf, gradFn }: TensorValue): void {
  if (cell.node.changed === null) noteChange(cell, node)
  if (cell.node.name !== undefined) node.name ??= cell.node.name
  cell.node = node
  cell.requiresGrad = requiresGrad
  cell.isLeaf = isLeaf
  cell.gradFn = gradFn
  if (cell.retainsGrad) node.cell = cell
}

/** Remembers that a node's value is no longer what its tensor holds. */
export function noteChange(cell: TensorValue, by: Made | null = null): void {
  cell.node.changed = { cell, version: cell.version, by }
  cell.version++
}

/** Makes a tensor a new leaf with the same name: the update is no part of what is differentiated. */
export function relocate(session: Session, cell: TensorValue, value: Tensor): void {
  const old = cell.node
  noteChange(cell)
  afford(session, value.shape)
  const { requiresGrad } = cell
  const role = requiresGrad ? 'parameter' : 'data'
  const node = plant(session.recording, { role, value, requiresGrad, literals: noLiterals, line: session.line })
  node.name = old.name
  if (requiresGrad) node.cell = cell
  cell.node = node
}

/** Writes to a tensor's memory; `node` holds the value already. Those that share the memory follow when they are used. */
export function write(cell: TensorValue, value: Tensor): void {
  cell.memory.value = value
  cell.memory.version++
  cell.seen = cell.memory.version
}

/** The shape refusal of `apply`; it stands for a hole in the checks before it. */
const unexpected = (op: OpName, error: unknown): never => {
  if (error instanceof Raised || error instanceof Again || !(error instanceof Error)) throw error
  return raise('RuntimeError', `${op}: ${error.message}`, 'Check the shapes of the tensors.')
}

/** Records an op on tensors whose shapes have been checked. `shape` is the result's; `gradFn` PyTorch's name for it. */
export function apply(
  session: Session,
  op: OpName,
  args: readonly TensorValue[],
  attrs: Attrs,
  shape: readonly number[],
  gradFn: string,
): TensorValue {
  afford(session, shape)
  const nodes = args.map((arg) => nodeOf(session, arg))
  try {
    const node = record(session.recording, session.planner, op, nodes, attrs, origin(session), session.gradMode)
    exact(node.value)
    return cellOf(node, gradFn)
  } catch (error) {
    return unexpected(op, error)
  }
}

/** A leaf filled with one number. */
export function filled(session: Session, shape: readonly number[], value: number, dtype: Dtype, requiresGrad = false) {
  const count = sizeOf(shape)
  if (count > limits.tensor) afford(session, shape)
  return leaf(session, full(shape, value, dtype), requiresGrad)
}

/** Refuses whole numbers that this app cannot hold exactly, where PyTorch's 64-bit integers would go on or wrap around. */
function exact(value: Tensor): void {
  if (value.dtype === 'int64' && value.data.some((value: number) => Math.abs(value) > Number.MAX_SAFE_INTEGER))
    raise('OverflowError', 'integers beyond 2**53 are not supported here', 'Use a float tensor.')
}
