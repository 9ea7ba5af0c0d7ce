import { Binding, type Written } from '../core/notation.ts'
import type { Trace } from '../core/trace.ts'
import { addUp } from '../scene/card.ts'
import { flowFormula, subjectOf, valueFormula } from '../scene/formula.ts'
import { ledgerOf } from '../scene/ledger.ts'
import { shapeText, writtenTensor } from '../scene/quantity.ts'
import { derivativeSymbol, symbolsOf } from '../scene/symbols.ts'
import { edgeBetween, find, nodeNamed, type Scope } from './figures.ts'
import type { Ask } from './prose.ts'

/** What stands in the place of something that prose asks, typeset by the engine; null where the program has no such thing. */
export function answer(ask: Ask, scope: Scope): Written | null {
  const trace = scope.passes[scope.pass] ?? null
  if (trace === null) return ask.kind === 'math' ? letters(ask.tex, ask.plain) : null
  switch (ask.kind) {
    case 'name':
      return nameOf(trace, ask.of, ask.entry)
    case 'partial':
      return withNode(trace, ask.of, (node) => derivativeSymbol(symbolsOf(trace.graph), trace.graph.output, node))
    case 'slope': {
      const [user, of] = [nodeNamed(trace, ask.user), nodeNamed(trace, ask.of)]
      return user === null || of === null ? null : derivativeSymbol(symbolsOf(trace.graph), user, of)
    }
    case 'rule':
      return withNode(scope.passes[ask.pass ?? scope.pass] ?? trace, ask.of, (node, own) =>
        own.graph.nodes[node]!.kind === 'leaf'
          ? null
          : valueFormula(subjectOf(own), node, ask.numbers ? 'numbers' : 'symbols'),
      )
    case 'flow':
      return flowOf(trace, ask.from, ask.to, ask.numbers)
    case 'sum':
      return withNode(trace, ask.of, (node) => sumOf(trace, node))
    case 'shape':
      return withNode(trace, ask.of, (node) => {
        const plain = shapeText(trace.graph.nodes[node]!.value.shape)
        return letters(plain.replaceAll('×', '{\\times}'), plain)
      })
    case 'math':
      return letters(ask.tex, ask.plain)
    case 'equal': {
      const parts = ask.parts.map((part) => answer(part, scope))
      if (parts.some((part) => part === null)) return null
      const said = parts.flatMap((part) => part ?? []).filter((part, i, all) => part.plain !== all[i - 1]?.plain)
      return letters(said.map(({ tex }) => tex).join(' = '), said.map(({ plain }) => plain).join(' = '))
    }
    case 'value':
    case 'gradient':
    case 'bucket':
    case 'tangent':
    case 'local':
    case 'share':
    case 'size':
    case 'count':
    case 'reckoned':
    case 'changed': {
      const found = find(ask, scope)
      return found === null ? null : writtenTensor(found.tensor, found.quantity)
    }
  }
}

const letters = (tex: string, plain: string): Written => ({ tex, plain, binding: Binding.atom, rank: 0 })

const withNode = (trace: Trace, name: string, make: (node: number, trace: Trace) => Written | null): Written | null => {
  const node = nodeNamed(trace, name)
  return node === null ? null : make(node, trace)
}

function nameOf(trace: Trace, name: string, entry: readonly number[] | undefined): Written | null {
  return withNode(trace, name, (node) => {
    const { written } = symbolsOf(trace.graph)[node]!
    if (entry === undefined) return written
    const at = entry.join(',')
    return letters(`{${written.tex}}_{[${at}]}`, `${written.plain}[${at}]`)
  })
}

function flowOf(trace: Trace, from: string, to: string, numbers: boolean): Written | null {
  const edge = edgeBetween(trace, from, to)
  const subject = subjectOf(trace)
  if (edge === null || subject.gradient[edge.user] === undefined) return null
  const { chain, rule, numbers: put } = flowFormula(subject, edge)
  return numbers ? put : (chain ?? rule)
}

/** The contributions to a node, added up in numbers; the gradient itself where there is only one. */
function sumOf(trace: Trace, node: number): Written | null {
  const amounts = ledgerOf(trace).arrivals[node]!.flatMap((n) => {
    const step = trace.steps[n]!
    return step.kind === 'contribution' ? [writtenTensor(step.amount, { kind: 'amount', step: n })] : []
  })
  return amounts.length === 0 ? null : addUp(amounts)
}
