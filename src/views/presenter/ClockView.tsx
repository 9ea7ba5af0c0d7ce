import { useEffect, useState } from 'react'
import { elapsed, restarted, toggled } from '../../state/clock.ts'
import { setClock } from '../../state/screen.ts'
import { useApp } from '../../state/useApp.ts'

const two = (n: number): string => String(n).padStart(2, '0')

/** Milliseconds as 7:05 or 1:07:05. */
function spanText(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** The time of day, and how long the lecture and its lesson have been going on. */
export function ClockView() {
  const clock = useApp((state) => state.clock)
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  const day = new Date(now)
  const goes = clock.since !== null
  const passed = elapsed(clock, Math.max(now, clock.since ?? 0))
  return (
    <section className="presenter-clock" aria-label="Clock">
      <span className="spans">
        <span className="elapsed" role="timer" aria-label="Since the start" data-stands={!goes}>
          {spanText(passed)}
        </span>
        {clock.lesson !== null && (
          <span className="lap" title="Since this lesson began">
            lesson {spanText(Math.max(0, passed - clock.begun))}
          </span>
        )}
      </span>
      <button type="button" className="button" onClick={() => setClock(toggled(clock, Date.now()))}>
        {goes ? 'Pause' : 'Go on'}
      </button>
      <button type="button" className="button" onClick={() => setClock(restarted(clock, Date.now()))}>
        Reset
      </button>
      <time className="day" dateTime={day.toISOString()}>
        {two(day.getHours())}:{two(day.getMinutes())}
      </time>
    </section>
  )
}
