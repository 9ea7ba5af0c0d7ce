import { frameAt } from '../core/frame.ts'
import { item, type Tensor } from '../core/tensor.ts'
import { edgeOf, isArrival, nodeOf, type Trace } from '../core/trace.ts'
import { localDerivative, subjectOf, upstreamOf } from './formula.ts'
import { forwardLength, ledgerOf } from './ledger.ts'
import { litFor } from './lit.ts'
import { plainNumber } from './number.ts'
import { shapeText } from './quantity.ts'

/** What a node shows at one cursor. Numbers are texts, one per entry, so that two marks can be compared cheaply. */
export interface NodeMark {
  readonly value: string | null
  /** The bucket: the gradient so far, `None` where the leaf gets none, null where nothing has arrived. */
  readonly gradient: string | null
  /** In forward mode: the tangent so far, null where nothing has arrived. */
  readonly tangent: string | null
  /** The bucket as it is being added up at this step: `−6 + 4`. */
  readonly adding: string | null
  readonly state: 'pending' | 'done' | 'now' | 'giving'
  /** Whether all contributions have arrived. */
  readonly complete: boolean
  /** Whether this is where a planted mistake first shows. */
  readonly wrong: boolean
  /** Whether the value is what an optimizer has made of it: no longer that of the pass. */
  readonly learned: boolean
  /** Whether the step is about it. */
  readonly lit: boolean
}

/** What an edge shows at one cursor. */
export interface EdgeMark {
  readonly state: 'idle' | 'value' | 'gradient' | 'tangent' | 'now-value' | 'now-gradient' | 'now-tangent'
  /** Thickness from 0 to 1 by the magnitude of what flowed; null where nothing has. */
  readonly weight: number | null
  readonly sign: '+' | '−' | '0' | ''
  /** The multiplication that happens on this edge now, and its result alone, for where there is less room. */
  readonly chip: { readonly whole: string; readonly short: string } | null
  /** Whether the step is about it. */
  readonly lit: boolean
}

/** Everything of the picture that changes from step to step. Edges are in the order of the layout: by user, then by argument. */
export interface Marks {
  readonly nodes: readonly NodeMark[]
  readonly edges: readonly EdgeMark[]
  /** The node the last step was about. */
  readonly current: number | null
}

const separator = ' '

const texts = new WeakMap<Tensor, string>()

/** A tensor's entries as text, or its shape where it is too large to show; of a vector of samples, only one if `only` says so. */
export function entriesText(t: Tensor, only: number | null = null): string {
  if (only !== null && t.shape.length === 1) return plainNumber(t.data[only] ?? Number.NaN)
  const known = texts.get(t)
  if (known !== undefined) return known
  const text =
    t.data.length > 16 || t.shape.some((size) => size > 4) || t.shape.length > 2
      ? `[${shapeText(t.shape)}]`
      : Array.from(t.data, plainNumber).join(separator)
  texts.set(t, text)
  return text
}

/** The entries of a text made by `entriesText`. */
export const entriesOf = (text: string): string[] => text.split(separator)

const magnitude = (t: Tensor): number => Math.max(0, ...Array.from(t.data, Math.abs))

/**
 * The marks at a cursor; of samples that stand side by side, only one if `sample` says so.
 * Those that are as in `before`, the marks at another cursor of the trace, are the same objects, so that a view can tell what has changed.
 */
export function marksAt(
  trace: Trace,
  cursor: number,
  sample: number | null = null,
  before: Marks | null = null,
): Marks {
  const { graph, steps } = trace
  const frame = frameAt(trace, cursor)
  const ledger = ledgerOf(trace)
  const step = steps[cursor - 1]
  const current = step === undefined ? null : nodeOf(step)
  const changing = new Set(step?.kind === 'update' ? step.cells?.map(({ node }) => node) : undefined)
  const giving = step?.kind === 'contribution' || step?.kind === 'push' ? step.from : null
  const seeded = cursor > forwardLength(trace)
  const lit = litFor(trace, cursor)
  const nodes = graph.nodes.map((node, index): NodeMark => {
    const value = frame.values[index]
    const gradient = frame.gradients[index]
    const tangent = frame.tangents[index]
    const none = seeded && node.kind === 'leaf' && node.role === 'data' && !node.requiresGrad
    const mark: NodeMark = {
      value: value === undefined ? null : entriesText(value, sample),
      gradient: gradient !== undefined ? entriesText(gradient, sample) : none ? 'None' : null,
      tangent: tangent === undefined ? null : entriesText(tangent, sample),
      adding: index === current ? addingText(trace, cursor - 1) : null,
      state:
        index === current || changing.has(index)
          ? 'now'
          : index === giving
            ? 'giving'
            : value === undefined
              ? 'pending'
              : 'done',
      wrong: trace.wrong?.node === index && cursor > trace.wrong.step,
      learned: node.kind === 'leaf' && value !== node.value,
      lit: lit.node(index),
      complete: (gradient ?? tangent) !== undefined && (ledger.arrivals[index]!.at(-1) ?? -1) < cursor,
    }
    const old = before?.nodes[index]
    return old !== undefined && sameNode(mark, old) ? old : mark
  })
  const edges = edgeMarks(trace, cursor).map((mark, index): EdgeMark => {
    const old = before?.edges[index]
    return old !== undefined && sameEdge(mark, old) ? old : mark
  })
  return { nodes, edges, current }
}

