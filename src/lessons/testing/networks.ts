import { seeded } from '../../scene/seeded.ts'

/** A network as a program. */
export interface NetworkProgram {
  readonly title: string
  readonly source: string
}

interface Recipe {
  readonly widths: readonly number[]
  readonly batch: number
  readonly style: '@' | 'linear'
  readonly activation: 'relu' | 'sigmoid' | 'tanh'
  readonly loss: 'squared' | 'cross entropy' | 'sum'
  readonly bias: boolean
}

const recipe = (
  widths: readonly number[],
  activation: Recipe['activation'],
  style: Recipe['style'],
  batch: number,
  loss: Recipe['loss'] = 'squared',
  bias = true,
): Recipe => ({ widths, activation, style, batch, loss, bias })

const recipes: readonly Recipe[] = [
  recipe([1, 1], 'relu', '@', 1),
  recipe([1, 1, 1], 'sigmoid', 'linear', 1),
  recipe([2, 1], 'sigmoid', '@', 1, 'squared', false),
  recipe([2, 2, 1], 'relu', '@', 1),
  recipe([3, 2, 1], 'tanh', 'linear', 1, 'squared', false),
  recipe([2, 3, 2, 1], 'relu', 'linear', 1),
  recipe([3, 4, 3], 'relu', '@', 1, 'cross entropy'),
  recipe([2, 5, 1], 'tanh', '@', 1),
  recipe([4, 4, 4, 1], 'relu', 'linear', 1),
  recipe([1, 1, 1, 1, 1, 1], 'tanh', '@', 1),
  recipe([2, 2, 2, 2, 2, 1], 'relu', 'linear', 1),
  recipe([1, 8, 1], 'relu', '@', 1),
  recipe([8, 1], 'sigmoid', 'linear', 1),
  recipe([8, 8, 1], 'relu', 'linear', 1, 'squared', false),
  recipe([8, 8, 8, 1], 'tanh', '@', 1),
  recipe([2, 3, 1], 'sigmoid', 'linear', 3),
  recipe([3, 4, 2], 'relu', 'linear', 3, 'cross entropy'),
  recipe([2, 2, 1], 'tanh', '@', 8),
  recipe([1, 3, 1], 'relu', 'linear', 8, 'sum', false),
  recipe([5, 6, 4], 'sigmoid', '@', 1, 'cross entropy', false),
]

/** A row for each sample, with a 1 at its class. */
const oneHot = (rows: number, columns: number, random: () => number): string =>
  `[${Array.from({ length: rows }, () => {
    const own = Math.floor(random() * columns)
    return `[${Array.from({ length: columns }, (_, j) => (j === own ? '1.0' : '0.0')).join(', ')}]`
  }).join(', ')}]`

/** Twenty networks of different shapes, as programs someone would write. The numbers are drawn from a seed. */
export const networks: readonly NetworkProgram[] = recipes.map((made, index) => ({
  title: `${made.widths.join('-')} ${made.activation} ${made.style} ${made.batch}${made.bias ? '' : ' no bias'} ${made.loss}`,
  source: programOf(made, seeded(index + 1)),
}))

function programOf({ widths, batch, style, activation, loss, bias }: Recipe, random: () => number): string {
  const drawn = (): string => {
    const value = Math.round((random() * 4 - 2) * 10) / 10
    return (value === 0 ? 0.5 : value).toFixed(1)
  }
  const vector = (size: number): string => `[${Array.from({ length: size }, drawn).join(', ')}]`
  const matrix = (rows: number, columns: number): string =>
    `[${Array.from({ length: rows }, () => vector(columns)).join(', ')}]`
  const learned = (name: string, numbers: string): string => `${name} = torch.tensor(${numbers}, requires_grad=True)`
  const [first = 1, last = 1] = [widths[0], widths.at(-1)]
  const single = batch === 1
  const lines = ['import torch', 'import torch.nn.functional as F', '']
  lines.push(`x = torch.tensor(${single ? vector(first) : matrix(batch, first)})`)
  if (loss === 'squared') lines.push(`y = torch.tensor(${single ? vector(last) : matrix(batch, last)})`)
  if (loss === 'cross entropy' && !single) lines.push(`Y = torch.tensor(${oneHot(batch, last, random)})`)
  let from = 'x'
  widths.slice(1).forEach((width, i) => {
    const [layer, inputs] = [i + 1, widths[i]!]
    // x @ W for a batch, W @ x for one sample, F.linear(x, W) for both
    const across = style === '@' && !single
    lines.push(learned(`W${layer}`, across ? matrix(inputs, width) : matrix(width, inputs)))
    if (bias) lines.push(learned(`b${layer}`, vector(width)))
    const product =
      style === 'linear'
        ? `F.linear(${from}, W${layer}${bias ? `, b${layer}` : ''})`
        : `${across ? `${from} @ W${layer}` : `W${layer} @ ${from}`}${bias ? ` + b${layer}` : ''}`
    lines.push(`f${layer} = ${product}`)
    const isLast = layer === widths.length - 1
    if (!isLast || loss !== 'cross entropy') lines.push(`a${layer} = torch.${activation}(f${layer})`)
    from = isLast && loss === 'cross entropy' ? `f${layer}` : `a${layer}`
  })
  if (loss === 'cross entropy') {
    lines.push(`p = torch.softmax(${from}, dim=${single ? 0 : 1})`)
    lines.push(single ? 'J = -torch.log(p[1])' : 'J = -(Y * torch.log(p)).sum(dim=1).mean()')
  }
  if (loss === 'squared') lines.push(`J = ((${from} - y) ** 2).mean()`)
  if (loss === 'sum') lines.push(`J = ${from}.sum()`)
  return `${[...lines, 'J.backward()'].join('\n')}\n`
}
