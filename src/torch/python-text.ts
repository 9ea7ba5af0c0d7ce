import { notFinite } from './decimal.ts'
import { dtypes } from './dtype.ts'
import { dtypeOf, type Session } from './session.ts'
import { typeName, type Value } from './value.ts'

/** A float as Python's repr writes it: the shortest text that reads back, with a point or an exponent. */
export function floatText(x: number): string {
  const special = notFinite(x)
  if (special !== null) return special
  if (Object.is(x, -0)) return '-0.0'
  const size = Math.abs(x)
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [mantissa = '', exponent = ''] = x.toExponential().split('e')
    const power = Math.abs(Number(exponent))
    return `${mantissa}e${exponent.startsWith('-') ? '-' : '+'}${power < 10 ? '0' : ''}${power}`
  }
  const text = String(x)
  return Number.isInteger(x) ? `${text}.0` : text
}

/** What Python's repr writes of the plain values that PyTorch shows in a module or an optimizer; the class's name of anything else. */
export function plainText(value: Value): string {
  switch (value.kind) {
    case 'none':
      return 'None'
    case 'bool':
      return value.value ? 'True' : 'False'
    case 'int':
      return String(value.value)
    case 'float':
      return floatText(value.value)
    case 'str':
      return `'${value.value}'`
    case 'tuple':
      return `(${value.items.map(plainText).join(', ')}${value.items.length === 1 ? ',' : ''})`
    case 'list':
      return `[${value.items.map(plainText).join(', ')}]`
    default:
      return `<${typeName(value)} object>`
  }
}

/** The full name of a value's class, as PyTorch's messages give it: `torch.FloatTensor`, `torch.nn.modules.linear.Linear`, `int`. */
export function torchTypeName(session: Session, value: Value): string {
  if (value.kind === 'tensor') return `torch.${dtypes[dtypeOf(session, value)].scalar}Tensor`
  return value.kind === 'instance' ? `${value.type.module}.${value.type.name}` : typeName(value)
}
