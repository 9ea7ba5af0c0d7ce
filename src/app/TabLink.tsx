import { useState } from 'react'
import { shareLink } from '../state/session.ts'

/** From a frame of another page to a tab of one's own, at the same moment. */
export function TabLink() {
  const [url, setUrl] = useState(location.href)
  // the frame's own address is the one it was opened with; the link to this moment is made when it is about to be followed
  const renew = (): void => void shareLink().then((link) => setUrl((before) => link?.url ?? before))
  return (
    <a
      className="button quiet tab-link"
      href={url}
      target="_blank"
      rel="noopener"
      onPointerEnter={renew}
      onPointerDown={renew}
      onFocus={renew}
    >
      Open in a tab
    </a>
  )
}
