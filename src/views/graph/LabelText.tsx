import { compact, type Label } from '../../scene/label.ts'

const marks = { hat: 'ˆ', bar: '¯', tilde: '˜' } as const

/** A label drawn as mathematics in SVG: italic letter, accent, subscript. */
export function LabelText({ label }: { readonly label: Label }) {
  return (
    <>
      {label.accent === null ? (
        <tspan className={label.face}>{label.base}</tspan>
      ) : (
        <>
          <tspan className="letter">{label.base}</tspan>
          <tspan className="accent" dx="-0.46em" dy="-0.16em">
            {marks[label.accent]}
          </tspan>
          <tspan className="space" dx="0.04em" dy="0.16em">
            {'\u200b'}
          </tspan>
        </>
      )}
      {label.over !== '' && (
        <tspan className="sub" dy="-0.5em">
          {label.over}
        </tspan>
      )}
      {label.sub !== '' && (
        <tspan className="sub" dy={label.over === '' ? '0.28em' : '0.78em'}>
          {label.sub}
        </tspan>
      )}
      {label.copy !== null && (
        <tspan className="sub" dy={label.sub === '' ? '-0.5em' : '-0.95em'}>
          {`⟨${label.copy}⟩`}
        </tspan>
      )}
      {label.entry !== null && (
        <tspan className="sub" dy={labelRise(label, false)}>
          {`[${compact(label.entry)}]`}
        </tspan>
      )}
    </>
  )
}

/** What brings the baseline back from where a label ends, with or without its entry. */
export const labelRise = ({ copy, sub, over, entry }: Label, whole = true): string | 0 => {
  if (whole && entry !== null) return 0
  if (copy !== null) return '0.5em'
  if (sub !== '') return '-0.28em'
  return over === '' ? 0 : '0.5em'
}
