import { useEffect, useRef } from 'react'

const quietWhilePlaying = 5000

/** The sentence for screen readers: every one while stepping by hand, at most one in five seconds while playing. */
export function Spoken({ sentence, playing }: { readonly sentence: string; readonly playing: boolean }) {
  const place = useRef<HTMLParagraphElement>(null)
  const last = useRef(0)
  // written past React: a render of its own for every step would pile up under a key that is held down
  useEffect(() => {
    if (place.current === null || (playing && Date.now() - last.current < quietWhilePlaying)) return
    place.current.textContent = sentence
    last.current = Date.now()
  }, [sentence, playing])
  return <p className="spoken" aria-live="polite" ref={place} />
}
