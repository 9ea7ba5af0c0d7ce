/** Where a number of a run stands: a variable, an entry of it, and in which backward pass; the beat's own where none is named. */
interface Where {
  readonly of: string
  readonly entry?: readonly number[]
  readonly pass?: number
}

/** A number, or a tensor of numbers, that prose asks of the run. A literal is only ever a part of another figure. */
export type Figure =
  | ({ readonly kind: 'value' } & Where)
  | ({ readonly kind: 'gradient' } & Where)
  /** What `.grad` holds after the pass, with what it held before. */
  | ({ readonly kind: 'bucket' } & Where)
  /** How fast a value moves when another number does, in forward mode. */
  | ({ readonly kind: 'tangent'; readonly moving: Omit<Where, 'pass'> } & Where)
  /** ∂user/∂of as a number: the slope of one edge, or of all the way from one to the other. */
  | { readonly kind: 'local'; readonly user: string; readonly of: string; readonly pass?: number }
  /** What flows back along an edge. */
  | { readonly kind: 'share'; readonly from: string; readonly to: string; readonly pass?: number }
  /** How many numbers a variable holds along an axis, or in all. */
  | { readonly kind: 'size'; readonly of: string; readonly axis?: number }
  /** How many steps of a kind the beat's pass has. */
  | { readonly kind: 'count'; readonly what: 'operations' | 'parameters' | 'contributions' }
  | { readonly kind: 'literal'; readonly number: number }
  | { readonly kind: 'reckoned'; readonly by: '+' | '−' | '×' | '÷'; readonly left: Figure; readonly right: Figure }
  /** A figure of the same graph with one number of a leaf replaced. */
  | {
      readonly kind: 'changed'
      readonly leaf: string
      readonly entry?: readonly number[]
      readonly to: Figure
      readonly figure: Figure
    }

/** Something that prose asks of the run; read when it is shown, never typed by hand. */
export type Ask =
  | Exclude<Figure, { readonly kind: 'literal' }>
  /** The variable's own sign. */
  | { readonly kind: 'name'; readonly of: string; readonly entry?: readonly number[] }
  /** ∂J/∂of. */
  | { readonly kind: 'partial'; readonly of: string }
  /** ∂user/∂of. */
  | { readonly kind: 'slope'; readonly user: string; readonly of: string }
  /** How a variable is computed, in symbols or in numbers. */
  | { readonly kind: 'rule'; readonly of: string; readonly numbers: boolean; readonly pass?: number }
  /** The formula of a contribution, in symbols or in numbers. */
  | { readonly kind: 'flow'; readonly from: string; readonly to: string; readonly numbers: boolean }
  /** The contributions to a variable, added up in numbers: −6 + 4. */
  | { readonly kind: 'sum'; readonly of: string }
  | { readonly kind: 'shape'; readonly of: string }
  /** A general law in letters. */
  | { readonly kind: 'math'; readonly tex: string; readonly plain: string }
  /** Several of these with signs of equality between them. */
  | { readonly kind: 'equal'; readonly parts: readonly Ask[] }

/** Text with questions to the run in it. `*words*` are emphasized, `` `code` `` is code. */
export type Prose = readonly (string | Ask)[]

/** Writes prose: say`The output is ${value('y_hat')}.` */
export const say = (texts: TemplateStringsArray, ...asks: readonly Ask[]): Prose =>
  texts.flatMap((text, i) => [...(i === 0 ? [] : [asks[i - 1]!]), ...(text === '' ? [] : [text])])

type In = Omit<Where, 'of'>

export const value = (of: string, where: In = {}): Ask & Figure => ({ kind: 'value', of, ...where })
/** What `.grad` holds after the pass, with what it held before. */
export const bucket = (of: string, where: In = {}): Ask & Figure => ({ kind: 'bucket', of, ...where })
/** The finished ∂J/∂of as a number. */
export const gradient = (of: string, where: In = {}): Ask & Figure => ({ kind: 'gradient', of, ...where })
export const tangent = (of: string, moving: Omit<Where, 'pass'>, where: In = {}): Ask & Figure => ({
  kind: 'tangent',
  of,
  moving,
  ...where,
})
export const local = (user: string, of: string): Ask & Figure => ({ kind: 'local', user, of })
export const share = (from: string, to: string): Ask & Figure => ({ kind: 'share', from, to })
export const size = (of: string, axis?: number): Ask & Figure => ({
  kind: 'size',
  of,
  ...(axis === undefined ? {} : { axis }),
})
export const count = (what: 'operations' | 'parameters' | 'contributions'): Ask & Figure => ({ kind: 'count', what })
/** A number that is put in, as another start or another learning rate; never a result. */
export const literal = (number: number): Figure => ({ kind: 'literal', number })
const reckoned =
  (by: '+' | '−' | '×' | '÷') =>
  (left: Figure, right: Figure): Ask & Figure => ({ kind: 'reckoned', by, left, right })
export const plus = reckoned('+')
export const minus = reckoned('−')
export const times = reckoned('×')
export const over = reckoned('÷')
/** A figure as it would be with another number in a leaf. */
export const changed = (leaf: string, to: Figure, figure: Figure, entry?: readonly number[]): Ask & Figure => ({
  kind: 'changed',
  leaf,
  to,
  figure,
  ...(entry === undefined ? {} : { entry }),
})

export const name = (of: string, entry?: readonly number[]): Ask => ({
  kind: 'name',
  of,
  ...(entry === undefined ? {} : { entry }),
})
export const partial = (of: string): Ask => ({ kind: 'partial', of })
export const slope = (user: string, of: string): Ask => ({ kind: 'slope', user, of })
export const rule = (of: string): Ask => ({ kind: 'rule', of, numbers: false })
export const inNumbers = (of: string): Ask => ({ kind: 'rule', of, numbers: true })
export const flow = (from: string, to: string): Ask => ({ kind: 'flow', from, to, numbers: false })
export const flowNumbers = (from: string, to: string): Ask => ({ kind: 'flow', from, to, numbers: true })
export const sum = (of: string): Ask => ({ kind: 'sum', of })
export const shape = (of: string): Ask => ({ kind: 'shape', of })
export const math = (tex: string, plain: string): Ask => ({ kind: 'math', tex, plain })
export const equal = (...parts: readonly Ask[]): Ask => ({ kind: 'equal', parts })

export const computed = (of: string) => ({ kind: 'computed', of }) as const
export const handed = (from: string, to: string) => ({ kind: 'handed', from, to }) as const
export const gathered = (of: string) => ({ kind: 'gathered', of }) as const
