/** The forms of a squared error. half: ½Σ(ŷ − y)², the lecture's. sum: Σ(ŷ − y)². mean: the mean of (ŷ − y)², PyTorch's `mse_loss`. */
export const lossForms = ['half', 'sum', 'mean'] as const
export type LossForm = (typeof lossForms)[number]

/** The squared error of a program: the form it has, and the program with another. Null for a form that would say the same. */
export interface LossChoice {
  readonly form: LossForm
  readonly sources: Readonly<Record<LossForm, string | null>>
}

/** How a squared error is written: of a number, of a tensor, or with `mse_loss`. */
type Way = (inner: string) => Readonly<Record<LossForm, string | null>>

const ofNumber: Way = (error) => ({ half: `0.5 * ${error} ** 2`, sum: `${error} ** 2`, mean: null })
const ofTensor: Way = (error) => ({
  half: `0.5 * (${error} ** 2).sum()`,
  sum: `(${error} ** 2).sum()`,
  mean: `(${error} ** 2).mean()`,
})
const withMse: Way = (args) => ({
  half: `0.5 * F.mse_loss(${args}, reduction="sum")`,
  sum: `F.mse_loss(${args}, reduction="sum")`,
  mean: `F.mse_loss(${args})`,
})

const error = String.raw`(\w+|\([\w\s.]+-[\w\s.]+\))`
const square = String.raw` ?\*\* ?2`

const ways: readonly (readonly [RegExp, LossForm, Way])[] = [
  [new RegExp(`^0\\.5 ?\\* ?${error}${square}$`), 'half', ofNumber],
  [new RegExp(`^${error}${square}$`), 'sum', ofNumber],
  [new RegExp(`^\\(0\\.5 ?\\* ?${error}${square}\\)\\.sum\\(\\)$`), 'half', ofTensor],
  [new RegExp(`^0\\.5 ?\\* ?\\(${error}${square}\\)\\.sum\\(\\)$`), 'half', ofTensor],
  [new RegExp(`^\\(${error}${square}\\)\\.sum\\(\\)$`), 'sum', ofTensor],
  [new RegExp(`^\\(${error}${square}\\)\\.mean\\(\\)$`), 'mean', ofTensor],
  [/^0\.5 ?\* ?F\.mse_loss\(([\w\s,]+), reduction="sum"\)$/, 'half', withMse],
  [/^F\.mse_loss\(([\w\s,]+), reduction="sum"\)$/, 'sum', withMse],
  [/^F\.mse_loss\(([\w\s]+,[\w\s]+)\)$/, 'mean', withMse],
]

/** The squared error that a program differentiates, where it is written in one of the forms known here and only once; else null. */
export function lossOf(source: string): LossChoice | null {
  const lines = source.split('\n')
  const found = lines.flatMap((text, at) => {
    const [, start, name, value] = /^((\s*\w+) = )(.+?)\s*(?:#.*)?$/.exec(text) ?? []
    if (start === undefined || value === undefined || !source.includes(`${name?.trim()}.backward(`)) return []
    const known = ways.flatMap(([pattern, form, way]) => {
      const inner = pattern.exec(value)?.[1]
      return inner === undefined ? [] : [{ form, texts: way(inner) }]
    })[0]
    return known === undefined ? [] : [{ at, start, ...known }]
  })
  const [only, ...more] = found
  if (only === undefined || more.length > 0) return null
  const written = (form: LossForm): string | null => {
    const text = only.texts[form]
    if (text === null || form === only.form) return form === only.form ? source : null
    return lines.with(only.at, only.start + text).join('\n')
  }
  return { form: only.form, sources: { half: written('half'), sum: written('sum'), mean: written('mean') } }
}
