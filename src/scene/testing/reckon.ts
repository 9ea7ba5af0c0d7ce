import {
  entrywise,
  matmul,
  minus,
  negated,
  over,
  plus,
  printed,
  type Ranges,
  ranges,
  summed,
  times,
  transposed,
} from './ranges.ts'

/** What stands in a formula besides numbers: null where it cannot be known from the formula alone, so that it may be anything. */
export interface Meanings {
  /** A node that stands for its value. */
  readonly node: (index: number) => Ranges | null
  /** The gradient of the output by a node, where a sign of its own stands for it: δ. */
  readonly gradient: (index: number) => Ranges | null
  /** ∂`of`/∂`by`. */
  readonly derivative: (of: number, by: number) => Ranges | null
  /** A number that says what it is a reading of: told, so that it can be compared. */
  readonly told: (fields: ReadonlyMap<string, string>, value: Ranges) => void
}

/** What a formula comes to: null where something in it is left out or not known. */
type Value = Ranges | null

const functions: Readonly<Record<string, (x: number) => number>> = {
  ln: Math.log,
  sin: Math.sin,
  cos: Math.cos,
  sgn: Math.sign,
  σ: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  ReLU: (x) => Math.max(0, x),
  LeakyReLU: (x) => (x > 0 ? x : 0.01 * x),
  ELU: (x) => (x > 0 ? x : Math.expm1(x)),
  softplus: (x) => Math.log1p(Math.exp(x)),
  exp: Math.exp,
  sqrt: (x) => Math.sqrt(Math.max(0, x)),
  abs: Math.abs,
  neg: (x) => -x,
}
/** Where a function turns, so that its bounds are not at the ends of a range. */
const turns: Readonly<Record<string, readonly number[]>> = {
  sin: Array.from({ length: 41 }, (_, k) => (k - 20 + 0.5) * Math.PI),
  cos: Array.from({ length: 41 }, (_, k) => (k - 20) * Math.PI),
  abs: [0],
}

