import { isArrival, type Trace } from '../core/trace.ts'
import { flowFormula, laidOut, localDerivative, ownName, subjectOf, valueFormula } from './formula.ts'
import { forwardLength, ledgerOf, walkLength } from './ledger.ts'
import { writtenTensor } from './quantity.ts'
import { plainName, symbolsOf } from './symbols.ts'
import { movingIn, pushFormula } from './tangent.ts'
import { updateFormula } from './update.ts'

/** A stretch of a sentence; `node` where it names a node. */
export interface Piece {
  readonly text: string
  readonly node: number | null
  readonly strong?: boolean
}

const say = (text: string): Piece => ({ text, node: null })

/** One plain sentence for the step that led to a cursor. `before` is the trace of the backward pass before this one, if there was one. */
export function sentenceAt(trace: Trace, cursor: number, before: Trace | null = null): readonly Piece[] {
  const step = trace.steps[cursor - 1]
  const subject = subjectOf(trace)
  const name = (node: number): Piece => ({ text: plainName(subject.symbols, node), node, strong: true })
  if (step === undefined) return before === null ? opening(trace) : again(trace, before)
  switch (step.kind) {
    case 'value': {
      const formula = [
        valueFormula(subject, step.node, 'symbols').plain,
        valueFormula(subject, step.node, 'numbers').plain,
      ]
      const result = writtenTensor(subject.graph.nodes[step.node]!.value, { kind: 'value', node: step.node }).plain
      const inline = subject.symbols[step.node]!.inline
      const pieces = [...new Set([...(inline ? [] : [formula[0]!]), formula[1]!, result])]
      const chain = shortest([pieces, [formula[0]!, result], [result]])
      return [name(step.node), say(` ${inline ? '=' : 'is computed:'} ${chain}.`)]
    }
    case 'seed':
      return [
        say('The backward pass starts at '),
        name(step.node),
        say(': its gradient with respect to itself is 1.'),
        ...bucket(trace, cursor - 1, step.node, name(step.node)),
      ]
    case 'contribution': {
      const own = subject.graph.nodes[step.from]!
      if (own.kind === 'op' && own.given !== undefined) {
        const amount = laidOut(subject, [writtenTensor(step.amount, { kind: 'amount', step: cursor - 1 })])[0]!.plain
        const what = `, as the program's own code says: ${ownName(own)} returned ${short(amount)}.`
        return [
          name(step.from),
          say(' hands on to '),
          name(step.to),
          say(what),
          ...bucket(trace, cursor - 1, step.to, name(step.to)),
        ]
      }
      const edge = { user: step.from, slot: step.slot }
      const local = localDerivative(subject, edge)
      const flow = flowFormula(subject, edge)
      const written = writtenTensor(step.amount, { kind: 'amount', step: cursor - 1 })
      const [rule, numbers, total] = laidOut(subject, [flow.rule, flow.numbers, written])
      const amount = total!.plain
      const chain = [...new Set([rule!.plain, numbers!.plain, amount])]
      const what =
        local === null
          ? `: ${shortest([chain, [rule!.plain, amount], [amount]])}.`
          : ` its gradient times the local slope: ${numbers!.plain} = ${amount}.`
      return [
        name(step.from),
        say(' hands '),
        name(step.to),
        say(what),
        ...bucket(trace, cursor - 1, step.to, name(step.to)),
      ]
    }
    case 'nudge': {
      const moving = movingIn(trace, subject)
      return [
        say(
          `Forward mode: ${moving?.written.plain ?? ''} moves, its tangent is 1. How fast does everything else move with it?`,
        ),
      ]
    }
    case 'push': {
      const moving = movingIn(trace, subject)
      const ledger = ledgerOf(trace)
      if (moving === null) return []
      const edge = { user: step.to, slot: step.slot }
      const { numbers } = pushFormula(subject, edge, moving, ledger.tangent[step.from]!)
      const amount = writtenTensor(step.amount, { kind: 'amount', step: cursor - 1 }).plain
      const total = writtenTensor(ledger.bucketAfter[cursor - 1]!, { kind: 'bucket', step: cursor - 1 }).plain
      const several = ledger.arrivals[step.to]!.length > 1
      return [
        name(step.from),
        say(' moves '),
        name(step.to),
        say(`: ${shortest([[...new Set([numbers.plain, amount])], [amount]])}.`),
        ...(several ? [say(` The tangent of ${plainName(subject.symbols, step.to)} is now ${short(total)}.`)] : []),
      ]
    }
    case 'update': {
      const { optimizer, parameter, target, rule, numbers, result } = updateFormula(trace, cursor - 1, step)
      const chain = [...new Set([rule.plain, numbers.plain, result.plain])]
      const how = shortest([chain, [rule.plain, result.plain], [`${target.plain} ← ${result.plain}`]])
      const named: Piece = { text: parameter.plain, node: step.node, strong: true }
      return target.role === 'parameter'
        ? [say(`${optimizer} changes `), named, say(`: ${how}.`)]
        : [say(`${optimizer}, for `), named, say(`: ${how}.`)]
    }
  }
}

