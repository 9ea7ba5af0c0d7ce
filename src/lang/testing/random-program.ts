import { randomSource } from '../../core/testing/random.ts'

/** A tensor of the program that is being written. */
interface Made {
  readonly name: string
  readonly shape: readonly number[]
}

/** Ways to make a tensor from one: the text, with `x` for the argument, and the shape that comes out; null where it does not fit. */
type Step = (x: Made, pick: Pick) => { readonly text: string; readonly shape: readonly number[] } | null

interface Pick {
  readonly whole: (below: number) => number
  readonly of: <T>(list: readonly T[]) => T
  readonly number: () => string
}

const same =
  (write: (x: string, pick: Pick) => string): Step =>
  (x, pick) => ({ text: write(x.name, pick), shape: x.shape })

/** Functions of each entry that are smooth, or whose kinks random numbers miss. */
const pointwise: readonly Step[] = [
  ...['tanh', 'sigmoid', 'relu', 'sin', 'cos', 'exp', 'abs', 'square', 'expm1', 'erf', 'atan', 'neg'].map((f) =>
    same((x) => `torch.${f}(${x})`),
  ),
  ...['leaky_relu', 'elu', 'softplus', 'gelu', 'silu', 'selu', 'softsign', 'logsigmoid', 'mish', 'hardtanh'].map((f) =>
    same((x) => `F.${f}(${x})`),
  ),
  same((x) => `torch.log(${x} ** 2 + 0.5)`),
  same((x) => `torch.sqrt(${x} ** 2 + 0.3)`),
  same((x, { number }) => `${x} ** 3 - ${number()} * ${x}`),
  same((x, { number }) => `torch.clamp(${x}, ${number()} - 1.3, 1.1)`),
  same((x, { number }) => `torch.where(${x} > ${number()}, ${x} * 2, ${x} - 1)`),
  same((x, { number }) => `(${x} + ${number()}) / (${x} * ${x} + 1.5)`),
  same((x) => `1 / (1 + ${x}.abs())`),
]

const without = (shape: readonly number[], dim: number, keep: boolean): number[] =>
  shape.flatMap((size, axis) => (axis === dim ? (keep ? [1] : []) : [size]))

const reduction =
  (f: string): Step =>
  (x, pick) => {
    if (x.shape.length === 0) return null
    const dim = pick.whole(x.shape.length)
    const keep = pick.whole(2) === 0
    const given = pick.whole(2) === 0 ? dim : dim - x.shape.length
    return {
      text: `${x.name}.${f}(dim=${given}, keepdim=${keep ? 'True' : 'False'})`,
      shape: without(x.shape, dim, keep),
    }
  }

const extreme =
  (f: string): Step =>
  (x, pick) => {
    const made = reduction(f)(x, pick)
    return made && { ...made, text: `${made.text}.values` }
  }

const along =
  (f: string): Step =>
  (x, pick) =>
    x.shape.length === 0 ? null : { text: `torch.${f}(${x.name}, dim=${pick.whole(x.shape.length)})`, shape: x.shape }

const reductions: readonly Step[] = [
  ...['sum', 'mean', 'prod', 'logsumexp', 'amax', 'norm'].map(reduction),
  (x, pick) => (x.shape.length > 0 && x.shape.every((size) => size > 1) ? reduction('var') : () => null)(x, pick),
  extreme('max'),
  extreme('min'),
  ...['softmax', 'log_softmax', 'cumsum'].map(along),
]

