import { randomSource } from '../../core/testing/random.ts'

/** What a network is like. */
interface Plan {
  /** Units of each layer, the input first. */
  readonly sizes: readonly number[]
  /** Samples of the batch; null for one sample without a batch. */
  readonly samples: number | null
  readonly product: '@' | 'linear'
  readonly activation: 'relu' | 'sigmoid' | 'tanh'
  readonly bias: boolean
  readonly loss: 'squared' | 'cross-entropy'
}

const plan = (
  sizes: readonly number[],
  samples: number | null,
  product: Plan['product'],
  activation: Plan['activation'],
  bias = true,
  loss: Plan['loss'] = 'squared',
): Plan => ({ sizes, samples, product, activation, bias, loss })

const plans: readonly Plan[] = [
  plan([1, 1], null, 'linear', 'sigmoid'),
  plan([1, 1, 1, 1], null, '@', 'tanh', false),
  plan([2, 1], null, '@', 'relu', false),
  plan([2, 1], 4, 'linear', 'sigmoid'),
  plan([2, 2, 1], null, 'linear', 'relu'),
  plan([2, 2, 1], 3, '@', 'tanh'),
  plan([3, 2, 2], null, '@', 'sigmoid', false, 'cross-entropy'),
  plan([2, 3, 3], 1, 'linear', 'relu', true, 'cross-entropy'),
  plan([2, 3, 3], 5, 'linear', 'tanh', true, 'cross-entropy'),
  plan([1, 8, 1], null, 'linear', 'relu'),
  plan([1, 8, 1], 8, 'linear', 'tanh'),
  plan([4, 4, 4], null, '@', 'tanh', false),
  plan([2, 2, 2, 2, 2], null, 'linear', 'sigmoid'),
  plan([2, 2, 2, 2, 2, 2, 1], null, '@', 'relu', false),
  plan([5, 1], null, 'linear', 'tanh'),
  plan([1, 6], null, 'linear', 'sigmoid', true, 'cross-entropy'),
  plan([3, 5, 2], 2, '@', 'relu'),
  plan([8, 4, 2, 1], null, 'linear', 'tanh'),
  plan([2, 8, 8, 1], null, 'linear', 'tanh'),
  plan([6, 6, 6], null, '@', 'relu', false),
]

const list = (rows: readonly unknown[]): string => `[${rows.join(', ')}]`

/** A network as a program, with numbers from a seed. */
function programOf({ sizes, samples, product, activation, bias, loss }: Plan, seed: number): string {
  const next = randomSource(seed)
  const number = (): string => (Math.round((next() * 4 - 2) * 100) / 100).toFixed(2)
  const vector = (n: number): string => list(Array.from({ length: n }, number))
  const matrix = (rows: number, columns: number): string => list(Array.from({ length: rows }, () => vector(columns)))
  const data = (n: number): string => (samples === null ? vector(n) : matrix(samples, n))
  const layers = sizes
    .slice(1)
    .map((outputs, i) => ({ l: i + 1, inputs: sizes[i]!, outputs, last: i === sizes.length - 2 }))
  const classes = sizes.at(-1)!
  const parameters = layers.flatMap(({ l, inputs, outputs }) => [
    `W${l} = torch.tensor(${product === '@' ? matrix(inputs, outputs) : matrix(outputs, inputs)}, requires_grad=True)`,
    ...(bias ? [`b${l} = torch.tensor(${vector(outputs)}, requires_grad=True)`] : []),
  ])
  const steps = layers.flatMap(({ l, last }) => {
    const from = l === 1 ? 'x' : `a${l - 1}`
    const multiplied = samples === null ? `W${l}.T @ ${from}` : `${from} @ W${l}`
    const sum =
      product === '@' ? multiplied + (bias ? ` + b${l}` : '') : `F.linear(${from}, W${l}${bias ? `, b${l}` : ''})`
    return last ? [`f${l} = ${sum}`] : [`f${l} = ${sum}`, `a${l} = torch.${activation}(f${l})`]
  })
  const end = `f${layers.length}`
  const one = (at: number): string =>
    list(Array.from({ length: classes }, (_, i) => (i === at % classes ? '1.0' : '0.0')))
  const classOf = samples === null ? one(1) : list(Array.from({ length: samples }, (_, i) => one(i)))
  const target = `y = torch.tensor(${loss === 'squared' ? data(classes) : classOf})`
  const value =
    loss === 'squared' ? `(0.5 * (${end} - y) ** 2).sum()` : `-(y * torch.log(torch.softmax(${end}, dim=-1))).sum()`
  return [
    'import torch',
    'import torch.nn.functional as F',
    '',
    `x = torch.tensor(${data(sizes[0]!)})`,
    target,
    ...parameters,
    '',
    ...steps,
    `J = ${value}`,
    'J.backward()',
    '',
  ].join('\n')
}

/** Twenty networks of different shapes, as programs. */
export const networks: readonly { readonly name: string; readonly source: string }[] = plans.map((each, i) => ({
  name: [
    each.sizes.join('-'),
    each.samples === null ? 'one sample' : `batch of ${each.samples}`,
    each.product,
    each.activation,
    each.bias ? 'bias' : 'no bias',
    each.loss,
  ].join(', '),
  source: programOf(each, i + 1),
}))
