/** A number read from the page, and how far it may be from the one that was rounded to it. */
interface Read {
  readonly v: number
  readonly e: number
}

/** What a formula comes to: numbers in rows. A vector that is transposed lies. */
export interface Amount {
  readonly shape: readonly number[]
  readonly data: readonly Read[]
  readonly lying?: boolean
}

/** What names stand for. */
export type Names = ReadonlyMap<string, Amount>

/** Says that a text is no formula that can be worked out: names that are not known, or numbers left out. */
export class NotArithmetic extends Error {}

const digits: Readonly<Record<string, string>> = Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((c, i) => [c, String(i)]))
/** Numbers are written with four significant digits. */
const rounding = 0.5001e-3

const read = (v: number, e = rounding * Math.abs(v)): Read => ({ v, e })
/** A number that is not rounded. */
export const exactly = (data: Iterable<number>, shape: readonly number[]): Amount => ({
  shape,
  data: Array.from(data, (v) => read(v, 1e-6 * Math.abs(v))),
})

const add = (p: Read, q: Read): Read => read(p.v + q.v, p.e + q.e)
const times = (p: Read, q: Read): Read => read(p.v * q.v, Math.abs(p.v) * q.e + Math.abs(q.v) * p.e + p.e * q.e)
const negated = (p: Read): Read => read(-p.v, p.e)
/** A function of one number; its error is what the ends of the range make of it, or the whole of a value without a slope. */
const through =
  (f: (x: number) => number) =>
  (p: Read): Read =>
    read(f(p.v), Math.max(Math.abs(f(p.v + p.e) - f(p.v)), Math.abs(f(p.v - p.e) - f(p.v))) + 1e-6 * Math.abs(f(p.v)))

const softplus = (x: number): number => Math.log1p(Math.exp(x))
const functions: Readonly<Record<string, (p: Read) => Read>> = {
  exp: through(Math.exp),
  σ: through((x) => 1 / (1 + Math.exp(-x))),
  tanh: through(Math.tanh),
  ln: through(Math.log),
  sin: through(Math.sin),
  cos: through(Math.cos),
  sgn: through(Math.sign),
  ReLU: through((x) => Math.max(0, x)),
  softplus: through(softplus),
  '√': through(Math.sqrt),
}

const one = (p: Read): Amount => ({ shape: [], data: [p] })
const entrywise = ({ shape, data }: Amount, f: (p: Read) => Read): Amount => ({ shape, data: data.map(f) })

/** Two amounts entry by entry, a smaller one being repeated as PyTorch repeats it. */
function broadcast(p: Amount, q: Amount, f: (a: Read, b: Read) => Read): Amount {
  const rank = Math.max(p.shape.length, q.shape.length)
  const padded = ({ shape }: Amount) => [...new Array<number>(rank - shape.length).fill(1), ...shape]
  const [a, b] = [padded(p), padded(q)]
  const shape = a.map((size, i) => Math.max(size, b[i]!))
  if (a.some((size, i) => size !== 1 && size !== shape[i]) || b.some((size, i) => size !== 1 && size !== shape[i]))
    throw new Error(`${p.shape.join('×')} and ${q.shape.join('×')} do not fit`)
  const count = shape.reduce((total, size) => total * size, 1)
  const offset = (own: readonly number[], at: number): number => {
    let [rest, stride, sum] = [at, 1, 0]
    for (let i = rank - 1; i >= 0; i--) {
      if (own[i] !== 1) sum += (rest % shape[i]!) * stride
      rest = Math.floor(rest / shape[i]!)
      stride *= own[i]!
    }
    return sum
  }
  const data = Array.from({ length: count }, (_, at) => f(p.data[offset(a, at)]!, q.data[offset(b, at)]!))
  return { shape, data }
}

const dot = (p: readonly Read[], q: readonly Read[]): Read =>
  p.reduce((sum, left, i) => add(sum, times(left, q[i]!)), read(0))

function matrixProduct(p: Amount, q: Amount): Amount {
  if (p.shape.length === 0 || q.shape.length === 0) return broadcast(p, q, times)
  if (p.lying !== true && p.shape.length === 1 && q.lying === true) {
    const data = p.data.flatMap((left) => q.data.map((right) => times(left, right)))
    return { shape: [p.data.length, q.data.length], data }
  }
  const [rows, inner] = p.shape.length === 1 ? [1, p.shape[0]!] : [p.shape[0]!, p.shape[1]!]
  const columns = q.shape.length === 1 ? 1 : q.shape[1]!
  if (inner !== q.shape[0]) throw new Error(`${p.shape.join('×')} and ${q.shape.join('×')} do not fit`)
  const row = (i: number): Read[] => Array.from({ length: inner }, (_, k) => p.data[i * inner + k]!)
  const column = (j: number): Read[] => Array.from({ length: inner }, (_, k) => q.data[k * columns + j]!)
  const data = Array.from({ length: rows * columns }, (_, at) =>
    dot(row(Math.floor(at / columns)), column(at % columns)),
  )
  return { shape: [...p.shape.slice(0, -1), ...q.shape.slice(1)], data }
}

