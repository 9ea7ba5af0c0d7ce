import { useEffect, useMemo, useRef } from 'react'
import type { Trace } from '../core/trace.ts'
import { whenIdle } from './whenIdle.ts'

/**
 * What is made for a cursor, and when the browser is idle for the next one, for a step forward is the likeliest thing to come.
 * `make` is told what was made last. It must be stable: another one makes all anew.
 */
export function usePrepared<T>(
  make: (trace: Trace, cursor: number, last: T | null) => T,
  trace: Trace,
  cursor: number,
): T {
  const last = useRef<{ readonly make: typeof make; readonly trace: Trace; readonly cursor: number; readonly made: T }>(
    null,
  )
  const made = useMemo(() => {
    const before = last.current?.make === make && last.current.trace === trace ? last.current : null
    return before?.cursor === cursor ? before.made : make(trace, cursor, before?.made ?? null)
  }, [make, trace, cursor])
  useEffect(() => {
    last.current = { make, trace, cursor, made }
    if (cursor >= trace.steps.length) return undefined
    return whenIdle(() => {
      last.current = { make, trace, cursor: cursor + 1, made: make(trace, cursor + 1, made) }
    })
  }, [make, trace, cursor, made])
  return made
}
