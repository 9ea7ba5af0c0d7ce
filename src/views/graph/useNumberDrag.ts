import { type PointerEvent, type RefObject, useCallback, useRef } from 'react'
import type { Node } from '../../core/graph.ts'
import { dragStep, numberText } from './numberText.ts'

const pixelsPerStep = 5
let gestures = 0

/** Changes a leaf's number by dragging it sideways (up counts too); Shift makes it fine. A press without a drag is a click. Every change of one drag has the same gesture number. */
export function useNumberDrag(
  nodes: RefObject<readonly Node[]>,
  onNumber: (node: number, entry: number, text: string, gesture: number) => void,
  onClick: (node: number, entry: number) => void,
) {
  const tell = useRef(onNumber)
  tell.current = onNumber
  return useCallback(
    (node: number, entry: number, event: PointerEvent<SVGElement>) => {
      if (event.button !== 0) return
      const leaf = nodes.current[node]
      const span = leaf?.kind === 'leaf' ? leaf.literals[entry] : null
      if (leaf === undefined || span == null) return
      const target = event.currentTarget
      const start = { x: event.clientX, y: event.clientY, value: leaf.value.data[entry]! }
      const like = leaf.value.dtype === 'int64' ? '1' : '1.0'
      const gesture = ++gestures
      let last = 0
      let moved = false
      target.setPointerCapture(event.pointerId)
      document.body.classList.add('dragging-number')
      const move = (at: globalThis.PointerEvent) => {
        const travelled = at.clientX - start.x - (at.clientY - start.y)
        const steps = Math.round(travelled / pixelsPerStep)
        if (steps === last) return
        moved = true
        last = steps
        const step = dragStep(start.value, like, at.shiftKey)
        const value = Number((start.value + steps * step).toFixed(6))
        tell.current(node, entry, numberText(value, like), gesture)
      }
      const end = () => {
        target.removeEventListener('pointermove', move)
        document.body.classList.remove('dragging-number')
        if (!moved) onClick(node, entry)
      }
      target.addEventListener('pointermove', move)
      target.addEventListener('pointerup', end, { once: true })
      target.addEventListener('pointercancel', end, { once: true })
      event.stopPropagation()
    },
    [nodes, onClick],
  )
}
