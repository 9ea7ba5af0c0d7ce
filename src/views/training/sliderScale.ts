import {
  fits,
  type Hyperparameter,
  type HyperparameterKind,
  isWhole,
} from '../../lang/hyperparameters/hyperparameters.ts'

/** The least and the largest value that a slider reaches. */
export type Reach = readonly [least: number, most: number]

type Scaled = Pick<Hyperparameter, 'kind'>

/** Whether values of a kind are compared by their ratios, not by their differences. */
export const isLogarithmic = ({ kind }: Scaled): boolean => kind === 'learning rate' || kind === 'epochs'

const up = (value: number, grow: (most: number) => number, from: number): number => {
  let most = from
  while (most < value) most = grow(most)
  return most
}

const power = (exponent: number): number => Number(`1e${exponent}`)

const doubling = (value: number): Reach => [1, up(value, (most) => 2 * most, 64)]

/** A number that has a logarithm, to reach about. */
const usualRate = 0.1

const reaches: Readonly<Record<HyperparameterKind, (value: number) => Reach>> = {
  'learning rate': (value) => {
    const exponent = Math.log10(value > 0 ? value : usualRate)
    return [Math.min(1e-5, power(Math.floor(exponent))), Math.max(10, power(Math.ceil(exponent)))]
  },
  'hidden units': doubling,
  'batch size': doubling,
  epochs: (value) => [Math.min(10, value), Math.max(100, 2 * value)],
  seed: (value) => [0, up(value, (most) => 10 * most + 9, 99)],
}

/** What a slider for a value reaches. */
export const reachOf = ({ kind }: Scaled, value: number): Reach => reaches[kind](value)

/** A reach that has a value in it: as it was where it had, so that nothing moves under the pointer. */
export function reaching(one: Scaled, reach: Reach, value: number): Reach {
  if ((value >= reach[0] && value <= reach[1]) || hasNoPlace(one, value)) return reach
  const [least, most] = reachOf(one, value)
  return [Math.min(least, reach[0]), Math.max(most, reach[1])]
}

/** Whether a value has no place on its slider: a learning rate that is 0 or less. */
const hasNoPlace = (one: Scaled, value: number): boolean => isLogarithmic(one) && value <= 0

/** Where a value stands on a slider; what has no place there stands at its beginning. */
export const positionOf = (one: Scaled, value: number, [least]: Reach): number =>
  isLogarithmic(one) ? Math.log10(Math.max(value, least)) : value

/** The steps within a power of ten: about equally far from each other, and numbers that one would write. */
const series = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]

/** The stops of a logarithmic slider, least first. */
function stops({ kind }: Scaled, [least, most]: Reach): readonly number[] {
  const first = Math.floor(Math.log10(least))
  const all = Array.from({ length: Math.ceil(Math.log10(most)) - first + 1 }, (_, i) =>
    series.map((step) => Number(`${step}e${first + i}`)),
  ).flat()
  const written = all.filter((stop) => stop >= least && stop <= most && (!isWhole(kind) || Number.isInteger(stop)))
  return [...new Set([least, ...written, most])].sort((p, q) => p - q)
}

const inside = (value: number, [least, most]: Reach): number => Math.max(least, Math.min(most, value))

/** The stop nearest to a position. */
export function valueAt(one: Scaled, reach: Reach, position: number): number {
  if (!isLogarithmic(one)) return inside(Math.round(position), reach)
  const all = stops(one, reach)
  const away = (stop: number): number => Math.abs(Math.log10(stop) - position)
  return all.reduce((nearest, stop) => (away(stop) < away(nearest) ? stop : nearest))
}

/** The value so many stops further; below the first stop there is none. */
export function valueAfter(one: Scaled, reach: Reach, value: number, by: number): number {
  if (!isLogarithmic(one)) return inside(value + by, reach)
  if (by < 0 && value < reach[0]) return value
  const all = stops(one, reach)
  const at = by > 0 ? all.findLastIndex((stop) => stop <= value) : all.findIndex((stop) => stop >= value)
  return all[Math.max(0, Math.min(all.length - 1, at + by))] ?? value
}

/** How many stops further a key of a slider goes. */
export const keySteps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/** A typed text as a value; null where it is none. */
export function typedValue({ kind }: Scaled, text: string): number | null {
  const value = Number(text.replace(',', '.').replace('−', '-').replaceAll('_', ''))
  return text.trim() !== '' && fits(kind, value) ? value : null
}

/** What a hyperparameter of a kind can be, as a sentence. */
export const neededOf = ({ kind }: Scaled): string =>
  isWhole(kind) ? `Write a whole number, ${kind === 'seed' ? 0 : 1} or more.` : 'Write a number, such as 0.01.'
