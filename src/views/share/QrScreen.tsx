import { type KeyboardEvent, useLayoutEffect, useRef } from 'react'
import { QrPicture } from './QrPicture.tsx'
import { mostBytes } from './qrCode.ts'
import './share.css'
import './screen.css'

/** The link that fills the screen. */
export interface QrScreenProps {
  readonly url: string
  /** What to know about a long link. */
  readonly note: string | null
  readonly onClose: () => void
}

/** A longer link is not typed by anyone. */
const longestTyped = 160

const modifiers: readonly string[] = ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock']

/** A link's QR code as large as the screen lets it be, to be photographed from the back row. Any key and any click close it. */
export function QrScreen({ url, note, onClose }: QrScreenProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  // Closing before the element goes gives the focus back to where it was.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    // any key closes it: a button in focus would only look as if it were the way
    element?.focus()
    return () => element?.close()
  }, [])
  const onKey = (event: KeyboardEvent): void => {
    // a screenshot, copying the text, or the key that opened it held down is no wish to go on
    if (event.repeat || modifiers.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    onClose()
  }
  const fits = url.length <= mostBytes
  return (
    <dialog
      ref={dialog}
      className="qr-screen"
      tabIndex={-1}
      aria-label="The link as a QR code"
      onKeyDown={onKey}
      onClick={onClose}
      onClose={() => {
        if (dialog.current?.open !== true) onClose()
      }}
    >
      <div className="qr-sheet">
        <QrPicture url={url} />
        <div className="qr-text">
          <h2>{fits ? 'Scan to open exactly this moment' : 'No code for this link'}</h2>
          {url.length <= longestTyped && <p className="qr-url">{url}</p>}
          {note !== null && <p>{note}</p>}
          <button type="button" className="button" onClick={onClose}>
            Close
          </button>
          <p className="qr-hint">Any key or click closes it.</p>
        </div>
      </div>
    </dialog>
  )
}
