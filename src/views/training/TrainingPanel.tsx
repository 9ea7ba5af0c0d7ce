import { useMemo, useState } from 'react'
import { plainNumber } from '../../scene/number.ts'
import { isAllowed } from '../../state/allowed.ts'
import { isLong } from '../../state/running.ts'
import { useApp } from '../../state/useApp.ts'
import { PassField } from '../controls/PassField.tsx'
import { LossCurve } from './LossCurve.tsx'
import type { Height } from './lossLayout.ts'
import { usePassChoice } from './usePassChoice.ts'
import './training.css'

const none = new Float64Array()

/** The losses of a training loop as a curve that grows while it runs, and the choice of the pass that is shown. */
export function TrainingPanel() {
  const run = useApp((state) => state.run)
  const going = useApp((state) => (state.running && isLong(state.going) ? state.going : null))
  const shown = useApp((state) => state.seeking?.episode ?? state.cursor.episode)
  const [ahead, choose] = usePassChoice()
  const free = useApp((state) => isAllowed(state, 'jumps')) && going === null
  const [height, setHeight] = useState<Height>('linear')
  const losses = going?.losses ?? run?.losses ?? none
  const chosen = Math.min(ahead ?? shown, losses.length - 1)
  const printed = useMemo(() => printedAfter(run?.prints ?? [], chosen), [run, chosen])
  const loss = losses[chosen]
  if (losses.length === 0)
    return <p className="training-empty">This program has no loop of backward passes: there is no training to show.</p>
  const last = losses.length - 1
  const to = (pass: number): void => choose(Math.max(0, Math.min(last, pass)))
  const total = losses.length.toLocaleString('en')
  return (
    <div className="training" data-going={going !== null}>
      <p className="training-head">
        {going === null ? (
          <span>
            Pass <b>{(chosen + 1).toLocaleString('en')}</b> of {total}
            {loss !== undefined && (
              <>
                {' · loss '}
                <b className="value">{plainNumber(loss)}</b>
              </>
            )}
            {printed !== '' && <code className="printed">{printed}</code>}
          </span>
        ) : (
          <span>{`Training: ${total} passes so far`}</span>
        )}
        <fieldset className="height-switch" aria-label="Height of the curve">
          {(['linear', 'log'] as const).map((each) => (
            <button key={each} type="button" aria-pressed={each === height} onClick={() => setHeight(each)}>
              {each === 'linear' ? 'Linear' : 'Log'}
            </button>
          ))}
        </fieldset>
      </p>
      <LossCurve losses={losses} height={height} chosen={going === null ? chosen : null} onChoose={free ? to : null} />
      <div className="training-choice">
        <button
          type="button"
          className="button"
          aria-label="Pass before"
          disabled={!free || chosen <= 0}
          onClick={() => to(chosen - 1)}
        >
          ‹
        </button>
        <input
          type="range"
          min={1}
          max={losses.length}
          value={chosen + 1}
          disabled={!free}
          onChange={({ target }) => to(Number(target.value) - 1)}
          // its keys choose a pass; those of the page choose a step
          onKeyDown={(event) => {
            if (/^(Arrow|Page|Home|End)/.test(event.key)) event.stopPropagation()
          }}
          aria-label="Backward pass"
          aria-valuetext={`pass ${chosen + 1} of ${losses.length}${loss === undefined ? '' : `, loss ${plainNumber(loss)}`}`}
        />
        <button
          type="button"
          className="button"
          aria-label="Pass after"
          disabled={!free || chosen >= last}
          onClick={() => to(chosen + 1)}
        >
          ›
        </button>
        {free && (
          <span className="pass-field">
            <span>pass</span>
            <PassField key={chosen} pass={chosen} last={last} onPass={to} />
          </span>
        )}
      </div>
    </div>
  )
}

/** The last line that was printed after a pass and before the next. */
function printedAfter(prints: readonly { readonly backwards: number; readonly text: string }[], pass: number): string {
  const texts = prints.filter(({ backwards }) => backwards === pass + 1).map(({ text }) => text)
  const [line = ''] = texts.join('').trim().split('\n')
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}
