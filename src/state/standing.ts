/** Where the reader stands in a lesson. */
export interface Standing {
  readonly lesson: string
  readonly beat: string
  /** Which stop of the beat, counted from 0. */
  readonly stop: number
  /** The answer that was chosen, by its place in the lesson; null before, or where it was skipped. */
  readonly chosen: number | null
}
