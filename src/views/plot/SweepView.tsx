import { useMemo, useRef, useState } from 'react'
import type { Trace } from '../../core/trace.ts'
import { plainNumber } from '../../scene/number.ts'
import { type SweepRequest, sweepOf } from '../../scene/sweep.ts'
import { SweepAxisView } from './SweepAxisView.tsx'
import { SweepCurveView } from './SweepCurveView.tsx'
import { SweepHeads } from './SweepHeads.tsx'
import { SweepSlopeView } from './SweepSlopeView.tsx'
import { marksOf } from './sweepLabels.ts'
import { layoutOf } from './sweepLayout.ts'
import { useBox } from './useBox.ts'
import { type OnNumber, useSweepDrag } from './useSweepDrag.ts'
import './sweep.css'

/** What is swept, of which passes, and who hears of a number that is dragged. */
export interface SweepViewProps {
  /** The traces of all passes of a run. */
  readonly traces: readonly Trace[]
  readonly request: SweepRequest
  /** Null where the number may not be changed. */
  readonly onNumber: OnNumber | null
}

/** Numbers of a program over one of its numbers, which can be dragged: curves, the tangent, the slope below, the walk of gradient descent. It fills its container; nothing where there is nothing to sweep. */
export function SweepView({ traces, request, onNumber }: SweepViewProps) {
  const frame = useRef<HTMLDivElement>(null)
  const ruler = useRef<HTMLSpanElement>(null)
  const box = useBox(frame, ruler)
  const [held, hold] = useState<readonly [number, number] | null>(null)
  const sweep = useMemo(
    () => sweepOf(traces, held === null ? request : { ...request, reach: held }),
    [traces, request, held],
  )
  const layout = useMemo(() => (sweep === null ? null : layoutOf(sweep, box)), [sweep, box])
  const marks = useMemo(
    () => (sweep === null || layout === null ? [] : sweep.curves.map((_, i) => marksOf(sweep, i, layout))),
    [sweep, layout],
  )
  const drag = useSweepDrag(sweep, layout, onNumber, hold)
  return (
    <div className="sweep" ref={frame}>
      <div className="sweep-sheet">
        <span className="sweep-ruler" ref={ruler} />
        {sweep !== null && layout !== null && (
          <>
            <svg role="img" aria-label={sweep.says} width={box.width} height={box.height}>
              <SweepAxisView sweep={sweep} layout={layout} />
              {sweep.curves.map((curve, i) => (
                <SweepCurveView
                  key={`${curve.node}-${curve.entry}`}
                  sweep={sweep}
                  layout={layout}
                  panel={layout.values[i]!}
                  curve={curve}
                  marks={marks[i]!}
                />
              ))}
              {sweep.derivative !== null && layout.slope !== null && (
                <SweepSlopeView sweep={sweep} slope={sweep.derivative} layout={layout} panel={layout.slope} />
              )}
            </svg>
            <SweepHeads sweep={sweep} layout={layout} />
            {sweep.axis.literal !== null && onNumber !== null && (
              <div
                className="sweep-slider"
                role="slider"
                tabIndex={0}
                aria-label={`Drag ${sweep.axis.written.plain}`}
                aria-valuemin={sweep.axis.range[0]}
                aria-valuemax={sweep.axis.range[1]}
                aria-valuenow={sweep.current.x}
                aria-valuetext={`${sweep.axis.written.plain} = ${plainNumber(sweep.current.x)}`}
                style={{ left: layout.x(sweep.current.x) }}
                {...drag}
              />
            )}
          </>
        )}
      </div>
    </div>
  )
}
