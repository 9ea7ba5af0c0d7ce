/**
 * Glyphs are rendered in runs: a step makes and compares the elements only of the runs in which something is drawn anew,
 * not of every node and edge of the picture.
 */
const length = 16

/** A list cut into runs. */
export const runsOf = <T>(all: readonly T[]): (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / length) }, (_, i) => all.slice(i * length, (i + 1) * length))
