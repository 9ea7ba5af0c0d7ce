/** A stopwatch that both windows read: times in milliseconds. */
export interface Clock {
  /** When it was last set going; null while it stands. */
  readonly since: number | null
  /** What it had counted until then. */
  readonly before: number
  /** The lesson that is being given, and what the clock said when it began. */
  readonly lesson: string | null
  readonly begun: number
}

/** A clock that was never set going. */
export const newClock: Clock = { since: null, before: 0, lesson: null, begun: 0 }

/** What a clock says. */
export const elapsed = ({ since, before }: Clock, now: number): number =>
  before + (since === null ? 0 : Math.max(0, now - since))

/** The clock stopped where it goes, and set going where it stands. */
export const toggled = (clock: Clock, now: number): Clock =>
  clock.since === null ? { ...clock, since: now } : { ...clock, since: null, before: elapsed(clock, now) }

/** The clock from nought again; it goes on where it went. */
export const restarted = (clock: Clock, now: number): Clock => ({
  ...newClock,
  lesson: clock.lesson,
  since: clock.since === null ? null : now,
})

/** The clock with a lesson begun; itself where that lesson is going on. */
export const withLesson = (clock: Clock, lesson: string | null, now: number): Clock =>
  clock.lesson === lesson ? clock : { ...clock, lesson, begun: elapsed(clock, now) }
