import { useEffect, useState } from 'react'
import { endBeaming } from '../../state/screen.ts'
import { type SharedLink, shareLink } from '../../state/session.ts'
import { QrScreen } from './QrScreen.tsx'

/** The link to this very moment, made as it is opened, and its QR code over the whole screen. */
export function BeamDialog({ open }: { readonly open: boolean }) {
  const [link, setLink] = useState<SharedLink | null>(null)
  useEffect(() => {
    if (!open) return undefined
    let gone = false
    shareLink().then(
      (made) => {
        if (gone) return
        setLink(made)
        // why there is none is told on the page
        if (made === null) endBeaming()
      },
      () => {
        if (!gone) endBeaming()
      },
    )
    return () => {
      gone = true
    }
  }, [open])
  return link === null ? null : <QrScreen url={link.url} note={null} onClose={endBeaming} />
}
