import { plainClass } from '../../torch/classes.ts'
import { raise } from '../../torch/raised.ts'
import {
  type Arguments,
  float,
  int,
  isNumber,
  list,
  none,
  numberOf,
  type TypeValue,
  typeName,
  type Value,
} from '../../torch/value.ts'
import { lengthOf } from '../counting.ts'
import { collect } from '../iterate.ts'
import type { Operating } from '../operators.ts'
import { getSubscript, setSubscript } from '../subscript.ts'
import { whole } from '../takes.ts'
import { type Library, moduleOf, natives } from './library.ts'
import { Mersenne } from './mersenne.ts'

type Keywords = Arguments['keywords']

const real = (value: Value | undefined, otherwise: number): number => {
  if (value === undefined) return otherwise
  return isNumber(value)
    ? numberOf(value)
    : raise('TypeError', `must be real number, not ${typeName(value)}`, 'Give a number.')
}

/** What `seed` starts from: a whole number; a float or a text by its digits. */
function seedFrom(value: Value | undefined): bigint {
  if (value === undefined || value.kind === 'none') return 0n
  if (value.kind === 'int' || value.kind === 'bool') return BigInt(Number(value.value))
  return raise(
    'NotImplementedError',
    `seeds of type ${typeName(value)} are not supported here`,
    'Seed with a whole number: random.seed(0).',
  )
}

const empty = (): never => raise('IndexError', 'Cannot choose from an empty sequence', 'Give at least one value.')

/** One stream of random numbers: Python's `random` has one, each `random.Random` another. */
class Stream {
  readonly #at: Operating
  #bits: Mersenne
  #spare: number | null = null

  constructor(at: Operating, seed: bigint) {
    this.#at = at
    this.#bits = new Mersenne(seed)
  }

  seed(seed: bigint): void {
    this.#bits = new Mersenne(seed)
    this.#spare = null
  }

  random(): number {
    this.#at.budget.charge()
    return this.#bits.random()
  }

  below(n: number): number {
    this.#at.budget.charge()
    return this.#bits.below(n)
  }

  bits(count: number): number {
    if (count > 53) raise('OverflowError', 'integers beyond 2**53 are not supported here', 'Ask for fewer bits.')
    return this.#bits.bits(count)
  }

  range(args: readonly Value[]): Value {
    const [first = 0, second, step = 1] = args.map(whole)
    const [start, stop] = second === undefined ? [0, first] : [first, second]
    const count = step === 0 ? 0 : Math.max(0, Math.ceil((stop - start) / step))
    if (step === 0) raise('ValueError', 'zero step for randrange()', 'Use another step.')
    if (count === 0)
      raise(
        'ValueError',
        second === undefined
          ? 'empty range for randrange()'
          : `empty range for randrange() (${start}, ${stop}, ${step === 1 ? stop - start : step})`,
        'The stop must be larger than the start.',
      )
    return int(start + step * this.below(count))
  }

