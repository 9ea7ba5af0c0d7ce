import { useMemo, useState } from 'react'
import { plainNumber } from '../../scene/number.ts'
import { isAllowed } from '../../state/allowed.ts'
import { isTraining, passCount, passOf } from '../../state/passes.ts'
import { isLong } from '../../state/running.ts'
import { slideOf } from '../../state/slide.ts'
import { drawnCurve } from '../../state/sliding.ts'
import { useApp } from '../../state/useApp.ts'
import { comparisonOf } from './comparison.ts'
import { type Height, usualHeight } from './curveReach.ts'
import { Hyperparameters } from './Hyperparameters.tsx'
import { Legend } from './Legend.tsx'
import { LossCurve } from './LossCurve.tsx'
import { PassSlider } from './PassSlider.tsx'
import { PassStepper } from './PassStepper.tsx'
import { usePassChoice } from './usePassChoice.ts'
import './training.css'

const unknown = { of: null, height: 'linear' } as const

/** The losses of a training loop as a curve that grows while it runs, the choice of the pass that is shown, and the hyperparameters to change. */
export function TrainingPanel() {
  const run = useApp((state) => state.run)
  const curve = useApp(drawnCurve)
  // before its first pass a program has nothing to show in the place of what was there
  const going = useApp((state) =>
    state.running && isLong(state.going) && state.going?.losses.length ? state.going : null,
  )
  const shown = useApp((state) => state.seeking?.episode ?? state.cursor.episode)
  const slide = useApp(slideOf)
  const running = useApp((state) => state.running)
  const sliding = running && slide !== null
  const [ahead, choose] = usePassChoice()
  const free = useApp((state) => isAllowed(state, 'jumps')) && (going === null || sliding)
  const original = useApp((state) => state.original)
  const [{ of, height }, setHeight] = useState<{ readonly of: string | null; readonly height: Height }>(unknown)
  // of a program that the next one has replaced only a training is worth keeping in view
  const awaited = running && slide === null && !isTraining(run)
  const losses = going?.losses ?? (awaited ? undefined : curve?.losses)
  const compared = comparisonOf(slide, (going === null ? curve : slide)?.source)
  const whole = going === null && curve?.growing !== true
  const last = (sliding && !whole ? passCount(run) : (losses?.length ?? 0)) - 1
  const chosen = sliding && slide.pass !== null ? last : Math.min(ahead ?? shown, last)
  const printed = useMemo(() => printedAfter(run?.prints ?? [], chosen), [run, chosen])
  // what suits the first curve of a document suits the ones that its sliders make
  if (!running && losses !== undefined && of !== original) setHeight({ of: original, height: usualHeight(losses) })
  if (losses === undefined || losses.length === 0)
    return (
      <p className="training-empty">
        {running
          ? 'Running the program…'
          : 'This program has no loop of backward passes: there is no training to show.'}
      </p>
    )
  const loss = losses[chosen]
  const counted = whole && !running ? (passOf(run, chosen)?.turn ?? []) : []
  const turn = counted.map(({ name, text }) => `${name} = ${text}`).join(', ')
  const to = (pass: number): void => {
    if (free && !sliding) choose(Math.max(0, Math.min(last, pass)))
  }
  const total = losses.length.toLocaleString('en')
  return (
    <div className="training-frame">
      <div className="training" data-going={going !== null} data-compared={compared !== null}>
        <div className="training-head">
          {whole ? (
            <span className="pass-head">
              Pass{' '}
              {free ? (
                <PassStepper chosen={chosen} last={last} onPass={to} />
              ) : (
                <b>{(chosen + 1).toLocaleString('en')}</b>
              )}{' '}
              of {total}
              {loss !== undefined && (
                <span>
                  <span className="between">· </span>
                  {'loss '}
                  <b className="value">{plainNumber(loss)}</b>
                </span>
              )}
            </span>
          ) : (
            <span>{`Training: ${total} passes so far`}</span>
          )}
          <fieldset className="height-switch" aria-label="Height of the curve">
            {(['linear', 'log'] as const).map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={each === height}
                onClick={() => setHeight({ of: original, height: each })}
              >
                {each === 'linear' ? 'Linear' : 'Log'}
              </button>
            ))}
          </fieldset>
        </div>
        <div className="training-told">
          {turn !== '' && <code className="turn">{turn}</code>}
          <code className="printed" title={printed}>
            {whole ? printed : ''}
          </code>
          {compared !== null && <Legend compared={compared} />}
        </div>
        <LossCurve
          losses={losses}
          compared={compared}
          height={height}
          chosen={whole ? chosen : null}
          onChoose={free ? to : null}
        >
          {(layout) => (
            <PassSlider
              layout={layout}
              chosen={chosen}
              last={last}
              told={loss === undefined ? '' : `, loss ${plainNumber(loss)}`}
              disabled={!free}
              onPass={to}
            />
          )}
        </LossCurve>
        <Hyperparameters />
      </div>
    </div>
  )
}

/** The last line that was printed after a pass and before the next. */
function printedAfter(prints: readonly { readonly backwards: number; readonly text: string }[], pass: number): string {
  const texts = prints.filter(({ backwards }) => backwards === pass + 1).map(({ text }) => text)
  const [line = ''] = texts.join('').trim().split('\n')
  return line
}
