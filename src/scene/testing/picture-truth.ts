import { isArrival, type Trace } from '../../core/trace.ts'
import { entriesOf, marksAt } from '../marks.ts'
import type { Part } from '../parts.ts'
import { partMarks } from '../slow.ts'
import { tableAt } from '../table.ts'
import { bucketOf, engineReading, heldAt, tangentOf } from './engine-reading.ts'
import { type Found, meaningsOf } from './formula-truth.ts'
import { canEqual, exactly, printed, type Ranges, rangesText } from './ranges.ts'
import { reckoned } from './reckon.ts'
import { lowered, shownNumber } from './shown.ts'

/** A sum or product of numbers in plain text, as TeX: `(−4) · 3` as the page draws it. */
export const texOfPlain = (plain: string): string =>
  lowered(plain.replaceAll(/×10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)/g, (_, power: string) => `\\times10^{${lowered(power)}}`))
    .replaceAll('(', '\\left(')
    .replaceAll(')', '\\right)')
    .replaceAll('·', '\\cdot ')

/** Compares what a part of the step after a cursor shows on its edge and in the buckets with the engine. */
export function weighPart(trace: Trace, cursor: number, part: Part, found: Found): void {
  const step = trace.steps[cursor]
  const before = marksAt(trace, cursor)
  const marks = partMarks(before, trace, cursor, part)
  const told = (marksOf: typeof marks) => marksOf.nodes.map(({ value, gradient }) => [value, gradient])
  if (JSON.stringify(told(marks)) !== JSON.stringify(told(before)))
    found.mistakes.push(`step ${cursor}, ${part}: a number is in the picture that has not come yet`)
  if (step?.kind !== 'contribution') return
  const slope = engineReading(trace, 'local', step.from, step.slot)
  for (const { chip } of marks.edges) {
    if (chip === null) continue
    const truth = part === 'local' ? slope : step.amount.data
    const sides = part === 'local' ? [chip.whole.split(' = ')[1]!, chip.short] : chip.whole.split(' = ')
    for (const side of [...sides, ...(part === 'local' ? [] : [chip.short])]) {
      const value = reckoned(texOfPlain(side), meaningsOf(trace, found, `step ${cursor}, ${part}`))
      if (value === null) continue
      found.equations++
      if (truth == null || !canEqual(value, exactly([truth.length], truth)))
        found.mistakes.push(`step ${cursor}, ${part}: ${side} is drawn and not ${truth}`)
    }
  }
}

/** Compares what nodes, edges and the table show at a cursor with the engine. */
export function weighPicture(trace: Trace, cursor: number, found: Found): void {
  const marks = marksAt(trace, cursor)
  const step = trace.steps[cursor - 1]
  const entries = (what: string, text: string | null, truth: ArrayLike<number> | null): void => {
    if (text === null || text === 'None' || text.startsWith('[')) return
    entriesOf(text.replaceAll(', ', ' ')).forEach((entry, at) => {
      found.numbers.add(`${what} ${at}`)
      const real = truth?.[at]
      if (real === undefined || !canEqual(exactly([], [real]), printed(shownNumber(entry))))
        found.mistakes.push(`step ${cursor}, ${what}[${at}] is ${real}, but ${entry} is shown`)
    })
  }
  const rows = tableAt(trace, cursor, trace.graph.nodes.length)
  trace.graph.nodes.forEach((_, node) => {
    const value = heldAt(trace, node, cursor)
    const bucket = bucketOf(trace, node, cursor, true)
    const tangent = tangentOf(trace, node, cursor)
    const mark = marks.nodes[node]!
    entries(`value of ${node}`, mark.value, value)
    entries(`gradient of ${node}`, mark.gradient, bucket)
    entries(`tangent of ${node}`, mark.tangent, tangent)
    const row = rows[node]!
    entries(`value of ${node} in the table`, row.value, value)
    entries(`gradient of ${node} in the table`, row.gradient, bucket)
    entries(`tangent of ${node} in the table`, row.tangent, tangent)
    const own = trace.graph.nodes[node]!
    const slopes =
      own.kind === 'op' ? own.args.map((_, slot) => engineReading(trace, 'local', node, slot)?.[0] ?? Number.NaN) : []
    for (const { symbol, result } of row.locals)
      if (!slopes.some((slope) => canEqual(exactly([], [slope]), printed(shownNumber(result)))))
        found.mistakes.push(`step ${cursor}: ${symbol} = ${result} in the table is none of ${slopes}`)
  })
  const reckon = (text: string): Ranges | null => reckoned(texOfPlain(text), meaningsOf(trace, found, `step ${cursor}`))
  const compare = (text: string, truth: ArrayLike<number> | null | undefined): void => {
    const value = reckon(text)
    if (value === null) return
    found.equations++
    if (truth == null || !canEqual(value, exactly([truth.length], truth)))
      found.mistakes.push(`step ${cursor}: ${text} is drawn and comes to ${rangesText(value)}, not ${truth}`)
  }
  for (const { adding } of marks.nodes)
    if (adding !== null && step !== undefined) compare(adding, engineReading(trace, 'bucket', cursor - 1, -1))
  for (const { chip } of marks.edges)
    if (chip !== null && isArrival(step))
      for (const side of [...chip.whole.split(' = '), chip.short]) compare(side, step.amount.data)
}
