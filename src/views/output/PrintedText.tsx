import { type KeyboardEvent, type SyntheticEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { OutputPage } from '../../scene/output.ts'
import { drawnText, inSight } from '../../scene/output.ts'
import type { OutputProps } from './Output.tsx'

/** Pixels of a line before one was measured. */
const usualLine = 19

/** The printed texts in one box that scrolls, of which only what is in sight is drawn. Arrows go from print to print. */
export function PrintedText({
  prints,
  growing,
  pages,
  lit,
  onPoint,
  onLine,
}: Pick<OutputProps, 'prints' | 'growing' | 'lit' | 'onPoint' | 'onLine'> & {
  readonly pages: readonly OutputPage[]
}) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<number | null>(null)
  const { shown, scrolled, heights } = useSight(pages, box)
  const reveal = useReveal(box, pages, heights)
  useEnd(box, growing, prints.length)
  const chosen = active !== null && active < prints.length ? active : null
  const printOf = ({ target }: SyntheticEvent): number | null => {
    const element = target instanceof Element ? target.closest('[data-print]') : null
    return element === null ? null : Number(element.getAttribute('data-print'))
  }
  const point = (print: number | null) => onPoint(print === null ? null : (prints[print]?.line ?? null))
  const go = (print: number): void => {
    setActive(print)
    point(print)
    reveal(print)
  }
  const keys = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by !== 0) go(Math.max(0, Math.min(prints.length - 1, (chosen ?? (by > 0 ? -1 : prints.length)) + by)))
    else if (event.key === 'Enter' && chosen !== null) onLine(prints[chosen]!.line)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(prints.length - 1)
    else return
    event.preventDefault()
  }
  return (
    <div
      ref={box}
      className="output-text"
      role="listbox"
      aria-label="What the program printed"
      aria-activedescendant={chosen === null ? undefined : `${id}-${chosen}`}
      tabIndex={0}
      onScroll={scrolled}
      onKeyDown={keys}
      onFocus={() => point(chosen)}
      onBlur={() => point(null)}
      onPointerMove={(event) => point(printOf(event))}
      onPointerLeave={() => point(box.current?.contains(document.activeElement) === true ? chosen : null)}
      onClick={(event) => {
        const print = printOf(event)
        setActive(print)
        if (print === null) return
        point(print)
        onLine(prints[print]!.line)
      }}
    >
      <pre role="presentation">
        <span className="output-gap" style={{ height: shown.before }} />
        {pages.slice(shown.first, shown.end).map(({ from, to }, i) => (
          <span className="output-page" key={from} data-page={shown.first + i} role="presentation">
            {prints.slice(from, to).map(({ line, text }, j) => (
              <span
                key={from + j}
                id={`${id}-${from + j}`}
                role="option"
                tabIndex={-1}
                aria-selected={from + j === chosen}
                aria-posinset={from + j + 1}
                aria-setsize={prints.length}
                aria-label={`${text.trimEnd()}, line ${line}`}
                data-print={from + j}
                data-lit={line === lit}
              >
                {drawnText(text)}
              </span>
            ))}
          </span>
        ))}
        <span className="output-gap" style={{ height: shown.behind }} />
      </pre>
    </div>
  )
}

/** Which pages are in sight of a box that scrolls. Heights are guessed until a page was drawn. */
function useSight(pages: readonly OutputPage[], box: { readonly current: HTMLDivElement | null }) {
  const [view, setView] = useState({ top: 0, height: 400 })
  const measured = useRef(new Map<number, number>())
  const [, remeasure] = useState(0)
  const of = useRef(pages)
  if (of.current !== pages) {
    of.current = pages
    measured.current.clear()
  }
  const heights = pages.map(({ lines }, i) => measured.current.get(i) ?? lines * usualLine)
  const shown = inSight(heights, view.top, view.height)
  useLayoutEffect(() => {
    if (pages.length < 2) return
    let changed = false
    for (const element of box.current?.querySelectorAll<HTMLElement>('[data-page]') ?? []) {
      const [page, height] = [Number(element.dataset['page']), element.offsetHeight]
      if (height > 0 && measured.current.get(page) !== height) {
        measured.current.set(page, height)
        changed = true
      }
    }
    if (changed) remeasure((count) => count + 1)
  })
  const scrolled = (): void => {
    const element = box.current
    if (element !== null && pages.length > 1) setView({ top: element.scrollTop, height: element.clientHeight })
  }
  useEffect(scrolled, [pages])
  return { shown, scrolled, heights }
}

/** Stays at the end of an output that grows, unless someone has scrolled away from it. */
function useEnd(box: { readonly current: HTMLDivElement | null }, growing: boolean, count: number): void {
  const reached = useRef(0)
  useLayoutEffect(() => {
    const element = box.current
    if (!growing || element === null || count === 0) return
    if (element.scrollTop >= reached.current - 2) element.scrollTop = element.scrollHeight
    reached.current = element.scrollTop
  }, [box, growing, count])
}

/** For how long a print is held in sight while the pages around it are drawn and measured, in milliseconds. */
const settling = 300

/** Scrolls a print into sight: to its page first, where that is not drawn yet. */
function useReveal(
  box: { readonly current: HTMLDivElement | null },
  pages: readonly OutputPage[],
  heights: readonly number[],
): (print: number) => void {
  const sought = useRef<number | null>(null)
  const show = (): boolean => {
    const element = sought.current === null ? null : box.current?.querySelector(`[data-print="${sought.current}"]`)
    element?.scrollIntoView({ block: 'nearest' })
    return element != null
  }
  useLayoutEffect(() => void show())
  return (print) => {
    sought.current = print
    setTimeout(() => {
      if (sought.current === print) sought.current = null
    }, settling)
    if (box.current === null || show()) return
    const page = pages.findIndex(({ to }) => print < to)
    box.current.scrollTop = heights.slice(0, page).reduce((sum, height) => sum + height, 0)
  }
}
