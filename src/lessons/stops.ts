import type { Trace } from '../core/trace.ts'
import { carried } from '../scene/levels.ts'
import { partsOf } from '../scene/parts.ts'
import type { Beat } from './lesson.ts'
import { cursorOf } from './moment.ts'

/** A place where a beat waits for the next press: after how many steps, and how much of its question is shown: the question alone, with its choices, with its answer. */
export interface Stop {
  readonly cursor: number
  /** In slow motion: how many parts of the next step are shown. */
  readonly part?: number
  readonly reveal: 0 | 1 | 2
  /** Whether what the slide says is shown in place of the formulas. */
  readonly slide?: true
}

/** How a lesson is walked: in a lecture what the slide says has a press of its own, and in slow motion every part of a backward step. */
export interface Pace {
  readonly lecture: boolean
  readonly slow: boolean
}

/** The stops of a beat, in order. `base` is the run in tensors, in which moments are told; `shown` the trace on screen. */
export function stopsOf(
  { at, until, question, slide }: Beat,
  base: Trace,
  shown: Trace,
  { lecture, slow }: Pace,
): readonly Stop[] {
  const from = cursorOf(at, base) ?? 0
  const to = Math.max(from, cursorOf(until ?? at, base) ?? from)
  const cursors = Array.from({ length: to - from + 1 }, (_, i) => carried(base, from + i, shown))
  const walked = cursors.filter((cursor, i) => i === 0 || cursor !== cursors[i - 1])
  const steps = walked.flatMap((cursor, i): Stop[] => {
    // a step of the tensors that is many at a lower level is no single one to be taken apart
    const parts = slow && i > 0 && cursor === walked[i - 1]! + 1 ? partsOf(shown, cursor - 1) : []
    return [...parts.map((_, part): Stop => ({ cursor: cursor - 1, part: part + 1, reveal: 2 })), { cursor, reveal: 2 }]
  })
  const first = walked[0]!
  return [
    ...(question === undefined ? [] : [{ cursor: first, reveal: 0 } as const, { cursor: first, reveal: 1 } as const]),
    ...steps,
    ...(slide === undefined || !lecture ? [] : [{ cursor: walked.at(-1)!, reveal: 2, slide: true } as const]),
  ]
}
