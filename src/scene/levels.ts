import { trace } from '../core/backward.ts'
import { pushForward } from '../core/forward.ts'
import { offsetsOf } from '../core/levels/form.ts'
import { type Level, type Magnified, magnify } from '../core/levels/magnify.ts'
import { sizeOf, type Tensor, tensor } from '../core/tensor.ts'
import { type Cell, edgeOf, nodeOf, type Step, type Trace } from '../core/trace.ts'
import { walkLength } from './ledger.ts'
import { read, readingOf } from './reading.ts'

/** A trace at a lower level, and the trace of the tensors it writes out. */
export interface Lower {
  readonly base: Trace
  readonly level: Exclude<Level, 'tensor'>
  readonly magnified: Magnified
}

type Levels = Record<Exclude<Level, 'tensor'>, Trace | null>

const known = new WeakMap<Trace, Partial<Levels>>()
const lowers = new WeakMap<Trace, Lower>()

/** The same run at a level; null where the level has nothing of its own to show (no layers) or would be too large. Made once. */
export function atLevel(base: Trace, level: Level): Trace | null {
  if (level === 'tensor') return base
  const made = known.get(base) ?? {}
  known.set(base, made)
  const before = made[level]
  if (before !== undefined) return before
  const magnified = magnify(base.graph, level)
  if (magnified !== null) read(magnified.graph, readingOf(base.graph).magnified(magnified))
  const fits = magnified !== null && (level === 'scalar' || hasUnits(magnified))
  const lower = fits ? loweredTrace(base, magnified) : null
  made[level] = lower
  if (lower !== null && magnified !== null) lowers.set(lower, { base, level, magnified })
  return lower
}

/** The steps of a base trace anew in the magnified graph, with what the optimizer did to whole tensors after them. */
function loweredTrace(base: Trace, magnified: Magnified): Trace {
  const walk = trace(magnified.graph, directionOf(base), heldBy(base, magnified))
  const updates = base.steps.flatMap((step): Step[] => {
    if (step.kind !== 'update') return []
    const { shape, axis, cells } = magnified.forms[step.node]!
    const offsets = offsetsOf(shape, axis)
    const held = cells.map((node, i): Cell => ({ node, offsets: offsets[i]! }))
    return [{ ...step, node: cells[0] ?? magnified.graph.output, cells: held }]
  })
  return updates.length === 0 ? walk : { ...walk, steps: [...walk.steps, ...updates] }
}

/** What a trace at a lower level is the magnification of; null for a trace of tensors. */
export const lowerOf = (trace: Trace): Lower | null => lowers.get(trace) ?? null

/** Says what a trace that was made from a lower one is the magnification of. */
export const standsFor = (trace: Trace, lower: Lower): void => {
  lowers.set(trace, lower)
}

/** A number of the program that moves in forward mode: a leaf, and an entry of it. */
export interface Moving {
  readonly node: number
  readonly entry: number
}

const movers = new WeakMap<Trace, Map<string, Trace>>()

/** The same run in forward mode: one number moves, and every node's tangent with it. Null where the level has no such number. Made once. */
export function inForwardMode(trace: Trace, moving: Moving): Trace | null {
  const at = nodeAt(trace, moving)
  const leaf = at === null ? undefined : trace.graph.nodes[at.node]
  if (at === null || leaf?.kind !== 'leaf' || at.entry >= sizeOf(leaf.value.shape)) return null
  const made = movers.get(trace) ?? new Map<string, Trace>()
  movers.set(trace, made)
  const key = `${at.node}:${at.entry}`
  const before = made.get(key)
  if (before !== undefined) return before
  const moved = pushForward(trace.graph, at.node, at.entry)
  const lower = lowerOf(trace)
  if (lower !== null) standsFor(moved, { ...lower, base: inForwardMode(lower.base, moving) ?? lower.base })
  made.set(key, moved)
  return moved
}

const hasUnits = ({ graph }: Magnified): boolean =>
  graph.nodes.some((node) => node.kind === 'op' && node.op === 'weighted_sum')

const directionOf = ({ steps }: Trace) => (steps.some(({ kind }) => kind === 'seed') ? 'backward' : 'forward')

/** What `.grad` held, entry by entry. */
function heldBy(base: Trace, { forms }: Magnified): Map<number, Tensor> {
  const held = new Map<number, Tensor>()
  for (const [node, { data, dtype }] of base.held) {
    const { shape, axis, cells } = forms[node]!
    offsetsOf(shape, axis).forEach((offsets, i) => {
      const entries = offsets.map((offset) => data[offset]!)
      held.set(cells[i]!, tensor(entries, axis === null ? [] : [offsets.length], dtype))
    })
  }
  return held
}

