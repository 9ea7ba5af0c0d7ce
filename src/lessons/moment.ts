import type { Trace } from '../core/trace.ts'
import { forwardLength, ledgerOf, walkLength } from '../scene/ledger.ts'
import { handingStep, nodeNamed } from './figures.ts'
import type { Moment } from './lesson.ts'

/** The cursor of a moment in a tensor-level trace; null where the program has no such moment. */
export function cursorOf(moment: Moment, trace: Trace): number | null {
  const forward = forwardLength(trace)
  switch (moment) {
    case 'start':
      return 0
    case 'forward':
      return forward
    case 'seed':
      return Math.min(forward + 1, trace.steps.length)
    case 'end':
      // what the program does to its parameters then is no part of a beat
      return walkLength(trace)
  }
  switch (moment.kind) {
    case 'computed': {
      const node = nodeNamed(trace, moment.of)
      const step = node === null ? undefined : ledgerOf(trace).valueStep[node]
      return step === undefined ? null : step + 1
    }
    case 'handed': {
      const step = handingStep(trace, moment.from, moment.to)
      return step === null ? null : step + 1
    }
    case 'gathered': {
      const node = nodeNamed(trace, moment.of)
      const step = node === null ? undefined : ledgerOf(trace).arrivals[node]!.at(-1)
      return step === undefined ? null : step + 1
    }
  }
}
