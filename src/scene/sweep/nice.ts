/** The smallest of 1, 2, 5, 10, 20, … and 0.5, 0.2, … that is not less than a size. */
export function niceStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size))
  const digit = [1, 2, 5, 10].find((each) => each * power >= size * (1 - 1e-9)) ?? 10
  return digit * power
}

/** A range widened to round numbers: multiples of about a tenth of it. */
export function niceRange(low: number, high: number): readonly [number, number] {
  const step = niceStep((high - low) / 10)
  const round = (value: number): number => Number(value.toPrecision(12))
  return [round(step * Math.floor(low / step + 1e-9)), round(step * Math.ceil(high / step - 1e-9))]
}
