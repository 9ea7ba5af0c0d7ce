import { useEffect, useState } from 'react'
import type { Lesson } from '../../lessons/lesson.ts'
import { type Asked, addressOf, nextSeed, seedOf } from './address.ts'

/** Another sheet of the same lesson; the address is what is asked for. */
const go = (asked: Asked): void => {
  location.hash = addressOf(asked)
}

/** What can be done with a sheet; not printed. */
export function HandoutTools({
  asked,
  lesson,
  back,
}: {
  readonly asked: Asked
  readonly lesson: Lesson
  /** The lesson in the app; null until its programs have run. */
  readonly back: string | null
}) {
  const { kind, seed } = asked
  const [typed, setTyped] = useState(String(seed ?? 1))
  useEffect(() => setTyped(String(seed ?? 1)), [seed])
  const worksheet = kind === 'worksheet'
  return (
    <header className="handout-tools">
      {back !== null && (
        <a className="button quiet" href={back} title="The lesson in the app, with the numbers of this sheet">
          ← {lesson.title}
        </a>
      )}
      <nav className="view-switch" aria-label="Kind of sheet">
        <a href={addressOf({ ...asked, kind: 'answered', seed: null })} aria-current={worksheet ? undefined : 'page'}>
          Handout
        </a>
        <a
          href={addressOf({ ...asked, kind: 'worksheet', seed: seed ?? 1 })}
          aria-current={worksheet ? 'page' : undefined}
        >
          Worksheet
        </a>
      </nav>
      {worksheet ? (
        <form
          className="seed"
          onSubmit={(event) => {
            event.preventDefault()
            go({ ...asked, seed: seedOf(typed) })
          }}
        >
          <label>
            Seed{' '}
            <input
              inputMode="numeric"
              value={typed}
              size={5}
              maxLength={4}
              onChange={({ target }) => setTyped(target.value)}
              onBlur={() => seedOf(typed) !== seed && go({ ...asked, seed: seedOf(typed) })}
            />
          </label>
          <button type="button" className="button" onClick={() => go({ ...asked, seed: nextSeed(seedOf(typed)) })}>
            New numbers
          </button>
        </form>
      ) : (
        <label className="answers">
          <input
            type="checkbox"
            checked={kind === 'answered'}
            onChange={({ target }) => go({ ...asked, kind: target.checked ? 'answered' : 'unanswered' })}
          />{' '}
          Answers
        </label>
      )}
      <button type="button" className="button primary" onClick={() => window.print()}>
        Print
      </button>
    </header>
  )
}
