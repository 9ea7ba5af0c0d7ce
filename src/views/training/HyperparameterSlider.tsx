import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { type Hyperparameter, isWhole, writtenValue } from '../../lang/hyperparameters/hyperparameters.ts'
import {
  isLogarithmic,
  keySteps,
  neededOf,
  positionOf,
  reaching,
  reachOf,
  typedValue,
  valueAfter,
  valueAt,
} from './sliderScale.ts'

let gestures = 0
/** Keys that follow each other within this many milliseconds are one gesture. */
const burst = 1000

/** A hyperparameter to drag, to change with keys, or to type; and back to what it was. */
export function HyperparameterSlider({
  one,
  before,
  onValue,
}: {
  readonly one: Hyperparameter
  /** What it was before sliders were moved. */
  readonly before: number
  /** Null where numbers may not be changed. All values of one gesture have its number. */
  readonly onValue: ((value: number, gesture: number) => void) | null
}) {
  const { value, label, kind } = one
  const gesture = useRef({ number: 0, until: 0 })
  const held = useRef(reachOf(one, before))
  held.current = reaching(one, held.current, value)
  const reach = held.current
  const written = writtenValue(one, value)
  const back = onValue === null || before === value ? null : `back to ${writtenValue(one, before)}`
  const name = label === kind || label.startsWith(kind) ? label : `${label}, ${kind}`

  const begin = (until: number): number => {
    gesture.current = { number: ++gestures, until }
    return gesture.current.number
  }
  /** The gesture of a change that no pointer makes: the last one, if that was just now. */
  const follow = (): number => {
    const now = Date.now()
    if (now > gesture.current.until) begin(now + burst)
    else if (gesture.current.until !== Number.POSITIVE_INFINITY) gesture.current.until = now + burst
    return gesture.current.number
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = keySteps[event.key]
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const next = valueAfter(one, reach, value, by)
    event.preventDefault()
    event.stopPropagation()
    if (next !== value) onValue?.(next, follow())
  }
  return (
    <div className="hyperparameter">
      <span data-named={one.named} title={name}>
        {label}
      </span>
      <input
        type="range"
        aria-label={name}
        aria-valuetext={written}
        min={positionOf(one, reach[0], reach)}
        max={positionOf(one, reach[1], reach)}
        step={isLogarithmic(one) ? 'any' : 1}
        value={positionOf(one, value, reach)}
        disabled={onValue === null}
        onPointerDown={() => begin(Number.POSITIVE_INFINITY)}
        onPointerUp={() => {
          gesture.current.until = 0
        }}
        onKeyDown={onKeyDown}
        onChange={({ target }) => {
          const next = valueAt(one, reach, target.valueAsNumber)
          if (next !== value) onValue?.(next, follow())
        }}
      />
      <ValueField
        one={one}
        name={name}
        written={written}
        onValue={onValue === null ? null : (next) => onValue(next, begin(0))}
      />
      {back !== null && (
        <button
          type="button"
          className="button quiet"
          aria-label={`${name}: ${back}`}
          title={back}
          onClick={() => onValue?.(before, begin(0))}
        >
          ↺
        </button>
      )}
    </div>
  )
}

/** The number itself, to be typed: taken on Enter and when the field is left. What is no such number stays, with a sentence, until it is mended or Escape brings the number back. */
function ValueField({
  one,
  name,
  written,
  onValue,
}: {
  readonly one: Hyperparameter
  readonly name: string
  readonly written: string
  readonly onValue: ((value: number) => void) | null
}) {
  const sentence = useId()
  const [draft, setDraft] = useState<{ readonly text: string; readonly of: number; readonly refused: boolean } | null>(
    null,
  )
  // a number that was changed elsewhere meanwhile is the newer one
  const held = draft?.of === one.value ? draft : null
  const take = (): void => {
    if (held === null) return
    const typed = typedValue(one, held.text)
    if (typed !== null && typed !== one.value) onValue?.(typed)
    setDraft(typed === null ? { ...held, refused: true } : null)
  }
  return (
    <>
      <input
        type="text"
        className="pass-number"
        aria-label={`${name}, as a number`}
        aria-invalid={held?.refused === true}
        aria-describedby={held?.refused ? sentence : undefined}
        inputMode={isWhole(one.kind) ? 'numeric' : 'decimal'}
        autoComplete="off"
        disabled={onValue === null}
        value={held?.text ?? written}
        onChange={({ target }) => setDraft({ text: target.value, of: one.value, refused: false })}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take()
          else if (event.key === 'Escape' && held !== null) {
            event.stopPropagation()
            setDraft(null)
          }
        }}
      />
      {held?.refused && (
        <p id={sentence} className="refused" role="alert">
          {neededOf(one)} <kbd>Esc</kbd> brings {written} back.
        </p>
      )}
    </>
  )
}