const number = /^(\d+(?:\.\d+)?)(?:\\times10\^\{(-?\d+)\})?/
const call = /^(?:\\operatorname\{(\w+)\}|\\(ln|sin|cos|tanh|sigma|max|min)(?![a-z]))\\left\(/

/**
 * What a formula in TeX, as the app writes it, comes to: third reading, by a hand of its own. Numbers are taken as rounded to the digits printed.
 * Throws on anything it cannot read.
 */
export function reckoned(tex: string, meanings: Meanings): Value {
  let at = 0
  const rest = (): string => tex.slice(at)
  const fail = (): never => {
    throw new Error(`cannot read “${rest().slice(0, 60)}” in ${tex}`)
  }
  const spaces = (): void => {
    while (tex[at] === ' ') at++
  }
  const sees = (text: string): boolean => {
    spaces()
    return tex.startsWith(text, at)
  }
  const takes = (text: string): boolean => {
    if (!sees(text)) return false
    at += text.length
    return true
  }
  const needs = (text: string): void => {
    if (!takes(text)) fail()
  }
  const matches = (pattern: RegExp): RegExpExecArray | null => {
    spaces()
    const found = pattern.exec(rest())
    if (found !== null) at += found[0].length
    return found
  }
  /** The text up to the brace that closes the one just opened. */
  const inBraces = (): string => {
    const from = at
    for (let depth = 1; at < tex.length; at++) {
      if (tex[at] === '{') depth++
      if (tex[at] === '}' && --depth === 0) return tex.slice(from, at++)
    }
    return fail()
  }
  const both = (p: Value, q: Value, f: (p: Ranges, q: Ranges) => Ranges): Value =>
    p === null || q === null ? null : f(p, q)

  function sum(): Value {
    let total = takes('-') ? lift(product(), negated) : product()
    for (;;) {
      if (takes('+')) total = both(total, product(), plus)
      else if (takes('-')) total = both(total, product(), minus)
      else return total
    }
  }
  function product(): Value {
    let total = side()
    for (;;) {
      if (takes('\\cdot ')) total = both(total, side(), dotted)
      else if (takes('\\circ ')) total = both(total, side(), times)
      else if (takes('\\oslash ')) total = both(total, side(), over)
      else return total
    }
  }
  /** Matrices side by side. */
  function side(): Value {
    let total = power()
    for (;;) {
      if (takes('\\,\\mathbf{1}')) continue
      if (!takes('\\,')) return total
      total = both(total, power(), matmul)
    }
  }
  function power(): Value {
    if (takes('\\textstyle\\sum')) {
      const below = matches(/^_\{\\text\{(copies|dim [\d,]+)\}\}/)?.[1]
      const dims = below === undefined ? 'all' : below === 'copies' ? [0] : below.slice(4).split(',').map(Number)
      return lift(power(), (x) => summed(x, dims))
    }
    const base = atom()
    for (let result = base; ; ) {
      const index = matches(/^_\{\[([^\]]*)\]\}/)
      if (index !== null) {
        result = entry(result, index[1]!)
        continue
      }
      if (!takes('^')) return result
      needs('{')
      if (takes('\\top}')) result = lift(result, transposed)
      else {
        const exponent = sum()
        needs('}')
        result = both(result, exponent, raised)
      }
    }
  }
  function atom(): Value {
    const found = matches(number)
    if (found !== null) return printed(Number(`${found[1]}e${found[2] ?? 0}`))
    const called = matches(call)
    if (called !== null) return applied(called[1] ?? called[2]!, list('\\right)'))
    if (takes('\\htmlData{')) return marked()
    if (takes('\\dfrac{')) return fraction()
    if (takes('\\left(')) return parentheses()
    if (takes('\\left[')) return stacked(list('\\right]'))
    if (takes('\\left|')) {
      const inner = sum()
      needs('\\right|')
      return lift(inner, (x) => entrywise([x], ([v]) => Math.abs(v!), [0]))
    }
    if (takes('\\begin{bmatrix}')) return matrix()
    if (takes('\\begin{cases}')) return cases()
    if (takes('\\sqrt{')) return closed((x) => entrywise([x], ([v]) => Math.sqrt(Math.max(0, v!))))
    if (takes('e^{')) return closed((x) => entrywise([x], ([v]) => Math.exp(v!)))
    if (takes('\\cdots') || takes('\\square') || takes('\\infty') || takes('\\text{nan}') || takes('\\text{held}'))
      return null
    // the shape of what is too large to write
    if (matches(/^\[\d+(?:\{\\times\}[\d…]+)*\]/) !== null) return null
    if (matches(/^\(\d+\\text\{ numbers\}\)/) !== null) return null
    if (takes('[')) return comparison()
    if (takes('{')) return closed((x) => x)
    return fail()
  }
  const closed = (f: (x: Ranges) => Ranges): Value => {
    const inner = sum()
    needs('}')
    return lift(inner, f)
  }
  function marked(): Value {
    const fields = new Map(
      inBraces()
        .split(', ')
        .map((field): [string, string] => {
          const [name = '', value = ''] = field.split('=')
          return [name, value]
        }),
    )
    needs('{')
    const from = at
    const inner = inBraces()
    const end = at
    const node = fields.get('node')
    const as = fields.get('as')
    if (as !== undefined) {
      const own = as === 'gradient' ? meanings.gradient(Number(node)) : meanings.node(Number(node))
      return own === null || as !== 'transpose' ? own : transposed(own)
    }
    const whole = node === undefined ? null : meanings.node(Number(node))
    if (matches(/^\\texttt\{\.grad\}/) !== null) return null
    if (node !== undefined && !inner.includes('\\htmlData') && !number.test(inner.replace(/^-/, ''))) return whole
    at = from
    const value = sum()
    needs('}')
    if (at !== end) fail()
    if (fields.has('read') && value !== null) meanings.told(fields, value)
    if (whole !== null && value !== null && whole.low.length === value.low.length)
      meanings.told(new Map([['node', node!]]), value)
    return value
  }
  function fraction(): Value {
    if (sees('\\partial ')) {
      const [top, bottom] = [
        inBraces(),
        (() => {
          needs('{')
          return inBraces()
        })(),
      ]
      const node = (text: string): number =>
        Number(/^\\partial (?:\\left\()?\\htmlData\{node=(\d+)\}/.exec(text)?.[1] ?? fail())
      // one entry of a tensor: ∂J/∂x[0]
      return /\}_\{\[[^\]]*\]\}$/.test(bottom) ? null : meanings.derivative(node(top), node(bottom))
    }
    const top = sum()
    needs('}')
    needs('{')
    const bottom = sum()
    needs('}')
    return both(top, bottom, over)
  }
  function parentheses(): Value {
    const first = sum()
    if (takes('\\text{ at }')) {
      const end = tex.indexOf('\\right)', at)
      at = end + '\\right)'.length
      return null
    }
    const more: Value[] = [first]
    while (takes(',')) {
      takes('\\,')
      more.push(sum())
    }
    needs('\\right)')
    return more.length === 1 ? first : stacked(more)
  }
  function list(end: string): Value[] {
    const items = [sum()]
    while (takes(',')) items.push(sum())
    needs(end)
    return items
  }
  function matrix(): Value {
    const rows: Value[][] = [[]]
    for (;;) {
      rows.at(-1)!.push(sum())
      if (takes('&')) continue
      if (takes('\\\\')) rows.push([])
      else break
    }
    needs('\\end{bmatrix}')
    const cells = rows.flat().flatMap((cell) => cell ?? [])
    if (cells.length < rows.flat().length) return null
    return ranges(
      [rows.length, rows[0]!.length],
      cells.map(({ low, high }) => [low[0]!, high[0]!]),
    )
  }
  function comparison(): Value {
    const left = sum()
    const sign = matches(/^(>|\\ge|<|\\le|=|\\ne)/)?.[1] ?? fail()
    const right = sum()
    needs(']')
    return both(left, right, (p, q) => compared(sign, p, q))
  }
  function cases(): Value {
    const yes = sum()
    needs('& \\text{if }')
    const test = sum()
    needs('\\\\')
    const no = sum()
    needs('& \\text{otherwise}\\end{cases}')
    return yes === null || no === null || test === null
      ? null
      : entrywise([test, yes, no], ([t, y, n]) => (t === 0 ? n! : y!))
  }
  const value = sum()
  // a question: ∂J/∂w = ?
  if (takes('= {?}')) return null
  spaces()
  return at === tex.length ? value : fail()
}

