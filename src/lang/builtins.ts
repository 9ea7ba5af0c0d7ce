import { plainClass } from '../torch/classes.ts'
import { fixed, notFinite } from '../torch/decimal.ts'
import { raise } from '../torch/raised.ts'
import { apply, shapeOf } from '../torch/session.ts'
import { type Arguments, bool, float, int, list, none, str, tuple, typeName, type Value } from '../torch/value.ts'
import { toFloat, toInt } from './conversions.ts'
import { collect, iterate, iterator } from './iterate.ts'
import { keyOf } from './keys.ts'
import { exactInt } from './number.ts'
import { binary, compare, type Operating } from './operators.ts'
import { repr, text } from './show.ts'
import { sorted } from './sorting.ts'
import { truth } from './truth.ts'

type Builtin = (at: Operating, args: readonly Value[], keywords: Arguments['keywords']) => Value

const takes = (name: string, args: readonly Value[], least: number, most = least): void => {
  if (args.length < least || args.length > most)
    raise(
      'TypeError',
      `${name}() takes ${least === most ? `exactly ${least === 1 ? 'one argument' : `${least} arguments`}` : `${least} to ${most} arguments`} (${args.length} given)`,
      'Check what the function is called with.',
    )
}

function print(at: Operating, args: readonly Value[], keywords: Arguments['keywords']): Value {
  const option = (name: string, otherwise: string): string => {
    const value = keywords.get(name)
    if (value === undefined || value.kind === 'none') return otherwise
    return value.kind === 'str'
      ? value.value
      : raise('TypeError', `${name} must be None or a string, not ${typeName(value)}`, 'Give a text.')
  }
  for (const name of keywords.keys())
    if (!['sep', 'end', 'flush', 'file'].includes(name))
      raise('TypeError', `'${name}' is an invalid keyword argument for print()`, 'print knows sep and end.')
  at.budget.print(args.map((value) => text(at.session, value)).join(option('sep', ' ')) + option('end', '\n'))
  return none
}

