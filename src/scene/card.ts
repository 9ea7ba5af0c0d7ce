import { trace as reverse } from '../core/backward.ts'
import { Binding, notate, type Written } from '../core/notation.ts'
import { isArrival, type Trace } from '../core/trace.ts'
import {
  type Edge,
  flowFormula,
  laidOut,
  localDerivative,
  quantityTerm,
  type Subject,
  sharedTerms,
  subjectOf,
  valueFormula,
} from './formula.ts'
import { type Label, writtenLabel } from './label.ts'
import { ledgerOf } from './ledger.ts'
import { flatNote, kinkNote, ownNote } from './reason.ts'
import { derivativeSymbol, linkedAs, plainName } from './symbols.ts'
import { movingIn, pushFormula, tangentSymbol } from './tangent.ts'
import { type UpdateStep, updateFormula } from './update.ts'

/** A line of the formula card: pieces that are equal to each other, in TeX and in plain text. */
export interface Row {
  readonly label: string
  readonly parts: readonly Written[]
}

/** The formulas of one step. */
export interface Card {
  readonly title: string
  readonly rows: readonly Row[]
  /** A reason or a convention, where the formula alone would leave a question. */
  readonly note: string | null
}

/** The formula card at a cursor: how the last step's number came about. */
export function cardAt(trace: Trace, cursor: number): Card {
  const step = trace.steps[cursor - 1]
  const subject = subjectOf(trace)
  if (step === undefined) return startCard(trace, subject)
  switch (step.kind) {
    case 'value':
      return valueCard(subject, step.node)
    case 'seed':
      return seedCard(trace, subject, cursor - 1, step.node)
    case 'contribution':
      return contributionCard(trace, subject, cursor - 1)
    case 'nudge':
      return nudgeCard(trace, subject, cursor - 1)
    case 'push':
      return pushCard(trace, subject, cursor - 1)
    case 'update':
      return updateCard(trace, cursor - 1, step)
  }
}

function startCard(trace: Trace, subject: Subject): Card {
  const { graph, symbols } = subject
  const backward = trace.steps.some((step) => step.kind === 'seed')
  const asked = graph.nodes.flatMap((node, index) => (node.kind === 'leaf' && node.requiresGrad ? [index] : []))
  const parts = asked.slice(0, 6).map((index): Written => {
    const symbol = derivativeSymbol(symbols, graph.output, index)
    return { ...symbol, tex: `${symbol.tex} = {?}`, plain: `${symbol.plain} = ?` }
  })
  return {
    title: 'What we want to know',
    rows: backward && parts.length > 0 ? parts.map((part) => ({ label: '', parts: [part] })) : [],
    note: backward
      ? `How does ${plainName(symbols, graph.output)} change when one of these changes a little? First compute every value, from left to right.`
      : 'Press Next to compute every value, from left to right. A call of backward() adds the gradients.',
  }
}

function valueCard(subject: Subject, node: number): Card {
  const symbol = subject.symbols[node]!
  const rule = valueFormula(subject, node, 'symbols')
  const parts = [
    ...(symbol.inline ? [] : [symbol.written]),
    ...(symbol.fn === null ? [] : [called(subject, symbol.fn, node)]),
    rule,
    valueFormula(subject, node, 'numbers'),
    quantityTerm(subject.graph.nodes[node]!.value, { kind: 'value', node }),
  ]
  return {
    title: `Forward: ${symbol.inline ? rule.plain : symbol.written.plain}`,
    rows: [{ label: 'value', parts: distinct(parts) }],
    note: null,
  }
}

/** g(f): the function of a layer by its sign. */
function called({ graph, symbols }: Subject, fn: Label, index: number): Written {
  const { tex, plain } = writtenLabel(fn)
  const node = graph.nodes[index]!
  const args = node.kind === 'op' ? node.args.map((arg) => symbols[arg]!.written) : []
  return linkedAs(index, 'value', notate({ kind: 'call', tex, plain }, args, node.value.shape.length))
}

function seedCard(trace: Trace, subject: Subject, n: number, node: number): Card {
  const symbol = derivativeSymbol(subject.symbols, node, node)
  const name = plainName(subject.symbols, node)
  const one = quantityTerm(subject.gradient[node]!, { kind: 'amount', step: n })
  const held = trace.held.has(node) ? [bucketRow(trace, subject, n, node)] : []
  return {
    title: `Backward starts at ${name}`,
    rows: [{ label: 'seed', parts: [symbol, one] }, ...held],
    note: `1, because ${name} is ${name}: it changes exactly as much as itself.`,
  }
}

