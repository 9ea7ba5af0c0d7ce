import { scaleLinear } from 'd3-scale'

/** The numbers at a linear axis of heights, so many at most or a few more. */
const spread = (low: number, high: number, room: number): readonly number[] => {
  const ticks = scaleLinear([low, high], [0, 1]).ticks(room)
  const every = ticks.length <= room + 2 ? 1 : Math.ceil(ticks.length / room)
  return ticks.filter((_, i) => i % every === 0)
}

/** 1, 2 and 5 times the powers of ten from one number to another. */
function series(low: number, high: number): readonly number[] {
  const first = Math.floor(Math.log10(low))
  return Array.from({ length: Math.floor(Math.log10(high)) - first + 1 }, (_, i) =>
    [1, 2, 5].map((step) => Number(`${step}e${first + i}`)),
  )
    .flat()
    .filter((tick) => tick >= low && tick <= high)
}

/** How much of a logarithmic axis may be spent on beginning with a number that one would write. */
const spent = 0.15

/** Where a logarithmic axis begins whose least height is `low`: at 1, 2 or 5 times a power of ten, unless that is too far below. */
export function beginning(low: number, high: number): number {
  const below = series(low / 10, low).at(-1) ?? low
  return Math.log(low / below) <= spent * Math.log(high / low) ? below : low
}

const isPower = (tick: number): boolean => /^1(0*|e[+-]\d+)$/.test(String(tick).replace(/^0\.0*/, ''))

/** The numbers at an axis of heights. A logarithmic one has powers of ten and the number it begins with; with fewer than two powers in view, or room enough, 1, 2 and 5 times them. */
export function heightTicks(height: 'linear' | 'log', [low, high]: readonly [number, number], room: number) {
  if (height === 'linear') return spread(low, high, room)
  const all = series(low, high)
  if (all.length < 2) return spread(low, high, room)
  const powers = all.filter(isPower)
  if (powers.length < 2 || all.length <= room) return all
  const every = Math.ceil(powers.length / room)
  const shown = powers.filter((_, i) => i % every === 0)
  const [begin] = all
  const step = Math.log(high / low) / room
  const fits = begin !== undefined && shown[0] !== undefined && Math.log(shown[0] / begin) >= 0.7 * step
  return fits ? [begin, ...shown] : shown
}
