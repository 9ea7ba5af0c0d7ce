import { member, send } from '../torch/classes.ts'
import { itemOf } from '../torch/methods.ts'
import { printTensor } from '../torch/print.ts'
import { raise } from '../torch/raised.ts'
import { type Session, tensorOf } from '../torch/session.ts'
import { type InstanceValue, type TensorValue, type TypeValue, typeName, type Value } from '../torch/value.ts'
import { viewed } from './iterate.ts'
import { identityOf } from './keys.ts'
import { floatText } from './number.ts'
import { inOrder } from './sets.ts'

/** A string in quotes, as Python writes it. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const body = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r')
    .replaceAll(quote, `\\${quote}`)
    .replace(/[\p{Cc}\xa0\xad]/gu, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
  return quote + body + quote
}

const shownTensor = (session: Session, x: TensorValue): string =>
  (x.parameter === true ? 'Parameter containing:\n' : '') +
  printTensor(tensorOf(session, x), x.requiresGrad, x.gradFn, session.printing, session.defaultDtype)

/** The address that CPython would show: no two objects have the same. */
const addressOf = (value: object): string => `0x${(0x7f00_0000_0000 + identityOf(value) * 16).toString(16)}`

/** A class's name with its module. */
export function fullName({ module, name, members }: TypeValue): string {
  if (module === 'builtins') return name
  const qualified = members.get('__qualname__')
  return `${module}.${qualified?.kind === 'str' ? qualified.value : name}`
}

/** What Python's repr writes. Nesting deeper than 50 is shown as dots, so that a list that holds itself ends. */
export function repr(session: Session, value: Value, depth = 0): string {
  const all = (items: readonly Value[]): string[] => items.map((item) => repr(session, item, depth + 1))
  const inside = (items: readonly Value[]): string => all(items).join(', ')
  session.charge(1)
  if (depth > 50) return '[...]'
  switch (value.kind) {
    case 'none':
      return 'None'
    case 'ellipsis':
      return 'Ellipsis'
    case 'not_implemented':
      return 'NotImplemented'
    case 'bool':
      return value.value ? 'True' : 'False'
    case 'int':
      return String(value.value)
    case 'float':
      return floatText(value.value)
    case 'str':
      return quoted(value.value)
    case 'list':
      return `[${inside(value.items)}]`
    case 'tuple':
      if (value.size === true) return `torch.Size([${inside(value.items)}])`
      if (value.named !== undefined) return namedTuple(value.named, all(value.items))
      return value.items.length === 1 ? `(${inside(value.items)},)` : `(${inside(value.items)})`
    case 'dict': {
      const pair = ([key, entry]: readonly [Value, Value]) =>
        `${repr(session, key, depth + 1)}: ${repr(session, entry, depth + 1)}`
      const body = `{${Array.from(value.entries.values(), pair).join(', ')}}`
      if (value.special === undefined) return body
      const { name, factory } = value.special
      if (name === 'OrderedDict')
        return `OrderedDict(${value.entries.size === 0 ? '' : `[${Array.from(value.entries.values(), (entry) => `(${inside(entry)})`).join(', ')}]`})`
      if (name === 'Counter') return counted(value.entries, pair)
      return `defaultdict(${repr(session, factory)}, ${body})`
    }
    case 'set': {
      const { frozen, entries } = value
      if (entries.size === 0) return frozen ? 'frozenset()' : 'set()'
      const body = `{${inside(inOrder(value))}}`
      return frozen ? `frozenset(${body})` : body
    }
    case 'view':
      return `dict_${value.of}([${inside(viewed(value))}])`
    case 'range':
      return `range(${value.start}, ${value.stop}${value.step === 1 ? '' : `, ${value.step}`})`
    case 'slice':
      return `slice(${inside([value.start, value.stop, value.step])})`
    case 'tensor':
      return shownTensor(session, value)
    case 'dtype':
      return `torch.${value.dtype}`
    case 'function': {
      const name = value.qualname ?? value.name
      if (value.flavour === 'builtin') return `<built-in function ${name}>`
      return value.self === undefined
        ? `<function ${name} at ${addressOf(value)}>`
        : `<bound method ${name} of ${repr(session, value.self, depth + 1)}>`
    }
    case 'type':
      return `<class '${fullName(value)}'>`
    case 'module':
      return `<module '${value.name}'>`
    case 'instance':
      return ofInstance(session, value)
    case 'super':
      return `<super: <class '${value.after.name}'>, <${typeName(value.self)} object>>`
    case 'grad_fn':
      return `<${value.name} object at ${addressOf(value)}>`
    case 'grad_mode':
      return `<torch.${typeName(value)} object at ${addressOf(value)}>`
    case 'descriptor':
      return `<${value.flavour} object at ${addressOf(value)}>`
    case 'iterator':
      return `<${value.name} object at ${addressOf(value)}>`
  }
}

function namedTuple(type: TypeValue, items: readonly string[]): string {
  const fields = member(type, '_fields')
  const names = fields?.kind === 'tuple' ? fields.items : []
  const parts = items.map((item, i) => {
    const name = names[i]
    return name?.kind === 'str' ? `${name.value}=${item}` : item
  })
  // what PyTorch returns has a line for each
  return type.name.startsWith('torch.return_types.')
    ? `${type.name}(\n${parts.join(',\n')})`
    : `${type.name}(${parts.join(', ')})`
}

/** A Counter shows what is most common first. */
function counted(
  entries: ReadonlyMap<string, readonly [Value, Value]>,
  pair: (entry: readonly [Value, Value]) => string,
): string {
  const amount = ([, value]: readonly [Value, Value]): number => (value.kind === 'int' ? value.value : 0)
  const order = [...entries.values()].sort((p, q) => amount(q) - amount(p))
  return order.length === 0 ? 'Counter()' : `Counter({${order.map(pair).join(', ')}})`
}

/** What a special method of an object returns, which must be a text; null where its class has none. */
function told(value: InstanceValue, name: '__repr__' | '__str__'): string | null {
  const result = send(value, name, [])
  if (result === null) return null
  return result.kind === 'str'
    ? result.value
    : raise('TypeError', `${name} returned non-string (type ${typeName(result)})`, 'Return a text.')
}

const ofInstance = (session: Session, value: InstanceValue): string => {
  session.charge(1)
  return told(value, '__repr__') ?? `<${fullName(value.type)} object at ${addressOf(value)}>`
}

/** What Python's str writes: a string without quotes, an object by its `__str__`, everything else as repr. */
export function text(session: Session, value: Value): string {
  if (value.kind === 'str') return value.value
  if (value.kind === 'instance') return told(value, '__str__') ?? ofInstance(session, value)
  return repr(session, value)
}

/** What a tensor becomes where it is formatted in a string: one element as its number. */
export function formattable(session: Session, value: Value): Value {
  return value.kind === 'tensor' && tensorOf(session, value).shape.length === 0 ? itemOf(session, value) : value
}
