import type { Tensor } from '../core/tensor.ts'
import type { Step, Trace } from '../core/trace.ts'
import { type Card, cardAt, distinct } from './card.ts'
import { flowFormula, laidOut, localDerivative, quantityTerm, type Subject, subjectOf, upstreamOf } from './formula.ts'
import { litFor } from './lit.ts'
import type { EdgeMark, Marks, NodeMark } from './marks.ts'
import { plainNumber } from './number.ts'
import type { Part } from './parts.ts'
import { writtenTensor } from './quantity.ts'
import { bucket, type Piece, sentenceAt } from './sentence.ts'
import { derivativeSymbol, plainName } from './symbols.ts'

/** The contribution that is shown in parts: the step after a cursor, and what its formulas need to know. */
function coming(trace: Trace, cursor: number) {
  const step = trace.steps[cursor]
  if (step?.kind !== 'contribution') throw new Error(`step ${cursor} is no contribution`)
  const subject = subjectOf(trace)
  const edge = { user: step.from, slot: step.slot }
  return { step, subject, edge, local: localDerivative(subject, edge), upstream: upstreamOf(subject, edge)! }
}

const gradientOf = (subject: Subject, node: number, upstream: Tensor) =>
  ({
    symbol: derivativeSymbol(subject.symbols, subject.graph.output, node),
    number:
      upstream === subject.gradient[node]
        ? ({ kind: 'gradient', node } as const)
        : ({ kind: 'planted', node } as const),
  }) as const

/** The one formula of a part of the step after a cursor. */
export function partCard(trace: Trace, cursor: number, part: Part): Card {
  const { step, subject, edge, local, upstream } = coming(trace, cursor)
  const [user, to] = [plainName(subject.symbols, step.from), plainName(subject.symbols, step.to)]
  const title = `Backward: ${user} → ${to}`
  switch (part) {
    case 'arrive': {
      const { symbol, number } = gradientOf(subject, step.from, upstream)
      const parts = laidOut(subject, [symbol, quantityTerm(upstream, number)])
      return { title, rows: [{ label: `arrived at ${user}`, parts }], note: null }
    }
    case 'local': {
      if (local === null) throw new Error(`step ${cursor} has no local slope`)
      const parts = distinct([local.symbol, local.rule, local.numbers, local.result])
      return { title, rows: [{ label: 'local slope', parts }], note: null }
    }
    case 'multiply': {
      const flow = flowFormula(subject, edge)
      const amount = quantityTerm(step.amount, { kind: 'amount', step: cursor })
      const parts = laidOut(subject, distinct([flow.chain ?? flow.rule, flow.numbers, amount]))
      return { title, rows: [{ label: `through ${user}`, parts }], note: null }
    }
  }
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text)

const say = (text: string): Piece => ({ text, node: null })

/** One plain sentence for a part of the step after a cursor. */
export function partSentence(trace: Trace, cursor: number, part: Part): readonly Piece[] {
  const { step, subject, edge, local, upstream } = coming(trace, cursor)
  const name = (node: number): Piece => ({ text: plainName(subject.symbols, node), node, strong: true })
  switch (part) {
    case 'arrive': {
      const { number } = gradientOf(subject, step.from, upstream)
      const [written] = laidOut(subject, [writtenTensor(upstream, number)])
      return [say('What has arrived at '), name(step.from), say(`: ${short(written!.plain)}.`)]
    }
    case 'local': {
      if (local === null) throw new Error(`step ${cursor} has no local slope`)
      const slope = say(`? The local slope is ${local.result.plain}.`)
      return [say('How fast does '), name(step.from), say(' change with '), name(step.to), slope]
    }
    case 'multiply': {
      const { numbers } = flowFormula(subject, edge)
      const amount = writtenTensor(step.amount, { kind: 'amount', step: cursor })
      const [product, result] = laidOut(subject, [numbers, amount]).map(({ plain }) => plain)
      const chain = product === result ? result! : `${product} = ${result}`
      return [name(step.from), say(' hands '), name(step.to), say(`: ${chain.length > 60 ? short(result!) : chain}.`)]
    }
  }
}

