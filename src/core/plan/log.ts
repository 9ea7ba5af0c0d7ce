import type { Attr, Attrs, OpName } from '../op.ts'
import { sameShape, sizeOf, type Tensor } from '../tensor.ts'

/** One thing that a program computed: an op applied to earlier entries, or a tensor that came from outside (`op` null). */
export interface Entry {
  readonly op: OpName | null
  readonly args: readonly number[]
  readonly attrs: Attrs
  /** Whether a gradient will flow through it. */
  readonly grad: boolean
  readonly inputs: readonly Tensor[]
  readonly result: Tensor
}

/** A stretch of entries that follows from its arguments alone. */
export interface Stretch {
  readonly key: object
  readonly guards: readonly unknown[]
  readonly args: readonly number[]
  /** How many of the first arguments must have been computed in the same turn. */
  readonly made: number
  readonly inputs: readonly Tensor[]
  readonly from: number
  readonly to: number
  readonly results: readonly number[]
}

const noAttrs: Attrs = {}

/** What a program computed lately, in order, by numbers that only grow. */
export class Log {
  entries: Entry[] = []
  stretches: Stretch[] = []
  /** The number of the first entry that is still here. */
  first = 0
  #elements = 0
  #numberOf = new WeakMap<Tensor, number>()

  /** The number of the next entry. */
  get next(): number {
    return this.first + this.entries.length
  }

  /** Forgets all; what comes next continues nothing. */
  clear(): void {
    this.first = this.next
    this.entries = []
    this.stretches = []
    this.#elements = 0
    this.#numberOf = new WeakMap()
  }

  at(number: number): Entry {
    return this.entries[number - this.first]!
  }

  /** The number of a tensor; one that is not known comes from outside. */
  numberOf(tensor: Tensor): number {
    const known = this.#numberOf.get(tensor)
    if (known !== undefined) return known
    return this.#add({ op: null, args: [], attrs: noAttrs, grad: false, inputs: [], result: tensor })
  }

  /** Whether a tensor came from outside, or was computed before entry `since`. */
  isOutside(tensor: Tensor, since: number): boolean {
    const number = this.#numberOf.get(tensor)
    return number === undefined || number < since || this.at(number).op === null
  }

  /** Notes that an op was applied. */
  note(op: OpName, inputs: readonly Tensor[], attrs: Attrs, grad: boolean, result: Tensor): void {
    const args = inputs.map((input) => this.numberOf(input))
    this.#add({ op, args, attrs, grad, inputs, result })
  }

  #add(entry: Entry): number {
    const number = this.next
    this.entries.push(entry)
    this.#numberOf.set(entry.result, number)
    this.#elements += sizeOf(entry.result.shape)
    if (this.entries.length > longest || this.#elements > mostElements) this.#forget(this.entries.length >> 1)
    return number
  }

  #forget(count: number): void {
    for (const { result } of this.entries.splice(0, count)) this.#elements -= sizeOf(result.shape)
    this.first += count
    this.stretches = this.stretches.filter(({ from }) => from >= this.first)
  }
}

const longest = 20_000
const mostElements = 8_000_000

/** Whether attributes say the same. */
export function sameAttrs(a: Attrs, b: Attrs): boolean {
  if (a === b) return true
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  for (const key of keys) if (!sameAttr(a[key], b[key])) return false
  return true
}

function sameAttr(a: Attr | undefined, b: Attr | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a.length !== b.length) return Object.is(a, b)
  for (let i = 0; i < a.length; i++) if (!sameAttr(a[i], b[i])) return false
  return true
}

/** Whether two tensors have one shape and type. */
export const alike = (a: Pick<Tensor, 'dtype' | 'shape'>, b: Pick<Tensor, 'dtype' | 'shape'>): boolean =>
  a.dtype === b.dtype && sameShape(a.shape, b.shape)

/** Three starts of turns in a row, and the end of the last: what a comparison of two turns looks at. */
export type Turns = readonly [before: number, previous: number, last: number, end: number]

/** Whether the last two turns computed the same from the same: from what was made in the same turn, in the turn before it, or from outside. */
export function sameTurns(log: Log, [before, previous, last, end]: Turns): boolean {
  const count = end - last
  if (before < log.first || last - previous !== count || count === 0) return false
  const same = (x: number, y: number): boolean => {
    if (x >= last) return y >= previous && x - last === y - previous
    if (x >= previous) return y >= before && y < previous && x - previous === y - before
    return x === y
  }
  const sameAll = (xs: readonly number[], ys: readonly number[]): boolean =>
    xs.length === ys.length && xs.every((x, i) => same(x, ys[i]!))
  for (let i = 0; i < count; i++) {
    const [p, q] = [log.at(last + i), log.at(previous + i)]
    if (p.op !== q.op || p.grad !== q.grad || !alike(p.result, q.result)) return false
    if (!sameAttrs(p.attrs, q.attrs) || !sameAll(p.args, q.args)) return false
  }
  const within = (from: number, to: number): Stretch[] =>
    log.stretches.filter((stretch) => stretch.from >= from && stretch.from < to)
  const [ours, theirs] = [within(last, end), within(previous, last)]
  return (
    ours.length === theirs.length &&
    ours.every((p, i) => {
      const q = theirs[i]!
      const guards = p.guards.length === q.guards.length && p.guards.every((guard, n) => guard === q.guards[n])
      const place = p.from - last === q.from - previous && p.to - last === q.to - previous
      return p.key === q.key && guards && place && sameAll(p.args, q.args) && sameAll(p.results, q.results)
    }) &&
    ours.every((stretch) => constantInside(log, stretch, last - previous))
  )
}

/** Whether what a stretch took from outside, besides its arguments, had the same numbers a turn ago: constants of rules. */
function constantInside(log: Log, { from, to }: Stretch, period: number): boolean {
  for (let i = from; i < to; i++) {
    const [p, q] = [log.at(i), log.at(i - period)]
    if (p.op !== null) continue
    const [x, y] = [p.result.data, q.result.data]
    if (x.length > 16 || x.some((value: number, n: number) => !Object.is(value, y[n]))) return false
  }
  return true
}
