/** Whose letters formulas are written in. program: the names of the program. lecture: f, g, a, δ, γ, J. pytorch: names and `.grad` as code. textbook: z, a, δ, η, L. */
export const notations = ['program', 'lecture', 'pytorch', 'textbook'] as const
export type NotationName = (typeof notations)[number]

/** denominator: ∂J/∂W has the shape of W. numerator: it has the shape of Wᵀ, and the chain rule reads from J to the variable. */
export const layouts = ['denominator', 'numerator'] as const
export type DerivativeLayout = (typeof layouts)[number]

/** Which matrix is called W: the one that the program keeps, inputs × outputs (f = Wᵀa), or outputs × inputs (f = W a). */
export const weightShapes = ['stored', 'in×out', 'out×in'] as const
export type WeightShape = (typeof weightShapes)[number]

/** How the same numbers are typeset. */
export interface Conventions {
  readonly notation: NotationName
  readonly layout: DerivativeLayout
  readonly weights: WeightShape
}

/** The program's own names, and gradients of the shape of what they are the gradient of, as PyTorch keeps them. */
export const programConventions: Conventions = { notation: 'program', layout: 'denominator', weights: 'stored' }

/** Whether formulas stay as the program writes them. */
export const isProgram = ({ notation, layout }: Conventions): boolean =>
  notation === 'program' && layout === 'denominator'

/** The letters of a notation: the weighted sum, the activation, the activation function, the loss, the learning rate. */
export interface Letters {
  readonly sum: string
  readonly activation: string
  readonly fn: string
  readonly loss: string
  readonly rate: string
}

const lettersOfNotation: Readonly<Record<NotationName, Letters | null>> = {
  program: null,
  lecture: { sum: 'f', activation: 'a', fn: 'g', loss: 'J', rate: 'γ' },
  pytorch: null,
  textbook: { sum: 'z', activation: 'a', fn: 'g', loss: 'L', rate: 'η' },
}

/** The letters of a notation; null where it keeps the names of the program. */
export const lettersOf = ({ notation }: Conventions): Letters | null => lettersOfNotation[notation]
