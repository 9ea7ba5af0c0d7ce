import type { Limits } from './budget.ts'
import type { Progress } from './run.ts'

/** How long after a report the next one may come, in milliseconds. */
const pause = 50

/** Tells of a running program's progress, at most every 50 ms: each time what came about since the last, also where it was run again. */
export function reporting(tell: (progress: Progress) => void): NonNullable<Limits['onLook']> {
  const told = { at: 0, backwards: 0, prints: 0 }
  return (elapsedMs, log) => {
    if (elapsedMs - told.at < pause) return
    const losses = log.losses(told.backwards)
    const prints = log.prints.slice(told.prints)
    told.at = elapsedMs
    told.backwards = Math.max(told.backwards, log.backwards)
    told.prints = Math.max(told.prints, log.prints.length)
    tell({ elapsedMs, backwards: told.backwards, losses, prints })
  }
}
