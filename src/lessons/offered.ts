import type { Scope } from './figures.ts'
import type { Choice, Question } from './lesson.ts'
import { mixed } from './mixed.ts'
import { isUnknown, plainProse } from './plain-prose.ts'

/** A choice as it is offered: with its place in the lesson, and its words. */
export interface Offered extends Choice {
  readonly index: number
  readonly plain: string
}

/** The choices of a question in the order in which they are offered: without those that a reader's numbers leave nothing to say, or make equal to the right one or to another. */
export function offered(question: Question, name: string, scope: Scope): readonly Offered[] {
  const choices = mixed(question, name).map((choice) => ({ ...choice, plain: plainProse(choice.says, scope) }))
  const right = choices.find((choice) => choice.right)
  return choices.filter(
    (choice, i) =>
      choice.right ||
      (!isUnknown(choice.says, scope) &&
        choice.plain !== right?.plain &&
        choices.findIndex((other) => other.plain === choice.plain) === i),
  )
}