/** In slow motion, when the share drops into the bucket: what is in it now. */
function dropSentence(trace: Trace, cursor: number): readonly Piece[] {
  const { step, subject } = coming(trace, cursor - 1)
  const name: Piece = { text: plainName(subject.symbols, step.to), node: step.to, strong: true }
  const held = bucket(trace, cursor - 1, step.to, name)
  if (held.length > 0) return held.map((piece, i) => (i === 0 ? { ...piece, text: piece.text.trimStart() } : piece))
  const [amount] = laidOut(subject, [writtenTensor(step.amount, { kind: 'amount', step: cursor - 1 })])
  return [say('That is all '), name, say(` gets: ${short(amount!.plain)}.`)]
}

/** In slow motion, when the share drops into the bucket: the sum it is added to. */
function dropCard(trace: Trace, cursor: number): Card {
  const card = cardAt(trace, cursor)
  return { ...card, rows: card.rows.slice(-1) }
}

/** A moment of a walk: after how many steps, which part of the next one, and whether in slow motion, where each step ends in a drop into the bucket. */
export interface Telling {
  readonly cursor: number
  readonly part: Part | null
  readonly slow: boolean
}

/** The step that a moment is about: the one before the cursor, or, in parts, the one after it. */
export const stepTold = (trace: Trace, { cursor, part }: Telling): Step | undefined =>
  trace.steps[part === null ? cursor - 1 : cursor]

const isDrop = (trace: Trace, { cursor, slow }: Telling): boolean =>
  slow && trace.steps[cursor - 1]?.kind === 'contribution'

/** The sentence of a moment. `before` is the trace of the backward pass before this one, if there was one. */
export function toldSentence(trace: Trace, told: Telling, before: Trace | null): readonly Piece[] {
  if (told.part !== null) return partSentence(trace, told.cursor, told.part)
  return isDrop(trace, told) ? dropSentence(trace, told.cursor) : sentenceAt(trace, told.cursor, before)
}

/** The formulas of a moment: in slow motion one. */
export function toldCard(trace: Trace, told: Telling): Card {
  if (told.part !== null) return partCard(trace, told.cursor, told.part)
  return isDrop(trace, told) ? dropCard(trace, told.cursor) : cardAt(trace, told.cursor)
}

/** The marks of a part of the step after a cursor, over the marks at the cursor. Nothing is in the bucket yet. */
export function partMarks(marks: Marks, trace: Trace, cursor: number, part: Part): Marks {
  const { step, local, upstream } = coming(trace, cursor)
  const lit = litFor(trace, cursor, part)
  const nodes = marks.nodes.map((mark, node): NodeMark => {
    const state = node === step.from ? (part === 'arrive' ? 'now' : 'giving') : mark.value === null ? 'pending' : 'done'
    const same = mark.state === state && mark.adding === null && mark.lit === lit.node(node)
    return same ? mark : { ...mark, state, adding: null, lit: lit.node(node) }
  })
  let at = -1
  const edges = trace.graph.nodes.flatMap((user, index) =>
    user.kind === 'leaf'
      ? []
      : user.args.map((_, slot): EdgeMark => {
          const mark = marks.edges[++at]!
          if (index !== step.from || slot !== step.slot)
            return mark.chip === null && !mark.lit ? settled(mark) : { ...settled(mark), chip: null, lit: false }
          if (part === 'arrive') return { ...settled(mark), chip: null, lit: false }
          const scalar = step.amount.data.length === 1 && local !== null
          const result = local === null ? '' : local.result.plain
          const slope = { whole: `${local?.symbol.plain ?? ''} = ${result}`, short: result }
          const amount = plainNumber(step.amount.data[0]!)
          const product = {
            whole: `${grouped(plainNumber(upstream.data[0]!))} · ${grouped(result)} = ${amount}`,
            short: amount,
          }
          return {
            ...mark,
            state: part === 'local' ? 'now-value' : 'now-gradient',
            chip: scalar ? (part === 'local' ? slope : product) : null,
            lit: true,
          }
        }),
  )
  return { nodes, edges, current: step.from }
}

const grouped = (text: string): string => (text.startsWith('−') ? `(${text})` : text)

/** An edge's mark when nothing happens on it any more. */
const settled = (mark: EdgeMark): EdgeMark => {
  switch (mark.state) {
    case 'idle':
    case 'value':
    case 'gradient':
    case 'tangent':
      return mark
    case 'now-value':
      return { ...mark, state: 'value' }
    case 'now-gradient':
      return { ...mark, state: 'gradient' }
    case 'now-tangent':
      return { ...mark, state: 'tangent' }
  }
}
