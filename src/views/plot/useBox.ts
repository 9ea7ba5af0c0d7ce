import { type RefObject, useLayoutEffect, useState } from 'react'

/** The size of an element and of a letter in it, in pixels. */
export interface Box {
  readonly width: number
  readonly height: number
  readonly em: number
}

/** Measures an element whenever it or its type changes; `ruler` is an element in it that is one em wide. */
export function useBox(frame: RefObject<HTMLElement | null>, ruler: RefObject<HTMLElement | null>): Box {
  const [box, setBox] = useState<Box>({ width: 640, height: 420, em: 13 })
  useLayoutEffect(() => {
    const [outer, letter] = [frame.current, ruler.current]
    if (outer === null || letter === null || typeof ResizeObserver === 'undefined') return undefined
    // told before the first paint; to ask would lay the page out in the middle of a step
    const observer = new ResizeObserver(() =>
      setBox({ width: outer.clientWidth, height: outer.clientHeight, em: letter.getBoundingClientRect().width || 13 }),
    )
    observer.observe(outer)
    observer.observe(letter)
    return () => observer.disconnect()
  }, [frame, ruler])
  return box
}
