import { isAllowed } from '../state/allowed.ts'
import { copyText } from '../state/clipboard.ts'
import { isFramed } from '../state/framed.ts'
import { notify } from '../state/screen.ts'
import { hasOwnWork, keepAsOwn, leaveShared } from '../state/session.ts'
import { useApp } from '../state/useApp.ts'

/** What the page has to say about itself: a link that could not be opened, a shared program beside one's own. */
export function Notice() {
  const notice = useApp((state) => state.notice)
  const shared = useApp((state) => state.origin === 'shared')
  const owns = useApp((state) => isAllowed(state, 'owning'))
  const present = useApp((state) => state.present)
  if (notice !== null)
    return (
      <div className="notice" data-kind={notice.kind} role={notice.kind === 'error' ? 'alert' : 'status'}>
        <p>{notice.text}</p>
        {notice.raw !== undefined && (
          <button type="button" className="button" onClick={() => copyText(notice.raw ?? '')}>
            Copy the link as it arrived
          </button>
        )}
        {notice.link !== undefined && (
          // the page that is opened talks with this one
          <a className="button" href={notice.link.url} target={notice.link.target} rel="opener">
            {notice.link.text}
          </a>
        )}
        <button type="button" className="button" onClick={() => notify(null)}>
          Dismiss
        </button>
      </div>
    )
  // in a frame of another page nothing is kept, and nothing can be left
  if (!shared || present || !owns || isFramed()) return null
  return (
    <div className="notice" role="status">
      <p>You are looking at a program from a link.{!hasOwnWork() ? '' : ' Your own work is kept as it was.'}</p>
      <button type="button" className="button" onClick={keepAsOwn}>
        Keep it as my work
      </button>
      <button type="button" className="button" onClick={leaveShared}>
        {!hasOwnWork() ? 'Leave it' : 'Back to my work'}
      </button>
    </div>
  )
}
