import { send } from '../torch/classes.ts'
import { itemOf } from '../torch/methods.ts'
import { printTensor } from '../torch/print.ts'
import { type Session, tensorOf } from '../torch/session.ts'
import type { InstanceValue, TensorValue, Value } from '../torch/value.ts'
import { floatText } from './number.ts'

/** A string in quotes, as Python writes it. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const body = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r')
    .replaceAll(quote, `\\${quote}`)
  return quote + body + quote
}

const shownTensor = (session: Session, x: TensorValue): string =>
  printTensor(tensorOf(session, x), x.requiresGrad, x.gradFn, session.printing, session.defaultDtype)

/** What Python's repr writes. Nesting deeper than 50 is shown as dots, so that a list that holds itself ends. */
export function repr(session: Session, value: Value, depth = 0): string {
  const inside = (items: readonly Value[]): string => items.map((item) => repr(session, item, depth + 1)).join(', ')
  session.charge(1)
  if (depth > 50) return '[...]'
  switch (value.kind) {
    case 'none':
      return 'None'
    case 'ellipsis':
      return 'Ellipsis'
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
      return value.items.length === 1 ? `(${inside(value.items)},)` : `(${inside(value.items)})`
    case 'dict':
      return `{${[...value.entries.values()].map(([key, entry]) => `${repr(session, key, depth + 1)}: ${repr(session, entry, depth + 1)}`).join(', ')}}`
    case 'range':
      return `range(${value.start}, ${value.stop}${value.step === 1 ? '' : `, ${value.step}`})`
    case 'slice':
      return `slice(${inside([value.start, value.stop, value.step])})`
    case 'tensor':
      return shownTensor(session, value)
    case 'dtype':
      return `torch.${value.dtype}`
    case 'function':
      return value.flavour === 'user' ? `<function ${value.name}>` : `<built-in function ${value.name}>`
    case 'type':
      return `<class '${value.name}'>`
    case 'module':
      return `<module '${value.name}'>`
    case 'instance':
      return told(value, '__repr__') ?? `<${value.type.module}.${value.type.name} object>`
    case 'grad_fn':
      return `<${value.name} object>`
    case 'grad_mode':
      return value.enabled ? '<torch.enable_grad object>' : '<torch.no_grad object>'
    case 'iterator':
      return `<${value.name} object>`
  }
}

/** What an object says of itself; null where its class has no such method. */
function told(value: InstanceValue, name: '__repr__' | '__str__'): string | null {
  const said = send(value, name, [])
  return said?.kind === 'str' ? said.value : null
}

/** What Python's str writes: a string without quotes, everything else as repr. */
export function text(session: Session, value: Value): string {
  if (value.kind === 'str') return value.value
  return (value.kind === 'instance' ? told(value, '__str__') : null) ?? repr(session, value)
}

/** What a tensor becomes where it is formatted in a string: one element as its number. */
export function formattable(session: Session, value: Value): Value {
  return value.kind === 'tensor' && tensorOf(session, value).shape.length === 0 ? itemOf(session, value) : value
}
