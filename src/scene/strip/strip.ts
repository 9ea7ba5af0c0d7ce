import { contextOf } from '../../core/context.ts'
import { evaluate } from '../../core/evaluate.ts'
import type { Graph, OpNode } from '../../core/graph.ts'
import { glyph, notate, type Written } from '../../core/notation.ts'
import { pull, push } from '../../core/pull.ts'
import { ops } from '../../core/registry.ts'
import { type Tensor, tensor } from '../../core/tensor.ts'
import type { Trace } from '../../core/trace.ts'
import type { Subject } from '../formula.ts'
import { subjectOf } from '../formula.ts'
import { ledgerOf } from '../ledger.ts'
import { derivativeSymbol } from '../symbols.ts'
import { type Block, named, type Part, type Sign, sign, type Upright, workedOut } from './block.ts'
import { learningStrip } from './learning.ts'
import { combined, readAsBlocks } from './product.ts'

/** The step as block times block. */
export interface Strip {
  readonly result: Block
  /** What stands between the result and what it is made of. */
  readonly sign: '=' | '←'
  readonly pieces: readonly (Block | Sign)[]
  /** The entry of the result at an offset, as the sum or product it is, in numbers; null where the formula has no such form. */
  readonly opened: (at: number) => Written | null
}

/** The strip of the step at a cursor of a trace of tensors; null where the step is about plain numbers. */
export function stripAt(trace: Trace, cursor: number): Strip | null {
  const step = trace.steps[cursor - 1]
  switch (step?.kind) {
    case 'value':
      return forwardStrip(subjectOf(trace), step.node)
    case 'contribution':
      return backwardStrip(trace, subjectOf(trace), step.from, step.slot, step.amount)
    case 'update':
      return learningStrip(trace, step)
    case 'seed':
    case 'nudge':
    case 'push':
    case undefined:
      return null
  }
}

const opNode = (graph: Graph, index: number): OpNode | null => {
  const node = graph.nodes[index]
  return node?.kind === 'op' ? node : null
}

const valuePart = ({ graph, symbols }: Subject, index: number): Part => {
  const node = graph.nodes[index]!
  const literal = node.kind === 'leaf' && node.role === 'constant'
  return named(symbols[index]!.written, node.value, 'value', index, literal)
}

const gradientPart = ({ graph, symbols, gradient }: Subject, node: number): Part | null =>
  gradient[node] === undefined
    ? null
    : named(derivativeSymbol(symbols, graph.output, node), gradient[node], 'gradient', node)

function forwardStrip(subject: Subject, index: number): Strip | null {
  const node = opNode(subject.graph, index)
  if (node === null) return null
  const args = node.args.map((arg) => valuePart(subject, arg))
  if ([node.value, ...args.map(({ term }) => term.value)].every(({ shape }) => shape.length === 0)) return null
  return stripOf(valuePart(subject, index), forwardPart(node, args))
}

/** How an op's value is made of its arguments, as blocks. */
function forwardPart(node: OpNode, args: readonly Part[]): Part {
  const { op, attrs, value } = node
  const made = op === 'linear' ? linearPart(node, args) : combined(op, args, attrs, value.dtype)
  const pieces = args.flatMap((arg) => arg.pieces('column'))
  if (op === 'add' || op === 'sub') {
    const between = sign(op === 'add' ? '+' : '−')
    // a vector is added to every row of a matrix
    const flat = value.shape.length === 2
    return {
      ...made,
      pieces: (as) => [...args[0]!.pieces(flat ? 'row' : as), between, ...args[1]!.pieces(flat ? 'row' : as)],
    }
  }
  if (made.compound) return made
  if (op === 'transpose') return { ...made, pieces: () => [...pieces, sign('⊤')] }
  if (op === 'div') return { ...made, pieces: (as) => [...args[0]!.pieces(as), sign('÷'), ...args[1]!.pieces(as)] }
  const exponent = args[1]?.term
  if (op === 'pow' && exponent?.literal === true) {
    const power = raisedNumber(exponent.value.data[0]!)
    if (power !== null) return { ...made, pieces: (as) => [sign('('), ...args[0]!.pieces(as), sign(')'), sign(power)] }
  }
  const terms = args.map(({ term }) => term.value)
  const notation = ops[op].notation(contextOf(terms, value, attrs))
  const name = notation.kind === 'sum' && notation.over !== '' ? `Σ dim ${notation.over}` : glyph(notation)
  const listed = (as: Upright) => args.flatMap((arg, i) => [...(i === 0 ? [] : [sign(',')]), ...arg.pieces(as)])
  return { ...made, pieces: (as) => [sign(name), sign('('), ...listed(as), sign(')')] }
}

