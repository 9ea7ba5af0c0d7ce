import {
  array,
  boolean,
  exactOptional,
  fallback,
  type InferOutput,
  integer,
  literal,
  minValue,
  nullable,
  number,
  object,
  optional,
  picklist,
  pipe,
  readonly,
  safeParse,
  string,
  union,
} from 'valibot'
import { levels } from '../core/levels/magnify.ts'
import { layouts, notations, programConventions, weightShapes } from '../scene/conventions.ts'
import { detailNames } from '../scene/detail.ts'
import { questionKinds } from '../scene/quiz.ts'

const whole = pipe(number(), integer(), minValue(0))
/** Where the reader stands in a lesson. */
const standing = object({ lesson: string(), beat: string(), stop: whole, chosen: nullable(whole) })
const conventions = object({
  notation: picklist(notations),
  layout: picklist(layouts),
  weights: picklist(weightShapes),
})
/** The programs that undo goes back to, the oldest first. */
const drafts = pipe(array(object({ source: string(), original: string() })), readonly())
const record = object({
  version: literal(1),
  source: string(),
  original: string(),
  past: optional(fallback(drafts, []), []),
  cursor: object({ episode: whole, step: whole, part: exactOptional(whole) }),
  theme: picklist(['system', 'light', 'dark', 'projector']),
  present: boolean(),
  slow: optional(boolean(), true),
  letterKeys: boolean(),
  selected: nullable(whole),
  level: optional(picklist(levels), 'tensor'),
  entry: optional(nullable(whole), null),
  conventions: optional(fallback(conventions, programConventions), programConventions),
  ownConventions: optional(fallback(nullable(conventions), null), null),
  detail: optional(fallback(picklist(detailNames), 'formula'), 'formula'),
  moving: optional(fallback(nullable(object({ node: whole, entry: whole })), null), null),
  mistake: optional(fallback(nullable(string()), null), null),
  quiz: optional(
    fallback(nullable(object({ kinds: pipe(array(picklist(questionKinds)), readonly()), seed: whole })), null),
    null,
  ),
  sample: optional(fallback(nullable(union([literal('all'), whole])), null), null),
  lesson: optional(fallback(nullable(standing), null), null),
  open: optional(fallback(nullable(union([literal('all'), pipe(array(whole), readonly())])), null), null),
})
const newerRecord = object({ version: pipe(whole, minValue(2)) })

/** The reader's own work as it is kept in this browser. */
export type Work = Omit<InferOutput<typeof record>, 'version'>

/** The reader's own work, kept. No call throws; what goes wrong comes back as a sentence, each kind once until a write succeeds. */
export interface Storage {
  /** Copies what is kept to a place of its own, before something else takes its place. */
  setAside(): void
  /** The work as it lies in this browser. Having read it, this tab may write over it. */
  read(): { readonly work: Work | null; readonly note: string | null }
  /** Keeps the work, unless another tab has changed the program since this one read or wrote it, or a newer version has written. */
  write(work: Work): string | null
}

const key = 'gradwalk.work'
const aside = 'gradwalk.set-aside'

const notes = {
  corrupt: `Your stored work could not be read. It is set aside in this browser under “${aside}”.`,
  stuck: 'Your stored work could not be read. It is left as it is and this work is not kept; make a link with Share.',
  newer: 'Your stored work was written by a newer version. It is left as it is; reload the page to get that version.',
  overtaken:
    'Another tab has changed your work since. This tab’s changes are not kept; copy the program, or make a link with Share.',
  refused: 'This browser does not let the page keep your work. Make a link with Share to keep it.',
} as const

type Backing = Pick<globalThis.Storage, 'getItem' | 'setItem'>

type Stored =
  | { readonly kind: 'none' }
  | { readonly kind: 'record'; readonly record: InferOutput<typeof record> }
  | { readonly kind: 'newer' }
  | { readonly kind: 'corrupt'; readonly text: string }

/** localStorage, or null where it is forbidden (sandboxed frames, blocked cookies). */
function browserStorage(): Backing | null {
  try {
    return globalThis.localStorage ?? null
  } catch {
    return null
  }
}

/** Opens the store of the reader's own work. A record that cannot be read is set aside, not lost; a record that another tab wrote is not overwritten silently. */
export function openStorage(backing: Backing | null = browserStorage()): Storage {
  /** The program that this tab read or wrote last. Only another one in its place is another tab's change: opening a second tab is none. */
  let seen: string | null = null
  const told = new Set<string>()
  const once = (note: keyof typeof notes): string | null => {
    if (told.has(note)) return null
    told.add(note)
    return notes[note]
  }
  /** What keeps a write from what it would overwrite. */
  const obstacle = (shelf: Backing, found: Stored, work: Work): keyof typeof notes | null => {
    switch (found.kind) {
      case 'none':
        return null
      case 'record':
        return [seen, work.source].includes(found.record.source) ? null : 'overtaken'
      case 'newer':
        return 'newer'
      case 'corrupt':
        return setAside(shelf, found.text) ? null : 'stuck'
    }
  }
  return {
    read: () => {
      if (backing === null) return { work: null, note: null }
      try {
        const found = stored(backing)
        switch (found.kind) {
          case 'none':
            return { work: null, note: null }
          case 'record': {
            const { version: _, ...work } = found.record
            seen = work.source
            return { work, note: null }
          }
          case 'newer':
            return { work: null, note: once('newer') }
          case 'corrupt':
            return { work: null, note: once(setAside(backing, found.text) ? 'corrupt' : 'stuck') }
        }
      } catch {
        return { work: null, note: null }
      }
    },
    setAside: () => {
      try {
        const text = backing?.getItem(key) ?? null
        if (backing !== null && text !== null) setAside(backing, text)
      } catch {
        // forbidden storage holds nothing to keep
      }
    },
    write: (work) => {
      if (backing === null) return once('refused')
      try {
        const found = stored(backing)
        const problem = obstacle(backing, found, work)
        if (problem !== null) return once(problem)
        backing.setItem(key, JSON.stringify({ version: 1, ...work }))
        seen = work.source
        const note = found.kind === 'corrupt' ? once('corrupt') : null
        told.clear()
        return note
      } catch {
        return once('refused')
      }
    },
  }
}

/** What lies under the key. */
function stored(backing: Backing): Stored {
  const text = backing.getItem(key)
  if (text === null) return { kind: 'none' }
  const content = json(text)
  const { success, output } = safeParse(record, content)
  if (success) return { kind: 'record', record: output }
  return safeParse(newerRecord, content).success ? { kind: 'newer' } : { kind: 'corrupt', text }
}

/** Keeps a record that cannot be read under a key of its own; false where there is no room. What was set aside before stays. */
function setAside(backing: Backing, text: string): boolean {
  try {
    for (let n = 1; n <= 20; n++) {
      const place = n === 1 ? aside : `${aside}.${n}`
      const there = backing.getItem(place)
      if (there === text) return true
      if (there !== null) continue
      backing.setItem(place, text)
      return true
    }
    return false
  } catch {
    return false
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A call that waits until nobody has asked for it for a while; `flush` makes it at once if it is due. */
export function debounced(call: () => void, milliseconds: number): (() => void) & { flush(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  const run = (): void => {
    timer = undefined
    call()
  }
  const ask = (): void => {
    clearTimeout(timer)
    timer = setTimeout(run, milliseconds)
  }
  return Object.assign(ask, {
    flush: () => {
      if (timer === undefined) return
      clearTimeout(timer)
      run()
    },
  })
}
