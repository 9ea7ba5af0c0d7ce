import { contextOf } from '../core/context.ts'
import type { Graph, Leaf, Node, OpNode, Origin } from '../core/graph.ts'
import type { Attrs, OpName } from '../core/op.ts'
import { Again, settled } from '../core/plan/deferred.ts'
import type { Planner } from '../core/plan/planner.ts'
import { ops } from '../core/registry.ts'
import type { Tensor } from '../core/tensor.ts'
import type { OwnCall } from './session.ts'
import type { TensorValue } from './value.ts'

/** That a tensor was changed in place: which, its version before, and the op that changed it, which has kept a copy. */
export interface Change {
  readonly cell: TensorValue
  readonly version: number
  readonly by: Made | null
}

interface Held {
  /** The number of tensors made before it: arguments stand before their users. */
  readonly order: number
  /** The line that made it. */
  readonly line: number | undefined
  /** The name it was first assigned to. */
  name: string | undefined
  /** What PyTorch calls the node of its backward graph: `MulBackward0`; undefined for a leaf. */
  gradFn: string | undefined
  /** How many ops it is made from, counting an op anew for each way that leads to it. */
  readonly history: number
  /** The tensor its gradient goes to: that of a leaf that requires grad, or one that retains it. */
  cell: TensorValue | null
  /** Whether a backward pass has freed what it saved. */
  freed: boolean
  /** How its value is no longer what its tensor holds. */
  changed: Change | null
  /** The call it comes from, where the program differentiates that itself. */
  own: OwnCall | null
}

/** A node of a running program. Its arguments are nodes themselves, so that what the program no longer holds is forgotten. */
export type Made = (Held & Omit<Leaf, keyof Origin> & { readonly args: readonly [] }) | MadeOp
/** An op of a running program. */
export type MadeOp = Held & Omit<OpNode, 'args' | keyof Origin> & { readonly args: readonly Made[] }

/** The tensors of a running program, counted. Only `record` and `plant` make nodes. */
export interface Recording {
  /** How many nodes were made. */
  count: number
  /** The op applied last. */
  last: Made | null
}

export const createRecording = (): Recording => ({ count: 0, last: null })

/** The most ops that are kept of the history of a tensor that needs no gradient: a running average must not grow without end. */
const longestHistory = 1000

const noArgs: readonly [] = []

/** Adds a leaf. */
export function plant(recording: Recording, leaf: Omit<Leaf, 'kind'>): Made {
  const { role, value, requiresGrad, literals, line, name } = leaf
  return {
    kind: 'leaf',
    role,
    value,
    requiresGrad,
    literals,
    args: noArgs,
    order: recording.count++,
    line,
    name,
    gradFn: undefined,
    history: 0,
    cell: null,
    freed: false,
    changed: null,
    own: null,
  }
}

/**
 * Applies an op to nodes of the recording. The result requires grad if an argument does, the op has a derivative and `gradMode` is on.
 * Shapes must fit: check them first, in the words of the language the user speaks.
 */
export function record(
  recording: Recording,
  planner: Planner,
  op: OpName,
  args: readonly Made[],
  attrs: Attrs,
  origin: Origin,
  gradMode = true,
): Made {
  const inputs = new Array<Tensor>(args.length)
  let followed = false
  let history = 1
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    inputs[i] = arg.value
    history += arg.history
    if (arg.requiresGrad) followed = gradMode
  }
  const value = planner.compute(op, inputs, attrs, followed)
  const requiresGrad = followed && hasRule(op, inputs, value, attrs)
  const { line, name } = origin
  if (!requiresGrad && history > longestHistory)
    return plant(recording, { role: 'data', value, requiresGrad, literals: noLiterals, ...origin })
  const made: Made = {
    kind: 'op',
    op,
    args,
    attrs,
    value,
    requiresGrad,
    order: recording.count++,
    line,
    name,
    gradFn: undefined,
    history,
    cell: null,
    freed: false,
    changed: null,
    own: null,
  }
  recording.last = made
  return made
}

