import { trace as traced } from '../core/backward.ts'
import { ops } from '../core/registry.ts'
import { replay } from '../core/replay.ts'
import { scalar, stridesOf, type Tensor, tensor } from '../core/tensor.ts'
import type { Trace } from '../core/trace.ts'
import { localDerivative, subjectOf } from '../scene/formula.ts'
import { ledgerOf } from '../scene/ledger.ts'
import { inForwardMode } from '../scene/levels.ts'
import type { Quantity } from '../scene/quantity.ts'
import type { Figure } from './prose.ts'

/** What prose is asked about: the tensor-level traces of all backward passes of a run, and which of them is meant. */
export interface Scope {
  readonly passes: readonly Trace[]
  readonly pass: number
}

/** A figure of a run: its numbers, and what they are a reading of, where they can be read off the screen as well. */
export interface Found {
  readonly tensor: Tensor
  readonly quantity: Quantity | null
}

/** The node that a variable stands for; null where the program has no such variable. */
export function nodeNamed({ graph }: Trace, name: string): number | null {
  const found = graph.nodes.findLastIndex((node) => node.name === name)
  return found < 0 ? null : found
}

/** Where an entry of a tensor stands in its data; null where the tensor has no such entry. */
export function offsetOf({ shape }: Tensor, entry: readonly number[]): number | null {
  const inside = entry.length === shape.length && entry.every((at, axis) => at >= 0 && at < shape[axis]!)
  const strides = stridesOf(shape)
  return inside ? entry.reduce((offset, at, axis) => offset + at * strides[axis]!, 0) : null
}

/** The numbers of a figure; null where the program has no such thing. */
export function find(figure: Figure, scope: Scope): Found | null {
  switch (figure.kind) {
    case 'value':
    case 'gradient':
      return entryOf(wholeOf(figure.kind, figure.of, at(scope, figure.pass)), figure.entry)
    case 'bucket':
      return entryOf(bucketOf(figure.of, at(scope, figure.pass)), figure.entry)
    case 'tangent':
      return entryOf(tangentOf(figure, at(scope, figure.pass)), figure.entry)
    case 'local':
      return slopeOf(figure.user, figure.of, at(scope, figure.pass))
    case 'share':
      return shareOf(figure.from, figure.to, at(scope, figure.pass))
    case 'size':
      return sizeOf(figure.of, figure.axis, at(scope, undefined))
    case 'count':
      return counted(figure.what, at(scope, undefined))
    case 'literal':
      return alone(scalar(figure.number))
    case 'reckoned':
      return reckon(figure, scope)
    case 'changed':
      return elsewhere(figure, scope)
  }
}

const at = ({ passes, pass }: Scope, named: number | undefined): Trace | null => passes[named ?? pass] ?? null

const alone = (made: Tensor): Found => ({ tensor: made, quantity: null })

function wholeOf(kind: 'value' | 'gradient', name: string, trace: Trace | null): Found | null {
  const node = trace === null ? null : nodeNamed(trace, name)
  if (trace === null || node === null) return null
  const found = kind === 'value' ? trace.graph.nodes[node]!.value : ledgerOf(trace).gradient[node]
  return found === undefined ? null : { tensor: found, quantity: { kind, node } }
}

function bucketOf(name: string, trace: Trace | null): Found | null {
  const node = trace === null ? null : nodeNamed(trace, name)
  if (trace === null || node === null) return null
  const { arrivals, bucketAfter } = ledgerOf(trace)
  const step = arrivals[node]!.at(-1)
  const found = step === undefined ? undefined : bucketAfter[step]
  return found === undefined || step === undefined ? null : { tensor: found, quantity: { kind: 'bucket', step } }
}

function entryOf(found: Found | null, entry: readonly number[] | undefined): Found | null {
  if (found === null || entry === undefined) return found
  const offset = offsetOf(found.tensor, entry)
  return offset === null ? null : alone(scalar(found.tensor.data[offset]!, found.tensor.dtype))
}

function tangentOf({ of, moving }: Extract<Figure, { kind: 'tangent' }>, trace: Trace | null): Found | null {
  const leaf = trace === null ? null : nodeNamed(trace, moving.of)
  if (trace === null || leaf === null) return null
  const entry = moving.entry === undefined ? 0 : offsetOf(trace.graph.nodes[leaf]!.value, moving.entry)
  const moved = entry === null ? null : inForwardMode(trace, { node: leaf, entry })
  const node = nodeNamed(trace, of)
  const found = moved === null || node === null ? undefined : ledgerOf(moved).tangent[node]
  return found === undefined ? null : alone(found)
}

