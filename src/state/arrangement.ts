/** What a class link can take off the screen, in the order it is written. */
export const hideable = [
  'header',
  'program',
  'examples',
  'lessons',
  'levels',
  'table',
  'details',
  'formula',
  'sentence',
  'steps',
  'share',
] as const

/** What a class link can hold as it is, in the order it is written. */
export const lockable = ['program', 'numbers', 'lesson', 'level'] as const

export type Hideable = (typeof hideable)[number]
export type Lockable = (typeof lockable)[number]

/** How a class link arranges the screen. It changes no safety: whoever shortens the address has everything back. */
export interface Arrangement {
  readonly hide: readonly Hideable[]
  readonly lock: readonly Lockable[]
}

/** Everything is shown and free. */
export const nothingArranged: Arrangement = { hide: [], lock: [] }

/** The arrangement in the query of an address, `?hide=program,levels&lock=numbers`. Words that are not known mean nothing. */
export function arrangementIn(query: string): Arrangement {
  const asked = new URLSearchParams(query)
  const wordsOf = (name: string): ReadonlySet<string> =>
    new Set(asked.getAll(name).flatMap((words) => words.split(',').map((word) => word.trim().toLowerCase())))
  const [hide, lock] = [wordsOf('hide'), wordsOf('lock')]
  return { hide: hideable.filter((word) => hide.has(word)), lock: lockable.filter((word) => lock.has(word)) }
}

/** An address with an arrangement in its query, in place of the one it has. Whatever else it says stays. */
export function arranged(address: string, { hide, lock }: Arrangement): string {
  const [, path = '', query = '', hash = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(address) ?? []
  const others = query.split('&').filter((part) => part !== '' && !isArranging(part))
  const words = [
    ...(hide.length === 0 ? [] : [`hide=${hide.join(',')}`]),
    ...(lock.length === 0 ? [] : [`lock=${lock.join(',')}`]),
  ]
  const all = [...others, ...words].join('&')
  return path + (all === '' ? '' : `?${all}`) + hash
}

const isArranging = (part: string): boolean =>
  [...new URLSearchParams(part).keys()].some((name) => name === 'hide' || name === 'lock')
