import {
  boolean,
  type InferOutput,
  integer,
  literal,
  maxLength,
  minValue,
  nullable,
  number,
  object,
  picklist,
  pipe,
  safeParse,
  string,
} from 'valibot'

const whole = pipe(number(), integer(), minValue(0))
const record = object({
  version: literal(1),
  revision: whole,
  source: pipe(string(), maxLength(200_000)),
  original: pipe(string(), maxLength(200_000)),
  cursor: object({ episode: whole, step: whole }),
  theme: picklist(['system', 'light', 'dark', 'projector']),
  present: boolean(),
  letterKeys: boolean(),
  selected: nullable(whole),
})

/** The reader's own work as it is kept in this browser. */
export type Work = Omit<InferOutput<typeof record>, 'version' | 'revision'>

/** The reader's own work, kept. No call throws; what goes wrong comes back as a sentence, once. */
export interface Storage {
  read(): { readonly work: Work | null; readonly note: string | null }
  write(work: Work): string | null
}

const key = 'gradwalk.work'
const aside = 'gradwalk.set-aside'

type Backing = Pick<globalThis.Storage, 'getItem' | 'setItem'>

/** localStorage, or null where it is forbidden (sandboxed frames, blocked cookies). */
function browserStorage(): Backing | null {
  try {
    return globalThis.localStorage
  } catch {
    return null
  }
}

/** Opens the store of the reader's own work. A record that cannot be read is set aside, not lost; a record that another tab wrote is not overwritten silently. */
export function openStorage(backing: Backing | null = browserStorage()): Storage {
  let revision = 0
  let told = false
  const once = (sentence: string): string | null => {
    if (told) return null
    told = true
    return sentence
  }
  const stored = () => {
    const text = backing?.getItem(key) ?? null
    if (text === null) return { kind: 'none' } as const
    const { success, output } = safeParse(record, json(text))
    return success ? ({ kind: 'record', record: output } as const) : ({ kind: 'corrupt', text } as const)
  }
  return {
    read: () => {
      try {
        const found = stored()
        if (found.kind === 'corrupt') backing?.setItem(aside, found.text)
        if (found.kind === 'corrupt')
          return {
            work: null,
            note: once(
              'Your stored work could not be read. It is set aside in this browser under “gradwalk.set-aside”.',
            ),
          }
        if (found.kind === 'none') return { work: null, note: null }
        const { version: _, revision: read, ...work } = found.record
        revision = read
        return { work, note: null }
      } catch {
        return { work: null, note: null }
      }
    },
    write: (work) => {
      if (backing === null) return null
      try {
        const found = stored()
        if (found.kind === 'record' && found.record.revision > revision && found.record.source !== work.source)
          return once(
            'Another tab has changed your work since. This tab’s changes are not kept; copy the program, or make a link with Share.',
          )
        revision += 1
        backing.setItem(key, JSON.stringify({ version: 1, revision, ...work }))
        return null
      } catch {
        return once('This browser does not let the page keep your work. Make a link with Share to keep it.')
      }
    },
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
