import type { SheetKind } from '../../lessons/handout/sheet.ts'

/** What a handout's address asks for. */
export interface Asked {
  readonly lesson: string
  readonly kind: SheetKind
  /** Which new numbers; null for the lesson's own. */
  readonly seed: number | null
}

const mostSeed = 9999

/** A seed as it may stand in an address; 1 where it is none. */
export const seedOf = (text: string): number => {
  const seed = Math.trunc(Number(text))
  return Number.isFinite(seed) && seed >= 1 ? Math.min(seed, mostSeed) : 1
}

/** `#handout.path`, `#handout.path.questions` without the answers, `#worksheet.path.7` with the numbers of a seed. */
export function askedBy(hash: string): Asked {
  const [word, lesson = '', more = ''] = hash.replace(/^#/, '').split('.')
  return word === 'worksheet'
    ? { lesson, kind: 'worksheet', seed: seedOf(more) }
    : { lesson, kind: more === 'questions' ? 'unanswered' : 'answered', seed: null }
}

/** The address of a handout, relative to the page. */
export function addressOf({ lesson, kind, seed }: Asked): string {
  switch (kind) {
    case 'answered':
      return `#handout.${lesson}`
    case 'unanswered':
      return `#handout.${lesson}.questions`
    case 'worksheet':
      return `#worksheet.${lesson}.${seed ?? 1}`
  }
}

/** The seed after one. */
export const nextSeed = (seed: number): number => (seed % mostSeed) + 1
