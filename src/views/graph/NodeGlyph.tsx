import { memo, type PointerEvent } from 'react'
import type { Node } from '../../core/graph.ts'
import { entriesOf, type NodeMark } from '../../scene/marks.ts'
import { fullNumber } from '../../scene/number.ts'
import { shapeText } from '../../scene/quantity.ts'
import { type NodeShape, sizes } from '../../scene/structure.ts'
import { Entries } from './Entries.tsx'
import { LabelText, labelRise } from './LabelText.tsx'
import { Ring } from './Ring.tsx'

/** What of a node's drawing stays the same while its trace does. */
export interface NodeDrawing {
  readonly shape: NodeShape
  readonly x: number
  readonly y: number
  readonly name: string
  readonly node: Node
  /** Which entry the first number is, where only one sample is shown. */
  readonly first: number
  /** How wide a character of its entries is, about. */
  readonly digit: number
}

/** How wide a character of a tensor's entries is, about. */
export const digitWidth = 7.3

/** What can be done to a number of a leaf. */
export interface NodeHands {
  readonly canEdit: (node: number, entry: number) => boolean
  readonly onPress: (node: number, entry: number, event: PointerEvent<SVGElement>) => void
}

/** One node of the picture: its box, its value above, its gradient below. */
interface NodeGlyphProps extends NodeHands {
  readonly drawing: NodeDrawing
  readonly mark: NodeMark
  readonly hovered: boolean
  /** The entry that is pointed at, or null. */
  readonly over: number | null
  readonly selected: boolean
  /** Whether the wire of this weight is the one the step or the pointer is about. */
  readonly near: boolean
  readonly focusable: boolean
}

const { box } = sizes

/** The outline of a box: a unit is one capsule of two halves. */
function outline(look: NodeShape['look'], kind: NodeShape['kind'], width: number, height: number): string {
  const r =
    look !== 'box' ? (look === 'bias' ? 3 : height / 2) : kind === 'loss' ? height / 2 : kind === 'operation' ? 8 : 3
  const [left, right] = [look === 'activation' ? 0 : r, look === 'sum' ? 0 : r]
  const [x, y] = [width / 2, height / 2]
  const corner = (radius: number, dx: number, dy: number): string =>
    radius === 0 ? '' : `a${radius} ${radius} 0 0 1 ${dx * radius} ${dy * radius}`
  return [
    `M${-x + left} ${-y}H${x - right}${corner(right, 1, 1)}V${y - right}${corner(right, -1, 1)}`,
    `H${-x + left}${corner(left, -1, -1)}V${-y + left}${corner(left, 1, -1)}Z`,
  ].join('')
}

/** The room that a weight takes that is shown by its sign until it is pointed at. */
export const openedWeight = { width: 70, height: 36 } as const

/** All digits of a value, for the hover, and how to change it. */
function hintOf(name: string, node: Node, { value: shown, learned }: NodeMark, editable: boolean): string {
  if (shown === null) return name
  const { value } = node
  const digits =
    value.data.length > 16
      ? `shape ${shapeText(value.shape)}`
      : Array.from(value.data, (v) => fullNumber(v, value.dtype)).join(', ')
  if (learned) return `${name} = ${entriesOf(shown).join(', ')} after this update; in this pass it was ${digits}`
  return `${name} = ${digits}${editable ? ' — drag the number or click it to change it' : ''}`
}

