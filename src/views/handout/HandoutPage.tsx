import { useSyncExternalStore } from 'react'
import { lessons } from '../../lessons/lecture.ts'
import { parts } from '../../lessons/lesson.ts'
import { type Asked, addressOf, askedBy } from './address.ts'
import { HandoutTools } from './HandoutTools.tsx'
import { SectionView } from './SectionView.tsx'
import { SolutionsView } from './SolutionsView.tsx'
import { usePageHeader } from './usePageHeader.ts'
import { type SheetState, useSheet } from './useSheet.ts'
import './handout.css'

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

type ReadySheet = Extract<SheetState, { readonly kind: 'ready' }>

/** A lesson on paper: as a handout, or as a worksheet with new numbers and blanks. */
export function HandoutPage() {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  const asked = askedBy(hash)
  const state = useSheet(asked)
  switch (state.kind) {
    case 'unknown':
      return <AllLessons asked={asked} />
    case 'running':
      return (
        <div className="handout">
          <HandoutTools asked={asked} lesson={state.lesson} back={null} />
          <main className="sheet" aria-busy="true">
            <p>Running the programs of the lesson…</p>
          </main>
        </div>
      )
    case 'failed':
      return (
        <div className="handout">
          <HandoutTools asked={asked} lesson={state.lesson} back={null} />
          <main className="sheet">
            <h1>{state.lesson.title}</h1>
            <p role="alert">This sheet could not be made. {state.why}</p>
            <p>Reload the page, or take another sheet above.</p>
          </main>
        </div>
      )
    case 'ready':
      return <SheetPage asked={asked} state={state} />
  }
}

function SheetPage({ asked, state }: { readonly asked: Asked; readonly state: ReadySheet }) {
  const { asked: answered, sheet, back } = state
  const { lesson, kind, sections, solutions } = sheet
  const name = kind === 'worksheet' ? `Worksheet ${answered.seed ?? 1}` : 'Handout'
  usePageHeader(lesson.title, name)
  return (
    <div className="handout">
      <HandoutTools asked={asked} lesson={lesson} back={back} />
      <main className="sheet" data-kind={kind} aria-busy={addressOf(asked) !== addressOf(answered)}>
        <p className="part">
          {parts[lesson.part]} · {name}
        </p>
        <h1>{lesson.title}</h1>
        <p className="goal">{lesson.goal}</p>
        {kind === 'worksheet' && (
          <p className="how">
            Fill in the numbered boxes. The numbers are new, of the same signs as in the lecture; solutions are on the
            last pages.
          </p>
        )}
        {sections.map((section, i) => (
          <SectionView key={section.id} section={section} number={i + 1} />
        ))}
        {solutions.length > 0 && <SolutionsView solutions={solutions} />}
      </main>
    </div>
  )
}

/** What is shown where the address names no lesson. */
function AllLessons({ asked }: { readonly asked: Asked }) {
  usePageHeader('Handouts', 'Gradwalk')
  return (
    <div className="handout">
      <main className="sheet">
        <h1>Handouts and worksheets</h1>
        {asked.lesson !== '' && <p role="alert">There is no lesson “{asked.lesson.slice(0, 60)}”.</p>}
        <p>Choose a lesson:</p>
        <ul className="all-lessons">
          {lessons.map(({ id, title, goal }) => (
            <li key={id}>
              <b>{title}</b>{' '}
              <a href={addressOf({ lesson: id, kind: 'answered', seed: null })} aria-label={`Handout: ${title}`}>
                Handout
              </a>{' '}
              <a href={addressOf({ lesson: id, kind: 'worksheet', seed: 1 })} aria-label={`Worksheet: ${title}`}>
                Worksheet
              </a>
              <span className="goal">{goal}</span>
            </li>
          ))}
        </ul>
        <p>
          <button
            type="button"
            className="button"
            onClick={() => {
              location.hash = ''
            }}
          >
            Back to the app
          </button>
        </p>
      </main>
    </div>
  )
}