/** An op that was passed over: what it was applied to is not known, unless the program is run again. */
class Passed implements Held {
  readonly kind = 'op'
  readonly op: OpName
  readonly attrs: Attrs
  readonly requiresGrad: boolean
  readonly order: number
  readonly line: number | undefined
  readonly history: number
  name: string | undefined
  gradFn: string | undefined
  cell: TensorValue | null = null
  freed: boolean
  changed: Change | null = null
  readonly own: OwnCall | null = null
  readonly #value: Tensor | null

  constructor(
    { op, attrs, requiresGrad, line, name, gradFn, history, freed }: MadeOp,
    value: Tensor | null,
    order: number,
  ) {
    this.op = op
    this.attrs = attrs
    this.requiresGrad = requiresGrad
    this.line = line
    this.name = name
    this.gradFn = gradFn
    this.history = history
    this.freed = freed
    this.order = order
    this.#value = value
  }

  get value(): Tensor {
    return this.#value ?? forgotten()
  }

  get args(): readonly Made[] {
    return forgotten()
  }
}

const forgotten = (): never => {
  throw new Again('what an op was applied to is not known')
}

/** Adds an op that is known to do again what `like` did, without applying it; `value` is null where that is not known either. */
export function pass(recording: Recording, like: MadeOp, value: Tensor | null): MadeOp {
  return new Passed(like, value, recording.count++)
}

/** Whether a node has arguments that can be looked at. */
export const hasArgs = (node: Made): boolean => !(node instanceof Passed)

const rules = new Map<OpName, boolean>()

/** Whether a gradient flows through an op at all; that does not depend on shapes. */
function hasRule(op: OpName, inputs: readonly Tensor[], value: Tensor, attrs: Attrs): boolean {
  const known = rules.get(op)
  if (known !== undefined) return known
  const has = ops[op].rule(contextOf(inputs, value, attrs)).kind !== 'none'
  rules.set(op, has)
  return has
}

/** The literals of a leaf whose numbers the program computed. */
export const noLiterals: Leaf['literals'] = []

/** Gives a node the name it is first assigned to; later names do not rename it. */
export function name(node: Made, to: string): void {
  node.name ??= to
}

/** All nodes that `output` is made from, itself included, in the order they were made, as far as `follow` lets through. What `ends` says is made from nothing. */
export function ancestors(
  output: Made,
  follow: (node: Made) => boolean = () => true,
  ends: (node: Made) => boolean = () => false,
): Made[] {
  const seen = new Set([output])
  const open = [output]
  for (let node = open.pop(); node !== undefined; node = open.pop())
    for (const arg of ends(node) ? noArgs : node.args)
      if (!seen.has(arg) && follow(arg)) {
        seen.add(arg)
        open.push(arg)
      }
  return [...seen].sort((a, b) => a.order - b.order)
}

/** A node as plain data, with its arguments by their place in the graph. */
function placed(node: Made, indexOf: ReadonlyMap<Made, number>, isData: boolean): Node {
  const { line, name, value, requiresGrad } = node
  const origin = { ...(line === undefined ? {} : { line }), ...(name === undefined ? {} : { name }) }
  if (node.kind === 'leaf') {
    const { role, literals } = node
    return { kind: 'leaf', role, value: settled(value), requiresGrad, literals, ...origin }
  }
  if (isData)
    return { kind: 'leaf', role: 'data', value: settled(value), requiresGrad, literals: noLiterals, ...origin }
  const args = node.args.map((arg) => indexOf.get(arg)!)
  return { kind: 'op', op: node.op, args, attrs: node.attrs, value: settled(value), requiresGrad, ...origin }
}

/** The graph that `output` is made from, with the place of each node in it. What needs no gradient and was made before node `since` stands there as data. */
export function graphOf(output: Made, since = 0): { graph: Graph; indexOf: ReadonlyMap<Made, number> } {
  const isData = (node: Made): boolean => node !== output && !node.requiresGrad && node.order < since
  const kept = ancestors(output, undefined, isData)
  const indexOf = new Map(kept.map((node, index) => [node, index]))
  const nodes = kept.map((node) => placed(node, indexOf, isData(node)))
  return { graph: { nodes, output: kept.length - 1 }, indexOf }
}
