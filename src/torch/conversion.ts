import type { Dtype } from '../core/tensor.ts'
import { checkDevice, cpu, noCuda } from './device.ts'
import { isFloating, torchType } from './dtype.ts'
import { cast } from './operand.ts'
import { raise } from './raised.ts'
import { dtypeOf, type Session } from './session.ts'
import { type Bound, type Row, row } from './signature.ts'
import { bool, int, str, type TensorValue, type Value } from './value.ts'

const bytes: Readonly<Record<Dtype, number>> = { float32: 4, float64: 8, int64: 8, bool: 1 }

/** The element type that a value names: a dtype, a Python type, or a class such as `torch.LongTensor` or its name. */
function typeNamed(args: Bound, name: string): Dtype | null {
  const value = args.get(name)
  const text = value?.kind === 'str' ? value.value : value?.kind === 'type' ? value.name : null
  for (const dtype of ['float32', 'float64', 'int64', 'bool'] as const) if (torchType(dtype) === text) return dtype
  if (value?.kind === 'str') raise('ValueError', `invalid type: '${value.value}'`, 'Give a dtype: torch.float64.')
  return args.dtype(name)
}

/** `x.to(...)`: a device, a type, both, or what another tensor has. */
function moved(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  checkDevice(args.get('device'))
  let to = args.dtype()
  for (const each of args.rest) {
    if (each.kind === 'dtype') to = each.dtype
    else if (each.kind === 'tensor') to = dtypeOf(session, each)
    else if (each.kind === 'type') to = args.dtypeFrom('dtype', each)
    else if (each.kind === 'str' || each.kind === 'instance' || each.kind === 'int') checkDevice(each)
  }
  const other = args.get('other')
  if (other?.kind === 'tensor') to = dtypeOf(session, other)
  return to === null ? x : cast(session, x, to)
}

function typed(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const to = typeNamed(args, 'dtype')
  return to === null ? str(torchType(dtypeOf(session, x))) : cast(session, x, to)
}

const converted = (name: string, dtype: Dtype): Row =>
  row(`${name}(input, *, memory_format=)`, (session, args) => cast(session, args.tensor('input'), dtype))

const refused = (name: string, to: string): Row =>
  row(`${name}(input)`, () =>
    raise('NotImplementedError', `torch.${to} is not supported here`, 'Use float32, float64, int64 or bool.'),
  )

/** Methods that give a tensor another type or device. */
export const conversions: readonly Row[] = [
  row('to(input, *to, dtype=, device=, other=, non_blocking=, copy=, memory_format=)', moved),
  row('type(input, dtype=, non_blocking=)', typed),
  row('type_as(input, other)', (session, args) =>
    cast(session, args.tensor('input'), dtypeOf(session, args.tensor('other'))),
  ),
  row('cpu(input)', (_, args) => args.tensor('input')),
  row('cuda(input, device=)', noCuda),
  row('element_size(input)', (session, args) => int(bytes[dtypeOf(session, args.tensor('input'))])),
  converted('float', 'float32'),
  converted('double', 'float64'),
  converted('long', 'int64'),
  converted('bool', 'bool'),
  refused('int', 'int32'),
  refused('short', 'int16'),
  refused('byte', 'uint8'),
  refused('half', 'float16'),
  refused('bfloat16', 'bfloat16'),
]

/** Questions about the type that are functions and methods. */
export const typeQuestions: readonly Row[] = [
  row('is_floating_point(input)', (session, args) => bool(isFloating(dtypeOf(session, args.tensor('input'))))),
  row('is_complex(input)', (_, args) => bool(args.tensor('input').kind !== 'tensor')),
]

/** What can be read from a tensor about where it is and how it is kept. */
export const placeAttributes: ReadonlyMap<string, (session: Session, x: TensorValue) => Value> = new Map<
  string,
  (session: Session, x: TensorValue) => Value
>([
  ['device', () => cpu],
  ['is_cuda', () => bool(false)],
  ['itemsize', (session: Session, x: TensorValue) => int(bytes[dtypeOf(session, x)])],
])

/** What can be read from an element type; null where there is nothing of that name. */
export function dtypeAttribute(dtype: Dtype, name: string): Value | null {
  if (name === 'is_floating_point') return bool(isFloating(dtype))
  if (name === 'is_complex') return bool(false)
  return name === 'itemsize' ? int(bytes[dtype]) : null
}

/** Types of PyTorch that this app does not have. */
export const otherTypes: ReadonlySet<string> = new Set(
  'int int32 int16 short int8 uint8 float16 half bfloat16 complex64 complex128 cfloat cdouble'.split(' '),
)