/** Drawn anew only when one of its properties is another. */
export const NodeGlyph = memo(function NodeGlyph({
  drawing,
  mark,
  hovered,
  over,
  selected,
  near,
  focusable,
  canEdit,
  onPress,
}: NodeGlyphProps) {
  const { shape, x, y, name, node, first, digit } = drawing
  const { index, kind, label, boxWidth, look } = shape
  const scalar = shape.shape === ''
  const compact = look === 'weight' || look === 'sign' || look === 'bias'
  const bare = kind === 'constant' && label === null
  const width = look === 'sign' ? openedWeight.width : boxWidth
  const height = look === 'sign' ? openedWeight.height : compact ? shape.height : box
  const below = mark.gradient ?? mark.tangent
  const read = mark.tangent === null ? 'gradient' : 'tangent'
  const graded = below !== null
  const spoken = `${name}${bare ? '' : `, ${kind}`}${mark.value === null ? ', not computed yet' : `, value ${mark.value}`}${below === null ? '' : `, ${read} ${below}`}${mark.wrong ? ', the first wrong number' : ''}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG group cannot be a button element
    <g
      className="node"
      transform={`translate(${x} ${y})`}
      data-node={index}
      data-kind={kind}
      data-look={look}
      data-brief={look === 'sign' && !near}
      data-state={mark.state}
      data-lit={mark.lit}
      data-hover={hovered}
      data-selected={selected}
      data-wrong={mark.wrong}
      data-graded={mark.gradient !== null && mark.gradient !== 'None'}
      data-moved={mark.tangent !== null}
      role="button"
      tabIndex={focusable ? 0 : -1}
      aria-label={spoken}
    >
      <title>{hintOf(name, node, mark, canEdit(index, 0))}</title>
      {look === 'sign' && <WeightSign value={node.value.data[0] ?? 0} />}
      {mark.state === 'now' && <Ring width={width} height={height} />}
      <rect className="halo" x={-width / 2 - 4} y={-height / 2 - 4} width={width + 8} height={height + 8} rx={9} />
      {!bare && <path className="box" d={outline(look, kind, width, height)} />}
      {kind === 'parameter' && !compact && (
        <path className="learns" d={`M${-width / 2 + 6} ${box / 2 - 5}h${width - 12}`} />
      )}
      {bare || compact ? (
        <g transform={`translate(0 ${compact && graded ? -8 : 0})`}>
          <Entries
            digit={digit}
            entries={mark.value ?? ''}
            grid={null}
            scalar
            side="inside"
            read="value"
            editable={(entry) => !mark.learned && canEdit(index, entry)}
            onPointerDown={(entry, event) => onPress(index, entry, event)}
          />
        </g>
      ) : (
        <text className="label" y={5} textAnchor="middle">
          {label !== null && look !== 'activation' && <LabelText label={label} />}
          {shape.glyph !== '' && (look !== 'sum' || label === null) && (
            <tspan
              className="glyph"
              dx={label === null || look === 'activation' ? 0 : 5}
              dy={label === null || look === 'activation' ? 0 : labelRise(label)}
            >
              {shape.glyph}
            </tspan>
          )}
          {!scalar && look === 'box' && (
            <tspan className="shape" dx={6} dy={label !== null && shape.glyph === '' ? labelRise(label) : 0}>
              {shape.shape}
            </tspan>
          )}
        </text>
      )}
      {!bare && !compact && mark.value !== null && (
        <Entries
          first={first}
          digit={digit}
          entries={mark.value}
          grid={shape.grid}
          scalar={scalar}
          over={over}
          side="above"
          read="value"
          editable={(entry) => !mark.learned && canEdit(index, entry)}
          onPointerDown={(entry, event) => onPress(index, entry, event)}
        />
      )}
      {below !== null && compact && (
        <g transform="translate(0 8)">
          <Entries digit={digit} entries={below} grid={null} scalar side="inside" read={read} />
        </g>
      )}
      {below !== null && !compact && <Bucket drawing={drawing} mark={mark} gradient={below} read={read} over={over} />}
      {mark.wrong && (
        <text className="wrong-mark" x={width / 2 + 3} y={height / 2 + 18}>
          ✗
        </text>
      )}
    </g>
  )
})

/** The sign of a weight whose number is not shown. */
const WeightSign = ({ value }: { readonly value: number }) => (
  <g className="weight-sign">
    <circle r={6} />
    <path d={value > 0 ? 'M-3 0h6M0 -3v6' : value < 0 ? 'M-3 0h6' : 'M0 -2.5v5'} />
  </g>
)

/** The gradient below the box; while it is being added to, a bucket with the sum in it. */
function Bucket({
  drawing: { shape, first, digit },
  mark,
  gradient,
  read,
  over,
}: {
  readonly drawing: NodeDrawing
  readonly mark: NodeMark
  readonly gradient: string
  readonly read: 'gradient' | 'tangent'
  readonly over: number | null
}) {
  const open = mark.state === 'now' || (!mark.complete && gradient !== 'None')
  const scalar = shape.shape === ''
  if (gradient === 'None')
    return (
      <text className="none" y={box / 2 + 18} textAnchor="middle">
        None
      </text>
    )
  if (!scalar || !open)
    return (
      <Entries
        entries={gradient}
        grid={shape.grid}
        scalar={scalar}
        side="below"
        read={read}
        first={first}
        digit={digit}
        over={over}
      />
    )
  const text = mark.adding ?? gradient
  const width = Math.max(48, [...text].length * 1.13 * digit + 14)
  const top = box / 2 + 5
  return (
    <g className="bucket" data-read-as={read} data-complete={mark.complete}>
      <path className="pail" d={`M${-width / 2} ${top}v15q0 6 6 6h${width - 12}q6 0 6 -6v-15`} />
      {mark.adding === null ? (
        <Entries digit={digit} entries={gradient} grid={null} scalar side="below" read={read} />
      ) : (
        <text className="number adding" y={box / 2 + 18} textAnchor="middle" data-read="adding">
          {mark.adding}
        </text>
      )}
    </g>
  )
}
