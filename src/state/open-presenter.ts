import { isFramed } from './framed.ts'
import { keepPair, keptPair, newPair } from './pair.ts'
import { notify } from './screen.ts'

const presenterName = (pair: string): string => `gradwalk-presenter-${pair}`
const presenterAt = (pair: string): string => `${location.href.split('#')[0]}#presenter.${pair}`

const fetchFailed = (): void =>
  notify({ kind: 'error', text: 'The presenter window could not be kept in step. Check the connection and try again.' })

/** Opens the presenter window of this lecture, or brings it to the front. */
export function openPresenter(): void {
  if (isFramed()) {
    notify({
      kind: 'info',
      text: 'The presenter window needs a tab of its own: open this page in a tab, and press S there.',
    })
    return
  }
  const pair = keptPair() ?? newPair()
  keepPair(pair)
  const opened = window.open(presenterAt(pair), presenterName(pair), 'popup,width=1180,height=760')
  opened?.focus()
  if (opened === null)
    notify({
      kind: 'error',
      text: 'The browser did not let a second window open.',
      link: { text: 'Open the presenter window', url: presenterAt(pair), target: presenterName(pair) },
    })
  import('./pairing.ts').then(({ pairLecture }) => pairLecture(pair, opened, 'holds'), fetchFailed)
}

/** Finds the presenter window again after a reload. */
export function rejoin(): void {
  const pair = keptPair()
  if (pair === null) return
  keepPair(pair)
  const [entry] = performance.getEntriesByType('navigation')
  // who follows a link wants what it shows, not what was here before
  const linked = location.hash !== '' && entry !== undefined && 'type' in entry && entry.type === 'navigate'
  import('./pairing.ts').then(({ pairLecture }) => pairLecture(pair, null, linked ? 'insists' : 'joins'), fetchFailed)
}
