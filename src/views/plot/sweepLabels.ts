import type { Written } from '../../core/notation.ts'
import { plainNumber } from '../../scene/number.ts'
import type { Point } from '../../scene/plot.ts'
import type { Sweep, SweepCurve } from '../../scene/sweep.ts'
import { along, around, type Ground, type LabelBox, type Place, placedLabel } from './labelPlace.ts'
import { type PanelPlace, type SweepLayout, widthOf } from './sweepLayout.ts'
import { type DrawnStep, type DrawnStop, stepsOf, stopsOf } from './walkPlace.ts'

/** A tangent as it is drawn, and its slope where there is room to write it. */
export interface DrawnTangent {
  readonly from: Place
  readonly to: Place
  readonly text: string
  readonly label: LabelBox | null
}

/** What is drawn over a curve, each thing with the place of its label. */
export interface CurveMarks {
  readonly tangent: DrawnTangent | null
  readonly steps: readonly (DrawnStep & { readonly text: string; readonly label: LabelBox | null })[]
  readonly stops: readonly (DrawnStop & { readonly shown: readonly number[]; readonly label: LabelBox | null })[]
}

const mostNamed = 10
/** How much of the lines a label may cover, in stretches of five pixels. */
const mostCovered = 4
const mostTogether = 3

/** How the stops of one place are named: all, or of many the first and the last. */
const named = (passes: readonly number[]): readonly number[] =>
  passes.length <= mostTogether ? passes : [passes[0]!, passes.at(-1)!]

/** The width of w₀, w₁. */
const stopsWidth = (sweep: Sweep, count: number, em: number): number =>
  count * ((sweep.axis.label === null ? 0 : [...sweep.axis.label.base].length + 0.6) + 1) * 0.62 * em

/** The tangent at a point: as long in the picture whatever its slope, cut where it leaves the frame. */
function tangentAt(
  { y: now, slope }: SweepCurve,
  x: number,
  layout: SweepLayout,
  panel: PanelPlace,
): [Place, Place] | null {
  const at: Place = [layout.x(x), panel.y(now)]
  if (!Number.isFinite(slope) || !Number.isFinite(at[1])) return null
  const [dx, dy] = [layout.x(x + 1) - at[0], panel.y(now + slope) - at[1]]
  const length = Math.min(9 * layout.em, (layout.right - layout.left) / 5) / Math.hypot(dx, dy)
  const end = (sign: number): Place => {
    const reach = [length]
    // no farther than the frame
    const [tx, ty] = [sign * dx, sign * dy]
    if (tx > 0) reach.push((layout.right - at[0]) / tx)
    if (tx < 0) reach.push((layout.left - at[0]) / tx)
    if (ty > 0) reach.push((panel.height - at[1]) / ty)
    if (ty < 0) reach.push(-at[1] / ty)
    const far = Math.max(0, Math.min(...reach))
    return [at[0] + tx * far, at[1] + ty * far]
  }
  return [end(-1), end(1)]
}

const inFrame = ([x, y]: Place, layout: SweepLayout, panel: PanelPlace): boolean =>
  x >= layout.left - 1 && x <= layout.right + 1 && y >= -1 && y <= panel.height + 1

/** A curve in pixels, every few of them, so that labels can stay off it. */
export const curveLine = (pieces: readonly (readonly Point[])[], layout: SweepLayout, panel: PanelPlace): Place[] =>
  pieces.flatMap((piece) =>
    piece.slice(1).flatMap(([right, high], i) => {
      const [left, low] = piece[i]!
      const ends: [Place, Place] = [
        [layout.x(left), panel.y(low)],
        [layout.x(right), panel.y(high)],
      ]
      return ends.every((end) => !inFrame(end, layout, panel)) ? [] : [...along(...ends)]
    }),
  )

/** The width of J = 8, the least that the head of a part says. */
export const headWidth = (written: Written, value: number, em: number): number =>
  widthOf(`${written.plain} = ${plainNumber(value)}`, 1.15 * em)

