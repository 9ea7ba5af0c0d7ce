import { expect, test } from 'vitest'
import { levels } from '../core/levels/magnify.ts'
import type { Trace } from '../core/trace.ts'
import { run } from '../lang/interpret.ts'
import { cardAt, type Row } from '../scene/card.ts'
import { programConventions } from '../scene/conventions.ts'
import { localDerivative, subjectOf } from '../scene/formula.ts'
import { ladderOf } from '../scene/ladder.ts'
import { ledgerOf } from '../scene/ledger.ts'
import { atLevel } from '../scene/levels.ts'
import { typesetIn } from '../scene/signs.ts'
import { stripAt } from '../scene/strip/strip.ts'
import { derivativeSymbol, symbolsOf } from '../scene/symbols.ts'
import { type Amount, agree, exactly, type Names, NotArithmetic, workOut } from '../scene/testing/arithmetic.ts'
import { examples } from './examples.ts'
import { networks } from './testing/networks.ts'

/** What every sign in the formulas of a trace stands for: values, gradients, local derivatives. */
function namesIn(trace: Trace): Names {
  const subject = subjectOf(trace)
  const symbols = symbolsOf(trace.graph)
  const names = new Map<string, Amount>()
  trace.graph.nodes.forEach((node, index) => {
    if (!symbols[index]!.inline) names.set(symbols[index]!.written.plain, exactly(node.value.data, node.value.shape))
    const gradient = ledgerOf(trace).gradient[index]
    if (gradient !== undefined)
      names.set(derivativeSymbol(symbols, trace.graph.output, index).plain, exactly(gradient.data, gradient.shape))
    if (node.kind === 'op')
      node.args.forEach((arg, slot) => {
        const local = localDerivative(subject, { user: index, slot })
        // x in x · x has two local derivatives of one name
        if (local !== null && node.args.indexOf(arg) === node.args.lastIndexOf(arg))
          names.set(derivativeSymbol(symbols, index, arg).plain, exactly(local.value.data, []))
      })
  })
  return names
}

interface Count {
  evaluated: number
  skipped: string[]
}

/** Every two neighbours of a chain of equal pieces come to the same. */
function check({ parts }: Row, names: Names, count: Count, where: string): void {
  const known = parts.filter(({ plain }) => {
    try {
      workOut(plain, names)
      return true
    } catch (problem) {
      if (!(problem instanceof NotArithmetic)) throw new Error(`${where}: ${plain}: ${String(problem)}`)
      if (!/[□…]|None|numbers\)|\d×\d/.test(plain)) count.skipped.push(plain)
      return false
    }
  })
  known.slice(1).forEach((part, i) => {
    const before = known[i]!
    expect(agree(before.plain, part.plain, names), `${where}: ${before.plain} = ${part.plain}`).toBe(true)
    count.evaluated++
  })
}

const most = 120

const programs = [...examples.map(({ id, source }) => ({ name: id, source })), ...networks]

test.each(programs)('$name: every formula, in names and in numbers, comes to what it says', ({ source }) => {
  const count: Count = { evaluated: 0, skipped: [] }
  for (const { trace: base } of run(source).episodes)
    for (const notation of ['program', 'lecture'] as const)
      for (const level of levels) {
        const trace = atLevel(typesetIn(base, { ...programConventions, notation }), level)
        if (trace === null || trace.graph.nodes.length > most) continue
        const names = namesIn(trace)
        for (let cursor = 1; cursor <= trace.steps.length; cursor++) {
          const where = `${notation}, ${level}, step ${cursor}`
          for (const row of cardAt(trace, cursor).rows) check(row, names, count, where)
          const strip = level === 'tensor' ? stripAt(trace, cursor) : null
          for (const { at, text } of strip?.result.rows?.flat() ?? []) {
            const opened = strip?.opened(at)
            if (opened != null)
              expect(agree(opened.plain, text), `${where}: entry ${at}: ${opened.plain} = ${text}`).toBe(true)
          }
        }
        for (const node of trace.graph.nodes.keys())
          for (const rung of ladderOf(trace, node)?.rungs ?? [])
            check(rung, names, count, `${level}, ladder of ${node}`)
      }
  const share = count.skipped.length / (count.evaluated + count.skipped.length)
  expect(share, count.skipped.slice(0, 8).join('\n')).toBeLessThan(0.12)
})
