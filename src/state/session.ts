import { firstExample } from '../lessons/examples.ts'
import { isAllowed, whereAllowed } from './allowed.ts'
import { arranged, arrangementIn, nothingArranged } from './arrangement.ts'
import { setLayouts } from './drawing.ts'
import { equip } from './equip.ts'
import { historyAfter, historyOf, push } from './history.ts'
import type { LinkState } from './link-schema.ts'
import { pick } from './pick.ts'
import { unixLines } from './program.ts'
import { keepUp, runNow } from './running.ts'
import { notify } from './screen.ts'
import { debounced, openStorage, type Work } from './storage.ts'
import { type Draft, type State, store } from './store.ts'

const storage = openStorage()

/** What of the state a link restores. */
const linked = [
  'source',
  'cursor',
  'selected',
  'present',
  'slow',
  'level',
  'entry',
  'quiz',
  'mistake',
  'moving',
  'conventions',
  'detail',
  'sample',
  'open',
  'lesson',
] as const satisfies readonly (keyof LinkState & keyof State)[]

/** What is kept of the reader's own work. */
const stored = [
  'source',
  'original',
  'cursor',
  'theme',
  'present',
  'slow',
  'letterKeys',
  'selected',
  'level',
  'entry',
  'conventions',
  'ownConventions',
  'detail',
  'sample',
  'moving',
  'mistake',
  'quiz',
  'open',
  'lesson',
] as const satisfies readonly (keyof Work & keyof State)[]

/** Whether the reader has work of their own in this browser, as far as this tab has seen. */
export const hasOwnWork = (): boolean => own

let own = false

const journal = debounced(() => {
  const state = store.getState()
  if (state.origin === 'own') {
    const problem = storage.write(workOf(state))
    own = true
    if (problem !== null) notify({ kind: 'info', text: problem })
  } else
    links().then(
      ({ encodeLink }) => {
        // the reader may have left the shared program while the code for links was fetched
        if (store.getState().origin === 'shared') replaceHash(`#${encodeLink(linkStateOf(store.getState()))}`)
      },
      () => undefined,
    )
}, 250)

/** How much of what undo goes back to is kept: changes, and characters of their programs. */
const mostKept = { changes: 30, characters: 200_000 } as const

/** The newest of the programs before, as many as are kept. */
function keptPast(past: readonly Draft[]): readonly Draft[] {
  const kept: Draft[] = []
  let room: number = mostKept.characters
  for (const draft of past.slice(-mostKept.changes).reverse()) {
    room -= draft.source.length + draft.original.length
    if (room < 0) break
    kept.unshift(draft)
  }
  return kept
}

const workOf = (state: State): Work => ({ ...pick(state, stored), past: keptPast(state.history.past) })

/** What a link to a state restores. */
export const linkStateOf = (state: State): LinkState => ({
  ...pick(state, linked),
  detail: state.detail === 'formula' ? null : state.detail,
})

/** Whether something changed that is stored or linked. */
const isNews = (state: State, before: State): boolean =>
  [...linked, ...stored].some((name) => state[name] !== before[name])

const bare = (): string => location.href.split('#')[0] ?? ''

/** The hash that the page itself wrote last. */
let ownHash = ''

