import { type MouseEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { type Arrangement, arranged } from '../../state/arrangement.ts'
import { ClassChoice } from './ClassChoice.tsx'
import { CopyField } from './CopyField.tsx'
import { embedCode } from './embedCode.ts'
import { QrPicture } from './QrPicture.tsx'
import { QrScreen } from './QrScreen.tsx'
import './share.css'

/** What the share dialog shows and tells. */
export interface ShareDialogProps {
  readonly open: boolean
  readonly onClose: () => void
  /** The link to the step that is shown. */
  readonly url: string
  /** What to know about a long link. */
  readonly note: string | null
  /** What the page itself hides and locks: a link made here does the same, unless another choice is made. */
  readonly arrangement: Arrangement
  /** Whether the link is to a beat of a lesson. */
  readonly inLesson: boolean
  /** Puts a text on the clipboard and says whether that worked. */
  readonly copy: (text: string) => Promise<boolean>
}

/** A link to exactly this step, to copy, to photograph, to give to a class, or to put into a page. */
export function ShareDialog({ open, onClose, url: plain, note, arrangement, inLesson, copy }: ShareDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const copyButton = useRef<HTMLButtonElement>(null)
  const pressedBackdrop = useRef(false)
  const title = useId()
  const [chosen, setChosen] = useState(arrangement)
  const [large, setLarge] = useState(false)
  const url = arranged(plain, chosen)

  // Closing before the element goes gives the focus back to where it was.
  useLayoutEffect(() => {
    const element = dialog.current
    if (!open || element === null) return
    element.showModal()
    copyButton.current?.focus()
    return () => element.close()
  }, [open])

  // A press that starts in the field and ends on the backdrop selects text; it closes nothing.
  const onPress = (event: MouseEvent<HTMLDialogElement>): void => {
    pressedBackdrop.current = event.target === dialog.current
  }
  const onClick = (event: MouseEvent<HTMLDialogElement>): void => {
    if (pressedBackdrop.current && event.target === dialog.current) onClose()
  }

  return (
    <>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape and the Close button do the same from the keyboard. */}
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
            <h2 id={title}>{inLesson ? 'A link to exactly this beat' : 'A link to exactly this step'}</h2>
            <button type="button" className="button" onClick={onClose}>
              Close
            </button>
          </header>
          <div className="share-picture">
            <QrPicture url={url} />
          </div>
          <div className="share-link">
            <CopyField label="Link" text={url} action="Copy" rows={3} copy={copy} button={copyButton}>
              <button
                type="button"
                className="button"
                onClick={() => setLarge(true)}
                title="The code as large as the screen; the key U does so at any step"
              >
                Full screen
              </button>
            </CopyField>
            <p className="share-length">
              {`${url.length.toLocaleString('en')} characters. The program and the step are in the link itself.`}
            </p>
            {note !== null && <p className="share-note">{note}</p>}
            <details name="share">
              <summary>Class link</summary>
              <p className="share-length">
                What is hidden or locked here is so for everyone who opens the link or scans the code.
              </p>
              <ClassChoice arrangement={chosen} inLesson={inLesson} onArrangement={setChosen} />
            </details>
            <details name="share">
              <summary>Embed in a page</summary>
              <CopyField
                label="HTML"
                text={embedCode(url, 'Gradwalk: backpropagation, step by step')}
                action="Copy the HTML"
                rows={5}
                copy={copy}
              />
              <p className="share-length">
                For a course page. It has what the class link hides and locks; nothing is kept inside a frame.
              </p>
            </details>
          </div>
        </div>
      </dialog>
      {large && <QrScreen url={url} note={null} onClose={() => setLarge(false)} />}
    </>
  )
}
