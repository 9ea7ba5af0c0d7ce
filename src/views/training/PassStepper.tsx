import { PassField } from '../controls/PassField.tsx'

/** The number of a backward pass, to be typed, with one back and one on beside it. */
export function PassStepper({
  chosen,
  last,
  onPass,
}: {
  readonly chosen: number
  readonly last: number
  readonly onPass: (pass: number) => void
}) {
  return (
    <span className="pass-stepper">
      <button
        type="button"
        className="button"
        aria-label="Pass before"
        disabled={chosen <= 0}
        onClick={() => onPass(chosen - 1)}
      >
        ‹
      </button>
      <PassField key={chosen} pass={chosen} last={last} onPass={onPass} />
      <button
        type="button"
        className="button"
        aria-label="Pass after"
        disabled={chosen >= last}
        onClick={() => onPass(chosen + 1)}
      >
        ›
      </button>
    </span>
  )
}
