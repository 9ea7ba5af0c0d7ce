import type { Scope } from '../../lessons/figures.ts'
import type { Choice, Question } from '../../lessons/lesson.ts'
import { seeded, shuffled } from '../../scene/seeded.ts'
import { crc32 } from '../../state/crc32.ts'
import { plainProse } from './ProseView.tsx'

/** The choices of a question as they are shown, each with its place in the lesson. The same name, the same order. */
export function mixed(
  question: Question,
  name: string,
  scope: Scope,
): readonly (Choice & { readonly index: number })[] {
  const choices = shuffled(
    question.choices.map((choice, index) => ({ ...choice, index, plain: plainProse(choice.says, scope) })),
    seeded(Number.parseInt(crc32(name), 16)),
  )
  // a reader's numbers may make a wrong answer equal to the right one, or to another
  const right = choices.find((choice) => choice.right)
  return choices.filter(
    (choice, i) =>
      choice.right ||
      (choice.plain !== right?.plain && choices.findIndex((other) => other.plain === choice.plain) === i),
  )
}
