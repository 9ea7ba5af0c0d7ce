import { useEffect, useId, useRef } from 'react'
import { lessons } from '../../lessons/lecture.ts'
import { type Lesson, parts } from '../../lessons/lesson.ts'
import { toggleContents } from '../../state/screen.ts'
import { openLesson } from '../../state/teacher.ts'
import { useApp } from '../../state/useApp.ts'
import { useProgress } from '../../state/useProgress.ts'
import './contents.css'

const marks = { done: '✓', begun: '◐', new: '○' } as const
const spoken = { done: 'done', begun: 'begun', new: 'not yet opened' } as const

/** The map of the lecture: its parts, their lessons, and how far the reader has come. */
export function ContentsDialog({ open }: { readonly open: boolean }) {
  const place = useRef<HTMLDialogElement>(null)
  const title = useId()
  const progress = useProgress()
  const standing = useApp((state) => state.lesson)
  useEffect(() => {
    const dialog = place.current
    if (open && dialog?.open === false) {
      dialog.showModal()
      dialog.querySelector<HTMLElement>('[aria-current], .lesson-link')?.focus()
    }
  }, [open])
  const done = lessons.filter(({ id }) => progress[id] === 'done').length
  const [first] = lessons.filter(({ id }) => progress[id] !== 'done')
  const chapters = Object.entries(parts).flatMap(([part, name]) => {
    const own = lessons.filter((lesson) => lesson.part === part)
    return own.length === 0 ? [] : [{ part, name, own }]
  })
  return (
    <dialog
      ref={place}
      className="dialog contents"
      aria-labelledby={title}
      onCancel={(event) => {
        event.preventDefault()
        toggleContents()
      }}
    >
      <div className="contents-head">
        <h2 id={title}>The lecture</h2>
        <p>{done === 0 ? `${lessons.length} lessons` : `${done} of ${lessons.length} lessons done`}</p>
        {first !== undefined && (
          <button type="button" className="button primary" onClick={() => openLesson(first.id)}>
            {done === 0 && progress[first.id] === undefined ? 'Begin' : 'Go on'}
          </button>
        )}
        <button type="button" className="button" onClick={toggleContents}>
          Close
        </button>
      </div>
      <div className="chapters">
        {chapters.map(({ part, name, own }) => (
          <section key={part} aria-label={name}>
            <h3>{name}</h3>
            <ul>
              {own.map((lesson) => (
                <LessonLink
                  key={lesson.id}
                  lesson={lesson}
                  far={progress[lesson.id] ?? 'new'}
                  current={standing?.lesson === lesson.id}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </dialog>
  )
}

function LessonLink({
  lesson,
  far,
  current,
}: {
  readonly lesson: Lesson
  readonly far: keyof typeof marks
  readonly current: boolean
}) {
  return (
    <li>
      <button
        type="button"
        className="lesson-link"
        data-far={far}
        aria-current={current ? 'page' : undefined}
        onClick={() => openLesson(lesson.id)}
      >
        <span className="far" role="img" aria-label={spoken[far]}>
          {marks[far]}
        </span>
        <b>{lesson.title}</b>
        <span className="goal">{lesson.goal}</span>
      </button>
      <span className="on-paper">
        <a href={`#handout.${lesson.id}`} target="_blank" rel="noopener" aria-label={`Handout: ${lesson.title}`}>
          Handout
        </a>
        <a href={`#worksheet.${lesson.id}.1`} target="_blank" rel="noopener" aria-label={`Worksheet: ${lesson.title}`}>
          Worksheet
        </a>
      </span>
    </li>
  )
}
