import { useLayoutEffect, useRef, useState } from 'react'

type Renderer = typeof import('./katex.ts').renderFormula

let renderer: Renderer | null = null
const loading: Promise<Renderer> = import('./katex.ts').then((module) => {
  renderer = module.renderFormula
  return renderer
})

/** A formula typeset by KaTeX, which is loaded beside the app; until it has arrived the formula stands in plain text. */
export function Formula({ tex, plain }: { readonly tex: string; readonly plain: string }) {
  const place = useRef<HTMLSpanElement>(null)
  const [ready, setReady] = useState(renderer !== null)
  useLayoutEffect(() => {
    if (!ready) {
      let current = true
      loading.then(() => current && setReady(true)).catch(() => undefined)
      return () => {
        current = false
      }
    }
    if (place.current !== null) renderer?.(tex, plain, place.current)
    return undefined
  }, [tex, plain, ready])
  return ready ? <span className="formula" ref={place} /> : <span className="formula plain">{plain}</span>
}