/** A small whole exponent as it is written above: ², ⁻¹; null for others. */
const raisedNumber = (value: number): string | null =>
  Number.isInteger(value) && Math.abs(value) < 100
    ? [...String(value)].map((digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)])).join('')
    : null

/** x Wᵀ + b as the product it is. */
function linearPart({ value }: OpNode, [x, w, bias]: readonly Part[]): Part {
  const across = combined('transpose', [w!], { dim0: 0, dim1: 1 }, value.dtype)
  const product = combined('matmul', [x!, across], {}, value.dtype)
  if (bias === undefined) return product
  const width = bias.term.value.data.length
  return {
    ...product,
    pieces: () => [...product.pieces('row'), sign('+'), ...bias.pieces('row')],
    entry: (at) => notate({ kind: 'infix', symbol: '+' }, [product.entry(at), bias.entry(at % width)], 0),
  }
}

function backwardStrip(trace: Trace, subject: Subject, user: number, slot: number, amount: Tensor): Strip | null {
  const node = opNode(subject.graph, user)
  const to = node?.args[slot]
  if (node === null || to === undefined) return null
  const flow = node.args.length === 1 ? arrived(trace, subject, user) : gradientPart(subject, user)
  if (flow === null || [node.value, amount].every(({ shape }) => shape.length === 0)) return null
  const part = pulled(subject, user, slot, flow)
  if (part === null) return null
  const label = derivativeSymbol(subject.symbols, subject.graph.output, to)
  const several = ledgerOf(trace).arrivals[to]!.length > 1
  return stripOf(several ? workedOut({ written: label, value: amount }) : named(label, amount, 'gradient', to), part)
}

/** What flowed into a node, as the product it came as where it came in one piece through a layer: W δ. */
function arrived(trace: Trace, subject: Subject, node: number): Part | null {
  const gradient = gradientPart(subject, node)
  const [only, ...more] = ledgerOf(trace).arrivals[node] ?? []
  const step = only === undefined || more.length > 0 ? undefined : trace.steps[only]
  if (gradient === null || step?.kind !== 'contribution') return gradient
  const user = opNode(subject.graph, step.from)
  const flow = gradientPart(subject, step.from)
  if (user === null || flow === null || (user.op !== 'matmul' && user.op !== 'linear')) return gradient
  return pulled(subject, step.from, step.slot, flow) ?? gradient
}

/** The rule of an edge, read as blocks. */
function pulled(subject: Subject, user: number, slot: number, flow: Part): Part | null {
  const node = opNode(subject.graph, user)
  if (node === null) return null
  const args = node.args.map((arg) => valuePart(subject, arg))
  const context = contextOf(
    args.map(({ term }) => term.value),
    node.value,
    node.attrs,
  )
  const rule = pull(node.op, context, slot)
  if (rule === null) return null
  const { kind } = ops[node.op].rule(context)
  if (kind === 'general' && args.length === 1 && node.value.shape.length === 1)
    return jacobianProduct(subject, user, flow)
  return readAsBlocks(rule, { args, output: valuePart(subject, user), flow }, node.value.dtype)
}

/** An op that is not element-wise, as its whole Jacobian ∂y/∂x, a row for each input, times what flows back. The rows are found with the op's own rule. */
function jacobianProduct(subject: Subject, user: number, flow: Part): Part | null {
  const node = opNode(subject.graph, user)
  const [arg] = node?.args ?? []
  if (node === null || arg === undefined) return null
  const x = subject.graph.nodes[arg]!.value
  const rule = push(node.op, contextOf([x], node.value, node.attrs), 0)
  if (rule === null) return null
  const rows = Array.from(x.data, (_, i) => {
    const unit = tensor(
      Array.from(x.data, (_, j) => (i === j ? 1 : 0)),
      x.shape,
      x.dtype,
    )
    return [...evaluate(rule, { args: [x], output: node.value, flow: unit }, x.dtype).data]
  })
  const value = tensor(rows.flat(), [x.data.length, node.value.data.length], x.dtype)
  const jacobian = workedOut({ written: derivativeSymbol(subject.symbols, user, arg), value })
  return combined('matmul', [jacobian, flow], {}, x.dtype)
}

function stripOf(result: Part, part: Part): Strip {
  const pieces = part.pieces('column')
  const lying = pieces.some((piece) => piece.kind === 'block' && piece.shape.startsWith('1×'))
  const vector = result.term.value.shape.length === 1
  const standing = pieces.some((piece) => piece.kind === 'block' && /^(?!1×)\d+×1$/.test(piece.shape))
  const [shown] = result.pieces(vector && lying && !standing ? 'row' : 'column')
  if (shown?.kind !== 'block') throw new Error('the result of a strip is a block')
  return { result: shown, sign: '=', pieces, opened: (at) => (part.compound ? part.entry(at) : null) }
}
