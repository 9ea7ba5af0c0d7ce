import { openLecture } from '../../state/pairing.ts'
import { notify } from '../../state/screen.ts'
import { usePairing } from '../../state/usePairing.ts'

const reopen = (): void => {
  if (!openLecture())
    notify({
      kind: 'error',
      text: 'The browser did not let a window open. Open Gradwalk in another window and press S.',
    })
}

/** Whether the lecture window follows; where it does not, a way to open it again. */
export function PartnerView() {
  const { partner } = usePairing()
  return (
    <div className="presenter-partner" data-partner={partner}>
      <p role="status">
        {partner === 'here'
          ? 'In step with the lecture window'
          : partner === 'away'
            ? 'The lecture window is closed or asleep; it comes back by itself.'
            : 'Looking for the lecture window'}
      </p>
      {partner === 'away' && (
        <button type="button" className="button" onClick={reopen}>
          Open the lecture
        </button>
      )}
    </div>
  )
}