/** Where the head of a part goes that is too low to have a line for it: over the plot, off the point where it stands, where least of the curve is. Null for a part that has a line. */
export function lowHeadPlace(
  pieces: readonly (readonly Point[])[],
  [x, y]: Place,
  width: number,
  layout: SweepLayout,
  panel: PanelPlace,
): LabelBox | null {
  if (panel.head > 0) return null
  const height = Math.min(panel.height, 1.4 * layout.em)
  const ground: Ground = {
    lines: curveLine(pieces, layout, panel),
    boxes: [{ x, y, width: 0.9 * layout.em, height: 0.9 * layout.em }],
    left: layout.left,
    right: layout.width,
    height: panel.height,
  }
  const [left, right] = [layout.left + width / 2 + 4, layout.right - width / 2]
  const heights = [height / 2, panel.height - height / 2]
  const centres = [left, (left + right) / 2, right].flatMap((p) => heights.map((q): Place => [p, q]))
  return placedLabel(centres, { width, height }, ground)
}

/** Everything that is drawn over a curve of a sweep; the last curve has the walk on it. */
export function marksOf(sweep: Sweep, which: number, layout: SweepLayout): CurveMarks {
  const [curve, panel] = [sweep.curves[which]!, layout.values[which]!]
  const { em } = layout
  const main = which === sweep.curves.length - 1
  const steps = main ? stepsOf(sweep, layout.x, panel.y, 0.5 * em) : []
  const stops = main ? stopsOf(sweep, layout.x, panel.y) : []
  const line = tangentAt(curve, sweep.current.x, layout, panel)
  const now: Place = [layout.x(sweep.current.x), panel.y(curve.y)]
  const boxes: LabelBox[] = stops.map(({ at: [x, y] }) => ({ x, y, width: 6, height: 6 }))
  if (stops.length === 0) boxes.push({ x: now[0], y: now[1], width: 6, height: 6 })
  const head = lowHeadPlace(curve.pieces, now, headWidth(curve.written, curve.y, em), layout, panel)
  if (head !== null) boxes.push(head)
  const lines = [
    ...curveLine(curve.pieces, layout, panel),
    ...(line === null ? [] : along(...line)),
    ...steps.flatMap(({ from, turn, to }) => [...along(from, turn), ...along(turn, to)]),
  ]
  const height = 1.25 * em
  const place = (centres: readonly Place[], width: number, most = mostCovered): LabelBox | null => {
    const ground: Ground = { lines, boxes, left: layout.left + 2, right: layout.width, height: panel.height }
    const found = panel.height < 2.6 * em ? null : placedLabel(centres, { width, height }, ground, most)
    if (found !== null) boxes.push(found)
    return found
  }
  const placed = stops.map((stop, i) => {
    const shown = named(stop.passes)
    const skip = (stops.length > mostNamed && i > 0 && stop.state === 'past') || !inFrame(stop.at, layout, panel)
    const width = stopsWidth(sweep, shown.length, em)
    return { ...stop, shown, label: skip ? null : place(around(stop.at, width, height, 0.5 * em), width) }
  })
  const tangent = (): DrawnTangent | null => {
    if (line === null) return null
    const text = `slope ${plainNumber(curve.slope)}`
    const width = widthOf(text, em)
    const ends = [...line].reverse().flatMap((end) => around(end, width, height, 0.5 * em))
    return { from: line[0], to: line[1], text, label: place(ends, width) }
  }
  const drawn = tangent()
  const walked = steps.map((step) => {
    if (!step.next || sweep.next === null) return { ...step, text: '', label: null }
    const [middle, y] = [(step.from[0] + step.turn[0]) / 2, step.from[1]]
    // in full, or where there is no room only what it comes to
    for (const text of [sweep.next.text, sweep.next.text.replace(/^.*= /, '')]) {
      const width = widthOf(text, em)
      const centres = [0.9, 1.5, 2.4, 3.4, 4.6].flatMap((far): Place[] => [
        [middle, y - far * height],
        [middle, y + far * height],
        [step.turn[0] + width / 2 + 8, y - (far - 0.9) * height],
        [step.turn[0] - width / 2 - 8, y - (far - 0.9) * height],
      ])
      const label = place(centres, width)
      if (label !== null) return { ...step, text, label }
    }
    return { ...step, text: '', label: null }
  })
  return { tangent: drawn, steps: walked, stops: placed }
}
