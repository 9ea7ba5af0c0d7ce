import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import type { Box } from './chipPlace.ts'
import type { Transform } from './gestures.ts'

/** A picture's size in its own units. */
export interface Extent {
  readonly width: number
  readonly height: number
}

/** As wide as a phone. */
const isNarrow = (frameWidth: number): boolean => frameWidth < 440
/** Below this scale the picture's text would be too small to read: it is panned instead of shrunk, on a phone sooner than elsewhere. */
const leastReadable = (frameWidth: number): number => (isNarrow(frameWidth) ? 0.9 : 0.55)
const largestFit = 1.9
const margin = 14
/** What flows in a picture of one row stands above or below it: room for that, in the picture’s own units. */
const rim = (height: number): number => (height < 150 ? 38 : 0)
/** How far the picture can be shrunk and enlarged. */
const [leastScale, largestScale] = [0.1, 6]
/** What is projected: the scale at which its smallest text is a thirtieth of the window's height, and the largest scale. */
const projectedScale = (smallest: number): readonly [number, number] => {
  const height = Math.min(window.innerHeight, window.innerWidth * 0.75)
  return [height / 30 / smallest, (2.2 * height) / 720]
}
/** The strip on top that belongs to the buttons. */
const stripHeight = 48
/** The strip at the bottom that belongs to the buttons of a narrow frame. */
const stripBelow = (frameWidth: number): number => (isNarrow(frameWidth) ? 34 : 0)
/** What is projected has no buttons, but large numbers and rings that reach over their box. */
const projectedRim = 14
const underProjected = (): number => projectedRim
/** How far from the frame's edge the current node is kept when it has to be panned to. */
const edge = 64

/** readable: the whole picture, or as much as is readable; whole: all of it, however small; free: as the reader moved it. */
type View = 'readable' | 'whole' | 'free'

/** The size of a frame. What is in it is put aside meanwhile, or all of it would be laid out at a scale that it does not keep. */
function measured(svg: SVGSVGElement | null, content: SVGGElement | null): DOMRectReadOnly | null {
  content?.setAttribute('display', 'none')
  const frame = svg?.getBoundingClientRect() ?? null
  content?.removeAttribute('display')
  return frame
}

/**
 * Pan and zoom: fits the picture to its frame, again whenever the frame or the picture changes, until the reader takes over.
 * What is projected has no buttons; `projected` is then the size of its smallest text in its own units, else null.
 * `fit` shows all of a picture that is panned, and from there returns to where it is readable.
 */
export function useViewport(
  svg: RefObject<SVGSVGElement | null>,
  content: RefObject<SVGGElement | null>,
  extent: Extent,
  current: Box | null,
  projected: number | null,
) {
  const controls = projected !== null ? projectedRim : stripHeight
  // a large sum in a bucket is wider than its box
  const side = projected !== null ? 36 : 4
  const below = projected !== null ? underProjected : stripBelow
  const transform = useRef<Transform>({ x: 0, y: 0, k: 1 })
  const gestures = useRef<{ readonly moveTo: (to: Transform) => void } | null>(null)
  const view = useRef<View>('readable')
  const size = useRef(extent)
  /** The frame as the browser last told it: reading it anew would lay the page out in the middle of a step. */
  const frameSize = useRef<DOMRectReadOnly>(null)
  size.current = extent
  const shown = useRef(current)
  shown.current = current

  const place = useCallback(
    (to: Transform) => {
      transform.current = to
      content.current?.setAttribute('transform', `translate(${to.x},${to.y}) scale(${to.k})`)
    },
    [content],
  )
  const moveTo = useCallback(
    (to: Transform) => {
      if (gestures.current === null) place(to)
      else gestures.current.moveTo(to)
    },
    [place],
  )

  /** Pans, if need be, until the current node is inside the frame, below the buttons. */
  const reveal = useCallback(() => {
    const [frame, box] = [frameSize.current, shown.current]
    if (frame === null || box === null) return
    const { x, y, k } = transform.current
    const shift = (middle: number, length: number, offset: number, from: number, to: number): number => {
      const [start, end] = [(middle - length / 2) * k + offset, (middle + length / 2) * k + offset]
      if (start >= from && end <= to) return 0
      const room = Math.min(edge, (to - from - (end - start)) / 2)
      return start < from + room ? from + room - start : end > to - room ? to - room - end : 0
    }
    const dx = shift(box.x, box.width, x, side, frame.width - side)
    const dy = shift(box.y, box.height, y, controls, frame.height - 4 - below(frame.width))
    if (dx !== 0 || dy !== 0) moveTo({ x: x + dx, y: y + dy, k })
  }, [moveTo, controls, below, side])

  const show = useCallback(
    (wanted: 'readable' | 'whole') => {
      frameSize.current ??= measured(svg.current, content.current)
      const frame = frameSize.current
      if (frame === null || frame.width === 0 || frame.height === 0) return
      const { width, height } = size.current
      const whole = Math.min(
        (frame.width - 2 * margin) / width,
        (frame.height - controls - below(frame.width) - 2 * margin) / (height + 2 * rim(height)),
        projected === null ? largestFit : projectedScale(projected)[1],
      )
      const narrow = isNarrow(frame.width) ? leastReadable(frame.width) : 0
      const least = projected === null ? leastReadable(frame.width) : Math.max(projectedScale(projected)[0], narrow)
      const k = wanted === 'whole' ? whole : Math.max(whole, least)
      const x = width * k <= frame.width ? (frame.width - width * k) / 2 : margin
      const room = frame.height - controls - below(frame.width) - margin
      const y = controls + (height * k <= room ? (room - height * k) / 2 : 0)
      moveTo({ x, y, k })
      view.current = wanted
      reveal()
    },
    [svg, content, reveal, moveTo, projected, controls, below],
  )

  const refit = useCallback(() => {
    if (view.current !== 'free') show(view.current)
  }, [show])

  const fit = useCallback(() => show(view.current === 'whole' ? 'readable' : 'whole'), [show])

  useLayoutEffect(() => {
    const element = svg.current
    if (element === null) return
    refit()
    const watch = new ResizeObserver(([entry]) => {
      if (entry !== undefined) frameSize.current = entry.contentRect
      refit()
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [svg, refit])

  // the picture can be moved by hand as soon as the code for that has come
  useEffect(() => {
    const element = svg.current
    if (element === null) return
    let gone = false
    import('./gestures.ts').then(
      ({ attachGestures }) => {
        if (gone) return
        const frame = () => [frameSize.current?.width ?? 0, frameSize.current?.height ?? 0] as const
        gestures.current = attachGestures(element, transform.current, frame, (to, byReader) => {
          place(to)
          if (byReader) view.current = 'free'
        })
      },
      () => undefined,
    )
    return () => {
      gone = true
    }
  }, [svg, place])

  // a picture of another size is fitted anew, unless the reader has chosen a view
  const { width, height } = extent
  useEffect(() => {
    refit()
  }, [refit, width, height])

  const zoomBy = useCallback(
    (factor: number) => {
      const [middleX, middleY] = [(frameSize.current?.width ?? 0) / 2, (frameSize.current?.height ?? 0) / 2]
      const { x, y, k } = transform.current
      const scale = Math.min(largestScale, Math.max(leastScale, k * factor))
      moveTo({ x: middleX - ((middleX - x) * scale) / k, y: middleY - ((middleY - y) * scale) / k, k: scale })
      view.current = 'free'
    },
    [moveTo],
  )

  // the frame follows the step
  useEffect(() => {
    if (current !== null) reveal()
  }, [reveal, current])

  return { fit, zoomBy }
}
