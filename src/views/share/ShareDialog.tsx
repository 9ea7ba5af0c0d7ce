import { type MouseEvent, type RefObject, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { type QrCode, qrCode } from './qrCode.ts'
import './share.css'

/** What the share dialog shows and tells. */
export interface ShareDialogProps {
  readonly open: boolean
  readonly onClose: () => void
  /** The link to the step that is shown. */
  readonly url: string
  /** Its length. */
  readonly characters: number
  /** What to know about a long link. */
  readonly note: string | null
  /** Puts a text on the clipboard and says whether that worked. */
  readonly copy: (text: string) => Promise<boolean>
}

/** A link to exactly this step, to copy or to photograph. */
export function ShareDialog({ open, onClose, url, characters, note, copy }: ShareDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const copyButton = useRef<HTMLButtonElement>(null)
  const pressedBackdrop = useRef(false)
  const title = useId()
  const code = useMemo(() => qrCode(url), [url])

  // Closing before the element goes gives the focus back to where it was.
  useLayoutEffect(() => {
    const element = dialog.current
    if (!open || element === null) return
    element.showModal()
    copyButton.current?.focus()
    return () => element.close()
  }, [open])

  const close = (): void => dialog.current?.close()
  // A press that starts in the field and ends on the backdrop selects text; it closes nothing.
  const onPress = (event: MouseEvent<HTMLDialogElement>): void => {
    pressedBackdrop.current = event.target === dialog.current
  }
  const onClick = (event: MouseEvent<HTMLDialogElement>): void => {
    if (pressedBackdrop.current && event.target === dialog.current) close()
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape and the Close button do the same from the keyboard.
    <dialog
      ref={dialog}
      className="dialog share"
      aria-labelledby={title}
      onMouseDown={onPress}
      onClick={onClick}
      onClose={() => {
        if (dialog.current?.open !== true) onClose()
      }}
    >
      <div className="share-body">
        <header>
          <h2 id={title}>A link to exactly this step</h2>
          <button type="button" className="button" onClick={close}>
            Close
          </button>
        </header>
        <QrPicture code={code} />
        <div className="share-link">
          <LinkField key={url} url={url} copy={copy} copyButton={copyButton} />
          <p className="share-length">
            {`${characters.toLocaleString('en')} characters. The program and the step are in the link itself.`}
          </p>
          {note !== null && <p className="share-note">{note}</p>}
        </div>
      </div>
    </dialog>
  )
}

interface LinkFieldProps {
  readonly url: string
  readonly copy: (text: string) => Promise<boolean>
  readonly copyButton: RefObject<HTMLButtonElement | null>
}

function LinkField({ url, copy, copyButton }: LinkFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null)

  const onCopy = async (): Promise<void> => {
    setOutcome(null)
    const copied = await copy(url)
    setOutcome(copied ? 'copied' : 'refused')
    if (!copied) field.current?.select()
  }

  return (
    <>
      <label htmlFor={id}>Link</label>
      <textarea
        ref={field}
        id={id}
        readOnly
        rows={3}
        spellCheck={false}
        value={url}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="share-copy">
        <button ref={copyButton} type="button" className="button primary" onClick={() => void onCopy()}>
          Copy
        </button>
        <span aria-live="polite">{outcome === null ? '' : outcomes[outcome]}</span>
      </div>
    </>
  )
}

const outcomes = {
  copied: 'Copied',
  refused: 'The browser does not let this page copy. The link is selected: press Ctrl C.',
}

const quiet = 4

function QrPicture({ code }: { readonly code: QrCode | null }) {
  if (code === null)
    return (
      <p className="share-too-long">
        The link is too long for a QR code. Copy it, or shorten the program and open this dialog again.
      </p>
    )
  const side = code.modules + 2 * quiet
  return (
    <svg
      className="share-code"
      ref={(svg) => svg?.style.setProperty('--modules', String(side))}
      viewBox={`${-quiet} ${-quiet} ${side} ${side}`}
      role="img"
      aria-label="QR code of the link"
    >
      <path d={code.path} />
    </svg>
  )
}