const lift = (x: Value, f: (x: Ranges) => Ranges): Value => (x === null ? null : f(x))

/** Numbers and tensors multiplied; the dot product of two vectors. */
const dotted = (p: Ranges, q: Ranges): Ranges =>
  p.shape.length === 1 && q.shape.length === 1 ? summed(times(p, q), 'all') : times(p, q)

function raised(base: Ranges, exponent: Ranges): Ranges {
  const whole = exponent.low.length === 1 ? Math.round((exponent.low[0]! + exponent.high[0]!) / 2) : Number.NaN
  if (Math.abs(whole) < 100 && exponent.low[0]! <= whole && exponent.high[0]! >= whole)
    return entrywise([base], ([v]) => v! ** whole, [0])
  return entrywise([base, exponent], ([v, e]) => Math.max(v!, 0) ** e!)
}

function entry(base: Value, text: string): Value {
  const index = text.split(', ').map(Number)
  if (base === null || index.some(Number.isNaN)) return null
  const inner = base.shape.slice(index.length)
  const size = inner.reduce((p, q) => p * q, 1)
  const at = index.reduce((sum, place, axis) => sum * base.shape[axis]! + place, 0) * size
  return ranges(
    inner,
    Array.from({ length: size }, (_, i) => [base.low[at + i]!, base.high[at + i]!]),
  )
}

function stacked(items: readonly Value[]): Value {
  const known = items.flatMap((item) => item ?? [])
  if (known.length < items.length) return null
  return ranges(
    [items.length, ...known[0]!.shape],
    known.flatMap(({ low, high }) => low.map((l, i): [number, number] => [l, high[i]!])),
  )
}

/** 1 where it holds, 0 where not, between where the digits do not say. */
function compared(sign: string, p: Ranges, q: Ranges): Ranges {
  const holds = (a: number, b: number): boolean => {
    switch (sign) {
      case '>':
        return a > b
      case '\\ge':
        return a >= b
      case '<':
        return a < b
      case '\\le':
        return a <= b
      case '=':
        return a === b
      default:
        return a !== b
    }
  }
  return entrywise([p, q], ([a, b]) => (holds(a!, b!) ? 1 : 0))
}

function applied(name: string, args: readonly Value[]): Value {
  const known = args.flatMap((arg) => arg ?? [])
  const [x] = known
  if (known.length < args.length || x === undefined) return null
  if (name === 'max' || name === 'min') return entrywise(known, (values) => Math[name](...values))
  // the new shape is not written; a vector becomes a column, to stand beside a matrix
  if (name === 'reshape') return x.shape.length === 1 ? { ...x, shape: [x.low.length, 1] } : x
  if (name === 'sum') return summed(x, 'all')
  if (name === 'mean') return over(summed(x, 'all'), ranges([], [[x.low.length, x.low.length]]))
  if (name === 'softmax') return softmax(x)
  const key = name === 'sigma' ? 'σ' : name
  const f = functions[key]
  if (f === undefined) throw new Error(`no function ${name}`)
  return entrywise([x], ([v]) => f(v!), turns[key])
}

/** Along the last dimension; a vector may stand as a column. */
function softmax(x: Ranges): Ranges {
  const last = x.shape.at(-1) ?? 1
  const width = last === 1 ? x.low.length : last
  return ranges(
    x.shape,
    x.low.map((_, i) => {
      const row = Math.floor(i / width) * width
      const share = (own: readonly number[], others: readonly number[]): number => {
        const all = Array.from({ length: width }, (_, k) => Math.exp(row + k === i ? own[i]! : others[row + k]!))
        return Math.exp(own[i]!) / all.reduce((p, q) => p + q)
      }
      return [share(x.low, x.high) * (1 - 1e-6), share(x.high, x.low) * (1 + 1e-6)]
    }),
  )
}
