import type { LossLayout } from './lossLayout.ts'

/** Pixels from the end of a slider to the middle of its knob when it stands there. */
const knob = 8

/** A slider over the backward passes whose knob stands below its pass on the curve. */
export function PassSlider({
  layout: { left, x },
  chosen,
  last,
  told,
  disabled,
  onPass,
}: {
  readonly layout: LossLayout
  readonly chosen: number
  readonly last: number
  /** What more is said of the pass. */
  readonly told: string
  readonly disabled: boolean
  readonly onPass: (pass: number) => void
}) {
  return (
    <input
      type="range"
      className="pass-slider"
      style={{ marginLeft: left - knob, width: x(last) - left + 2 * knob }}
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
  )
}