function contributionCard(trace: Trace, subject: Subject, n: number): Card {
  const step = trace.steps[n]!
  if (step.kind !== 'contribution') throw new Error(`step ${n} is no contribution`)
  const edge = { user: step.from, slot: step.slot }
  const flow = flowFormula(subject, edge)
  const local = localDerivative(subject, edge)
  const [user, to] = [plainName(subject.symbols, step.from), plainName(subject.symbols, step.to)]
  const amount = quantityTerm(step.amount, { kind: 'amount', step: n })
  const rows: Row[] = []
  if (local !== null)
    rows.push({ label: 'local slope', parts: distinct([local.symbol, local.rule, local.numbers, local.result]) })
  rows.push({
    label: `through ${user}`,
    parts: laidOut(subject, distinct([flow.chain ?? flow.rule, flow.numbers, amount])),
  })
  const shared = sharedTerms(subject, edge)
  if (shared !== null) rows.push({ label: 'one by one', parts: [amount, shared] })
  rows.push(bucketRow(trace, subject, n, step.to))
  return {
    title: `Backward: ${user} → ${to}`,
    rows,
    note: ownNote(subject, edge) ?? kinkNote(subject, edge) ?? flatNote(subject, edge),
  }
}

function nudgeCard(trace: Trace, subject: Subject, n: number): Card {
  const step = trace.steps[n]!
  if (step.kind !== 'nudge') throw new Error(`step ${n} is no nudge`)
  const moving = movingIn(trace, subject)!
  const passes = subject.graph.nodes.reduce(
    (count, node) => count + (node.kind === 'leaf' && node.requiresGrad ? node.value.data.length : 0),
    0,
  )
  const products = trace.steps.filter(({ kind }) => kind === 'push').length
  const back = reverse(subject.graph).steps.filter(({ kind }) => kind === 'contribution').length
  return {
    title: `Forward mode: ${moving.written.plain} moves`,
    rows: [
      {
        label: 'tangent',
        parts: [tangentSymbol(subject, step.node, moving), quantityTerm(step.amount, { kind: 'amount', step: n })],
      },
    ],
    note: `1, because ${moving.written.plain} moves exactly as much as itself. One pass like this gives every ∂/∂${moving.written.plain}, with ${products} products. For all ${passes} numbers that learn, forward mode needs ${passes} pass${passes === 1 ? '' : 'es'}; reverse mode 1, with ${back} products.`,
  }
}

function pushCard(trace: Trace, subject: Subject, n: number): Card {
  const step = trace.steps[n]!
  const moving = movingIn(trace, subject)
  if (step.kind !== 'push' || moving === null) throw new Error(`step ${n} is no push`)
  const ledger = ledgerOf(trace)
  const edge = { user: step.to, slot: step.slot }
  const local = localDerivative(subject, edge)
  const { rule, chain, numbers } = pushFormula(subject, edge, moving, ledger.tangent[step.from]!)
  const amount = quantityTerm(step.amount, { kind: 'amount', step: n })
  const [from, to] = [plainName(subject.symbols, step.from), plainName(subject.symbols, step.to)]
  const symbol = tangentSymbol(subject, step.to, moving)
  const arrivals = ledger.arrivals[step.to]!
  const bucket = quantityTerm(ledger.bucketAfter[n]!, { kind: 'bucket', step: n })
  const amounts = arrivals
    .filter((arrival) => arrival <= n)
    .flatMap((arrival) => {
      const each = trace.steps[arrival]!
      return each.kind === 'push' ? [quantityTerm(each.amount, { kind: 'amount', step: arrival })] : []
    })
  return {
    title: `Forward mode: ${from} → ${to}`,
    rows: [
      ...(local === null
        ? []
        : [{ label: 'local slope', parts: distinct([local.symbol, local.rule, local.numbers, local.result]) }]),
      { label: `through ${from}`, parts: distinct([chain ?? rule, numbers, amount]) },
      {
        label: arrivals.length > 1 ? 'sum over the inputs' : 'tangent',
        parts: arrivals.length > 1 ? distinct([symbol, addUp(amounts), bucket]) : [symbol, bucket],
      },
    ],
    note: null,
  }
}