  choice(values: Value): Value {
    const n = lengthOf(this.#at, values)
    return n === 0 ? empty() : getSubscript(this.#at, values, int(this.below(n)))
  }

  shuffle(values: Value): void {
    const at = this.#at
    for (let i = lengthOf(at, values) - 1; i > 0; i--) {
      const j = int(this.below(i + 1))
      const here = getSubscript(at, values, int(i))
      setSubscript(at, values, int(i), getSubscript(at, values, j))
      setSubscript(at, values, j, here)
    }
  }

  /** Without putting back. Small populations are drawn from a pool, large ones by asking again. */
  sample(values: Value, k: number): Value[] {
    if (values.kind === 'set' || values.kind === 'dict')
      raise('TypeError', 'Population must be a sequence.  For dicts or sets, use sorted(d).', 'Make a list of it.')
    const items = collect(this.#at, values)
    const n = items.length
    if (k < 0 || k > n) raise('ValueError', 'Sample larger than population or is negative', 'Ask for fewer.')
    const room = k > 5 ? 21 + 4 ** Math.ceil(Math.log(k * 3) / Math.log(4)) : 21
    const result: Value[] = []
    if (n <= room) {
      for (let i = 0; i < k; i++) {
        const j = this.below(n - i)
        result.push(items[j]!)
        items[j] = items[n - i - 1]!
      }
      return result
    }
    const taken = new Set<number>()
    for (let i = 0; i < k; i++) {
      let j = this.below(n)
      while (taken.has(j)) j = this.below(n)
      taken.add(j)
      result.push(items[j]!)
    }
    return result
  }

  choices(values: Value, weights: Value, sums: Value, k: number): Value[] {
    const items = collect(this.#at, values)
    this.#at.budget.allocate(k)
    if (items.length === 0) empty()
    if (weights.kind === 'none' && sums.kind === 'none')
      return Array.from({ length: k }, () => items[Math.floor(this.random() * items.length)]!)
    let total = 0
    const ends =
      sums.kind === 'none'
        ? collect(this.#at, weights).map((weight) => (total += real(weight, 0)))
        : collect(this.#at, sums).map((sum) => real(sum, 0))
    if (ends.length !== items.length)
      raise('ValueError', 'The number of weights does not match the population', 'Give a weight for each value.')
    const all = ends.at(-1) ?? 0
    if (all <= 0) raise('ValueError', 'Total of weights must be greater than zero', 'Give weights above 0.')
    return Array.from({ length: k }, () => {
      const x = this.random() * all
      const place = ends.findIndex((end) => x < end)
      return items[place < 0 ? items.length - 1 : place]!
    })
  }

  /** Two normal numbers at a time; the second is kept for the next call. */
  gauss(): number {
    const spare = this.#spare
    this.#spare = null
    if (spare !== null) return spare
    const angle = this.random() * 2 * Math.PI
    const radius = Math.sqrt(-2 * Math.log(1 - this.random()))
    this.#spare = Math.sin(angle) * radius
    return Math.cos(angle) * radius
  }

  /** The ratio of uniforms (Kinderman and Monahan, 1977). */
  normal(): number {
    const constant = (4 * Math.exp(-0.5)) / Math.sqrt(2)
    for (;;) {
      const u1 = this.random()
      const u2 = 1 - this.random()
      const z = (constant * (u1 - 0.5)) / u2
      if ((z * z) / 4 <= -Math.log(u2)) return z
    }
  }

  triangular(low: number, high: number, mode: number | null): number {
    let u = this.random()
    if (high === low) return low
    let c = mode === null ? 0.5 : (mode - low) / (high - low)
    let [from, to] = [low, high]
    if (u > c) {
      u = 1 - u
      c = 1 - c
      ;[from, to] = [to, from]
    }
    return from + (to - from) * Math.sqrt(u * c)
  }
}

const optional = (args: readonly Value[], keywords: Keywords, place: number, name: string): Value =>
  args[place] ?? keywords.get(name) ?? none

/** The functions of one stream. */
function functionsOf(stream: Stream): Map<string, Value> {
  const scaled = (args: readonly Value[], keywords: Keywords, z: number): Value =>
    float(real(args[0] ?? keywords.get('mu'), 0) + z * real(args[1] ?? keywords.get('sigma'), 1))
  return natives({
    seed: (args, keywords) => {
      stream.seed(seedFrom(args[0] ?? keywords.get('a')))
      return none
    },
    random: () => float(stream.random()),
    uniform: (args, keywords) => {
      const [a, b] = [real(optional(args, keywords, 0, 'a'), 0), real(optional(args, keywords, 1, 'b'), 0)]
      return float(a + (b - a) * stream.random())
    },
    getrandbits: (args) => int(stream.bits(whole(args[0] ?? none))),
    randrange: (args) => stream.range(args),
    randint: (args, keywords) => {
      const [a, b] = [whole(optional(args, keywords, 0, 'a')), whole(optional(args, keywords, 1, 'b'))]
      return stream.range([int(a), int(b + 1)])
    },
    choice: (args, keywords) => stream.choice(optional(args, keywords, 0, 'seq')),
    choices: (args, keywords) =>
      list(
        stream.choices(
          optional(args, keywords, 0, 'population'),
          optional(args, keywords, 1, 'weights'),
          optional(args, keywords, 2, 'cum_weights'),
          whole(keywords.get('k') ?? int(1)),
        ),
      ),
    shuffle: (args, keywords) => {
      stream.shuffle(optional(args, keywords, 0, 'x'))
      return none
    },
    sample: (args, keywords) =>
      list(stream.sample(optional(args, keywords, 0, 'population'), whole(optional(args, keywords, 1, 'k')))),
    gauss: (args, keywords) => scaled(args, keywords, stream.gauss()),
    normalvariate: (args, keywords) => scaled(args, keywords, stream.normal()),
    lognormvariate: (args) => float(Math.exp(real(args[0], 0) + stream.normal() * real(args[1], 1))),
    expovariate: (args) => float(-Math.log(1 - stream.random()) / real(args[0], 1)),
    triangular: (args, keywords) => {
      const mode = optional(args, keywords, 2, 'mode')
      return float(stream.triangular(real(args[0], 0), real(args[1], 1), mode.kind === 'none' ? null : real(mode, 0)))
    },
  })
}

/** Python's `random`. A program that sets no seed gets the same numbers each time, so that its picture stays. */
export const random: Library = (at) => {
  const members = functionsOf(new Stream(at, 0n))
  const type: TypeValue = plainClass(
    'Random',
    ({ positional: [seed] }) => ({
      kind: 'instance',
      type,
      attributes: functionsOf(new Stream(at, seedFrom(seed))),
    }),
    'random',
  )
  members.set('Random', type)
  return moduleOf('random', members)
}
