import type { Sweep } from '../../scene/sweep.ts'
import type { Place } from './labelPlace.ts'
import type { Scale } from './sweepLayout.ts'

/** A step of gradient descent as it is drawn: along the axis to the next number, then to the curve there. */
export interface DrawnStep {
  readonly from: Place
  readonly turn: Place
  readonly to: Place
  /** The step that the program takes next. */
  readonly next: boolean
}

/** A point of the walk as it is drawn, with the numbers of all passes that stand there. */
export interface DrawnStop {
  readonly at: Place
  readonly passes: readonly number[]
  readonly state: 'past' | 'now' | 'next'
}

const near = 8

/** The steps of a walk; those that would lie on one another lie `apart` above each other instead. */
export function stepsOf({ walk, next }: Sweep, x: Scale, y: Scale, apart: number): readonly DrawnStep[] {
  const stops = [...walk, ...(next === null || walk.length === 0 ? [] : [next])]
  const made: (DrawnStep & { readonly start: Place })[] = []
  stops.slice(1).forEach((stop, i) => {
    const from: Place = [x(stops[i]!.x), y(stops[i]!.y)]
    const to: Place = [x(stop.x), y(stop.y)]
    const [low, high] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])]
    const under = made.filter(
      ({ start, turn }) =>
        Math.abs(start[1] - from[1]) < 2 &&
        Math.min(start[0], turn[0]) < high - 1 &&
        Math.max(start[0], turn[0]) > low + 1,
    ).length
    const height = from[1] - apart * Math.min(4, under)
    made.push({ start: from, from: [from[0], height], turn: [to[0], height], to, next: i === walk.length - 1 })
  })
  return made
}

/** The stops of a walk; what stands in one place is one stop. */
export function stopsOf({ walk, next }: Sweep, x: Scale, y: Scale): readonly DrawnStop[] {
  const made: { at: Place; passes: number[]; state: DrawnStop['state'] }[] = []
  const all = [...walk, ...(next === null || walk.length === 0 ? [] : [{ ...next, pass: walk.at(-1)!.pass + 1 }])]
  all.forEach((stop, i) => {
    const at: Place = [x(stop.x), y(stop.y)]
    const state = i === walk.length - 1 ? 'now' : i < walk.length ? 'past' : 'next'
    const there = made.find((other) => Math.hypot(other.at[0] - at[0], other.at[1] - at[1]) < near)
    if (there === undefined) made.push({ at, passes: [stop.pass], state })
    else {
      there.passes.push(stop.pass)
      if (state === 'now') there.state = 'now'
    }
  })
  return made
}
