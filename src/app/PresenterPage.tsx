import { arrangementIn } from '../state/arrangement.ts'
import { keepPair, keptPair, newPair, pairInHash } from '../state/pair.ts'
import { pairPresenter } from '../state/pairing.ts'
import { keepUp } from '../state/running.ts'
import { setBlank, setPresent, toggleContents } from '../state/screen.ts'
import { store } from '../state/store.ts'
import { useApp } from '../state/useApp.ts'
import { usePairing } from '../state/usePairing.ts'
import { step } from '../state/walk.ts'
import { lazyDialog } from '../views/controls/lazyDialog.tsx'
import { PanelBoundary } from '../views/controls/PanelBoundary.tsx'
import { ClockView } from '../views/presenter/ClockView.tsx'
import { PartnerView } from '../views/presenter/PartnerView.tsx'
import { PositionView, PresenterView } from '../views/presenter/PresenterView.tsx'
import { Notice } from './Notice.tsx'
import type { Page } from './pages.ts'
import { goOn, handlePresenterKey } from './presenterKeys.ts'
import { startTheme } from './theme.ts'

const ContentsDialog = lazyDialog(
  'The table of contents',
  async () => (await import('../views/lesson/ContentsDialog.tsx')).ContentsDialog,
)

/** The lecturer's own window beside the one in front of the room. */
function PresenterPage() {
  const { holds } = usePairing()
  const blank = useApp((state) => state.blank)
  const present = useApp((state) => state.present)
  const contents = useApp((state) => state.contents)
  return (
    <div className="presenter">
      <header className="presenter-head">
        {holds ? <PositionView /> : <span />}
        <PartnerView />
        <ClockView />
      </header>
      <Notice />
      {holds ? (
        <PanelBoundary name="The presenter’s view">
          <PresenterView />
        </PanelBoundary>
      ) : (
        <main className="presenter-empty">
          <h1>There is nothing to show yet</h1>
          <p>Press S in the window of the lecture, or open that window from here.</p>
        </main>
      )}
      <footer className="presenter-foot">
        <button type="button" className="button" onClick={() => step(-1)} disabled={!holds}>
          Back
        </button>
        <span className="others">
          <button
            type="button"
            className="button"
            aria-pressed={blank}
            onClick={() => setBlank(!blank)}
            disabled={!holds}
          >
            {blank ? 'Show the screen' : 'Blank the screen'}
          </button>
          <button
            type="button"
            className="button"
            aria-pressed={present}
            onClick={() => setPresent(!present)}
            disabled={!holds}
          >
            Present
          </button>
          <button type="button" className="button" onClick={toggleContents} disabled={!holds}>
            Lessons
          </button>
        </span>
        <button type="button" className="button primary next" onClick={goOn} disabled={!holds}>
          Next
        </button>
      </footer>
      <ContentsDialog open={contents} />
    </div>
  )
}

/** The page under `#presenter`: it follows the lecture window of its pair, and drives it. It keeps no work and writes no address. */
export const presenterPage: Page = {
  open: () => {
    const pair = pairInHash(location.hash) ?? keptPair() ?? newPair()
    keepPair(pair)
    store.setState({ arrangement: arrangementIn(location.search) })
    document.title = `Presenter · ${document.title}`
    keepUp()
    // on the lecturer's screen nothing is projected
    startTheme(({ theme }) => ({ theme: theme === 'projector' ? 'light' : theme, present: false }))
    window.addEventListener('keydown', handlePresenterKey)
    pairPresenter(pair)
    return <PresenterPage />
  },
}
