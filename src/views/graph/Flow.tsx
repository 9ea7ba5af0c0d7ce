import { useEffect, useRef } from 'react'
import { edgeOf, nodeOf, type Trace } from '../../core/trace.ts'
import type { Part } from '../../scene/parts.ts'
import type { EdgeShape } from '../../scene/structure.ts'
import type { EdgeDrawing } from './EdgeGlyph.tsx'

const duration = 320

/** The motion of one step: values travel along the edges into a node, a contribution slides back along its edge. Only after a single step forward, and over at once when the next begins. */
export function Flow({
  trace,
  cursor,
  part,
  edges,
  drawings,
}: {
  readonly trace: Trace
  readonly cursor: number
  readonly part: Part | null
  readonly edges: readonly EdgeShape[]
  readonly drawings: readonly EdgeDrawing[]
}) {
  const group = useRef<SVGGElement>(null)
  const before = useRef({ trace, cursor, part })
  useEffect(() => {
    const last = before.current
    before.current = { trace, cursor, part }
    // in slow motion the product travels, and then only drops into the bucket
    const slides = part === 'multiply' && last.cursor === cursor && last.part !== 'multiply'
    const steps = part === null && cursor === last.cursor + 1 && last.part === null
    const step = slides ? trace.steps[cursor] : trace.steps[cursor - 1]
    if (
      last.trace !== trace ||
      !(slides || steps) ||
      step === undefined ||
      step.kind === 'seed' ||
      step.kind === 'nudge' ||
      step.kind === 'update'
    )
      return
    if (matchMedia('(prefers-reduced-motion: reduce)').matches || group.current === null) return
    const back = step.kind === 'contribution'
    const flow = edgeOf(step)
    const moving = edges.flatMap((edge, i) => {
      const along = flow === null ? edge.to === nodeOf(step) : edge.to === flow.user && edge.slot === flow.slot
      return along && edge.look !== 'none' ? [drawings[i]!.path] : []
    })
    const animations = moving.map((path) => {
      const dot = document.createElementNS('http://www.w3.org/2000/svg', 'circle')
      dot.setAttribute('r', '6')
      dot.setAttribute('class', back ? 'dot back' : step.kind === 'push' ? 'dot tangent' : 'dot')
      dot.style.offsetPath = `path("${path}")`
      group.current?.append(dot)
      const way = back ? ['100%', '0%'] : ['0%', '100%']
      const animation = dot.animate({ offsetDistance: way }, { duration, easing: 'cubic-bezier(0.3, 0, 0.2, 1)' })
      animation.onfinish = () => dot.remove()
      return { animation, dot }
    })
    return () => {
      for (const { animation, dot } of animations) {
        animation.cancel()
        dot.remove()
      }
    }
  }, [trace, cursor, part, edges, drawings])
  return <g ref={group} className="flow" />
}
