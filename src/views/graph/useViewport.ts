import { select } from 'd3-selection'
import { type ZoomBehavior, zoom, zoomIdentity, zoomTransform } from 'd3-zoom'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import type { Box } from './chipPlace.ts'

/** A picture's size in its own units. */
export interface Extent {
  readonly width: number
  readonly height: number
}

/** Below this scale the picture's text would be too small to read: it is panned instead of shrunk, in a narrow frame sooner than in a wide one. */
const leastReadable = (frameWidth: number): number => (frameWidth < 600 ? 0.9 : 0.66)
const largestFit = 1.9
const margin = 14
/** The strip on top that belongs to the buttons. */
const controls = 48
/** How far from the frame's edge the current node is kept when it has to be panned to. */
const edge = 64

/** readable: the whole picture, or as much as is readable; whole: all of it, however small; free: as the reader moved it. */
type View = 'readable' | 'whole' | 'free'

/**
 * Pan and zoom: fits the picture to its frame, again whenever the frame or the picture changes, until the reader takes over.
 * `fit` shows all of a picture that is panned, and from there returns to where it is readable.
 */
export function useViewport(
  svg: RefObject<SVGSVGElement | null>,
  content: RefObject<SVGGElement | null>,
  extent: Extent,
  current: Box | null,
) {
  const behavior = useRef<ZoomBehavior<SVGSVGElement, unknown> | null>(null)
  const view = useRef<View>('readable')
  const size = useRef(extent)
  /** The frame as the browser last told it: reading it anew would lay the page out in the middle of a step. */
  const frameSize = useRef<DOMRectReadOnly>(null)
  size.current = extent
  const shown = useRef(current)
  shown.current = current

  /** Pans, if need be, until the current node is inside the frame, below the buttons. */
  const reveal = useCallback(() => {
    const [element, zoomer, frame, box] = [svg.current, behavior.current, frameSize.current, shown.current]
    if (element === null || zoomer === null || frame === null || box === null) return
    const { x, y, k } = zoomTransform(element)
    const shift = (middle: number, length: number, offset: number, from: number, to: number): number => {
      const [start, end] = [(middle - length / 2) * k + offset, (middle + length / 2) * k + offset]
      if (start >= from && end <= to) return 0
      const room = Math.min(edge, (to - from - (end - start)) / 2)
      return start < from + room ? from + room - start : end > to - room ? to - room - end : 0
    }
    const dx = shift(box.x, box.width, x, 4, frame.width - 4)
    const dy = shift(box.y, box.height, y, controls, frame.height - 4)
    if (dx !== 0 || dy !== 0) select(element).call(zoomer.translateBy, dx / k, dy / k)
  }, [svg])

  const show = useCallback(
    (wanted: 'readable' | 'whole') => {
      const [element, zoomer] = [svg.current, behavior.current]
      if (element === null || zoomer === null) return
      const frame = frameSize.current ?? element.getBoundingClientRect()
      if (frame.width === 0 || frame.height === 0) return
      const { width, height } = size.current
      const whole = Math.min(
        (frame.width - 2 * margin) / width,
        (frame.height - controls - 2 * margin) / height,
        largestFit,
      )
      const scale = wanted === 'whole' ? whole : Math.max(whole, leastReadable(frame.width))
      const left = width * scale <= frame.width ? (frame.width - width * scale) / 2 : margin
      const room = frame.height - controls - margin
      const top = controls + (height * scale <= room ? (room - height * scale) / 2 : 0)
      select(element).call(zoomer.transform, zoomIdentity.translate(left, top).scale(scale))
      view.current = wanted
      reveal()
    },
    [svg, reveal],
  )

  const refit = useCallback(() => {
    if (view.current !== 'free') show(view.current)
  }, [show])

  const fit = useCallback(() => show(view.current === 'whole' ? 'readable' : 'whole'), [show])

  useLayoutEffect(() => {
    const element = svg.current
    if (element === null) return
    const zoomer = zoom<SVGSVGElement, unknown>()
      .scaleExtent([0.1, 6])
      .extent(() => [
        [0, 0],
        [frameSize.current?.width ?? 0, frameSize.current?.height ?? 0],
      ])
      .filter(
        (event: Event) =>
          !(event.target instanceof Element && event.target.closest('[data-editable]') !== null) &&
          !(event instanceof MouseEvent && event.button !== 0),
      )
      .on('zoom', ({ transform, sourceEvent }) => {
        content.current?.setAttribute('transform', String(transform))
        if (sourceEvent !== null && sourceEvent !== undefined) view.current = 'free'
      })
    behavior.current = zoomer
    select(element).call(zoomer).on('dblclick.zoom', null)
    refit()
    const watch = new ResizeObserver(([entry]) => {
      if (entry !== undefined) frameSize.current = entry.contentRect
      refit()
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [svg, content, refit])

  // a picture of another size is fitted anew, unless the reader has chosen a view
  const { width, height } = extent
  useEffect(() => {
    refit()
  }, [refit, width, height])

  const zoomBy = useCallback(
    (factor: number) => {
      const [element, zoomer] = [svg.current, behavior.current]
      if (element === null || zoomer === null) return
      select(element).call(zoomer.scaleBy, factor)
      view.current = 'free'
    },
    [svg],
  )

  // the frame follows the step
  useEffect(() => {
    if (current !== null) reveal()
  }, [reveal, current])

  return { fit, zoomBy }
}
