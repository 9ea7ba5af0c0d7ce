/** The longest name that is compared, and the most names. */
const most = { letters: 40, names: 750 } as const

/** What it costs to put in, leave out, replace or swap a letter, and to write it large or small instead. */
const cost = { edit: 2, letterCase: 1 } as const

const replacing = (a: string, b: string): number =>
  a === b ? 0 : a.toLowerCase() === b.toLowerCase() ? cost.letterCase : cost.edit

/** How far two names are apart: the cheapest way from one to the other. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j * cost.edit)
  for (let i = 1; i <= a.length; i++) {
    const next = [i * cost.edit]
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      next.push(
        Math.min(
          row[j - 1]! + replacing(a[i - 1]!, b[j - 1]!),
          row[j]! + cost.edit,
          next[j - 1]! + cost.edit,
          swapped ? before[j - 2]! + cost.edit : Number.POSITIVE_INFINITY,
        ),
      )
    }
    before = row
    row = next
  }
  return row.at(-1)!
}

/** The name that was probably meant by a misspelled one: the nearest, at most a third of the letters away as in Python's own "Did you mean"; null where none is. */
export function nearest(name: string, names: Iterable<string>): string | null {
  if (name.length > most.letters) return null
  let found: string | null = null
  let best = Number.POSITIVE_INFINITY
  let count = 0
  for (const each of names) {
    if (++count > most.names) break
    if (each === name || each.length > most.letters || (each.startsWith('_') && !name.startsWith('_'))) continue
    const limit = Math.floor(((name.length + each.length + 3) * cost.edit) / 6)
    if (Math.abs(name.length - each.length) * cost.edit > limit) continue
    const apart = distance(name, each)
    if (apart > limit || apart >= best) continue
    best = apart
    found = each
  }
  return found
}

/** A question whether the nearest of some names was meant, in front of other advice. */
export function didYouMean(name: string, names: Iterable<string>, advice = ''): string {
  const found = nearest(name, names)
  return found === null ? advice : `Did you mean '${found}'?${advice === '' ? '' : ` ${advice}`}`
}
