/** Where a window keeps, for as long as it lives, which pair it belongs to. */
const key = 'gradwalk.pair'
const secret = /^[0-9a-f]{32}$/

/** What a lecture window is called that was opened from its presenter window. */
export const lectureName = (pair: string): string => `gradwalk-lecture-${pair}`

/** A new pair's name, which nobody guesses. */
export const newPair = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** The pair in the hash of a presenter's address; null where there is none. */
export function pairInHash(hash: string): string | null {
  const pair = hash.split('.')[1]
  return pair !== undefined && secret.test(pair) ? pair : null
}

/** What this window was told last, where storage is forbidden. */
let here: string | null = null

/** The pair this window belongs to, a reload later as well; null where it belongs to none. */
export function keptPair(): string | null {
  try {
    const pair = sessionStorage.getItem(key)
    if (pair !== null && secret.test(pair)) return pair
  } catch {
    // forbidden storage
  }
  if (here !== null) return here
  const named = window.name.replace(lectureName(''), '')
  return secret.test(named) ? named : null
}

/** Whether a presenter window has opened this one. */
export const isReopened = (): boolean => window.name.startsWith(lectureName(''))

/** Remembers the pair of this window, or that it belongs to none. */
export function keepPair(pair: string | null): void {
  here = pair
  try {
    if (pair === null) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, pair)
  } catch {
    // it then lasts until the next reload
  }
  if (pair === null && isReopened()) window.name = ''
}
