import { PassField } from '../controls/PassField.tsx'

/** The choice of a backward pass: one back, a slider, one on, and its number. */
export function PassChoice({
  chosen,
  last,
  told,
  disabled,
  onPass,
}: {
  readonly chosen: number
  readonly last: number
  /** What more is said of the pass. */
  readonly told: string
  readonly disabled: boolean
  readonly onPass: (pass: number) => void
}) {
  return (
    <div className="training-choice">
      <button
        type="button"
        className="button"
        aria-label="Pass before"
        disabled={disabled || chosen <= 0}
        onClick={() => onPass(chosen - 1)}
      >
        ‹
      </button>
      <input
        type="range"
        min={1}
        max={last + 1}
        value={chosen + 1}
        disabled={disabled}
        onChange={({ target }) => onPass(Number(target.value) - 1)}
        // its keys choose a pass; those of the page choose a step
        onKeyDown={(event) => {
          if (/^(Arrow|Page|Home|End)/.test(event.key)) event.stopPropagation()
        }}
        aria-label="Backward pass"
        aria-valuetext={`pass ${chosen + 1} of ${last + 1}${told}`}
      />
      <button
        type="button"
        className="button"
        aria-label="Pass after"
        disabled={disabled || chosen >= last}
        onClick={() => onPass(chosen + 1)}
      >
        ›
      </button>
      {!disabled && (
        <span className="pass-field">
          <span>pass</span>
          <PassField key={chosen} pass={chosen} last={last} onPass={onPass} />
        </span>
      )}
    </div>
  )
}