/** The argument of a variable's op that another variable is; null where it is none. */
export function edgeBetween(trace: Trace, user: string, of: string): { user: number; slot: number } | null {
  const [by, argument] = [nodeNamed(trace, user), nodeNamed(trace, of)]
  const node = by === null ? undefined : trace.graph.nodes[by]
  if (by === null || argument === null || node?.kind !== 'op') return null
  const slot = node.args.indexOf(argument)
  return slot < 0 ? null : { user: by, slot }
}

/** ∂user/∂of: the slope of one edge, or, where there are several on the way, of all of it. */
function slopeOf(user: string, of: string, trace: Trace | null): Found | null {
  if (trace === null) return null
  const edge = edgeBetween(trace, user, of)
  const direct = edge === null ? null : localDerivative(subjectOf(trace), edge)
  if (direct !== null && edge !== null)
    return { tensor: direct.value, quantity: { kind: 'local', node: edge.user, slot: edge.slot } }
  const [output, by] = [nodeNamed(trace, user), nodeNamed(trace, of)]
  if (output === null || by === null) return null
  const found = ledgerOf(traced({ ...trace.graph, output })).gradient[by]
  return found === undefined ? null : alone(found)
}

/** The step in which one variable hands its share to another; null where it hands none. */
export function handingStep(trace: Trace, from: string, to: string): number | null {
  const edge = edgeBetween(trace, from, to)
  if (edge === null) return null
  const step = trace.steps.findIndex(
    (each) => each.kind === 'contribution' && each.from === edge.user && each.slot === edge.slot,
  )
  return step < 0 ? null : step
}

function shareOf(from: string, to: string, trace: Trace | null): Found | null {
  const n = trace === null ? null : handingStep(trace, from, to)
  const step = trace === null || n === null ? undefined : trace.steps[n]
  return step?.kind === 'contribution' && n !== null
    ? { tensor: step.amount, quantity: { kind: 'amount', step: n } }
    : null
}

function sizeOf(name: string, axis: number | undefined, trace: Trace | null): Found | null {
  const whole = wholeOf('value', name, trace)?.tensor
  if (whole === undefined) return null
  const size = axis === undefined ? whole.data.length : whole.shape[axis]
  return size === undefined ? null : alone(scalar(size))
}

function counted(what: Extract<Figure, { kind: 'count' }>['what'], trace: Trace | null): Found | null {
  if (trace === null) return null
  switch (what) {
    case 'operations':
      return alone(scalar(trace.graph.nodes.filter(({ kind }) => kind === 'op').length))
    case 'contributions':
      return alone(scalar(trace.steps.filter(({ kind }) => kind === 'contribution').length))
    case 'parameters': {
      const learnt = trace.graph.nodes.filter((node) => node.kind === 'leaf' && node.requiresGrad)
      return alone(scalar(learnt.reduce((total, { value }) => total + value.data.length, 0)))
    }
  }
}

const operations = { '+': ops.add, '−': ops.sub, '×': ops.mul, '÷': ops.div } as const

function reckon({ by, left, right }: Extract<Figure, { kind: 'reckoned' }>, scope: Scope): Found | null {
  const [p, q] = [find(left, scope), find(right, scope)]
  return p === null || q === null ? null : alone(operations[by].forward([p.tensor, q.tensor], {}))
}

/** A figure in the same graph, evaluated and differentiated again with another number in a leaf. */
function elsewhere({ leaf, entry, to, figure }: Extract<Figure, { kind: 'changed' }>, scope: Scope): Found | null {
  const trace = at(scope, undefined)
  const node = trace === null ? null : nodeNamed(trace, leaf)
  const number = find(to, scope)
  if (trace === null || node === null || number === null) return null
  const { value } = trace.graph.nodes[node]!
  const place = entry === undefined ? 0 : offsetOf(value, entry)
  if (place === null) return null
  const moved = tensor(
    Array.from(value.data, (each, i) => (i === place ? number.tensor.data[0]! : each)),
    value.shape,
    value.dtype,
  )
  const values = replay(trace.graph, node, moved, value.dtype)
  const graph = { ...trace.graph, nodes: trace.graph.nodes.map((each, i) => ({ ...each, value: values[i]! })) }
  const found = find(figure, { passes: [traced(graph, 'backward', trace.held)], pass: 0 })
  return found === null ? null : alone(found.tensor)
}
