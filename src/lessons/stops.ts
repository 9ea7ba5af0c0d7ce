import type { Trace } from '../core/trace.ts'
import { carried } from '../scene/levels.ts'
import type { Beat } from './lesson.ts'
import { cursorOf } from './moment.ts'

/** A place where a beat waits for the next press: after how many steps, and how much of its question is shown: the question alone, with its choices, with its answer. */
export interface Stop {
  readonly cursor: number
  readonly reveal: 0 | 1 | 2
}

/** The stops of a beat, in order. `base` is the run in tensors, in which moments are told; `shown` the trace on screen. */
export function stopsOf({ at, until, question }: Beat, base: Trace, shown: Trace): readonly Stop[] {
  const from = cursorOf(at, base) ?? 0
  const to = Math.max(from, cursorOf(until ?? at, base) ?? from)
  const first = carried(base, from, shown)
  const asked: Stop[] = ([0, 1] as const).map((reveal) => ({ cursor: first, reveal }))
  const steps = Array.from(
    { length: to - from + 1 },
    (_, i): Stop => ({ cursor: carried(base, from + i, shown), reveal: 2 }),
  )
  return [
    ...(question === undefined ? [] : asked),
    ...steps.filter((stop, i) => i === 0 || stop.cursor !== steps[i - 1]!.cursor),
  ]
}