const sameNode = (p: NodeMark, q: NodeMark): boolean =>
  p.value === q.value &&
  p.gradient === q.gradient &&
  p.tangent === q.tangent &&
  p.adding === q.adding &&
  p.state === q.state &&
  p.complete === q.complete &&
  p.lit === q.lit &&
  p.learned === q.learned &&
  p.wrong === q.wrong

const sameEdge = (p: EdgeMark, q: EdgeMark): boolean =>
  p.state === q.state && p.weight === q.weight && p.sign === q.sign && p.chip === q.chip && p.lit === q.lit

/** The bucket of the step's node as a sum, where more than one number goes into it. */
function addingText(trace: Trace, n: number): string | null {
  const step = trace.steps[n]
  if ((step?.kind !== 'contribution' && step?.kind !== 'push') || trace.graph.nodes[step.to]!.value.shape.length > 0)
    return null
  const { arrivals, bucketAfter } = ledgerOf(trace)
  const before = arrivals[step.to]!.filter((arrival) => arrival < n).at(-1)
  const held = before === undefined ? trace.held.get(step.to) : bucketAfter[before]
  if (held === undefined || (step.kind === 'contribution' && step.planted?.overwrites === true)) return null
  const amount = plainNumber(item(step.amount))
  return `${plainNumber(item(held))} + ${amount.startsWith('−') ? `(${amount})` : amount}`
}

function edgeMarks(trace: Trace, cursor: number): EdgeMark[] {
  const last = trace.steps[cursor - 1]
  const { valueStep } = ledgerOf(trace)
  return edgesOf(trace).map(({ user, slot, flow }): EdgeMark => {
    const along = last === undefined ? null : edgeOf(last)
    const now =
      along === null ? last?.kind === 'value' && last.node === user : along.user === user && along.slot === slot
    if (flow !== null && flow.step < cursor)
      return {
        state: flow.tangent ? (now ? 'now-tangent' : 'tangent') : now ? 'now-gradient' : 'gradient',
        weight: flow.weight,
        sign: flow.sign,
        chip: now ? chipText(trace, cursor - 1) : null,
        lit: now,
      }
    return {
      state: now ? 'now-value' : valueStep[user]! < cursor ? 'value' : 'idle',
      weight: null,
      sign: '',
      chip: null,
      lit: now,
    }
  })
}

/** An edge of a trace, and what flows back along it, if anything does: at which step, how strongly, with which sign. */
interface FlowingEdge {
  readonly user: number
  readonly slot: number
  readonly flow: {
    readonly step: number
    readonly weight: number
    readonly sign: EdgeMark['sign']
    readonly tangent: boolean
  } | null
}

const known = new WeakMap<Trace, readonly FlowingEdge[]>()

/** The edges of a trace in the order of the layout, made once. */
function edgesOf(trace: Trace): readonly FlowingEdge[] {
  const before = known.get(trace)
  if (before !== undefined) return before
  const scale = weightScale(trace)
  const flows = new Map<string, FlowingEdge['flow']>()
  trace.steps.forEach((step, n) => {
    const along = edgeOf(step)
    if (along !== null && isArrival(step))
      flows.set(`${along.user}:${along.slot}`, {
        step: n,
        tangent: step.kind === 'push',
        weight: scale(magnitude(step.amount)),
        sign: signOf(step.amount),
      })
  })
  const edges = trace.graph.nodes.flatMap((node, user) =>
    node.kind === 'leaf'
      ? []
      : node.args.map((_, slot) => ({ user, slot, flow: flows.get(`${user}:${slot}`) ?? null })),
  )
  known.set(trace, edges)
  return edges
}

const signOf = (t: Tensor): EdgeMark['sign'] => {
  if (t.data.every((value) => value === 0)) return '0'
  if (t.data.length > 1) return ''
  return t.data[0]! > 0 ? '+' : '−'
}

/** Magnitudes to 0…1: logarithmic where they range over more than a factor of 100. */
function weightScale(trace: Trace): (magnitude: number) => number {
  const all = trace.steps
    .flatMap((step) => (step.kind === 'contribution' || step.kind === 'push' ? [magnitude(step.amount)] : []))
    .filter((m) => m > 0 && Number.isFinite(m))
  const [least, most] = [Math.min(...all), Math.max(...all)]
  if (all.length === 0) return () => 0
  if (most / least > 100)
    return (m) => (m <= 0 ? 0 : Math.min(1, Math.max(0.1, Math.log(m / least) / Math.log(most / least))))
  return (m) => Math.min(1, m / most)
}

/** What is multiplied on the edge at this step: `(−4)·(−1) = 4`. */
function chipText(trace: Trace, n: number): EdgeMark['chip'] {
  const step = trace.steps[n]
  const edge = step === undefined ? null : edgeOf(step)
  if (edge === null || (step?.kind !== 'contribution' && step?.kind !== 'push')) return null
  const subject = subjectOf(trace)
  const local = localDerivative(subject, edge)
  const upstream = step.kind === 'push' ? ledgerOf(trace).tangent[step.from] : upstreamOf(subject, edge)
  if (local === null || upstream === undefined) return null
  const grouped = (text: string) => (text.startsWith('−') ? `(${text})` : text)
  const short = plainNumber(item(step.amount))
  return { whole: `${grouped(plainNumber(item(upstream)))} · ${grouped(local.result.plain)} = ${short}`, short }
}
