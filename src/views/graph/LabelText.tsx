import { compact, type Label } from '../../scene/label.ts'

const marks = { hat: 'ˆ', bar: '¯', tilde: '˜' } as const

/** A label drawn as mathematics in SVG: italic letter, accent, subscript. */
export function LabelText({ label }: { readonly label: Label }) {
  return (
    <>
      {label.accent === null ? (
        <tspan className={label.word ? 'word' : 'letter'}>{label.base}</tspan>
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
      {label.sub !== '' && (
        <tspan className="sub" dy="0.28em">
          {label.sub}
        </tspan>
      )}
      {label.copy !== null && (
        <tspan className="sub" dy={label.sub === '' ? '-0.5em' : '-0.95em'}>
          {`⟨${label.copy}⟩`}
        </tspan>
      )}
      {label.entry !== null && (
        <tspan className="sub" dy={label.copy !== null ? '0.5em' : label.sub === '' ? 0 : '-0.28em'}>
          {`[${compact(label.entry)}]`}
        </tspan>
      )}
    </>
  )
}