function whole(value: Value): number {
  if (value.kind === 'int' || value.kind === 'bool') return Number(value.value)
  return raise('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`, 'Use a whole number.')
}

function range(_: Operating, args: readonly Value[]): Value {
  if (args.length === 0) raise('TypeError', 'range expected at least 1 argument, got 0', 'Write range(n).')
  const [first = 0, second, step = 1] = args.map(whole)
  if (step === 0) raise('ValueError', 'range() arg 3 must not be zero', 'Use a step other than 0.')
  return second === undefined
    ? { kind: 'range', start: 0, stop: first, step: 1 }
    : { kind: 'range', start: first, stop: second, step }
}

function length({ session }: Operating, [value]: readonly Value[]): Value {
  switch (value?.kind) {
    case 'list':
    case 'tuple':
      return int(value.items.length)
    case 'dict':
      return int(value.entries.size)
    case 'str':
      return int([...value.value].length)
    case 'range':
      return int(Math.max(0, Math.ceil((value.stop - value.start) / value.step)))
    case 'tensor': {
      const [extent] = shapeOf(session, value)
      return extent === undefined
        ? raise('TypeError', 'len() of a 0-d tensor', 'This tensor holds a single number.')
        : int(extent)
    }
    default:
      return raise(
        'TypeError',
        value === undefined
          ? 'len() takes exactly one argument (0 given)'
          : `object of type '${typeName(value)}' has no len()`,
        'Only lists, tuples, dictionaries, texts and tensors have a length.',
      )
  }
}

const extreme =
  (name: 'max' | 'min'): Builtin =>
  (at, args, keywords) => {
    const items = args.length === 1 ? collect(at, args[0]!) : args
    const key = keywords.get('key')
    const by = (value: Value): Value =>
      key?.kind === 'function' ? key.call({ positional: [value], keywords: new Map() }) : value
    let best: Value | undefined
    for (const item of items)
      if (best === undefined || truth(at.session, compare(at, name === 'max' ? '>' : '<', by(item), by(best))))
        best = item
    return (
      best ??
      keywords.get('default') ??
      raise('ValueError', `${name}() arg is an empty sequence`, 'Give at least one value.')
    )
  }

function sum(at: Operating, args: readonly Value[]): Value {
  takes('sum', args, 1, 2)
  let total: Value = args[1] ?? int(0)
  for (const item of iterate(at, args[0]!)) total = binary(at, '+', total, item)
  return total
}

function* numbered(at: Operating, value: Value, start: number): Generator<Value, void, undefined> {
  let i = start
  for (const item of iterate(at, value)) yield tuple([int(i++), item])
}

function* paired(at: Operating, values: readonly Value[]): Generator<Value, void, undefined> {
  const walks = values.map((value) => iterate(at, value))
  while (walks.length > 0) {
    const items: Value[] = []
    for (const walk of walks) {
      const step = walk.next()
      if (step.done === true) return
      items.push(step.value)
    }
    yield tuple(items)
  }
}

function* mapped(at: Operating, f: Value, value: Value): Generator<Value, void, undefined> {
  for (const item of iterate(at, value))
    yield f.kind === 'function' || (f.kind === 'type' && f.call !== null)
      ? f.call!({ positional: [item], keywords: new Map() })
      : raise('TypeError', `'${typeName(f)}' object is not callable`, 'Give a function.')
}

function absolute(at: Operating, args: readonly Value[]): Value {
  takes('abs', args, 1)
  const [value] = args
  if (value!.kind === 'tensor')
    return apply(at.session, 'abs', [value!], {}, shapeOf(at.session, value!), 'AbsBackward0')
  if (value!.kind === 'float') return float(Math.abs(value!.value))
  if (value!.kind === 'int' || value!.kind === 'bool') return int(Math.abs(Number(value!.value)))
  return raise('TypeError', `bad operand type for abs(): '${typeName(value!)}'`, 'Give a number or a tensor.')
}

function rounded(_: Operating, args: readonly Value[]): Value {
  takes('round', args, 1, 2)
  const [value, digits] = args
  if (value!.kind === 'int' || value!.kind === 'bool') return int(Number(value!.value))
  if (value!.kind !== 'float')
    return raise(
      'TypeError',
      `type ${typeName(value!)} doesn't define __round__ method`,
      'Round numbers: use .item() first.',
    )
  const x = value!.value
  const special = notFinite(x)
  if (digits === undefined || digits.kind === 'none') {
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

function dictionary(at: Operating, args: readonly Value[], keywords: Arguments['keywords']): Value {
  const entries = new Map<string, readonly [Value, Value]>()
  const add = (key: Value, value: Value): void => {
    entries.set(keyOf(key), [key, value])
  }
  const [from] = args
  if (from?.kind === 'dict') for (const [key, value] of from.entries.values()) add(key, value)
  else if (from !== undefined)
    for (const item of collect(at, from)) {
      if ((item.kind !== 'tuple' && item.kind !== 'list') || item.items.length !== 2)
        raise(
          'TypeError',
          'cannot convert dictionary update sequence element #0 to a sequence',
          'Give pairs of key and value.',
        )
      add(item.items[0]!, item.items[1]!)
    }
  for (const [name, value] of keywords) add(str(name), value)
  return { kind: 'dict', entries }
}

function isinstance(_: Operating, args: readonly Value[]): Value {
  takes('isinstance', args, 2)
  const [value, type] = args
  const types = type!.kind === 'tuple' ? type!.items : [type!]
  return bool(
    types.some((each) => {
      if (each.kind !== 'type')
        return raise(
          'TypeError',
          'isinstance() arg 2 must be a type, a tuple of types, or a union',
          'Name a type, such as float.',
        )
      return (
        each.name === className(value!) ||
        (each.name === 'int' && value!.kind === 'bool') ||
        (each.name === 'tuple' && value!.kind === 'tuple')
      )
    }),
  )
}

const className = (value: Value): string => (value.kind === 'tensor' ? 'torch.Tensor' : typeName(value))

const functions: Readonly<Record<string, Builtin>> = {
  print,
  len: length,
  abs: absolute,
  max: extreme('max'),
  min: extreme('min'),
  sum,
  round: rounded,
  isinstance,
  sorted: (at, args, keywords) => list(sorted(at, collect(at, args[0] ?? none), keywords)),
  reversed: (at, args) => list(collect(at, args[0] ?? none).reverse()),
  all: (at, args) => bool(collect(at, args[0] ?? none).every((item) => truth(at.session, item))),
  any: (at, args) => bool(collect(at, args[0] ?? none).some((item) => truth(at.session, item))),
  repr: (at, args) => str(repr(at.session, args[0] ?? none)),
  pow: (at, args) => binary(at, '**', args[0] ?? none, args[1] ?? none),
  id: (_, args) => {
    takes('id', args, 1)
    return raise('NotImplementedError', 'id() is not supported here', 'Compare with "is".')
  },
}

/** Classes that can be called to convert a value. */
const classes: Readonly<Record<string, Builtin>> = {
  float: toFloat,
  int: toInt,
  str: (at, args) => str(args[0] === undefined ? '' : text(at.session, args[0])),
  bool: (at, args) => bool(args[0] !== undefined && truth(at.session, args[0])),
  list: (at, args) => list(args[0] === undefined ? [] : collect(at, args[0])),
  tuple: (at, args) => tuple(args[0] === undefined ? [] : collect(at, args[0])),
  dict: dictionary,
  range,
  enumerate: (at, args, keywords) =>
    iterator('enumerate', numbered(at, args[0] ?? none, whole(args[1] ?? keywords.get('start') ?? int(0)))),
  zip: (at, args) => iterator('zip', paired(at, args)),
  map: (at, args) => iterator('map', mapped(at, args[0] ?? none, args[1] ?? none)),
  type: (_, args) => {
    takes('type', args, 1)
    return args[0]!.kind === 'instance' ? args[0]!.type : plainClass(className(args[0]!), null)
  },
}

/** What Python knows without an import. */
export function builtinsOf(at: Operating): ReadonlyMap<string, Value> {
  const names = new Map<string, Value>([['__name__', str('__main__')]])
  for (const [name, f] of Object.entries(functions))
    names.set(name, {
      kind: 'function',
      name,
      flavour: 'builtin',
      call: (args) => f(at, args.positional, args.keywords),
    })
  for (const [name, f] of Object.entries(classes))
    names.set(
      name,
      plainClass(name, (args) => f(at, args.positional, args.keywords)),
    )
  return names
}
