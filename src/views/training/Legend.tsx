import type { Comparison } from './comparison.ts'

/** Which line of the curves is which. */
export function Legend({ compared: { label, before } }: { readonly compared: Comparison }) {
  return (
    <span className="loss-legend">
      <b>{label}</b>
      <span>{before}</span>
    </span>
  )
}