function replaceHash(hash: string): void {
  try {
    history.replaceState(null, '', arranged(bare(), store.getState().arrangement) + hash)
    ownHash = hash.replace(/^#/, '')
  } catch {
    // an opaque origin may not rewrite its address; the link can still be copied
  }
}

/** Links are read and made by code that is fetched when the first one is. */
const links = () => import('./link.ts')

/** A link: the address, its length, and a note where it is long. */
export interface SharedLink {
  readonly url: string
  readonly characters: number
  readonly note: string | null
}

/** A link to exactly what is shown; null, with a notice, where the program is too long for one. */
export async function shareLink(): Promise<SharedLink | null> {
  const { encodeLink, linkSize } = await links()
  const state = linkStateOf(store.getState())
  const url = `${arranged(bare(), store.getState().arrangement)}#${encodeLink(state)}`
  const { level, note } = linkSize(state)
  if (level === 'refused') {
    notify({ kind: 'error', text: note ?? 'This program is too long for a link.' })
    return null
  }
  return { url, characters: url.length, note }
}

/** Starts from the address, else from the stored work, else from the first example; then runs every program the state comes to hold and keeps the work. Resolves when what the address says is shown. */
export function startSession(): Promise<void> {
  store.setState({ arrangement: arrangementIn(location.search) })
  import('./layouts.ts').then(
    ({ createLayouts }) => setLayouts(createLayouts()),
    () => undefined,
  )
  const { work, note } = storage.read()
  own = work !== null
  if (work !== null) store.setState(restored(work))
  if (note !== null) notify({ kind: 'info', text: note })
  equip(store.getState())
  const opened = openHash()
  keepUp()
  store.subscribe((state, before) => {
    if (isNews(state, before)) journal()
  })
  window.addEventListener('hashchange', () => void openHash())
  window.addEventListener('pagehide', () => journal.flush())
  return opened.then(runNow, runNow)
}

const restored = ({ past, ...work }: Work): Partial<State> => ({
  ...work,
  history: historyAfter(past, { source: work.source, original: work.original }),
  origin: 'own',
  arriving: false,
  asking: false,
  answers: [],
  running: true,
  playing: false,
  run: null,
})

/** Opens the link in the address as a shared document. The reader's own work stays where it is. */
async function openHash(): Promise<void> {
  const hash = location.hash.replace(/^#/, '')
  if (hash === '' && store.getState().origin === 'shared') returnToOwn()
  if (hash === '' || hash === ownHash) return
  const { decodeLink } = await links()
  const link = decodeLink(hash)
  switch (link.kind) {
    case 'ok': {
      const { detail, quiz, mistake } = link.state
      const source = unixLines(link.state.source)
      journal.flush()
      store.setState({
        ...link.state,
        source,
        original: source,
        history: historyOf({ source, original: source }),
        arriving: false,
        ownConventions: null,
        asking: false,
        answers: [],
        detail: detail ?? (quiz === null && mistake === null ? 'formula' : 'predict'),
        origin: 'shared',
        running: true,
        playing: false,
        run: null,
        notice: null,
      })
      return
    }
    case 'newer':
      notify({
        kind: 'error',
        text: `This link was made by a newer version of Gradwalk (format ${link.version}). Reload the page to get it; nothing was changed here.`,
        raw: location.href,
      })
      return
    case 'error':
      notify({ kind: 'error', text: link.message, raw: location.href })
      return
  }
}

/** Makes the shared document the reader's own. What was their own before is set aside in this browser, and one undo away. */
export function keepAsOwn(): void {
  if (!isAllowed(store.getState(), 'owning')) return
  const before = storage.read().work
  storage.setAside()
  const state = store.getState()
  const kept =
    before === null
      ? state.history
      : push(
          historyOf({ source: before.source, original: before.original }),
          { source: state.source, original: state.original },
          null,
          Date.now(),
        )
  store.setState({ origin: 'own', history: kept })
  if (before !== null) notify({ kind: 'info', text: 'This is your work now. Undo brings your earlier work back.' })
  leaveClass()
  journal()
}

/** Leaves the shared document for the reader's own work. */
export function returnToOwn(): void {
  const { work } = storage.read()
  replaceHash('')
  const { source } = firstExample
  store.setState(
    work === null
      ? {
          source,
          original: source,
          history: historyOf({ source, original: source }),
          cursor: { episode: 0, step: 0 },
          selected: null,
          level: 'tensor',
          entry: null,
          quiz: null,
          mistake: null,
          moving: null,
          lesson: null,
          arriving: false,
          asking: false,
          answers: [],
          origin: 'own',
          running: true,
          playing: false,
          run: null,
        }
      : restored(work),
  )
}

/** Leaves the shared document, and the class link with it, for the reader's own work. */
export const leaveShared = whereAllowed('owning', () => {
  returnToOwn()
  leaveClass()
})

/** Shows everything again: one's own work is not for a class link to arrange. */
function leaveClass(): void {
  store.setState({ arrangement: nothingArranged })
  replaceHash('')
}
