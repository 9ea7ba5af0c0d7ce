import { useLayoutEffect, useRef, useState } from 'react'

type Typesetter = typeof import('./katex.ts')

let typesetter: Typesetter | null = null
const loading: Promise<Typesetter> = import('./katex.ts').then((module) => {
  typesetter = module
  return module
})

/** Typesets a formula for later, if KaTeX is there. */
export const prepare = (tex: string): void => typesetter?.prepareFormula(tex)

/** A formula typeset by KaTeX, which is loaded beside the app; until it has arrived the formula stands in plain text. */
export function Formula({ tex, plain }: { readonly tex: string; readonly plain: string }) {
  const place = useRef<HTMLSpanElement>(null)
  const [ready, setReady] = useState(typesetter !== null)
  useLayoutEffect(() => {
    if (!ready) {
      let current = true
      loading.then(() => current && setReady(true)).catch(() => undefined)
      return () => {
        current = false
      }
    }
    if (place.current !== null) typesetter?.renderFormula(tex, plain, place.current)
    return undefined
  }, [tex, plain, ready])
  return ready ? <span className="formula" ref={place} /> : <span className="formula plain">{plain}</span>
}
