import { type KeyboardEvent, type MouseEvent, type PointerEvent, useCallback, useMemo, useRef, useState } from 'react'
import type { Trace } from '../../core/trace.ts'
import type { OpenGroups } from '../../scene/fold.ts'
import { type EdgeMark, type Marks, marksAt } from '../../scene/marks.ts'
import type { Part } from '../../scene/parts.ts'
import { pictureOf } from '../../scene/picture.ts'
import { partMarks } from '../../scene/slow.ts'
import type { EdgeShape, NodeShape } from '../../scene/structure.ts'
import { plainName, symbolsOf } from '../../scene/symbols.ts'
import { edgesOnPaths } from '../../scene/users.ts'
import { usePrepared } from '../usePrepared.ts'
import { Captions } from './Captions.tsx'
import { ChipGlyph, placedChip } from './Chip.tsx'
import { edgeDrawings } from './EdgeGlyph.tsx'
import { Edges } from './Edges.tsx'
import { Flow } from './Flow.tsx'
import { GroupGlyph } from './GroupGlyph.tsx'
import { digitWidth, openedWeight } from './NodeGlyph.tsx'
import { Nodes, type Pointing } from './Nodes.tsx'
import { NumberField } from './NumberField.tsx'
import { nodeDrawings } from './nodeDrawings.ts'
import { useNumberDrag } from './useNumberDrag.ts'
import { useViewport } from './useViewport.ts'
import './graph.css'

/** What the graph shows and tells. */
export interface GraphViewProps {
  readonly trace: Trace
  readonly cursor: number
  /** In slow motion: the part of the step after the cursor that is shown, else null. */
  readonly part: Part | null
  /** Whether it is to be read from the last row: nothing on it but the picture, and never smaller than is readable there. */
  readonly projected: boolean
  readonly hover: number | null
  /** Which entry of the node that is pointed at, or null for all of it. */
  readonly hoverEntry: number | null
  /** Which entry of the selected tensor is chosen, or null for all of it. */
  readonly entry: number | null
  readonly selected: number | null
  /** The edges of the path that is pointed at. */
  readonly lit: readonly string[]
  /** The sample shown where several stand side by side, or null for all. */
  readonly sample: number | null
  /** The groups the reader has opened, or null where the picture decides. */
  readonly open: OpenGroups
  /** Whether numbers of leaves may be changed. */
  readonly editable: boolean
  readonly onOpen: (group: number) => void
  readonly onHover: (node: number | null, entry?: number | null) => void
  /** A node was clicked. */
  readonly onNode: (node: number) => void
  /** The gradient of a node was clicked: its whole chain is asked for. */
  readonly onChain: (node: number, entry?: number | null) => void
  /** A number of a leaf was changed; `gesture` is the same for all changes of one drag. */
  readonly onNumber: (node: number, entry: number, text: string, gesture: number) => void
}

/** The ends of the wire that each weight stands on. */
const wireEnds = (edges: readonly EdgeShape[]): ReadonlyMap<number, readonly [number, number]> =>
  new Map(edges.flatMap(({ weight, from, to }) => (weight === null ? [] : [[weight, [from, to] as const]])))

const liveliness: readonly EdgeMark['state'][] = [
  'idle',
  'value',
  'gradient',
  'tangent',
  'now-value',
  'now-gradient',
  'now-tangent',
]

/** The marks of all edges, those of a bundle by the liveliest of them, without numbers. */
export function bundledMarks(edges: readonly EdgeShape[], marks: readonly EdgeMark[]): readonly EdgeMark[] {
  if (edges.every(({ bundle }) => bundle === undefined)) return marks
  const best = new Map<string, EdgeMark>()
  edges.forEach(({ bundle }, i) => {
    const mark = marks[i]!
    if (bundle === undefined) return
    const before = best.get(bundle)
    if (before === undefined || liveliness.indexOf(mark.state) > liveliness.indexOf(before.state))
      best.set(bundle, { ...mark, sign: '', chip: null })
  })
  return marks.map((mark, i) => best.get(edges[i]!.bundle ?? '') ?? mark)
}

