import type { Dtype } from '../core/tensor.ts'
import { didYouMean } from './nearest.ts'
import { raise } from './raised.ts'
import type { Session } from './session.ts'
import { type Arguments, isNumber, numberOf, type TensorValue, typeName, type Value } from './value.ts'

/** A parameter of a function. */
export interface Parameter {
  readonly name: string
  readonly needed: boolean
  readonly variadic: boolean
  readonly keywordOnly: boolean
}

/** A function of PyTorch: how it is called and what it does. One row of a table. */
export interface Row {
  readonly name: string
  readonly parameters: readonly Parameter[]
  /** Those that arguments without a name go to, and which of them takes all that is left; −1 where none does. */
  readonly places: readonly Parameter[]
  readonly variadic: number
  /** How many arguments it needs at least. */
  readonly least: number
  readonly call: (session: Session, args: Bound) => Value
}

/** A row from a signature such as `sum(input, dim=, keepdim=, *, dtype=)`: `=` marks what may be left out, `*size` takes the rest, `*` starts keywords. */
export function row(signature: string, call: Row['call']): Row {
  const known = heads.get(signature) ?? headOf(signature)
  heads.set(signature, known)
  return { ...known, call }
}

/** Rows without what they do. Each program makes its rows anew, so that its signatures are read once for all programs. */
type Head = Omit<Row, 'call'>
const heads = new Map<string, Head>()

function headOf(signature: string): Head {
  const open = signature.indexOf('(')
  const names = signature
    .slice(open + 1, -1)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const star = names.indexOf('*')
  const parameters = names.flatMap((text, i): Parameter[] => {
    if (text === '*') return []
    const variadic = text.startsWith('*')
    const name = text.replace('*', '').replace('=', '')
    return [{ name, needed: !variadic && !text.endsWith('='), variadic, keywordOnly: star >= 0 && i > star }]
  })
  return headWith(signature.slice(0, open), parameters)
}

function headWith(name: string, parameters: readonly Parameter[]): Head {
  const places = parameters.filter((parameter) => !parameter.keywordOnly)
  const variadic = places.findIndex((parameter) => parameter.variadic)
  const least = parameters.filter((parameter) => parameter.needed).length
  return { name, parameters, places, variadic, least }
}

/** A function as the method of its first argument. */
export const withoutFirst = ({ name, parameters, call }: Row): Row => ({ ...headWith(name, parameters.slice(1)), call })

const nothing: readonly Value[] = []

