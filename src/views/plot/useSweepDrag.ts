import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import type { Sweep } from '../../scene/sweep.ts'
import { numberText } from '../graph/numberText.ts'
import type { SweepLayout } from './sweepLayout.ts'

/** Tells of a changed number of a leaf; `gesture` is the same for all changes of one drag. */
export type OnNumber = (node: number, entry: number, text: string, gesture: number) => void

type Hold = (reach: readonly [number, number] | null) => void

/** Changes the swept number by dragging it along its axis or with the arrow keys; Shift makes both fine. While it moves the axis stays as it is, told by `hold`. */
export function useSweepDrag(sweep: Sweep | null, layout: SweepLayout | null, onNumber: OnNumber | null, hold: Hold) {
  const latest = useRef({ sweep, layout, onNumber })
  latest.current = { sweep, layout, onNumber }
  const keys = useRef(0)

  /** Gives the program the number nearest to `value` that is whole steps away from 0, within the axis. */
  const tell = (value: number, fine: boolean, gesture: number): void => {
    const axis = latest.current.sweep?.axis
    if (axis === undefined || axis.literal === null) return
    const step = fine && !axis.whole ? axis.step / 10 : axis.step
    const [low, high] = axis.range
    const near = Math.max(
      Math.ceil(low / step - 1e-9),
      Math.min(Math.floor(high / step + 1e-9), Math.round(value / step)),
    )
    const text = numberText(Number((near * step).toPrecision(10)), axis.whole ? '1' : '1.0')
    latest.current.onNumber?.(axis.node, axis.entry, text, gesture)
  }

  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    const { sweep: now, layout: there } = latest.current
    if (event.button !== 0 || now === null || there === null || now.axis.literal === null) return
    const target = event.currentTarget
    const from = event.clientX
    const start = there.x(now.current.x)
    const gesture = Math.random()
    target.setPointerCapture(event.pointerId)
    hold(now.axis.range)
    let last = from
    const move = (at: globalThis.PointerEvent): void => {
      if (at.clientX === last) return
      last = at.clientX
      tell(latest.current.layout!.invert(start + at.clientX - from), at.shiftKey, gesture)
    }
    const end = (): void => {
      target.removeEventListener('pointermove', move)
      target.removeEventListener('pointerup', end)
      target.removeEventListener('pointercancel', end)
      hold(null)
    }
    target.addEventListener('pointermove', move)
    target.addEventListener('pointerup', end)
    target.addEventListener('pointercancel', end)
    event.stopPropagation()
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    const now = latest.current.sweep
    if (now === null || now.axis.literal === null || event.ctrlKey || event.metaKey || event.altKey) return
    const { step, range } = now.axis
    const by = event.shiftKey && !now.axis.whole ? step / 10 : step
    const { x } = now.current
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: x + by,
      ArrowUp: x + by,
      ArrowLeft: x - by,
      ArrowDown: x - by,
      PageUp: x + 10 * step,
      PageDown: x - 10 * step,
      Home: range[0],
      End: range[1],
    }
    const target = targets[event.key]
    if (target === undefined) return
    if (keys.current === 0) {
      keys.current = Math.random()
      hold(range)
    }
    tell(target, event.shiftKey, keys.current)
    event.preventDefault()
    event.stopPropagation()
  }

  const onBlur = (): void => {
    if (keys.current !== 0) hold(null)
    keys.current = 0
  }

  return { onPointerDown, onKeyDown, onBlur }
}
