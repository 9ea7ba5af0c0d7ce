import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react'

/** A text to take along. */
export interface CopyFieldProps {
  readonly label: string
  readonly text: string
  /** What the button is called. */
  readonly action: string
  readonly rows: number
  readonly copy: (text: string) => Promise<boolean>
  readonly button?: RefObject<HTMLButtonElement | null>
  /** What stands beside the button. */
  readonly children?: ReactNode
}

/** A text with a button that puts it on the clipboard. */
export function CopyField({ label, text, action, rows, copy, button, children }: CopyFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null)
  // another text is not copied yet
  useEffect(() => setOutcome(null), [text])

  const onCopy = async (): Promise<void> => {
    setOutcome(null)
    const copied = await copy(text)
    setOutcome(copied ? 'copied' : 'refused')
    if (!copied) field.current?.select()
  }

  return (
    <>
      <label htmlFor={id}>{label}</label>
      <textarea
        ref={field}
        id={id}
        readOnly
        rows={rows}
        spellCheck={false}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="share-copy">
        <button ref={button} type="button" className="button primary" onClick={() => void onCopy()}>
          {action}
        </button>
        {children}
        <span aria-live="polite">{outcome === null ? '' : outcomes[outcome]}</span>
      </div>
    </>
  )
}

const outcomes = {
  copied: 'Copied',
  refused: 'The browser does not let this page copy. The text is selected: press Ctrl C.',
}