const counted = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`

/** Puts arguments to their parameters, or refuses as PyTorch does. A method is given its tensor as `self`: it is the parameter `input`. */
export function bind(
  { name, parameters, places, variadic, least }: Row,
  { positional, keywords }: Arguments,
  self: TensorValue | null = null,
): Bound {
  const values = new Map<string, Value>()
  if (self !== null) values.set('input', self)
  if (keywords.size === 0 && variadic < 0 && positional.length <= places.length && positional.length >= least) {
    for (let i = 0; i < positional.length; i++) values.set(places[i]!.name, positional[i]!)
    return new Bound(name, parameters, values, nothing)
  }
  if (variadic < 0 && positional.length > places.length)
    raise(
      'TypeError',
      `${name}() takes ${counted(places.length, 'positional argument')} but ${positional.length} ${positional.length === 1 ? 'was' : 'were'} given`,
      `${name} is called with: ${parameters.map((parameter) => parameter.name).join(', ')}.`,
    )
  positional.forEach((value, i) => {
    const parameter = places[i]
    if (parameter !== undefined && (variadic < 0 || i < variadic)) values.set(parameter.name, value)
  })
  const rest = variadic < 0 ? [] : positional.slice(variadic)
  for (const [keyword, value] of keywords) {
    // NumPy's and the module's word for the first argument are understood too, as PyTorch does.
    const alias =
      keyword === 'x' && parameters.some((p) => p.name === 'input') ? 'input' : keyword === 'axis' ? 'dim' : keyword
    if (!parameters.some((parameter) => parameter.name === alias))
      raise(
        'TypeError',
        `${name}() got an unexpected keyword argument '${keyword}'`,
        didYouMean(
          keyword,
          parameters.map((parameter) => parameter.name),
          `${name} knows: ${parameters.map((parameter) => parameter.name).join(', ')}.`,
        ),
      )
    if (values.has(alias))
      raise('TypeError', `${name}() got multiple values for argument '${keyword}'`, 'Give each argument once.')
    values.set(alias, value)
  }
  const missing = parameters.filter((parameter) => parameter.needed && !values.has(parameter.name))
  if (missing.length > 0)
    raise(
      'TypeError',
      `${name}() missing ${missing.length} required positional arguments: ${missing.map((parameter) => `"${parameter.name}"`).join(', ')}`,
      `Give ${name} what is missing.`,
    )
  return new Bound(name, parameters, values, rest)
}

const pythonTypes: ReadonlyMap<string, Dtype> = new Map([
  ['float', 'float64'],
  ['int', 'int64'],
  ['bool', 'bool'],
])

/** The arguments of one call by name, read with the type that is expected. */
export class Bound {
  readonly name: string
  readonly #parameters: readonly Parameter[]
  readonly #values: ReadonlyMap<string, Value>
  /** What `*name` took. */
  readonly rest: readonly Value[]

  constructor(
    name: string,
    parameters: readonly Parameter[],
    values: ReadonlyMap<string, Value>,
    rest: readonly Value[],
  ) {
    this.name = name
    this.#parameters = parameters
    this.#values = values
    this.rest = rest
  }

  /** The same call with another value for one argument. */
  with(name: string, value: Value): Bound {
    return new Bound(this.name, this.#parameters, new Map([...this.#values, [name, value]]), this.rest)
  }

  /** The value given, or null where it was left out or is None. */
  get(name: string): Value | null {
    const value = this.#values.get(name)
    return value === undefined || value.kind === 'none' ? null : value
  }

  /** The value given; the parameter is a required one. */
  value(name: string): Value {
    return this.#values.get(name) ?? { kind: 'none' }
  }

  /** Whether it was given, be it None. */
  has(name: string): boolean {
    return this.#values.has(name)
  }

  tensor(name: string): TensorValue {
    const value = this.value(name)
    return value.kind === 'tensor' ? value : this.refuse(name, 'Tensor', value)
  }

  number(name: string, otherwise: number): number {
    const value = this.get(name)
    if (value === null) return otherwise
    return isNumber(value) ? numberOf(value) : this.refuse(name, 'Number', value)
  }

  int(name: string, otherwise: number): number {
    const value = this.get(name)
    if (value === null) return otherwise
    return value.kind === 'int' ? value.value : this.refuse(name, 'int', value)
  }

  flag(name: string, otherwise = false): boolean {
    const value = this.get(name)
    if (value === null) return otherwise
    return value.kind === 'bool' ? value.value : this.refuse(name, 'bool', value)
  }

  text(name: string, otherwise: string): string {
    const value = this.get(name)
    if (value === null) return otherwise
    return value.kind === 'str' ? value.value : this.refuse(name, 'str', value)
  }

  dtype(name = 'dtype'): Dtype | null {
    const value = this.get(name)
    return value === null ? null : this.dtypeFrom(name, value)
  }

  dtypeFrom(name: string, value: Value): Dtype {
    if (value.kind === 'dtype') return value.dtype
    // Python's own types name the ones that hold their values.
    const named = value.kind === 'type' ? pythonTypes.get(value.name) : undefined
    return named ?? this.refuse(name, 'torch.dtype', value)
  }

  /** An int or a list of ints; null where left out. */
  dims(name: string): number[] | null {
    const value = this.get(name)
    if (value === null) return null
    if (value.kind === 'int') return [value.value]
    return this.ints(name, value)
  }

  /** A shape, given as one tuple or list or as single numbers. */
  shape(name: string): number[] {
    const [first] = this.rest
    if (this.rest.length === 1 && first !== undefined && (first.kind === 'tuple' || first.kind === 'list'))
      return this.ints(name, first)
    const named = this.get(name)
    if (named !== null) return this.ints(name, named)
    return this.ints(name, { kind: 'tuple', items: this.rest }, true)
  }

  ints(name: string, value: Value, spread = false): number[] {
    if (value.kind !== 'tuple' && value.kind !== 'list') return this.refuse(name, 'tuple of ints', value)
    return value.items.map((entry, i) => {
      if (entry.kind === 'int') return entry.value
      if (spread && i === 0) return this.refuse(name, 'tuple of SymInts', entry)
      return raise(
        'TypeError',
        `${this.name}(): argument '${name}' must be tuple of SymInts, but found element of type ${typeName(entry)} at pos ${i + 1}`,
        'A shape is made of whole numbers.',
      )
    })
  }

  tensors(name: string): TensorValue[] {
    const value = this.value(name)
    if (value.kind !== 'list' && value.kind !== 'tuple') return this.refuse(name, 'tuple of Tensors', value)
    return value.items.map((entry, i) =>
      entry.kind === 'tensor'
        ? entry
        : raise(
            'TypeError',
            `expected Tensor as element ${i} in argument 0, but got ${typeName(entry)}`,
            'Every entry of the list must be a tensor.',
          ),
    )
  }

  refuse(name: string, expected: string, value: Value): never {
    const position = this.#parameters.findIndex((parameter) => parameter.name === name) + 1
    return raise(
      'TypeError',
      `${this.name}(): argument '${name}' (position ${position}) must be ${expected}, not ${typeName(value)}`,
      expected === 'Tensor' ? 'Make it a tensor first: torch.tensor(...).' : `Give ${name} as ${expected}.`,
    )
  }
}
