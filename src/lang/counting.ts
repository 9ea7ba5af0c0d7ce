import { send } from '../torch/classes.ts'
import { fixed, notFinite } from '../torch/decimal.ts'
import { absoluteOf } from '../torch/pointwise/one.ts'
import { raise } from '../torch/raised.ts'
import { shapeOf } from '../torch/session.ts'
import { bool, float, int, isNumber, list, none, numberOf, tuple, typeName, type Value } from '../torch/value.ts'
import type { Builtin } from './builtin.ts'
import { callWith } from './functions.ts'
import { collect, walk } from './iterate.ts'
import { exactInt } from './number.ts'
import { binary, compare, type Operating } from './operators.ts'
import { sorted } from './sorting.ts'
import { takes, whole } from './takes.ts'
import { truth } from './truth.ts'

/** `len(value)`. */
export function lengthOf(at: Operating, value: Value): number {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return value.items.length
    case 'dict':
    case 'set':
      return value.entries.size
    case 'view':
      return value.dict.entries.size
    case 'str':
      return [...value.value].length
    case 'range':
      return Math.max(0, Math.ceil((value.stop - value.start) / value.step))
    case 'tensor':
      return (
        shapeOf(at.session, value)[0] ??
        raise('TypeError', 'len() of a 0-d tensor', 'This tensor holds a single number.')
      )
    case 'instance': {
      const found = send(value, '__len__', [])
      return found === null ? noLength(value) : whole(found)
    }
    default:
      return noLength(value)
  }
}

const noLength = (value: Value): never =>
  raise(
    'TypeError',
    `object of type '${typeName(value)}' has no len()`,
    'Only lists, tuples, dictionaries, texts and tensors have a length.',
  )

const extreme =
  (name: 'max' | 'min'): Builtin =>
  (at, args, keywords) => {
    if (args.length === 0) raise('TypeError', `${name} expected at least 1 argument, got 0`, 'Give at least one value.')
    const next = args.length === 1 ? walk(at, args[0]!) : walk(at, list([...args]))
    const key = keywords.get('key') ?? none
    const by = (value: Value): Value => (key.kind === 'none' ? value : callWith(at, key, value))
    let best: { readonly item: Value; readonly by: Value } | null = null
    for (let item = next(); item !== null; item = next()) {
      const mine = by(item)
      if (best === null || truth(at.session, compare(at, name === 'max' ? '>' : '<', mine, best.by)))
        best = { item, by: mine }
    }
    return (
      best?.item ??
      keywords.get('default') ??
      raise('ValueError', `${name}() arg is an empty sequence`, 'Give at least one value.')
    )
  }

const sum: Builtin = (at, args, keywords) => {
  takes('sum', args, 1, 2)
  let total: Value = args[1] ?? keywords.get('start') ?? int(0)
  if (total.kind === 'str')
    raise('TypeError', "sum() can't sum strings [use ''.join(seq) instead]", "Join texts: ''.join(list).")
  const next = walk(at, args[0]!)
  for (let item = next(); item !== null; item = next()) total = binary(at, '+', total, item)
  return total
}

const absolute: Builtin = (at, args) => {
  takes('abs', args, 1)
  const [value = none] = args
  if (value.kind === 'tensor') return absoluteOf(at.session, value)
  if (value.kind === 'float') return float(Math.abs(value.value))
  if (isNumber(value)) return int(Math.abs(numberOf(value)))
  const own = value.kind === 'instance' ? send(value, '__abs__', []) : null
  return own ?? raise('TypeError', `bad operand type for abs(): '${typeName(value)}'`, 'Give a number or a tensor.')
}

const rounded: Builtin = (_, args, keywords) => {
  takes('round', args, 1, 2)
  const [value = none, digits = keywords.get('ndigits') ?? none] = args
  if (value.kind === 'int' || value.kind === 'bool') {
    const x = Number(value.value)
    const places = digits.kind === 'none' ? 0 : whole(digits)
    return exactInt(places < 0 ? Number(fixed(x / 10 ** -places, 0)) * 10 ** -places : x)
  }
  if (value.kind === 'instance') {
    const own = send(value, '__round__', digits.kind === 'none' ? [] : [digits])
    if (own !== null) return own
  }
  if (value.kind !== 'float')
    return raise(
      'TypeError',
      `type ${typeName(value)} doesn't define __round__ method`,
      'Round numbers: use .item() first.',
    )
  const x = value.value
  const special = notFinite(x)
  if (digits.kind === 'none') {
    if (special !== null)
      raise(
        special === 'nan' ? 'ValueError' : 'OverflowError',
        `cannot convert float ${special === 'nan' ? 'NaN' : 'infinity'} to integer`,
        'Round finite numbers.',
      )
    return exactInt(Number(fixed(x, 0)))
  }
  const places = whole(digits)
  if (special !== null || places > 50) return float(x)
  return float(places >= 0 ? Number(fixed(x, places)) : Number(fixed(x / 10 ** -places, 0)) * 10 ** -places)
}

/** `divmod(a, b)`. */
const divided: Builtin = (at, args) => {
  takes('divmod', args, 2)
  return tuple([binary(at, '//', args[0]!, args[1]!), binary(at, '%', args[0]!, args[1]!)])
}

const powered: Builtin = (at, args, keywords) => {
  const [base = keywords.get('base') ?? none, exponent = keywords.get('exp') ?? none, modulus = none] = args
  if (modulus.kind === 'none') return binary(at, '**', base, exponent)
  let result = 1n
  let square = BigInt(whole(base))
  const m = BigInt(whole(modulus))
  if (m === 0n) raise('ValueError', 'pow() 3rd argument cannot be 0', 'Divide by something else.')
  for (let left = BigInt(whole(exponent)); left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * square) % m
    square = (square * square) % m
  }
  const rest = result % m
  return exactInt(Number(rest !== 0n && rest < 0n !== m < 0n ? rest + m : rest))
}

const every =
  (wanted: boolean): Builtin =>
  (at, args) => {
    takes(wanted ? 'any' : 'all', args, 1)
    const next = walk(at, args[0]!)
    for (let item = next(); item !== null; item = next()) if (truth(at.session, item) === wanted) return bool(wanted)
    return bool(!wanted)
  }

/** Functions that count, compare and add up. */
export const counting: Readonly<Record<string, Builtin>> = {
  len: (at, args) => {
    takes('len', args, 1)
    return int(lengthOf(at, args[0]!))
  },
  abs: absolute,
  max: extreme('max'),
  min: extreme('min'),
  sum,
  round: rounded,
  divmod: divided,
  pow: powered,
  all: every(false),
  any: every(true),
  sorted: (at, args, keywords) => {
    if (args.length !== 1) raise('TypeError', `sorted expected 1 argument, got ${args.length}`, 'Give one list.')
    return list(sorted(at, collect(at, args[0]!), keywords))
  },
}
