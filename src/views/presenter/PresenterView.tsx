import { useEffect, useRef } from 'react'
import type { State } from '../../state/store.ts'
import { openLesson, standingIn, stopsHere } from '../../state/teacher.ts'
import { useApp } from '../../state/useApp.ts'
import { ProseView } from '../lesson/ProseView.tsx'
import { AheadView } from './AheadView.tsx'
import { BeatView } from './BeatView.tsx'
import { NowView } from './NowView.tsx'
import { useScopes } from './useScopes.ts'
import './presenter.css'

/** What is shown now. While the program of the next beat is still running, the one before stays, as it does in front of the room. */
function useSettled(): State {
  const state = useApp((now) => now)
  const last = useRef(state)
  if (!state.arriving || last.current.lesson === null) last.current = state
  return last.current
}

/** What the lecturer alone sees: the note, the answer, what comes next, and the beats to jump to; in a free walk the step and its formulas. */
export function PresenterView() {
  const state = useSettled()
  const here = standingIn(state)
  const scopeOf = useScopes(state, here === null ? [] : [here.lesson])
  return (
    <main className="presenter-main" data-lesson={here !== null}>
      {here === null ? (
        <NowView state={state} formulas />
      ) : (
        <BeatView {...here} scope={scopeOf(here.lesson, here.beat)} state={state} />
      )}
      <div className="presenter-side">
        <AheadView state={state} />
        {here !== null && <NowView state={state} formulas={false} />}
        {here !== null && <Beats state={state} />}
      </div>
    </main>
  )
}

/** The beats of the lesson, to jump to. */
function Beats({ state }: { readonly state: State }) {
  const place = useRef<HTMLOListElement>(null)
  const here = standingIn(state)
  const scopeOf = useScopes(state, here === null ? [] : [here.lesson])
  const number = here === null ? 0 : here.lesson.beats.indexOf(here.beat)
  useEffect(() => {
    const list = place.current
    // the two beats before stay in sight
    const upper = list?.children[Math.max(0, number - 2)]
    if (list !== null && upper instanceof HTMLElement) list.scrollTop = upper.offsetTop - list.offsetTop
  }, [number])
  if (here === null) return null
  const { lesson } = here
  return (
    <nav className="presenter-beats" aria-label="Beats of the lesson">
      <h2>Beats</h2>
      <ol ref={place}>
        {lesson.beats.map((each, i) => (
          <li key={each.id}>
            <button
              type="button"
              aria-current={each === here.beat ? 'step' : undefined}
              onClick={() => openLesson(lesson.id, each.id)}
            >
              <span className="place">{i + 1}</span>
              <span>
                <ProseView prose={each.title} scope={scopeOf(lesson, each)} />
              </span>
              {each.question !== undefined && <span className="asks">question</span>}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** Where the lecture stands, in words. */
export function PositionView() {
  const state = useSettled()
  const here = standingIn(state)
  if (here === null)
    return (
      <div className="presenter-position">
        <h1>A free walk</h1>
      </div>
    )
  const { lesson, beat } = here
  const [number, stops] = [lesson.beats.indexOf(beat) + 1, stopsHere(state).length]
  return (
    <div className="presenter-position">
      <h1>{lesson.title}</h1>
      <p className="where">
        beat {number} of {lesson.beats.length}, stop {(state.lesson?.stop ?? 0) + 1} of {stops}
      </p>
    </div>
  )
}
