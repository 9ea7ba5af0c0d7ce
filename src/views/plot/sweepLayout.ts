import { scaleLinear } from 'd3-scale'
import type { Written } from '../../core/notation.ts'
import { plainNumber } from '../../scene/number.ts'
import type { Sweep } from '../../scene/sweep.ts'
import type { Box } from './useBox.ts'

/** A scale: from a number to pixels. */
export type Scale = (value: number) => number

/** One part of the picture: a curve over the shared axis. `top` and `height` are those of its plot, `head` is the height of the line above it. */
export interface PanelPlace {
  readonly top: number
  readonly height: number
  readonly head: number
  readonly y: Scale
  readonly ticks: readonly number[]
}

/** Where everything is, in pixels. */
export interface SweepLayout extends Box {
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly x: Scale
  readonly invert: Scale
  readonly ticks: readonly number[]
  readonly values: readonly PanelPlace[]
  readonly slope: PanelPlace | null
}

/** The width of a text of so many letters, about. */
export const widthOf = (text: string, em: number): number => [...text].length * em * 0.6

/** Whether a formula is higher than a line, having a fraction. */
export const isHigh = (formula: Written | null): boolean => formula?.tex.includes('frac') ?? false

/** The tag on the axis with the number that it stands for now, by its middle and half its width. */
export function tagOf({ current }: Sweep, { x, em, width }: Omit<SweepLayout, 'values' | 'slope'>) {
  const half = widthOf(plainNumber(current.x), em) / 2 + 0.75 * em
  return { half, centre: Math.max(half, Math.min(width - half, x(current.x))) }
}

/** Where the name of the axis ends: at the end of the axis, or before the tag where that stands there. */
export function axisNameEnd(sweep: Sweep, layout: SweepLayout): number {
  const { half, centre } = tagOf(sweep, layout)
  const start = layout.right - axisNameWidth(sweep, layout.em)
  return centre + half > start && sweep.current.x <= sweep.axis.range[1]
    ? centre - half - 0.3 * layout.em
    : layout.right
}

/** The width of the name of the axis, about. */
export const axisNameWidth = ({ axis }: Sweep, em: number): number => widthOf(axis.written.plain, em) + 0.5 * em

/** Lays out the parts one under the other: the last curve the highest, its slope at the bottom. */
export function layoutOf({ axis, curves, derivative }: Sweep, box: Box): SweepLayout {
  const { width, height, em } = box
  const bottom = Math.max(0, height - 2.3 * em)
  const gap = 0.5 * em
  const ranges = [...curves.map(({ range }) => range), ...(derivative === null ? [] : [derivative.range])]
  const weights = ranges.map((_, i) => (i === curves.length - 1 ? 1.8 : i < curves.length ? 1 : 1.1))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const free = Math.max(0, bottom - gap * (ranges.length - 1) - 0.3 * em)
  let top = 0.3 * em
  const places = ranges.map((range, i): PanelPlace => {
    const part = (free * weights[i]!) / whole
    const high = i >= curves.length || isHigh(curves[i]!.formula)
    const head = part < 3.6 * em ? 0 : high && part > 10 * em ? 2.7 * em : 1.75 * em
    const place = { top: top + head, height: Math.max(1, part - head), head }
    top += part + gap
    // room for a dot on the edge
    const rim = Math.min(0.5 * em, place.height / 4)
    const y = scaleLinear(range, [place.height - rim, rim])
    const count = Math.floor(place.height / (2.2 * em))
    return { ...place, y, ticks: count < 1 ? y.ticks(1).filter((tick) => tick === 0) : y.ticks(Math.min(6, count)) }
  })
  const widest = Math.max(1, ...places.flatMap(({ ticks }) => ticks.map((tick) => [...plainNumber(tick)].length)))
  const left = 0.62 * em * widest + 0.9 * em
  const right = Math.max(left + 1, width - 0.9 * em)
  const x = scaleLinear(axis.range, [left, right])
  return {
    ...box,
    left,
    right,
    bottom: places.length === 0 ? bottom : places.at(-1)!.top + places.at(-1)!.height,
    x,
    invert: (pixel) => x.invert(pixel),
    ticks: x.ticks(Math.max(2, Math.min(12, Math.floor((right - left) / (4 * em))))),
    values: places.slice(0, curves.length),
    slope: derivative === null ? null : places.at(-1)!,
  }
}
