import { useState } from 'react'

/** The number of a pass, counted from 1, to be typed: taken on Enter and when the field is left. */
export function PassField({
  pass,
  last,
  onPass,
}: {
  readonly pass: number
  readonly last: number
  readonly onPass: (pass: number) => void
}) {
  const [text, setText] = useState(String(pass + 1))
  const take = (): void => {
    const number = Math.round(Number(text))
    if (Number.isFinite(number) && number !== pass + 1 && text.trim() !== '') onPass(number - 1)
    else setText(String(pass + 1))
  }
  return (
    <input
      type="text"
      className="pass-number"
      aria-label={`Which backward pass of ${last + 1}`}
      inputMode="numeric"
      style={{ width: `calc(${Math.max(3, String(last + 1).length)}ch + 18px)` }}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take()
      }}
    />
  )
}
