import type { EdgeMark } from '../../scene/marks.ts'
import { type Box, chipPlace } from './chipPlace.ts'
import type { Extent } from './useViewport.ts'

type Point = readonly [number, number]

/** The label of the edge that something flows along, with its place. */
export interface PlacedChip {
  readonly text: string
  readonly width: number
  readonly at: Point
}

const chipWidth = (text: string, projected: boolean): number => [...text].length * (projected ? 9.2 : 7.4) + 18

/** The label of the edge that something flows along: the whole multiplication where it covers no node, else its result. */
export function placedChip(
  chip: EdgeMark['chip'],
  points: readonly Point[],
  boxes: readonly Box[],
  picture: Extent,
  projected: boolean,
): PlacedChip | null {
  if (chip === null) return null
  const place = (text: string) => {
    const width = chipWidth(text, projected)
    return { text, width, ...chipPlace(points, width, 24, boxes, picture) }
  }
  const [whole, short] = [place(chip.whole), place(chip.short)]
  // what is projected says the multiplication once, in large letters: in the formula
  if (projected) return short.covers ? null : short
  return whole.covers ? short : whole
}

/** What flows along an edge now. */
export const ChipGlyph = ({ chip: { text, width, at } }: { readonly chip: PlacedChip }) => (
  <g className="chip" transform={`translate(${at[0]} ${at[1]})`}>
    <rect x={-width / 2} y={-12} width={width} height={24} rx={12} />
    <text y={5} textAnchor="middle">
      {text}
    </text>
  </g>
)
