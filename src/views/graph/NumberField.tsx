import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { plainNumber } from '../../scene/number.ts'
import { numberText, typedNumber } from './numberText.ts'

/** A field over a number of the picture, to type another. Enter or leaving commits, Esc does not, Tab goes on to the next entry. */
export interface NumberFieldProps {
  readonly svg: RefObject<SVGSVGElement | null>
  readonly node: number
  readonly entry: number
  readonly value: number
  readonly name: string
  /** What was typed to open the field, if anything: it is where the new number begins. */
  readonly typed: string
  readonly onCommit: (text: string) => void
  readonly onClose: (move: number) => void
}

export function NumberField({ svg, node, entry, value, name, typed: begun, onCommit, onClose }: NumberFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(begun === '' ? numberText(Number(value.toPrecision(8)), '') : begun)
  const typed = typedNumber(text, '1.0')
  useLayoutEffect(() => {
    const input = field.current
    const frame = svg.current?.parentElement?.getBoundingClientRect()
    const place = svg.current
      ?.querySelector(`[data-node="${node}"] [data-read="value"] [data-at="${entry}"]`)
      ?.getBoundingClientRect()
    if (input === null || frame === undefined || place === undefined) return
    input.style.left = `${place.left - frame.left + place.width / 2}px`
    input.style.top = `${place.top - frame.top + place.height / 2}px`
    input.focus()
    if (begun === '') input.select()
  }, [svg, node, entry, begun])
  const commit = () => {
    if (typed !== null && Number(typed) !== value) onCommit(typed)
  }
  const key = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Enter' && typed !== null) {
      commit()
      onClose(0)
    } else if (event.key === 'Escape') onClose(0)
    else if (event.key === 'Tab') {
      commit()
      onClose(event.shiftKey ? -1 : 1)
      event.preventDefault()
    } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && typed !== null) {
      const next = Number((Number(typed) + (event.key === 'ArrowUp' ? 0.1 : -0.1)).toFixed(6))
      setText(numberText(next, ''))
      onCommit(numberText(next, '1.0'))
      event.preventDefault()
    }
  }
  return (
    <input
      ref={field}
      className="number-field"
      aria-label={`New number for ${name}, now ${plainNumber(value)}`}
      aria-invalid={typed === null}
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={key}
      onBlur={() => {
        commit()
        onClose(0)
      }}
    />
  )
}
