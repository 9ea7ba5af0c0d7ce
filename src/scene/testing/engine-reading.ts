import { contextOf } from '../../core/context.ts'
import { evaluate } from '../../core/evaluate.ts'
import { partial } from '../../core/pull.ts'
import { scalar } from '../../core/tensor.ts'
import { isArrival, type Trace } from '../../core/trace.ts'
import { symbolValues } from '../update.ts'

type Numbers = ArrayLike<number>

/** What a number on the page should be, by what it says it is a reading of: the engine's own numbers, found anew from the steps. */
export function engineReading(trace: Trace, read: string, of: number, slot: number): Numbers | null {
  const node = trace.graph.nodes[of]
  switch (read) {
    case 'value':
      return node?.value.data ?? null
    case 'held':
      return trace.held.get(of)?.data ?? null
    case 'amount': {
      const step = trace.steps[of]
      return isArrival(step) ? step.amount.data : null
    }
    case 'gradient':
      return bucketOf(trace, of, trace.steps.length, false)
    case 'tangent':
      return tangentOf(trace, of, trace.steps.length)
    case 'bucket': {
      const step = trace.steps[of]
      if (step?.kind === 'push' || step?.kind === 'nudge')
        return tangentOf(trace, step.kind === 'push' ? step.to : step.node, of + 1)
      return step?.kind === 'contribution' || step?.kind === 'seed'
        ? bucketOf(trace, step.kind === 'seed' ? step.node : step.to, of + 1, true)
        : null
    }
    case 'local': {
      if (node?.kind !== 'op') return null
      const args = node.args.map((arg) => trace.graph.nodes[arg]!.value)
      const rule = partial(node.op, contextOf(args, node.value, node.attrs), slot)
      return rule === null ? null : evaluate(rule, { args, output: node.value, flow: scalar(1) }, node.value.dtype).data
    }
    case 'learning': {
      const step = trace.steps[of]
      return step?.kind === 'update' ? (symbolValues(step)[slot]?.data ?? null) : null
    }
    case 'learned': {
      const step = trace.steps[of]
      return step?.kind === 'update' ? (step.update.after[step.line]?.data ?? null) : null
    }
    default:
      return null
  }
}

/** What a node holds after the first `count` steps: its value, or what an optimizer has made of it. */
export function heldAt(trace: Trace, node: number, count: number): Numbers {
  const own = trace.graph.nodes[node]!.value.data
  return trace.steps.slice(0, count).reduce<Numbers>((now, step) => {
    if (step.kind !== 'update' || step.update.rule.symbols[step.update.rule.lines[step.line]!.to]!.role !== 'parameter')
      return now
    const after = step.update.after[step.line]!.data
    const cell = step.cells?.find((each) => each.node === node)
    if (cell !== undefined) return cell.offsets.map((offset) => after[offset]!)
    return step.cells === undefined && step.node === node ? after : now
  }, own)
}

type Totals = readonly (readonly [count: number, total: readonly number[]])[]

const known = new WeakMap<Trace, Map<string, Totals>>()

/** What a node's bucket came to, after which steps. Found once. */
function totalsOf(trace: Trace, node: number, kind: 'gradient' | 'held' | 'tangent'): Totals {
  const made = known.get(trace) ?? new Map<string, Totals>()
  known.set(trace, made)
  const before = made.get(`${kind} ${node}`)
  if (before !== undefined) return before
  const held = kind === 'held' ? trace.held.get(node) : undefined
  const totals: [number, readonly number[]][] = held === undefined ? [] : [[0, [...held.data]]]
  trace.steps.forEach((step, n) => {
    if (!isArrival(step) || (step.kind === 'nudge' || step.kind === 'push') !== (kind === 'tangent')) return
    const to = step.kind === 'contribution' || step.kind === 'push' ? step.to : step.node
    const sofar = totals.at(-1)?.[1]
    const starts = sofar === undefined || step.kind === 'nudge'
    if (to === node) totals.push([n + 1, Array.from(step.amount.data, (x, i) => x + (starts ? 0 : sofar[i]!))])
  })
  made.set(`${kind} ${node}`, totals)
  return totals
}

/** The gradient of a node after the first `count` steps, what was held included or not. */
export const bucketOf = (trace: Trace, node: number, count: number, withHeld: boolean): readonly number[] | null =>
  totalsOf(trace, node, withHeld ? 'held' : 'gradient').findLast(([after]) => after <= count)?.[1] ?? null

/** The tangent of a node after the first `count` steps of forward mode. */
export const tangentOf = (trace: Trace, node: number, count: number): readonly number[] | null =>
  totalsOf(trace, node, 'tangent').findLast(([after]) => after <= count)?.[1] ?? null
