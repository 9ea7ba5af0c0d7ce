import type { Written } from '../core/notation.ts'
import { isArrival, type Trace } from '../core/trace.ts'
import { agreesWith } from './answer.ts'
import { choicesOf } from './choices.ts'
import { flowFormula, localDerivative, subjectOf } from './formula.ts'
import { ledgerOf } from './ledger.ts'
import { type Choice, type Contribution, type Mistaken, placeOf, wrongTraces } from './mistaken.ts'
import { type QuestionKind, type Quiz, questionKinds } from './quiz.ts'
import { seeded } from './seeded.ts'
import { derivativeSymbol, plainName } from './symbols.ts'

interface Asked {
  /** The step that is asked about: it leads from cursor `step` to `step + 1`. */
  readonly step: number
  readonly kind: QuestionKind
  readonly prompt: string
  /** What is asked for, in symbols. */
  readonly formula: Written | null
}

/** A question about one step of a trace before it is shown, with the true answer and those of the mistakes that answer something else. */
export type Question =
  | (Asked & { readonly form: 'number'; readonly truth: number; readonly mistaken: readonly Mistaken<number>[] })
  | (Asked & {
      readonly form: 'choice'
      readonly truth: string
      readonly choices: readonly Choice[]
      readonly mistaken: readonly Mistaken<string>[]
    })

/** How much more often one kind is asked than another, where both can be. */
const weights: Readonly<Record<QuestionKind, number>> = { amount: 3, bucket: 5, local: 3, shape: 1, next: 1, zero: 3 }

/** The question about a step of a backward pass; null where none of the quiz's kinds can be asked. The same quiz asks the same question. */
export function questionAt(trace: Trace, step: number, { kinds, seed }: Quiz): Question | null {
  const random = seeded(Math.imul(seed, 0x9e3779b1) ^ Math.imul(step + 1, 0x85ebca6b))
  const entry = random()
  const open = questionKinds.flatMap((kind): Question[] => {
    const question = kinds.includes(kind) ? questionOf(trace, step, kind, entry, random) : null
    return question === null ? [] : [question]
  })
  const lots = open.flatMap((question) => Array.from({ length: weights[question.kind] }, () => question))
  return lots[Math.floor(random() * lots.length)] ?? null
}

/** The question of one kind, or null where it cannot be asked. `where` in [0, 1) picks the entry of a tensor. */
export function questionOf(
  trace: Trace,
  n: number,
  kind: QuestionKind,
  where: number,
  random: () => number,
): Question | null {
  const step = trace.steps[n]
  if (
    step === undefined ||
    step.kind === 'value' ||
    step.kind === 'update' ||
    step.kind === 'nudge' ||
    step.kind === 'push'
  )
    return null
  if (step.kind === 'seed') return kind === 'amount' ? seedQuestion(trace, n, step.node) : null
  const at = Math.floor(where * step.amount.data.length)
  switch (kind) {
    case 'amount':
      return amountQuestion(trace, n, step, at)
    case 'bucket':
      return bucketQuestion(trace, n, step, at)
    case 'local':
    case 'shape':
    case 'next':
    case 'zero':
      return choiceQuestion(trace, n, step, kind, at, random)
  }
}

function seedQuestion(trace: Trace, n: number, node: number): Question | null {
  const { symbols } = subjectOf(trace)
  const name = plainName(symbols, node)
  return {
    form: 'number',
    kind: 'amount',
    step: n,
    prompt: `The backward pass starts at ${name}. With which number?`,
    formula: derivativeSymbol(symbols, node, node),
    truth: 1,
    mistaken: [],
  }
}

/** Which entry is asked for, in words; nothing for a number. */
const ofEntry = ({ amount }: Contribution, at: number): string => {
  const { shape } = amount
  if (shape.length === 0) return ''
  const index = shape.map((size, axis) => Math.floor(at / shape.slice(axis + 1).reduce((p, q) => p * q, 1)) % size)
  return ` Entry [${index.join(', ')}].`
}

const isNumber = ({ amount }: Contribution): boolean => amount.shape.length === 0

function amountQuestion(trace: Trace, n: number, step: Contribution, at: number): Question | null {
  const subject = subjectOf(trace)
  const [user, to] = [plainName(subject.symbols, step.from), plainName(subject.symbols, step.to)]
  const truth = step.amount.data[at]
  if (truth === undefined || !Number.isFinite(truth)) return null
  return {
    form: 'number',
    kind: 'amount',
    step: n,
    prompt: `How much does ${user} hand to ${to}?${ofEntry(step, at)}`,
    formula: isNumber(step) ? flowFormula(subject, { user: step.from, slot: step.slot }).chain : null,
    truth,
    mistaken: numbersOf(trace, truth, (wrong) => {
      const twin = wrong.steps[placeOf(wrong, step) ?? -1]
      return isArrival(twin) ? twin.amount.data[at] : undefined
    }),
  }
}

function bucketQuestion(trace: Trace, n: number, step: Contribution, at: number): Question | null {
  const ledger = ledgerOf(trace)
  const { symbols } = subjectOf(trace)
  const isFirst = ledger.arrivals[step.to]![0] === n && !trace.held.has(step.to)
  const truth = ledger.bucketAfter[n]?.data[at]
  if (isFirst || truth === undefined || !Number.isFinite(truth)) return null
  const [user, to] = [plainName(symbols, step.from), plainName(symbols, step.to)]
  return {
    form: 'number',
    kind: 'bucket',
    step: n,
    prompt: `${user} hands ${to} its share. What does the bucket of ${to} hold then?${ofEntry(step, at)}`,
    formula: trace.held.has(step.to) || !isNumber(step) ? null : derivativeSymbol(symbols, trace.graph.output, step.to),
    truth,
    mistaken: numbersOf(trace, truth, (wrong) => {
      const place = placeOf(wrong, step) ?? ledgerOf(wrong).arrivals[step.to]!.at(-1)
      return place === undefined ? undefined : ledgerOf(wrong).bucketAfter[place]?.data[at]
    }),
  }
}

/** The answers of the mistakes, without those that are right. */
function numbersOf(trace: Trace, truth: number, answer: (wrong: Trace) => number | undefined): Mistaken<number>[] {
  return wrongTraces(trace).flatMap(({ mutant, wrong }) => {
    const said = answer(wrong)
    return said === undefined || !Number.isFinite(said) || agreesWith(said, truth) ? [] : [{ mutant, answer: said }]
  })
}

const prompts = {
  local: (user: string, to: string) => `Which is the local derivative of ${user} by ${to}?`,
  shape: (_: string, to: string) => `Which shape has the gradient of ${to}?`,
  next: () => 'Which of these can come next?',
  zero: (user: string, to: string) => `Is what ${user} hands to ${to} zero?`,
} as const

function choiceQuestion(
  trace: Trace,
  n: number,
  step: Contribution,
  kind: keyof typeof prompts,
  at: number,
  random: () => number,
): Question | null {
  const choices = choicesOf(trace, n, step, kind, at, random)
  if (choices === null) return null
  const { symbols } = subjectOf(trace)
  const [user, to] = [plainName(symbols, step.from), plainName(symbols, step.to)]
  const local = kind === 'local' ? localDerivative(subjectOf(trace), { user: step.from, slot: step.slot }) : null
  return {
    form: 'choice',
    kind,
    step: n,
    prompt: prompts[kind](user, to) + (kind === 'zero' ? ofEntry(step, at) : ''),
    formula: local?.symbol ?? null,
    ...choices,
  }
}
