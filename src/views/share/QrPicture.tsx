import { useMemo } from 'react'
import { qrCode } from './qrCode.ts'

const quiet = 4

/** The QR code of a link, or what to do where the link is too long for one. */
export function QrPicture({ url }: { readonly url: string }) {
  const code = useMemo(() => qrCode(url), [url])
  if (code === null)
    return (
      <p className="share-too-long">
        The link is too long for a QR code. Copy it, or shorten the program (comments count too) and come back.
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
