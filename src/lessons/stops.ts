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

/** The first and the last moment of a beat, as cursors of the tensors’ trace. */
function range({ at, until }: Beat, base: Trace): readonly [number, number] {
  const from = cursorOf(at, base) ?? 0
  return [from, Math.max(from, cursorOf(until ?? at, base) ?? from)]
}

/** How a reader walks alone. */
const alone: Pace = { lecture: false, slow: false }

/** Where the beat before left the same picture; null where it showed another one, or there is none. */
function leftAt(before: Beat | undefined, beat: Beat, base: Trace): number | null {
  const picture = ({ program, pass = 0, show: { level, moving, mistake } = {} }: Beat) =>
    JSON.stringify([program, pass, level ?? 'tensor', moving, mistake])
  return before === undefined || picture(before) !== picture(beat) ? null : range(before, base)[1]
}

const known = new WeakMap<Trace, Map<Beat, Map<string, readonly Stop[]>>>()

/** The stops of a beat, in order, made once: they are asked for at every change of the screen. `base` is the run in tensors, in which moments are told; `shown` the trace on screen; `before` the beat before it in its lesson. */
export function stopsOf(beat: Beat, base: Trace, shown: Trace, pace: Pace = alone, before?: Beat): readonly Stop[] {
  const ofTrace = known.get(shown) ?? new Map<Beat, Map<string, readonly Stop[]>>()
  known.set(shown, ofTrace)
  const ofBeat = ofTrace.get(beat) ?? new Map<string, readonly Stop[]>()
  ofTrace.set(beat, ofBeat)
  const key = `${pace.lecture} ${pace.slow} ${before?.id}`
  const stops = ofBeat.get(key) ?? madeStops(beat, base, shown, pace, before)
  ofBeat.set(key, stops)
  return stops
}

function madeStops(
  beat: Beat,
  base: Trace,
  shown: Trace,
  { lecture, slow }: Pace,
  before: Beat | undefined,
): readonly Stop[] {
  const { question, slide } = beat
  const [from, to] = range(beat, base)
  const cursors = Array.from({ length: to - from + 1 }, (_, i) => carried(base, from + i, shown))
  const walked = cursors.filter((cursor, i) => i === 0 || cursor !== cursors[i - 1])
  const left = question === undefined ? leftAt(before, beat, base) : null
  const steps = walked.flatMap((cursor, i): Stop[] => {
    const last = i > 0 ? walked[i - 1]! : left === null ? null : carried(base, left, shown)
    // a step of the tensors that is many at a lower level is no single one to be taken apart
    const parts = slow && last === cursor - 1 ? partsOf(shown, last) : []
    return [...parts.map((_, part): Stop => ({ cursor: cursor - 1, part: part + 1, reveal: 2 })), { cursor, reveal: 2 }]
  })
  const first = walked[0]!
  return [
    ...(question === undefined ? [] : [{ cursor: first, reveal: 0 } as const, { cursor: first, reveal: 1 } as const]),
    ...steps,
    ...(slide === undefined || !lecture ? [] : [{ cursor: walked.at(-1)!, reveal: 2, slide: true } as const]),
  ]
}