/** The smallest text of a projected picture, in its own units: of a tensor's entries, or of numbers and names. */
const smallestText = (shapes: readonly NodeShape[]): number => (shapes.some(({ shape }) => shape !== '') ? 15.5 : 17)

/** How wide a character of a projected tensor's entries is, about. */
const projectedDigit = 9

/** How wide the sign on an edge is. */
const signSize = 15

/** The computation graph at a cursor. */
export function GraphView({
  trace,
  cursor,
  part,
  projected,
  hover,
  hoverEntry,
  entry,
  selected,
  lit,
  sample,
  open: opened,
  editable,
  onOpen,
  onHover,
  onNode,
  onChain,
  onNumber,
}: GraphViewProps) {
  const svg = useRef<SVGSVGElement>(null)
  const content = useRef<SVGGElement>(null)
  const { layout, shapes, edges, captions, groups } = useMemo(
    () => pictureOf(trace, sample, opened),
    [trace, sample, opened],
  )
  const make = useCallback((of: Trace, at: number, last: Marks | null) => marksAt(of, at, sample, last), [sample])
  const whole = usePrepared(make, trace, cursor)
  const marks = useMemo(
    () => (part === null ? whole : partMarks(whole, trace, cursor, part)),
    [whole, trace, cursor, part],
  )
  const ends = useMemo(() => wireEnds(edges), [edges])
  const symbols = symbolsOf(trace.graph)
  const [open, setOpen] = useState<{ node: number; entry: number; typed: string } | null>(null)
  const [focus, setFocus] = useState(0)
  const edgeDrawn = useMemo(() => edgeDrawings(trace, edges), [trace, edges])
  const nodes = trace.graph.nodes
  const nodeDrawn = useMemo(
    () => nodeDrawings(trace.graph, { shapes, layout }, sample, projected ? projectedDigit : digitWidth),
    [trace, shapes, layout, sample, projected],
  )
  const tabbed = focus < shapes.length ? focus : 0
  const pointing = useMemo(
    (): Pointing => ({ hover, hoverEntry, selected, entry, focus: tabbed }),
    [hover, hoverEntry, selected, entry, tabbed],
  )
  const near = useMemo(
    () =>
      new Set(
        [...ends].flatMap(([weight, [from, to]]) =>
          shapes[weight]!.look === 'sign' && [from, to].some((end) => end === hover || end === marks.current)
            ? [weight]
            : [],
        ),
      ),
    [ends, shapes, hover, marks],
  )
  const boxes = useMemo(
    () => shapes.map((shape, i) => ({ ...layout.positions[i]!, width: shape.width, height: shape.height })),
    [shapes, layout],
  )
  // a new box with every step, so that each brings its node into the frame
  const current = useMemo(() => (marks.current === null ? null : { ...boxes[marks.current]! }), [marks, boxes])
  const { fit, zoomBy } = useViewport(svg, content, layout, current, projected ? smallestText(shapes) : null)

  const chosen = useMemo(
    () => (lit.length > 0 ? new Set(lit) : selected === null ? new Set<string>() : edgesOnPaths(trace, selected)),
    [trace, selected, lit],
  )
  const latest = useRef(nodes)
  latest.current = nodes
  const canEdit = useCallback(
    (node: number, entry: number) => {
      const leaf = latest.current[node]
      return editable && leaf?.kind === 'leaf' && leaf.literals[entry] != null
    },
    [editable],
  )
  const edit = useCallback((node: number, entry: number, typed = '') => setOpen({ node, entry, typed }), [])
  const press = useNumberDrag(latest, onNumber, edit)

  const nodeOf = (target: EventTarget): number | null => {
    const element = target instanceof Element ? target.closest('[data-node]') : null
    return element === null ? null : Number(element.getAttribute('data-node'))
  }
  /** The entry of a tensor that is under the pointer; null where the node is one number. */
  const entryOf = (target: EventTarget): number | null => {
    const node = nodeOf(target)
    const element = target instanceof Element ? target.closest('[data-at]') : null
    const several = node !== null && (nodes[node]?.value.data.length ?? 1) > 1
    return element === null || !several ? null : Number(element.getAttribute('data-at'))
  }
  const click = (event: MouseEvent) => {
    const node = nodeOf(event.target)
    if (node === null) return
    setFocus(node)
    if (event.target instanceof Element && event.target.closest('.entries.gradient, .bucket') !== null) {
      onChain(node, entryOf(event.target))
      return
    }
    if (!(event.target instanceof Element && event.target.closest('[data-editable]') !== null)) onNode(node)
  }
  const key = (event: KeyboardEvent) => {
    const node = nodeOf(event.target)
    if (node === null) return
    const changeable = canEdit(node, 0)
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const next = Math.min(nodes.length - 1, Math.max(0, node + (event.key === 'ArrowDown' ? 1 : -1)))
      setFocus(next)
      svg.current?.querySelector<SVGGElement>(`[data-node="${next}"]`)?.focus()
    } else if (event.key === 'Enter' && changeable) edit(node, 0)
    else if (changeable && /^[\d.-]$/.test(event.key) && !event.ctrlKey && !event.metaKey) edit(node, 0, event.key)
    else if (event.key === 'Enter') onNode(node)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const bundled = useMemo(() => bundledMarks(edges, marks.edges), [edges, marks])
  const chipEdge = marks.edges.findIndex((mark) => mark.chip !== null)
  const chip =
    chipEdge < 0 || edges[chipEdge]!.look === 'none' || edges[chipEdge]!.bundle !== undefined
      ? null
      : placedChip(
          marks.edges[chipEdge]!.chip,
          edges[chipEdge]!.points,
          [
            ...boxes.map((each, i) =>
              i === marks.current && shapes[i]!.look === 'sign' ? { ...each, ...openedWeight } : each,
            ),
            ...edgeDrawn.flatMap(({ sign }, i) =>
              sign === null || i === chipEdge || marks.edges[i]!.sign === ''
                ? []
                : [{ x: sign[0], y: sign[1], width: signSize, height: signSize }],
            ),
          ],
          layout,
          projected,
        )

  return (
    <div className="graph-view" data-walking={marks.current !== null}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset */}
      <svg
        ref={svg}
        role="group"
        aria-label="Computation graph. Up and down go from node to node, Enter changes a leaf's number or jumps to the node's step."
        onClick={click}
        onKeyDown={key}
        onPointerOver={(event: PointerEvent) => onHover(nodeOf(event.target), entryOf(event.target))}
        onPointerLeave={() => onHover(null)}
      >
        <g ref={content}>
          <Edges drawings={edgeDrawn} marks={bundled} chosen={chosen} />
          {groups.map((group) => (
            <GroupGlyph key={group.key} group={group} current={marks.current} onOpen={onOpen} />
          ))}
          <Captions captions={captions} />
          <Nodes
            drawings={nodeDrawn}
            marks={marks.nodes}
            pointing={pointing}
            near={near}
            canEdit={canEdit}
            onPress={press}
          />
          <Flow trace={trace} cursor={cursor} part={part} edges={edges} drawings={edgeDrawn} />
          {chip !== null && <ChipGlyph chip={chip} />}
        </g>
      </svg>
      {!projected && (
        <div className="zoom-buttons">
          <button type="button" className="button" onClick={() => zoomBy(1.25)} aria-label="Zoom in">
            +
          </button>
          <button type="button" className="button" onClick={() => zoomBy(0.8)} aria-label="Zoom out">
            −
          </button>
          <button
            type="button"
            className="button"
            onClick={fit}
            title="All of the picture, and back to a readable size"
          >
            Fit
          </button>
        </div>
      )}
      {open !== null && (
        <NumberField
          key={`${open.node}:${open.entry}`}
          svg={svg}
          node={open.node}
          entry={open.entry}
          typed={open.typed}
          value={nodes[open.node]?.value.data[open.entry] ?? 0}
          name={plainName(symbols, open.node)}
          onCommit={(text) => onNumber(open.node, open.entry, text, Math.random())}
          onClose={(move) => {
            const next = open.entry + move
            if (move !== 0 && canEdit(open.node, next)) setOpen({ node: open.node, entry: next, typed: '' })
            else {
              setOpen(null)
              svg.current?.querySelector<SVGGElement>(`[data-node="${open.node}"]`)?.focus()
            }
          }}
        />
      )}
    </div>
  )
}
