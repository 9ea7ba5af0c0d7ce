/** What can be asked about a step before it is shown. */
export const questionKinds = ['amount', 'bucket', 'local', 'shape', 'next', 'zero'] as const
export type QuestionKind = (typeof questionKinds)[number]

/** Which questions are asked: their kinds, and the seed from which the choice of questions and the order of answers follow. */
export interface Quiz {
  readonly kinds: readonly QuestionKind[]
  readonly seed: number
}