function transposed(p: Amount): Amount {
  const [rows, columns] = p.shape
  if (columns === undefined || rows === undefined) return { ...p, lying: p.lying !== true }
  const data = Array.from({ length: rows * columns }, (_, at) => p.data[(at % rows) * columns + Math.floor(at / rows)]!)
  return { shape: [columns, rows], data }
}

const power = (p: Read, n: number): Read => through((x) => x ** n)(p)

function softmax({ shape, data }: Amount): Amount {
  const width = shape.at(-1) ?? 1
  const all = data.map(functions['exp']!)
  return {
    shape,
    data: all.map((each, i) => {
      const start = Math.floor(i / width) * width
      const sum = all.slice(start, start + width).reduce(add)
      return read(each.v / sum.v, 2e-3 * (each.v / sum.v) + 1e-6)
    }),
  }
}

/** Reads formulas as the page writes them in plain text, and works them out. */
class Reader {
  private readonly text: string
  private readonly names: Names
  private at = 0

  constructor(text: string, names: Names) {
    this.text = text
    this.names = names
  }

  whole(): Amount {
    const value = this.cases()
    if (this.at < this.text.length) this.fail()
    return value
  }

  private fail(): never {
    throw new NotArithmetic(`${this.text.slice(0, this.at)}⟂${this.text.slice(this.at)}`)
  }

  private takes(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false
    this.at += token.length
    return true
  }

  private expect(token: string): void {
    if (!this.takes(token)) this.fail()
  }

  private cases(): Amount {
    const value = this.sum()
    if (!this.takes(' if ')) return value
    const condition = this.sum()
    this.expect(', otherwise ')
    const other = this.sum()
    const chosen = broadcast(condition, value, (c, v) => (c.v === 0 ? read(Number.NaN) : v))
    return broadcast(chosen, other, (v, o) => (Number.isNaN(v.v) ? o : v))
  }

  private sum(): Amount {
    let value = this.takes('−') ? entrywise(this.product(), negated) : this.product()
    for (;;) {
      if (this.takes(' + ')) value = broadcast(value, this.product(), add)
      else if (this.takes(' − ')) value = broadcast(value, this.product(), (p, q) => add(p, negated(q)))
      else return value
    }
  }

  private product(): Amount {
    let value = this.factor()
    for (;;) {
      if (this.takes(' · ')) {
        const right = this.factor()
        value =
          value.shape.length > 0 && right.shape.length > 0
            ? one(dot(value.data, right.data))
            : broadcast(value, right, times)
      } else if (this.takes(' ∘ ')) value = broadcast(value, this.factor(), times)
      else if (this.takes(' @ ')) value = matrixProduct(value, this.factor())
      else if (this.takes('/')) {
        const inverse = entrywise(this.factor(), (p) =>
          read(1 / p.v, p.e / Math.max(1e-30, (Math.abs(p.v) - p.e) ** 2)),
        )
        value = broadcast(value, inverse, times)
      } else if (/^ [^\s+−·∘@=><≥≤≠i]/u.test(this.text.slice(this.at, this.at + 2))) {
        this.at++
        const [left, right] = [value, this.factor()]
        const column: Amount = left.shape.length === 0 ? { ...left, shape: [1] } : left
        value = matrixProduct(column, right)
      } else return value
    }
  }

  private factor(): Amount {
    let value = this.takes('−') ? entrywise(this.factor(), negated) : this.atom()
    for (;;) {
      if (this.takes('²')) value = entrywise(value, (p) => power(p, 2))
      else if (this.takes('³')) value = entrywise(value, (p) => power(p, 3))
      else if (this.takes('ᵀ')) value = transposed(value)
      else if (this.takes('^')) {
        const exponent = this.atom().data[0]!.v
        value = entrywise(value, (p) => power(p, exponent))
      } else if (/^\[[\d, ]+\]/.test(this.text.slice(this.at))) value = this.entry(value)
      else return value
    }
  }

  private entry({ shape, data }: Amount): Amount {
    const [text = '', inside = ''] = /^\[([\d, ]+)\]/.exec(this.text.slice(this.at)) ?? []
    this.at += text.length
    const index = inside.split(', ').map(Number)
    const rest = shape.slice(index.length)
    const size = rest.reduce((total, each) => total * each, 1)
    const start = index.reduce((sum, each, i) => sum * shape[i]! + each, 0) * size
    return { shape: rest, data: data.slice(start, start + size) }
  }

