/** The value in the middle; NaN of none. */
export const median = (values: readonly number[]): number =>
  values.toSorted((p, q) => p - q)[Math.floor(values.length / 2)] ?? Number.NaN
