import { type FirstWrong, firstWrong, type Mutant } from '../core/mutants/mutant.ts'
import type { Trace } from '../core/trace.ts'
import { agreesWith, parsedAnswer } from './answer.ts'
import { plainNumber } from './number.ts'
import type { Question } from './question.ts'

/** What became of an answer. `said` and `truth` are written as numbers on the page are. */
export type Verdict =
  /** Not a number: to be typed again. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'right'; readonly truth: string }
  /** What a classic mistake gives, and where that mistake first shows in the pass. */
  | {
      readonly kind: 'mistake'
      readonly said: string
      readonly truth: string
      readonly mutant: Mutant
      readonly first: FirstWrong | null
    }
  | { readonly kind: 'wrong'; readonly said: string; readonly truth: string }

/** Judges what was typed, or the text of what was chosen. */
export function judged(trace: Trace, question: Question, text: string): Verdict {
  switch (question.form) {
    case 'number': {
      const said = parsedAnswer(text)
      if (said === null) return { kind: 'unreadable' }
      const truth = plainNumber(question.truth)
      if (agreesWith(said, question.truth)) return { kind: 'right', truth }
      const found = question.mistaken.find(({ answer }) => agreesWith(said, answer))
      return named(trace, found?.mutant, plainNumber(said), truth)
    }
    case 'choice': {
      const { truth } = question
      if (text === truth) return { kind: 'right', truth }
      return named(trace, question.mistaken.find(({ answer }) => answer === text)?.mutant, text, truth)
    }
  }
}

const named = (trace: Trace, mutant: Mutant | undefined, said: string, truth: string): Verdict =>
  mutant === undefined
    ? { kind: 'wrong', said, truth }
    : { kind: 'mistake', said, truth, mutant, first: firstWrong(trace, mutant) }
