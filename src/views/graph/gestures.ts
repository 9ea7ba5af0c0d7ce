import { select } from 'd3-selection'
import { zoom, zoomIdentity } from 'd3-zoom'
import { isFramed } from '../../state/framed.ts'

/** Where the picture lies in its frame: shifted by x and y after it was scaled by k. */
export interface Transform {
  readonly x: number
  readonly y: number
  readonly k: number
}

/** What was pressed last in this page; null again when the focus has gone to another page. */
let pressed: EventTarget | null = null
if (isFramed()) {
  addEventListener(
    'pointerdown',
    ({ target }) => {
      pressed = target
    },
    true,
  )
  addEventListener('blur', () => {
    pressed = null
  })
}

/** Whether a turn of the wheel is meant for the picture and not for the page around its frame: with Ctrl, or once the picture was pressed or has the focus. */
const isOurs = (event: WheelEvent, picture: Element): boolean =>
  event.ctrlKey ||
  event.metaKey ||
  (pressed instanceof Node && picture.contains(pressed)) ||
  (document.hasFocus() && picture.contains(document.activeElement))

/** Lets the reader move and zoom a picture by drag, wheel and pinch. `frame` tells its size; `onMove` hears of every change, and whether it was the reader's. */
export function attachGestures(
  element: SVGSVGElement,
  start: Transform,
  frame: () => readonly [number, number],
  onMove: (transform: Transform, byReader: boolean) => void,
): { readonly moveTo: (transform: Transform) => void } {
  const zoomer = zoom<SVGSVGElement, unknown>()
    .scaleExtent([0.1, 6])
    .extent(() => [[0, 0], [...frame()]])
    .filter(
      (event: Event) =>
        !(event.target instanceof Element && event.target.closest('[data-editable]') !== null) &&
        !(event instanceof MouseEvent && event.button !== 0) &&
        !(event instanceof WheelEvent && isFramed() && !isOurs(event, element)),
    )
    .on('zoom', ({ transform, sourceEvent }) => onMove(transform, sourceEvent !== null && sourceEvent !== undefined))
  const picture = select(element).call(zoomer).on('dblclick.zoom', null)
  const moveTo = ({ x, y, k }: Transform): void => {
    picture.call(zoomer.transform, zoomIdentity.translate(x, y).scale(k))
  }
  moveTo(start)
  return { moveTo }
}