/** One line of what the optimizer does: by its rule, with its numbers in. */
function updateCard(trace: Trace, n: number, step: UpdateStep): Card {
  const { optimizer, parameter, target, rule, numbers, result, names } = updateFormula(trace, n, step)
  const whole = target.role === 'parameter'
  return {
    title: whole ? `${optimizer}: ${parameter.plain}` : `${optimizer}: ${target.plain} for ${parameter.plain}`,
    rows: [
      {
        label: whole ? 'update' : target.role === 'state' ? 'what is kept' : 'on the way',
        parts: distinct([rule, numbers, result]),
      },
    ],
    note: names.length === 0 ? null : `In PyTorch ${names.join(', ')}.`,
  }
}

/** What flows along an edge in symbols: the chain rule with names where there is one, else the rule. */
function flowName(subject: Subject, edge: Edge): Written {
  const { chain, rule } = flowFormula(subject, edge)
  return chain ?? rule
}

/** The sum over the users of a node, with what has not yet arrived as an empty box. */
function bucketRow(trace: Trace, subject: Subject, n: number, node: number): Row {
  const ledger = ledgerOf(trace)
  const arrivals = ledger.arrivals[node]!
  const held = trace.held.get(node)
  const symbol = derivativeSymbol(subject.symbols, subject.graph.output, node)
  const heldTerms = held === undefined ? [] : [{ name: heldSymbol, number: quantityTerm(held, { kind: 'held', node }) }]
  const terms = [
    ...heldTerms,
    ...arrivals.map((arrival) => {
      const step = trace.steps[arrival]!
      if (!isArrival(step)) throw new Error(`step ${arrival} brings no gradient`)
      const state = arrival === n ? 'now' : arrival < n ? 'done' : 'pending'
      const through = step.kind === 'contribution' ? flowName(subject, { user: step.from, slot: step.slot }) : symbol
      return {
        name: { ...through, tex: `\\htmlData{state=${state}}{${through.tex}}` },
        number: state === 'pending' ? pending : quantityTerm(step.amount, { kind: 'amount', step: arrival }),
      }
    }),
  ]
  const last = arrivals.at(-1) === n
  const bucket = ledger.bucketAfter[n]!
  const result = last ? [quantityTerm(bucket, { kind: 'bucket', step: n })] : []
  const left =
    held === undefined
      ? symbol
      : {
          ...symbol,
          tex: `${subject.symbols[node]!.written.tex}\\texttt{.grad}`,
          plain: `${plainName(subject.symbols, node)}.grad`,
        }
  const overwritten = arrivals.some((arrival) => {
    const step = trace.steps[arrival]
    return step?.kind === 'contribution' && step.planted?.overwrites === true
  })
  // .grad has the shape of the leaf whatever the layout
  const equal = (parts: readonly Written[]): readonly Written[] =>
    held === undefined ? laidOut(subject, parts) : parts
  if (terms.length === 1 || overwritten)
    return { label: 'gradient', parts: equal([left, quantityTerm(bucket, { kind: 'bucket', step: n })]) }
  const shown = terms.length > 5 ? around(terms, arrivals.indexOf(n) + heldTerms.length) : terms
  return {
    label: terms.length - heldTerms.length === 1 ? 'added to what was held' : 'sum over the users (children)',
    parts: equal([left, addUp(shown.map((each) => each.name)), addUp(shown.map((each) => each.number)), ...result]),
  }
}

const pending: Written = { tex: '\\htmlData{state=pending}{\\square}', plain: '□', binding: Binding.atom, rank: 0 }
/** What is left out. */
export const dots: Written = { tex: '\\cdots', plain: '…', binding: Binding.atom, rank: 0 }
const heldSymbol: Written = { tex: '\\text{held}', plain: 'held', binding: Binding.atom, rank: 0 }

interface SumTerm {
  readonly name: Written
  readonly number: Written
}

/** The terms next to the current one, with dots for the rest. */
function around(terms: readonly SumTerm[], at: number): SumTerm[] {
  const from = Math.max(0, Math.min(at - 1, terms.length - 3))
  const gap: SumTerm = { name: dots, number: dots }
  return [...(from > 0 ? [gap] : []), ...terms.slice(from, from + 3), ...(from + 3 < terms.length ? [gap] : [])]
}

/** Terms added, in the notation of the op `add`. */
export const addUp = (terms: readonly Written[]): Written =>
  terms.reduce((left, right) => notate({ kind: 'infix', symbol: '+' }, [left, right], left.rank))

/** Pieces without those that read the same as the piece before. */
export const distinct = (parts: readonly Written[]): Written[] =>
  parts.filter((part, i) => i === 0 || part.plain !== parts[i - 1]!.plain)
