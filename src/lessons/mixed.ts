import { crc32 } from '../scene/crc32.ts'
import { seeded, shuffled } from '../scene/seeded.ts'
import type { Choice, Question } from './lesson.ts'

/** The choices of a question in the order in which they are shown, each with its place in the lesson. The same name, the same order. */
export const mixed = ({ choices }: Question, name: string): (Choice & { readonly index: number })[] =>
  shuffled(
    choices.map((choice, index) => ({ ...choice, index })),
    seeded(Number.parseInt(crc32(name), 16)),
  )
