import { contextOf } from '../core/context.ts'
import { Binding, grouped, notate, type Written } from '../core/notation.ts'
import { pull } from '../core/pull.ts'
import { mentions } from '../core/rule.ts'
import { sameShape } from '../core/tensor.ts'
import type { Trace } from '../core/trace.ts'
import { isScalarEdge, localDerivative, subjectOf } from './formula.ts'
import { ledgerOf } from './ledger.ts'
import { type Choice, type Contribution, type Mistaken, placeOf, wrongTraces } from './mistaken.ts'
import { shapeText } from './quantity.ts'
import { shuffled } from './seeded.ts'
import { plainName } from './symbols.ts'

/** The answers to choose from: the true one, then those of the mistakes, then near misses; each once, in an order that follows from the seed. */
export interface Choices {
  readonly truth: string
  readonly choices: readonly Choice[]
  readonly mistaken: readonly Mistaken<string>[]
}

const most = 5

function assembled(
  truth: Choice,
  mistaken: readonly Mistaken<Choice>[],
  misses: readonly Choice[],
  random: () => number,
): Choices | null {
  const wrong = mistaken.filter(({ answer }) => answer.plain !== truth.plain)
  const all = new Map([truth, ...wrong.map(({ answer }) => answer), ...misses].map((choice) => [choice.plain, choice]))
  const choices = [...all.values()].slice(0, most)
  if (choices.length < 2) return null
  const offered = new Set(choices.map(({ plain }) => plain))
  return {
    truth: truth.plain,
    choices: shuffled(choices, random),
    mistaken: wrong.flatMap(({ mutant, answer }) =>
      offered.has(answer.plain) ? [{ mutant, answer: answer.plain }] : [],
    ),
  }
}

/** What there is to choose from for one kind of question about a contribution; null where it cannot be asked. */
export function choicesOf(
  trace: Trace,
  n: number,
  step: Contribution,
  kind: 'local' | 'shape' | 'next' | 'zero',
  at: number,
  random: () => number,
): Choices | null {
  switch (kind) {
    case 'local':
      return localChoices(trace, step, random)
    case 'shape':
      return shapeChoices(trace, step, random)
    case 'next':
      return nextChoices(trace, n, step, random)
    case 'zero':
      return zeroChoices(trace, step, at)
  }
}

const formula = ({ tex, plain }: Written): Choice => ({ tex, plain })
const words = (plain: string): Choice => ({ plain, tex: null })
const number = (plain: string): Choice => ({ plain, tex: plain.replace('−', '-') })

function localChoices(trace: Trace, step: Contribution, random: () => number): Choices | null {
  const subject = subjectOf(trace)
  const edge = { user: step.from, slot: step.slot }
  const truth = localDerivative(subject, edge)?.rule
  const node = trace.graph.nodes[step.from]!
  if (truth === undefined || node.kind === 'leaf') return null
  const mistaken = wrongTraces(trace).flatMap(({ mutant, wrong }) => {
    const rule = placeOf(wrong, step) === undefined ? undefined : localDerivative(subjectOf(wrong), edge)?.rule
    return rule === undefined ? [] : [{ mutant, answer: formula(rule) }]
  })
  const isNumber = /^−?[\d.]+$/.test(truth.plain)
  const others = node.args.flatMap((_, slot) =>
    slot !== step.slot &&
    trace.graph.nodes[node.args[slot]!]!.requiresGrad &&
    isScalarEdge(subject, { user: step.from, slot })
      ? [formula(localDerivative(subject, { user: step.from, slot })!.rule)]
      : [],
  )
  const negative = notate({ kind: 'negative' }, [grouped(truth, Binding.product)], 0)
  const misses = [
    ...others.filter(({ plain }) => isNumber === /^−?[\d.]+$/.test(plain) || plain !== '1'),
    ...(isNumber ? ['0', '1', '−1'].map(number) : truth.plain.startsWith('−') ? [] : [formula(negative)]),
    ...node.args.slice(0, 2).map((arg) => formula(subject.symbols[arg]!.written)),
    number('1'),
  ]
  return assembled(formula(truth), mistaken, misses, random)
}

const shapeWords = (shape: readonly number[]): Choice =>
  words(
    shape.length === 0 ? 'a number' : shape.length === 1 ? `a vector of ${shape[0]}` : `a matrix ${shapeText(shape)}`,
  )

function shapeChoices(trace: Trace, step: Contribution, random: () => number): Choices | null {
  const { nodes } = trace.graph
  const user = nodes[step.from]!
  const { shape } = nodes[step.to]!.value
  if (shape.length === 0 || user.kind === 'leaf') return null
  const around = [user.value.shape, ...user.args.map((arg) => nodes[arg]!.value.shape), shape.toReversed(), []]
  const misses = [...around, shape.slice(1), [...user.value.shape, ...shape]].filter(
    (other) => other.length < 3 && !sameShape(other, shape),
  )
  return assembled(shapeWords(shape), [], misses.map(shapeWords), random)
}

/** Other contributions that cannot come yet: what their user hands on is not complete. One whose bucket has begun to fill is what a mistake in the order would take. */
function nextChoices(trace: Trace, n: number, step: Contribution, random: () => number): Choices | null {
  const { symbols } = subjectOf(trace)
  const { arrivals } = ledgerOf(trace)
  const name = (each: Contribution): Choice =>
    words(`${plainName(symbols, each.from)} hands ${plainName(symbols, each.to)} its share`)
  const cannotYet = (each: Contribution): boolean => arrivals[each.from]!.some((arrival) => arrival >= n)
  const ahead = trace.steps
    .slice(n + 1)
    .flatMap((each) => (each.kind === 'contribution' && cannotYet(each) ? [each] : []))
  const hasBegun = (each: Contribution): boolean => arrivals[each.from]!.some((arrival) => arrival < n)
  // a mistake in the order lets a node hand on what has begun to arrive
  const mistaken = wrongTraces(trace).flatMap(({ mutant, wrong }) => {
    if (mutant.faults.order === undefined) return []
    const other = wrong.steps.find((each) => each.kind === 'contribution' && cannotYet(each) && hasBegun(each))
    return other?.kind === 'contribution' ? [{ mutant, answer: name(other) }] : []
  })
  const misses = shuffled(ahead, random).map(name).slice(0, 3)
  return assembled(name(step), mistaken, misses, random)
}

/** Asked where it can surprise: something is zero, or the slope is a switch. */
function zeroChoices(trace: Trace, step: Contribution, at: number): Choices | null {
  const node = trace.graph.nodes[step.from]!
  if (node.kind === 'leaf') return null
  const args = node.args.map((arg) => trace.graph.nodes[arg]!.value)
  const rule = pull(node.op, contextOf(args, node.value, node.attrs), step.slot)
  const switches =
    rule !== null &&
    mentions(rule, (part) => part.kind === 'apply' && (part.op === 'gt' || part.op === 'lt' || part.op === 'sign'))
  const value = step.amount.data[at]
  if (value === undefined || (value !== 0 && !switches)) return null
  const said = (amount: number): Choice => words(amount === 0 ? 'yes' : 'no')
  const mistaken = wrongTraces(trace).flatMap(({ mutant, wrong }) => {
    const twin = wrong.steps[placeOf(wrong, step) ?? -1]
    const other = twin?.kind === 'contribution' ? twin.amount.data[at] : undefined
    return other === undefined ? [] : [{ mutant, answer: said(other) }]
  })
  const made = assembled(said(value), mistaken, [said(0), said(1)], () => 0)
  return made === null ? null : { ...made, choices: [said(0), said(1)] }
}
