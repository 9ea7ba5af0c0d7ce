import type { Written } from '../../core/notation.ts'
import type { Trace } from '../../core/trace.ts'
import { engineReading } from './engine-reading.ts'
import { canEqual, exactly, type Ranges, rangesText } from './ranges.ts'
import { type Meanings, reckoned } from './reckon.ts'

/** What was found in formulas: mistakes, and how much there was to be found. */
export interface Found {
  readonly mistakes: string[]
  /** Numbers compared with the engine's. */
  readonly numbers: Set<string>
  /** Pairs of sides of an equation that were both reckoned and compared. */
  equations: number
}

export const nothingFound = (): Found => ({ mistakes: [], numbers: new Set(), equations: 0 })

/** What symbols stand for in the formulas of a trace. Where the notation does not say which of two numbers is meant, it may be either: null. */
export function meaningsOf(trace: Trace, found: Found, where: string): Meanings {
  const { nodes, output } = trace.graph
  const value = (index: number): Ranges | null => {
    const node = nodes[index]
    return node === undefined || !node.value.data.every(Number.isFinite)
      ? null
      : exactly(node.value.shape, node.value.data)
  }
  const local = (of: number, by: number): Ranges | null => {
    const node = nodes[of]
    if (node?.kind !== 'op' || node.value.shape.length > 0 || nodes[by]!.value.shape.length > 0) return null
    const slots = node.args.flatMap((arg, slot) => (arg === by ? [slot] : []))
    const data = slots.length === 1 ? engineReading(trace, 'local', of, slots[0]!) : null
    return data === null ? null : exactly([], data)
  }
  return {
    node: value,
    gradient: (by) => {
      const whole = engineReading(trace, 'gradient', by, -1)
      return whole === null ? null : exactly(nodes[by]!.value.shape, whole)
    },
    derivative: (of, by) => {
      const tangents = trace.steps.some(({ kind }) => kind === 'nudge')
      const whole = of === output && !tangents ? engineReading(trace, 'gradient', by, -1) : null
      const users = nodes.filter((node) => node.kind === 'op' && node.args.includes(by)).length
      if (whole !== null && (users < 2 || local(of, by) === null)) return exactly(nodes[by]!.value.shape, whole)
      return of === output && users > 1 ? null : local(of, by)
    },
    told: (fields, shown) => {
      const node = fields.get('node')
      const read = fields.get('read') ?? 'value'
      if (read === 'path' || read === 'planted') return
      const [of, slot, at] = [fields.get('of') ?? node, fields.get('slot') ?? -1, fields.get('at')].map(Number)
      const truth = engineReading(trace, read, of!, slot!)
      const part = truth === null ? [] : at === undefined || Number.isNaN(at) ? Array.from(truth) : [truth[at] ?? NaN]
      found.numbers.add(`${read} ${of} ${slot} ${at}`)
      if (!canEqual(exactly([part.length], part), { ...shown, shape: [shown.low.length] }) || part.length === 0)
        found.mistakes.push(`${where}: ${read} of ${of} is ${part}, but ${rangesText(shown)} is written`)
    },
  }
}

/** Reckons every side of an equation from its own text and compares each with all others. */
export function weigh(trace: Trace, parts: readonly Written[], found: Found, where: string): void {
  const meanings = meaningsOf(trace, found, where)
  const sides = parts.flatMap(({ tex, plain }) => {
    // of an assignment what stands on its right; at a lower level its signs stand for no node
    const [left = '', right] = tex.split(' \\leftarrow ')
    if (right !== undefined && !left.includes('node=')) return []
    const value = reckoned(right ?? left, meanings)
    return value === null ? [] : [{ plain, value }]
  })
  sides.forEach(({ plain, value }, i) => {
    for (const other of sides.slice(i + 1)) {
      found.equations++
      if (!canEqual(value, other.value))
        found.mistakes.push(
          `${where}: ${plain} comes to ${rangesText(value)}, ${other.plain} to ${rangesText(other.value)}`,
        )
    }
  })
}
