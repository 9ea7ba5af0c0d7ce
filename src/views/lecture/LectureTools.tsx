import type { ReactNode } from 'react'
import { isAllowed } from '../../state/allowed.ts'
import { setBlank, setPresent, toggleContents, toggleSlow, toggleSpotlight } from '../../state/screen.ts'
import { useApp } from '../../state/useApp.ts'
import { step } from '../../state/walk.ts'
import { useIdle } from './useIdle.ts'

const patience = 2500

/** What can be pressed while something is projected: there while the pointer moves or the keyboard is in it, else out of sight. */
export function LectureTools({
  onFullScreen,
  position: [at, of],
  children,
}: {
  readonly onFullScreen: () => void
  /** Where the walk stands: after how many steps, of how many. */
  readonly position: readonly [number, number]
  readonly children: ReactNode
}) {
  const slow = useApp((state) => state.slow)
  const spotlight = useApp((state) => state.spotlight)
  const browses = useApp((state) => isAllowed(state, 'contents'))
  // a spotlight moves all the time, and must not bring the buttons over what it lights
  const idle = useIdle(patience) || spotlight
  return (
    <nav className="lecture-tools" aria-label="Presenting" data-idle={idle}>
      <button type="button" className="button" onClick={() => step(-1)} title="Back (←, PageUp)">
        Back
      </button>
      <button type="button" className="button primary next" onClick={() => step(1)} title="Next (→, Space, PageDown)">
        Next
      </button>
      <output className="count">
        {at}
        <span className="of"> / {of}</span>
      </output>
      <span className="seldom">{children}</span>
      <button
        type="button"
        className="button seldom"
        aria-pressed={slow}
        onClick={toggleSlow}
        title="A backward step in four presses: arrive, local slope, multiply, add; or in one (F)"
      >
        Four presses a step
      </button>
      <button
        type="button"
        className="button seldom"
        aria-pressed={spotlight}
        onClick={toggleSpotlight}
        title="The pointer as a spotlight (H)"
      >
        Spotlight
      </button>
      <button type="button" className="button seldom" onClick={() => setBlank(true)} title="Blank the screen (B or .)">
        Blank
      </button>
      {browses && (
        <button type="button" className="button seldom" onClick={toggleContents} title="All lessons (C)">
          Lessons
        </button>
      )}
      <button type="button" className="button seldom" onClick={onFullScreen} title="Full screen, or back">
        Full screen
      </button>
      <button type="button" className="button" onClick={() => setPresent(false)} title="Leave presenting (P)">
        Leave
      </button>
    </nav>
  )
}