/** A place that means the same at every level: a tensor of the program, and an entry of it, or null for all of it or for a step on the way to it. */
export interface Place {
  readonly node: number
  readonly entry: number | null
}

/** The place of a node of a trace. A vector of samples stands for its first. */
export function placeOf(trace: Trace, node: number): Place {
  const lower = lowerOf(trace)
  if (lower === null) return { node, entry: null }
  const { owner, forms } = lower.magnified
  const tensorNode = owner[node]!
  const { shape, axis, cells } = forms[tensorNode]!
  return { node: tensorNode, entry: offsetsOf(shape, axis)[cells.indexOf(node)]?.[0] ?? null }
}

/** The place of a selected node, and of its entry where it is a tensor's. */
export function chosenPlace(trace: Trace, node: number, entry: number | null): Place {
  const place = placeOf(trace, node)
  return place.entry === null ? { ...place, entry } : place
}

/** The edges of a node that belong to an op of the program: those into it from the node, or, where the node is the op's result, all of its own. */
export const wiresOf = (trace: Trace, node: number, op: number): string[] =>
  trace.graph.nodes.flatMap((user, index) =>
    user.kind === 'op' && placeOf(trace, index).node === op
      ? user.args.flatMap((arg, slot) => (arg === node || index === node ? [`${index}:${slot}`] : []))
      : [],
  )

/** The place of an entry of a node of a trace. */
export function placeOfEntry(trace: Trace, node: number, entry: number): Place {
  const lower = lowerOf(trace)
  if (lower === null) return { node, entry }
  const { owner, forms } = lower.magnified
  const { shape, axis, cells } = forms[owner[node]!]!
  return { node: owner[node]!, entry: offsetsOf(shape, axis)[cells.indexOf(node)]?.[entry] ?? null }
}

/** The node of a trace that stands for a place, and which of its entries; null where the level has none. */
export function nodeAt(trace: Trace, { node, entry }: Place): { readonly node: number; readonly entry: number } | null {
  const lower = lowerOf(trace)
  if (lower === null) return { node, entry: entry ?? 0 }
  const form = lower.magnified.forms[node]
  if (form === undefined) return null
  const { shape, axis, cells } = form
  const offsets = offsetsOf(shape, axis)
  const cell = offsets.findIndex((own) => own.includes(entry ?? 0))
  const found = cells[cell]
  return found === undefined ? null : { node: found, entry: offsets[cell]!.indexOf(entry ?? 0) }
}

/** What a step does, in tensors of the program: which op computes, or hands back to which argument. */
interface Moment {
  readonly kind: Step['kind']
  readonly user: number
  readonly to: number
}

function momentOf(trace: Trace, step: Step, n: number): Moment {
  // an update has the same steps at every level
  if (step.kind === 'update') return { kind: step.kind, user: n - walkLength(trace), to: 0 }
  const owner = lowerOf(trace)?.magnified.owner
  const of = (node: number): number => owner?.[node] ?? node
  const edge = edgeOf(step)
  const node = of(nodeOf(step))
  if (step.kind === 'push') return { kind: step.kind, user: node, to: of(step.from) }
  return { kind: step.kind, user: edge === null ? node : of(edge.user), to: node }
}

/** Whether a moment has come to pass when another has. */
function isBy(moment: Moment, by: Moment): boolean {
  if (moment.kind === 'update' || by.kind === 'update')
    return moment.kind !== 'update' || (by.kind === 'update' && moment.user <= by.user)
  if (moment.kind === 'nudge' || by.kind === 'nudge') return moment.kind === 'nudge'
  if (moment.kind === 'push' || by.kind === 'push') return moment.user <= by.user
  if (moment.kind === 'value' || by.kind === 'value')
    return moment.kind === 'value' && (by.kind !== 'value' || moment.user <= by.user)
  if (moment.kind === 'seed' || by.kind === 'seed') return moment.kind === 'seed'
  return moment.user > by.user || (moment.user === by.user && moment.to === by.to)
}

/** The cursor of one level of a run at another level: the last step that does what the step at the cursor did, else the last that had been done by then. */
export function carried(from: Trace, cursor: number, to: Trace): number {
  const step = from.steps[cursor - 1]
  if (from === to || step === undefined) return cursor === 0 ? 0 : Math.min(cursor, to.steps.length)
  if (cursor >= from.steps.length) return to.steps.length
  const now = momentOf(from, step, cursor - 1)
  const moments = to.steps.map((other, n) => momentOf(to, other, n))
  const same = moments.findLastIndex(
    (other) => other.kind === now.kind && other.user === now.user && other.to === now.to,
  )
  return (same >= 0 ? same : moments.findLastIndex((other) => isBy(other, now))) + 1
}