const moves: readonly Step[] = [
  (x) => (x.shape.length === 2 ? { text: `${x.name}.T`, shape: [x.shape[1]!, x.shape[0]!] } : null),
  (x) => ({ text: `${x.name}.reshape(-1)`, shape: [x.shape.reduce((n, size) => n * size, 1)] }),
  (x, pick) => {
    const dim = pick.whole(x.shape.length + 1)
    return { text: `${x.name}.unsqueeze(${dim})`, shape: [...x.shape.slice(0, dim), 1, ...x.shape.slice(dim)] }
  },
  (x, pick) => {
    if (x.shape.length === 0) return null
    return { text: `${x.name}[${pick.whole(x.shape[0]!)}]`, shape: x.shape.slice(1) }
  },
  (x) => ((x.shape[0] ?? 0) < 2 ? null : { text: `${x.name}[1:]`, shape: [x.shape[0]! - 1, ...x.shape.slice(1)] }),
  (x) =>
    x.shape.length === 0
      ? null
      : { text: `torch.cat([${x.name}, ${x.name} * 2], dim=0)`, shape: [x.shape[0]! * 2, ...x.shape.slice(1)] },
  (x) => ({ text: `torch.stack([${x.name}, ${x.name} + 1])`, shape: [2, ...x.shape] }),
  (x) => (x.shape.length === 0 ? null : { text: `torch.flip(${x.name}, dims=[0])`, shape: x.shape }),
]

/** The shape of two tensors together, or null. */
function together(p: readonly number[], q: readonly number[]): number[] | null {
  const rank = Math.max(p.length, q.length)
  const shape: number[] = []
  for (let i = rank; i >= 1; i--) {
    const [x, y] = [p[p.length - i] ?? 1, q[q.length - i] ?? 1]
    if (x !== y && x !== 1 && y !== 1) return null
    shape.push(x === 1 ? y : x)
  }
  return shape
}

const binary = ['+', '-', '*', '/'] as const
const most = 64

/** A random program on a few tensors that require grad: steps named t0, t1, …, and a loss. `dtype` says with which numbers. */
export function randomProgram(seed: number, dtype: 'float32' | 'float64'): string {
  const random = randomSource(seed * 7919 + 13)
  const whole = (below: number): number => Math.floor(random() * below)
  const pick: Pick = {
    whole,
    of: (list) => list[whole(list.length)]!,
    number: () => (random() * 2 - 1).toFixed(3),
  }
  const size = (): number => 1 + whole(4)
  const nested = (shape: readonly number[]): string => {
    const [extent, ...rest] = shape
    if (extent === undefined) return pick.number()
    return `[${Array.from({ length: extent }, () => nested(rest)).join(', ')}]`
  }
  const lines = ['import torch', 'import torch.nn.functional as F']
  const pool: Made[] = []
  const shapes = [[size(), size()], pick.of([[], [size()], [size(), size()], [2, size(), size()]]), [size()]]
  shapes.forEach((shape, i) => {
    lines.push(`w${i} = torch.tensor(${nested(shape)}, dtype=torch.${dtype}, requires_grad=True)`)
    pool.push({ name: `w${i}`, shape })
  })
  const add = (text: string, shape: readonly number[]): void => {
    if (shape.reduce((n, extent) => n * extent, 1) > most || shape.length > 4) return
    const name = `t${pool.length - shapes.length}`
    lines.push(`${name} = ${text}`)
    pool.push({ name, shape })
  }
  for (let i = 0; i < 12 && pool.length < 9; i++) {
    const [p, q] = [pick.of(pool), pick.of(pool)]
    const kind = whole(10)
    if (kind < 3) {
      const made = pick.of(pointwise)(p, pick)
      if (made !== null) add(made.text, made.shape)
    } else if (kind < 6) {
      const shape = together(p.shape, q.shape)
      const op = pick.of(binary)
      if (shape !== null) add(op === '/' ? `${p.name} / (${q.name} ** 2 + 1)` : `${p.name} ${op} ${q.name}`, shape)
    } else if (kind === 6) {
      if (p.shape.length === 2 && q.shape.length === 2 && p.shape[1] === q.shape[0])
        add(`${p.name} @ ${q.name}`, [p.shape[0]!, q.shape[1]!])
      else if (p.shape.length === 2) add(`${p.name} @ ${p.name}.T`, [p.shape[0]!, p.shape[0]!])
    } else {
      const made = pick.of(kind === 7 ? moves : reductions)(p, pick)
      if (made !== null) add(made.text, made.shape)
    }
  }
  const parts = pool.slice(-3).map(({ name }) => `torch.tanh(${name} * 0.3).${pick.of(['sum', 'mean'])}()`)
  lines.push(`loss = ${parts.join(' + ')}`, 'loss.backward()')
  return `${lines.join('\n')}\n`
}
