import {
  integer,
  literal,
  maxLength,
  maxValue,
  minValue,
  nullable,
  number,
  object,
  picklist,
  pipe,
  safeParse,
  string,
  unknown,
  variant,
} from 'valibot'

/** When a state came about: how many changes lie behind it, and which window made the last. Of two the greater is newer. */
export interface Stamp {
  readonly count: number
  readonly by: string
}

/** What a window is for: the one in front of the room, or the lecturer's own. */
export type Role = 'lecture' | 'presenter'

const name = pipe(string(), maxLength(64))
const stamp = object({ count: pipe(number(), integer(), minValue(0), maxValue(Number.MAX_SAFE_INTEGER - 1)), by: name })
const sender = { by: name, role: picklist(['lecture', 'presenter']) }
const schema = variant('kind', [
  object({ kind: literal('here'), ...sender, at: nullable(stamp) }),
  object({ kind: literal('state'), ...sender, at: stamp, state: unknown() }),
  object({ kind: literal('bye'), ...sender }),
  object({ kind: literal('taken'), ...sender, to: name }),
])

/** What windows say to each other. States are said, not events, so nothing is lost with a message. */
export type Message = { readonly by: string; readonly role: Role } & (
  | { /** I am here, and hold the state of this time, or none. */ readonly kind: 'here'; readonly at: Stamp | null }
  | { readonly kind: 'state'; readonly at: Stamp; readonly state: unknown }
  | { readonly kind: 'bye' }
  | { /** There is a lecture window already. */ readonly kind: 'taken'; readonly to: string }
)

/** A message, or null where it is none. */
export function messageIn(content: unknown): Message | null {
  const { success, output } = safeParse(schema, content)
  return success ? output : null
}

/** A state with its time, as it is said and kept. */
export interface Held {
  readonly at: Stamp
  readonly state: unknown
}

/** What keeps a window in step asks of the window it is in. */
export interface SyncParts<T> {
  /** Names this window among those it talks with. */
  readonly id: string
  readonly role: Role
  /** What the window shows; null while that is being arranged. */
  readonly shown: () => T | null
  readonly differs: (before: T, now: T) => boolean
  readonly pack: (state: T) => unknown
  /** The state in what was packed; null where it is none. */
  readonly unpack: (content: unknown) => T | null
  /** Shows a state; a promise where this takes time. */
  readonly show: (state: T) => Promise<void> | null
  readonly post: (message: Message) => void
  /** The other window said something; false where it said goodbye. */
  readonly heard: (here: boolean) => void
  /** Another lecture window has this place. */
  readonly dismissed: () => void
}

/** Keeps a window in step with another: the newest state wins, wherever it was made. */
export interface Sync {
  /** To be called after every change of the window. */
  changed(): void
  /** Takes in what arrived, whatever it is. */
  hear(content: unknown): void
  /** Says that this window is here; who holds another state then says or asks. */
  greet(): void
  leave(): void
  /** From now on what this window shows counts. Until then it takes over what it is told, and says nothing of its own. */
  hold(): void
  /** What this window shows counts more than whatever it is told first. */
  insist(): void
  /** What was shown before a reload. */
  restore(held: Held): void
  /** The state that is kept in step; null before there is one. */
  held(): Held | null
}

const compared = (p: Stamp | null, q: Stamp | null): number => {
  const by = (p?.count ?? -1) - (q?.count ?? -1)
  return by !== 0 || p === null || q === null || p.by === q.by ? by : p.by < q.by ? -1 : 1
}

/** Keeps a window in step through any way to send messages; knows neither the store nor the browser. */
export function createSync<T>({
  id,
  role,
  shown,
  differs,
  pack,
  unpack,
  show,
  post,
  heard,
  dismissed,
}: SyncParts<T>): Sync {
  /** The time of the newest state this window knows; null where it knows none that counts. */
  let at: Stamp | null = null
  let packed: unknown
  /** What was shown when it was last told or taken over: only another state is news. */
  let known: T | null = null
  /** The state that is being shown and has not appeared yet. */
  let coming: T | null = null
  let insisting = false

  const greet = (): void => post({ kind: 'here', by: id, role, at })
  const tell = (): void => {
    if (at !== null && packed !== undefined) post({ kind: 'state', by: id, role, at, state: packed })
  }
  const changed = (): void => {
    // what appears now was asked for by the other window: to say it again would be an echo
    if (at === null || coming !== null) return
    const now = shown()
    if (now === null || (known !== null && !differs(known, now))) return
    known = now
    at = { count: at.count + 1, by: id }
    packed = pack(now)
    tell()
  }
  const adopt = (held: Held): void => {
    const state = unpack(held.state)
    if (state === null) return
    at = held.at
    packed = held.state
    coming = state
    const appeared = (): void => {
      if (coming !== state) return
      coming = null
      known = shown()
    }
    const waiting = show(state)
    if (waiting === null) appeared()
    else waiting.then(appeared, appeared)
  }
  const hold = (): void => {
    at ??= { count: 0, by: id }
    known = null
    insisting = false
    changed()
  }
  return {
    changed,
    greet,
    leave: () => post({ kind: 'bye', by: id, role }),
    hold,
    insist: () => {
      insisting = true
    },
    restore: adopt,
    held: () => (at === null || packed === undefined ? null : { at, state: packed }),
    hear: (content) => {
      const message = messageIn(content)
      if (message === null || message.by === id) return
      const rival = role === 'lecture' && message.role === 'lecture'
      switch (message.kind) {
        case 'here': {
          if (rival) {
            if (at !== null && message.at === null) post({ kind: 'taken', by: id, role, to: message.by })
            return
          }
          heard(true)
          const order = compared(message.at, at)
          if (order < 0) tell()
          // one of the two answers an equal, so that each knows of the other
          else if (order > 0 || role === 'lecture') greet()
          return
        }
        case 'state': {
          if (!rival) heard(true)
          const order = compared(message.at, at)
          if (order > 0 && insisting) {
            at = message.at
            hold()
          } else if (order > 0) adopt(message)
          else if (order < 0) tell()
          return
        }
        case 'bye':
          if (!rival) heard(false)
          return
        case 'taken':
          if (message.to === id) dismissed()
          return
      }
    },
  }
}
