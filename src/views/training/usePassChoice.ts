import { useEffect, useRef, useState } from 'react'
import { goTo } from '../../state/cursor.ts'
import { isKept } from '../../state/passes.ts'
import { store } from '../../state/store.ts'
import { useApp } from '../../state/useApp.ts'

/** How long a slider rests before a pass is fetched that is not here, in milliseconds: each fetch runs the program again. */
const rest = 250

/** The pass that is being chosen, which runs ahead of the one that is shown, and how to choose one. */
export function usePassChoice(): readonly [number | null, (pass: number) => void] {
  const [ahead, setAhead] = useState<number | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const wanted = useApp((state) => state.seeking?.episode ?? state.cursor.episode)
  // a pass that was chosen elsewhere meanwhile is the newer choice
  useEffect(() => {
    setAhead(null)
    return () => clearTimeout(timer.current)
  }, [wanted])
  const choose = (pass: number): void => {
    clearTimeout(timer.current)
    const go = (): void => {
      setAhead(null)
      goTo({ episode: pass, step: 0 })
    }
    if (isKept(store.getState().run, pass)) {
      go()
      return
    }
    setAhead(pass)
    timer.current = setTimeout(go, rest)
  }
  return [ahead, choose]
}