const longestChain = 90

/** The first of some chains of equal pieces that is short enough to be read in a sentence, else the last. */
const shortest = (chains: readonly (readonly string[])[]): string => {
  const texts = chains.map((chain) => chain.join(' = '))
  return texts.find((text) => text.length <= longestChain) ?? short(texts.at(-1) ?? '')
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text)

/** What the bucket of a node holds after a step, where more than one contribution goes into it. */
export function bucket(trace: Trace, n: number, node: number, name: Piece): Piece[] {
  const ledger = ledgerOf(trace)
  const arrivals = ledger.arrivals[node]!
  const held = trace.held.get(node)
  const total = writtenTensor(ledger.bucketAfter[n]!, { kind: 'bucket', step: n }).plain
  const complete = arrivals.at(-1) === n
  if (arrivals.length === 1 && held === undefined) return []
  const rank = trace.graph.nodes[node]!.value.shape.length
  const amounts = arrivals
    .filter((arrival) => arrival <= n)
    .flatMap((arrival) => {
      const step = trace.steps[arrival]!
      return isArrival(step) ? [writtenTensor(step.amount, { kind: 'amount', step: arrival }).plain] : []
    })
  const step = trace.steps[n]
  if (step?.kind === 'contribution' && step.planted?.overwrites === true)
    return [
      say(' The bucket of '),
      name,
      say(` held ${short(amounts.at(-2) ?? '')}; now it holds ${short(total)} alone.`),
    ]
  const terms = [...(held === undefined ? [] : [writtenTensor(held, { kind: 'held', node }).plain]), ...amounts]
  const sum =
    rank === 0 && terms.length > 1 && terms.length <= 4
      ? `${terms.map((t, i) => (i > 0 && t.startsWith('−') ? `(${t})` : t)).join(' + ')} = ${total}`
      : total
  return [
    say(' The bucket of '),
    name,
    say(` now holds ${short(sum)}${complete ? ' and is complete.' : '; more is on its way.'}`),
  ]
}

function opening(trace: Trace): Piece[] {
  const forward = forwardLength(trace)
  const walked = walkLength(trace)
  const [backward, update] = [walked - forward, trace.steps.length - walked]
  const plural = (n: number, word: string) => `${n} ${word} step${n === 1 ? '' : 's'}`
  const learns = update > 0 ? `, then ${plural(update, 'update')}` : ''
  const rest = backward > 0 ? `, then ${plural(backward, 'backward')}${learns}` : ''
  return [say(`Ready: only the leaves have numbers. ${plural(forward, 'forward')}${rest}. Press Next.`)]
}

/** What has changed since the backward pass before: the leaves of one name whose numbers differ. */
function again(trace: Trace, before: Trace): Piece[] {
  const symbols = symbolsOf(trace.graph)
  const changes = trace.graph.nodes.flatMap((node, index): Piece[] => {
    const old = before.graph.nodes.find((each) => each.kind === 'leaf' && each.name === node.name)
    if (node.kind !== 'leaf' || node.name === undefined || old === undefined) return []
    const [from, to] = [old, node].map((each) => short(writtenTensor(each.value, { kind: 'value', node: index }).plain))
    return from === to
      ? []
      : [{ text: plainName(symbols, index), node: index, strong: true }, say(` went from ${from} to ${to}. `)]
  })
  return [
    say('The next pass. '),
    ...(changes.length > 0 ? changes : [say('No leaf has changed since the last one. ')]),
    ...opening(trace),
  ]
}

/** The sentence as one text, for screen readers and the table. */
export const plainSentence = (pieces: readonly Piece[]): string => pieces.map((piece) => piece.text).join('')
