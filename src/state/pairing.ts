import { createStore } from 'zustand/vanilla'
import { adopt } from './adopt.ts'
import { elapsed, toggled } from './clock.ts'
import { keepTime } from './keep-time.ts'
import { isReopened, keepPair, lectureName } from './pair.ts'
import { isOther, packShared, type SharedState, sharedOf, unpackShared } from './shared-state.ts'
import { store } from './store.ts'
import { createSync, type Held, messageIn, type Role, type Sync } from './sync.ts'
import { overChannel, overWindows, type Partner, type WindowTransport } from './transport.ts'

/** What a window knows of the other one. */
export interface Pairing {
  readonly pair: string | null
  /** away: closed, or asleep. */
  readonly partner: 'awaited' | 'here' | 'away'
  /** Whether a state of the other window has appeared in this one. */
  readonly holds: boolean
}

/** What this window knows of the other one. */
export const pairing = createStore<Pairing>(() => ({ pair: null, partner: 'awaited', holds: false }))

/** Milliseconds between two greetings of a presenter window. */
const pulse = 2000
/** How long a window may be silent before it is said to be away: a reload takes a part of this. */
const silence = { heard: 5500, bye: 1800 }
/** How long a lecture window that was reloaded waits for the presenter's state before its own counts. */
const courtesy = 1500

let running: { readonly sync: Sync; readonly windows: WindowTransport; readonly stop: () => void } | null = null

/** Keeps this window in step with the other one of its pair. */
function start(pair: string, role: Role): { readonly sync: Sync; readonly windows: WindowTransport } {
  const id = String(crypto.getRandomValues(new Uint32Array(2)).join('-'))
  let away = 0
  const listen = (content: unknown): void => sync.hear(content)
  const appeared = (): void => {
    if (!pairing.getState().holds) pairing.setState({ holds: true })
  }
  const windows = overWindows(pair, listen, window)
  // which of the two gets through depends on the browser and on the origin; what arrives twice says nothing new the second time
  const transports = [windows, overChannel(`gradwalk.${pair}`, listen)].filter((way) => way !== null)
  const heard = (here: boolean): void => {
    clearTimeout(away)
    away = window.setTimeout(() => pairing.setState({ partner: 'away' }), here ? silence.heard : silence.bye)
    if (here && pairing.getState().partner !== 'here') pairing.setState({ partner: 'here' })
  }
  const sync = createSync<SharedState>({
    id,
    role,
    shown: () => sharedOf(store.getState()),
    differs: isOther,
    pack: packShared,
    unpack: unpackShared,
    show: (state) => {
      const waiting = adopt(state)
      if (waiting === null) appeared()
      else waiting.then(appeared, appeared)
      return waiting
    },
    post: (message) => {
      for (const way of transports) way.post(message)
    },
    heard,
    dismissed: () => {
      keepPair(null)
      stop()
    },
  })
  const greet = (): void => sync.greet()
  // the clock first, so that what is said of a new lesson has its time
  const unsubscribe = [keepTime(), store.subscribe(sync.changed)]
  window.addEventListener('pagehide', sync.leave)
  window.addEventListener('pageshow', greet)
  document.addEventListener('visibilitychange', greet)
  const stop = (): void => {
    for (const end of unsubscribe) end()
    clearTimeout(away)
    window.removeEventListener('pagehide', sync.leave)
    window.removeEventListener('pageshow', greet)
    document.removeEventListener('visibilitychange', greet)
    for (const way of transports) way.close()
    running = null
    pairing.setState({ pair: null, partner: 'awaited', holds: false })
  }
  running = { sync, windows, stop }
  pairing.setState({ pair, partner: 'awaited', holds: false })
  return running
}

const opener = (): Partner | null => {
  const from: unknown = window.opener
  return typeof from === 'object' && from !== null ? window.opener : null
}

/** Keeps the lecture window in step: what it shows counts at once, or after what the presenter window has to say, or more than that. */
export function pairLecture(pair: string, presenter: Partner | null, manner: 'holds' | 'joins' | 'insists'): void {
  const { sync, windows } = running ?? start(pair, 'lecture')
  windows.add(presenter)
  if (isReopened()) windows.add(opener())
  switch (manner) {
    case 'holds': {
      const { clock } = store.getState()
      if (elapsed(clock, Date.now()) === 0) store.setState({ clock: toggled(clock, Date.now()) })
      sync.hold()
      return
    }
    case 'insists':
      sync.insist()
      break
    case 'joins':
      break
  }
  sync.greet()
  setTimeout(() => {
    if (sync.held() === null) sync.hold()
  }, courtesy)
}

/** Keeps the presenter window in step: it takes over what it is told, and goes on with what it showed before it was reloaded. */
export function pairPresenter(pair: string): void {
  const { sync, windows } = start(pair, 'presenter')
  windows.add(opener())
  const held = kept(pair)
  if (held !== null) sync.restore(held)
  sync.greet()
  setInterval(() => sync.greet(), pulse)
  window.addEventListener('pagehide', () => keep(pair, sync.held()))
  setTimeout(() => {
    if (pairing.getState().partner === 'awaited') pairing.setState({ partner: 'away' })
  }, silence.bye)
}

/** Opens the lecture window of this presenter window again; false where the browser does not let it. */
export function openLecture(): boolean {
  const { pair } = pairing.getState()
  const opened = pair === null ? null : window.open(location.href.split('#')[0], lectureName(pair))
  running?.windows.add(opened)
  return opened !== null
}

/** Where the presenter window keeps, until it is closed, what it shows. */
const key = 'gradwalk.presenter'

function keep(pair: string, held: Held | null): void {
  try {
    const told = held === null ? null : { kind: 'state', by: 'before', role: 'presenter', ...held }
    sessionStorage.setItem(key, JSON.stringify({ pair, told }))
  } catch {
    // the lecture window tells it again
  }
}

function kept(pair: string): Held | null {
  try {
    const content: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null')
    if (typeof content !== 'object' || content === null || !('pair' in content) || !('told' in content)) return null
    const message = content.pair === pair ? messageIn(content.told) : null
    return message?.kind === 'state' ? message : null
  } catch {
    return null
  }
}
