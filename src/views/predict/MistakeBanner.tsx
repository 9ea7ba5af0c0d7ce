import { goToStep } from '../../state/cursor.ts'
import { plantedMistake } from '../../state/examiner.ts'
import { plantMistake } from '../../state/questions.ts'
import { useApp } from '../../state/useApp.ts'
import './banner.css'

/** Says above the steps that the pass on screen is wrong on purpose, and how; leads to the first wrong number and back to the truth. */
export function MistakeBanner() {
  // what the banner says follows from these
  const shown = useApp(({ run, cursor, level, mistake }) => run !== null && `${cursor.episode} ${level} ${mistake}`)
  const found = shown === false ? null : plantedMistake()
  return (
    <aside className="mistake-banner" aria-label="A planted mistake">
      <p>
        <strong>With a planted mistake: {found?.mutant.name ?? 'it changes nothing here'}.</strong>{' '}
        {found !== null && <span className="what">{found.mutant.sentence}</span>}
      </p>
      {found !== null && (
        <button type="button" className="button" onClick={() => goToStep(found.step)}>
          First wrong number
        </button>
      )}
      <button type="button" className="button" onClick={() => plantMistake(null)}>
        Take it out
      </button>
    </aside>
  )
}
