import type { Trace } from '../core/trace.ts'
import { type Conventions, programConventions } from '../scene/conventions.ts'
import { type DataRequest, dataPlotOf } from '../scene/data-plot.ts'
import { atLevel, carried, inForwardMode } from '../scene/levels.ts'
import { mutantOf, planted } from '../scene/planted.ts'
import { samplesIn } from '../scene/samples.ts'
import { typesetIn } from '../scene/signs.ts'
import type { SweepRequest } from '../scene/sweep.ts'
import { type BoardLine, boardOf } from './board.ts'
import { dataRequestOf } from './data-request.ts'
import type { Beat } from './lesson.ts'
import { plotted } from './plotted.ts'
import { spotOf } from './spot.ts'
import { type Stop, stopsOf } from './stops.ts'

/** A picture of a beat: a graph at a step, the samples with the model’s line, a curve, or the lines of a derivation. */
export type Picture =
  | { readonly kind: 'graph'; readonly trace: Trace; readonly cursor: number; readonly sample: number | null }
  | { readonly kind: 'data'; readonly trace: Trace; readonly cursor: number; readonly request: DataRequest }
  | { readonly kind: 'curve'; readonly traces: readonly Trace[]; readonly request: SweepRequest }
  | { readonly kind: 'board'; readonly lines: readonly BoardLine[] }

/** What a beat shows at one of its stops: the run that its words are about, and the trace and the pictures on screen. */
export interface View {
  readonly passes: readonly Trace[]
  readonly trace: Trace
  readonly cursor: number
  readonly pictures: readonly Picture[]
}

/** Where a beat is looked at: where its question is asked, or at its end. */
export type Look = 'asked' | 'end'

/** What a beat shows to a reader who has no conventions of their own; null where its program did not come so far. */
export function viewOf(beat: Beat, traces: readonly Trace[], look: Look): View | null {
  const { show = {}, pass = 0 } = beat
  const conventions: Conventions = { ...programConventions, ...show.conventions }
  const passes = traces.map((trace) => typesetIn(trace, conventions))
  const tensors = passes[pass]
  if (tensors === undefined) return null
  const { base, trace } = traced(beat, tensors)
  const stops = stopsOf(beat, base, trace)
  const { cursor }: Stop = (look === 'asked' ? stops[0] : stops.at(-1)) ?? { cursor: 0, reveal: 2 }
  const { shown } = samplesIn(trace, show.sample ?? null)
  const data = show.data === undefined ? null : dataRequestOf(show.data, tensors)
  const at = carried(trace, cursor, tensors)
  const graph: Picture =
    data === null || dataPlotOf(tensors, at, data) === null
      ? { kind: 'graph', trace, cursor, sample: shown }
      : { kind: 'data', trace: tensors, cursor: at, request: data }
  if (show.board !== undefined)
    return { passes, trace, cursor, pictures: [{ kind: 'board', lines: boardOf(tensors, show.board) }] }
  const request = show.plot === undefined ? null : plotted(show.plot, tensors, pass)
  if (show.plot === undefined || request === null) return { passes, trace, cursor, pictures: [graph] }
  // the passes to come would answer the question
  const curve: Picture = { kind: 'curve', traces: look === 'asked' ? passes.slice(0, pass + 1) : passes, request }
  return { passes, trace, cursor, pictures: show.plot.beside ? [graph, curve] : [curve] }
}

/** The traces that a beat's moments are told in and shown in. */
function traced({ show = {} }: Beat, tensors: Trace): { readonly base: Trace; readonly trace: Trace } {
  const level = atLevel(tensors, show.level ?? 'tensor') ?? tensors
  const moving = show.moving === undefined ? null : spotOf(tensors, show.moving)
  if (moving !== null)
    return {
      base: inForwardMode(tensors, moving) ?? tensors,
      trace: inForwardMode(level, moving) ?? level,
    }
  return { base: tensors, trace: show.mistake === undefined ? level : planted(level, show.mistake) }
}

/** Whether two pictures show the same. */
export function isSamePicture(p: Picture, q: Picture): boolean {
  switch (p.kind) {
    case 'graph':
      return q.kind === 'graph' && p.trace === q.trace && p.cursor === q.cursor && p.sample === q.sample
    case 'data':
      return (
        q.kind === 'data' &&
        p.trace === q.trace &&
        p.cursor === q.cursor &&
        JSON.stringify(p.request) === JSON.stringify(q.request)
      )
    case 'curve':
      return (
        q.kind === 'curve' &&
        p.traces.length === q.traces.length &&
        p.traces.every((trace, i) => trace === q.traces[i]) &&
        JSON.stringify(p.request) === JSON.stringify(q.request)
      )
    case 'board':
      return q.kind === 'board' && JSON.stringify(p.lines) === JSON.stringify(q.lines)
  }
}

/** What is planted in a beat's backward pass, in words; null where nothing is. */
export const mistakeOf = ({ show }: Beat): string | null =>
  (show?.mistake === undefined ? undefined : mutantOf(show.mistake)?.name) ?? null