  private atom(): Amount {
    const rest = this.text.slice(this.at)
    const name = [...this.names.keys()].filter((each) => rest.startsWith(each)).sort((p, q) => q.length - p.length)[0]
    if (name !== undefined) {
      this.at += name.length
      return this.names.get(name)!
    }
    const [number, mantissa, exponent] = /^(\d+(?:\.\d+)?)(?:×10(⁻?[⁰¹²³⁴-⁹]+))?/.exec(rest) ?? []
    if (number !== undefined) {
      this.at += number.length
      const power = [...(exponent ?? '')].map((c) => (c === '⁻' ? '-' : digits[c])).join('')
      return one(read(Number(`${mantissa}e${power === '' ? 0 : power}`)))
    }
    const called = /^(softmax|mean|sum|max|min|[A-Za-zσ]+|√)\(/.exec(rest)?.[1]
    if (called !== undefined) return this.call(called)
    if (this.takes('|')) {
      const inside = this.sum()
      this.expect('|')
      return entrywise(inside, through(Math.abs))
    }
    if (this.takes('(')) return this.list(')')
    if (this.takes('[')) return this.bracket()
    return this.fail()
  }

  private call(name: string): Amount {
    this.at += name.length + 1
    const args = [this.cases()]
    while (this.takes(', ')) args.push(this.cases())
    this.expect(')')
    const [x, z] = args
    if (name === 'softmax') return softmax(x!)
    // which dimension an inner sum runs over is not said in plain text
    if (name === 'sum' && x!.shape.length > 1 && !this.text.startsWith('sum(')) throw new NotArithmetic('an inner sum')
    if (name === 'sum' || name === 'mean') {
      const total = x!.data.reduce(add)
      return one(name === 'sum' ? total : times(total, read(1 / x!.data.length, 0)))
    }
    if (name === 'max' || name === 'min') return broadcast(x!, z!, (p, q) => ((name === 'max') === p.v > q.v ? p : q))
    const f = functions[name]
    if (f === undefined) throw new NotArithmetic(`the function ${name}`)
    return entrywise(x!, f)
  }

  /** After an opening parenthesis: a piece in parentheses, or a vector. */
  private list(close: string): Amount {
    const first = this.cases()
    if (this.takes(close)) return first
    const parts = [first]
    while (this.takes(', ')) parts.push(this.cases())
    this.expect(close)
    return { shape: [parts.length], data: parts.map(({ data }) => data[0]!) }
  }

  /** After an opening bracket: a matrix, or a comparison that is 1 where it holds. */
  private bracket(): Amount {
    const rows = [[this.cases()]]
    for (const [token, holds] of comparisons)
      if (this.takes(` ${token} `)) {
        const right = this.sum()
        this.expect(']')
        return broadcast(rows[0]![0]!, right, (p, q) => read(holds(p.v, q.v) ? 1 : 0, 0))
      }
    for (;;) {
      if (this.takes(', ')) rows.at(-1)!.push(this.cases())
      else if (this.takes('; ')) rows.push([this.cases()])
      else break
    }
    this.expect(']')
    return { shape: [rows.length, rows[0]!.length], data: rows.flat().map(({ data }) => data[0]!) }
  }
}

const comparisons: readonly (readonly [string, (p: number, q: number) => boolean])[] = [
  ['>', (p, q) => p > q],
  ['≥', (p, q) => p >= q],
  ['<', (p, q) => p < q],
  ['≤', (p, q) => p <= q],
  ['=', (p, q) => p === q],
  ['≠', (p, q) => p !== q],
]

/** Works out a formula in plain text. Throws `NotArithmetic` where it says something else. */
export const workOut = (text: string, names: Names = new Map()): Amount => new Reader(text, names).whole()

/** The sums of a tensor that `sum(…)` may mean: of all, of each column, of each row. */
function sumsOf(text: string, names: Names): Amount[] {
  const inside = /^sum\((.*)\)$/u.exec(text)?.[1]
  if (inside === undefined) return []
  const { shape, data } = workOut(inside, names)
  const [rows, columns] = shape
  if (rows === undefined || columns === undefined) return []
  const column = (j: number): Read => Array.from({ length: rows }, (_, i) => data[i * columns + j]!).reduce(add)
  const row = (i: number): Read => data.slice(i * columns, (i + 1) * columns).reduce(add)
  return [
    { shape: [columns], data: Array.from({ length: columns }, (_, j) => column(j)) },
    { shape: [rows], data: Array.from({ length: rows }, (_, i) => row(i)) },
  ]
}

const equal = (p: Amount, q: Amount): boolean => {
  const [few, many] = p.data.length <= q.data.length ? [p, q] : [q, p]
  // one number may stand for many alike, as 1 · 1 for a row of ones
  if (few.data.length !== many.data.length && few.data.length !== 1) return false
  return many.data.every((each, i) => {
    const other = few.data[few.data.length === 1 ? 0 : i]!
    return Math.abs(each.v - other.v) <= each.e + other.e + 1e-9
  })
}

/** Whether two formulas in plain text come to the same, up to the rounding of the numbers in them. */
export const agree = (left: string, right: string, names: Names = new Map()): boolean => {
  const [p, q] = [workOut(left, names), workOut(right, names)]
  return equal(p, q) || [...sumsOf(left, names), ...sumsOf(right, names)].some((sum) => equal(sum, p) || equal(sum, q))
}
