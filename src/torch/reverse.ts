import { ancestors, type Made, type MadeOp } from './made.ts'
import { pulled, type Reading } from './reading.ts'
import type { OwnCall } from './session.ts'
import type { TensorValue } from './value.ts'

/** Where a gradient is gathered: a leaf's goes to its tensor, whatever node that stood for when it was used. */
export type Target = Made | TensorValue

/** Which nodes a backward pass goes through. */
export interface Plan {
  /** The ops that hand on, last first. */
  readonly ops: readonly MadeOp[]
  /** Ops that get a gradient and hand nothing on. */
  readonly ends: readonly Made[]
  /** All nodes that get a gradient. */
  readonly wanted: ReadonlySet<Made>
}

/** All that lies between the outputs and the leaves, or between the outputs and `inputs`. */
export function planFrom(outputs: readonly Made[], inputs: ReadonlySet<Target> | null): Plan {
  const order = between(outputs)
  const isOp = (node: Made): node is MadeOp => node.kind === 'op'
  if (inputs === null) return { ops: order.filter(isOp).reverse(), ends: [], wanted: new Set(order) }
  const wanted = new Set<Made>()
  const [ops, ends]: [MadeOp[], Made[]] = [[], []]
  for (const node of order) {
    const leads = node.args.some((arg) => wanted.has(arg))
    if (!leads && !inputs.has(targetOf(node))) continue
    wanted.add(node)
    if (isOp(node)) (leads ? ops : ends).push(node)
  }
  return { ops: ops.reverse(), ends, wanted }
}

/** Nodes through which a gradient flows from the outputs, in the order they were made. */
function between(outputs: readonly Made[]): readonly Made[] {
  const through = (node: Made): boolean => node.requiresGrad
  const [first] = outputs
  if (first !== undefined && outputs.length === 1) return ancestors(first, through)
  const all = new Set(outputs.flatMap((output) => ancestors(output, through)))
  return [...all].sort((a, b) => a.order - b.order)
}

/** Where the gradient of a node is gathered. */
export const targetOf = (node: Made): Target => (node.kind === 'leaf' ? (node.cell ?? node) : node)

/** What a backward pass tells as it goes. */
export interface Watch<N> {
  /** A gradient is complete; what is returned goes on in its place. */
  readonly arrived: (target: Target, gradient: N) => N
  /** The program's own code gave back these for the arguments of a node. */
  readonly gave: (node: Made, amounts: readonly (N | null)[]) => void
}

/**
 * Reverse mode over the nodes of a running program. A node hands on when its gradient is complete, the one made last first; a leaf gets its own
 * as soon as it is complete, as in PyTorch.
 */
export function reverse<N>(
  { ops, ends, wanted }: Plan,
  seeds: readonly (readonly [Made, N])[],
  reading: Reading<N>,
  watch: Watch<N>,
): void {
  const buckets = new Map<Target, N>()
  const waiting = new Map<Target, number>()
  const put = (target: Target, amount: N): void => {
    const before = buckets.get(target)
    buckets.set(target, before === undefined ? amount : reading.add(before, amount))
  }
  const settle = (target: Target): N | undefined => {
    const gradient = buckets.get(target)
    return gradient === undefined ? undefined : watch.arrived(target, gradient)
  }
  for (const node of ops)
    for (const arg of node.args)
      if (arg.kind === 'leaf' && wanted.has(arg)) {
        const target = targetOf(arg)
        waiting.set(target, (waiting.get(target) ?? 0) + 1)
      }
  for (const [node, seed] of seeds) if (wanted.has(node)) put(targetOf(node), seed)
  for (const [node] of seeds) {
    const target = targetOf(node)
    if (node.kind === 'leaf' && wanted.has(node) && !waiting.has(target)) settle(target)
  }
  const handOn = (node: MadeOp, amount: (slot: number) => N | null): void => {
    const ready: Target[] = []
    node.args.forEach((arg, slot) => {
      if (!wanted.has(arg)) return
      const target = targetOf(arg)
      const given = amount(slot)
      if (given !== null) put(target, given)
      if (arg.kind === 'op') return
      const left = waiting.get(target)! - 1
      waiting.set(target, left)
      if (left === 0) ready.push(target)
    })
    for (const target of ready) settle(target)
  }
  const settled = new Map<Made, N>()
  for (const node of ops) {
    const gradient = settle(node)
    const { own } = node
    if (own === null) {
      handOn(node, (slot) => (gradient === undefined ? null : pulled(reading, node, slot, gradient)))
      continue
    }
    if (gradient !== undefined) settled.set(node, gradient)
    const amounts = isFirst(own, node, wanted) ? ownGradients(reading, own, settled) : null
    if (amounts !== null) watch.gave(node, amounts)
    handOn(node, (slot) => amounts?.[slot] ?? null)
  }
  for (const node of ends) settle(node)
}

/** Whether no output of the call that was made before this one gets a gradient too. */
const isFirst = ({ outputs }: OwnCall, node: Made, wanted: ReadonlySet<Made>): boolean =>
  outputs.find((output) => wanted.has(output)) === node

/** What the program's own `backward` returns, by the argument of the node: the first is the value itself. */
function ownGradients<N>(
  reading: Reading<N>,
  { outputs, backward }: OwnCall,
  settled: ReadonlyMap<Made, N>,
): readonly (N | null)[] | null {
  if (!outputs.some((output) => settled.has(output))) return null
  const gradients = outputs.map((output) => {
    const gradient = settled.get(output)
    return gradient === undefined ? null : reading.cell(gradient)
  })
  return [null, ...backward(gradients).map((amount) => (amount === null ? null : reading.of(amount)))]
}
