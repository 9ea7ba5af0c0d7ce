import type { Tensor } from '../tensor.ts'
import type { Log, Stretch, Turns } from './log.ts'
import type { PlanEvent, PlanSlot, PlanStretch, Ref, Script } from './plan.ts'

/** The last turn of a log as a script: what it computed, and what it took from outside or from the turn before. Null where gradients flow from turn to turn. */
export function scriptOf(log: Log, [, previous, last, end]: Turns): Script | null {
  const eventOf = new Map<number, number>()
  const events: PlanEvent[] = []
  const slots: PlanSlot[] = []
  const slotOf = new Map<number, number>()
  const firsts: number[] = []
  const slot = (number: number, first: Tensor, from: number | null): Ref => {
    const known = slotOf.get(number)
    if (known !== undefined) return { kind: 'slot', at: known }
    slotOf.set(number, slots.length)
    slots.push({ from, like: { dtype: first.dtype, shape: first.shape }, first })
    return { kind: 'slot', at: slots.length - 1 }
  }
  /** Entry numbers of the turn in order; those of the previous turn stand at the same places. */
  const opsBefore = (number: number): number => firsts[number - last]!
  for (let i = last, count = 0; i < end; i++) {
    firsts.push(count)
    if (log.at(i).op !== null) count++
  }
  const refOf = (number: number, tensor: Tensor): Ref | null => {
    const event = eventOf.get(number)
    if (event !== undefined) return { kind: 'event', at: event }
    const isBefore = number >= previous && number < last
    const twin = isBefore ? log.at(number - previous + last) : null
    if (twin === null || twin.op === null) return slot(number, tensor, null)
    return twin.grad ? null : slot(number, tensor, opsBefore(number - previous + last))
  }
  const refsOf = (numbers: readonly number[], tensors: readonly Tensor[]): Ref[] | null => {
    const refs = numbers.map((number, i) => refOf(number, tensors[i]!))
    return refs.every((ref) => ref !== null) ? refs : null
  }
  for (let number = last; number < end; number++) {
    const { op, args, attrs, grad, inputs, result } = log.at(number)
    if (op === null) continue
    const refs = refsOf(args, inputs)
    if (refs === null) return null
    eventOf.set(number, events.length)
    events.push({ op, attrs, grad, args: refs, like: { dtype: result.dtype, shape: result.shape } })
  }
  const stretches = log.stretches.flatMap((stretch): PlanStretch[] => {
    if (stretch.from < last || stretch.to > end || !closed(log, stretch, last)) return []
    const args = refsOf(stretch.args, stretch.inputs)
    const results = stretch.results.map((number) => eventOf.get(number))
    if (args === null || stretch.from === stretch.to) return []
    if (args.slice(0, stretch.made).some((ref) => ref.kind !== 'event')) return []
    const found = results.flatMap((event) => (event === undefined ? [] : [event]))
    if (found.length < results.length) return []
    const { key, guards } = stretch
    const to = stretch.to < end ? opsBefore(stretch.to) : events.length
    return [{ key, guards, args, from: opsBefore(stretch.from), to, results: found }]
  })
  return { events, slots, stretches }
}

/** Whether a stretch takes nothing but its arguments from outside the turn. */
function closed(log: Log, { from, to, args }: Stretch, last: number): boolean {
  for (let number = from; number < to; number++)
    for (const arg of log.at(number).args) {
      const inside = arg >= from || (arg >= last && log.at(arg).op !== null)
      if (!inside && !args.includes(arg)) return false
    }
  return true
}
