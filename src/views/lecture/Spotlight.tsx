import { useEffect, useRef } from 'react'

/** The pointer as a spotlight: all but a circle around it is dimmed. */
export function Spotlight() {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const follow = ({ clientX, clientY }: PointerEvent): void => {
      place.current?.style.setProperty('--x', `${clientX}px`)
      place.current?.style.setProperty('--y', `${clientY}px`)
    }
    window.addEventListener('pointermove', follow)
    return () => window.removeEventListener('pointermove', follow)
  }, [])
  return <div ref={place} className="spotlight" aria-hidden="true" />
}
