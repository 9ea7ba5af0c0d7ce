import { plainClass } from './classes.ts'
import { raise } from './raised.ts'
import { bind, row } from './signature.ts'
import {
  type FunctionValue,
  type InstanceValue,
  int,
  none,
  str,
  type TypeValue,
  typeName,
  type Value,
} from './value.ts'

const kinds =
  'cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve, fpga, ort, xla, lazy, vulkan, mps, meta, hpu, privateuseone'
const known = new Set(kinds.split(', '))
const devices = new Map<string, InstanceValue>()

const reader = (name: string, read: (self: InstanceValue) => string): readonly [string, FunctionValue] => [
  name,
  {
    kind: 'function',
    name,
    flavour: 'builtin',
    call: ({ positional: [self] }) => (self?.kind === 'instance' ? str(read(self)) : none),
  },
]

const indexOf = (self: InstanceValue): string => {
  const index = self.attributes.get('index')
  return index?.kind === 'int' ? String(index.value) : ''
}

const typeOf = (self: InstanceValue): string => {
  const type = self.attributes.get('type')
  return type?.kind === 'str' ? type.value : ''
}

const head = row('device(type, index=)', () => none)

/** The class `torch.device`. Equal devices are one object. */
export const deviceClass: TypeValue = plainClass(
  'device',
  (args) => {
    const given = bind(head, args)
    const index = given.get('index')
    return deviceOf(given.value('type'), index === null ? null : given.int('index', 0))
  },
  'torch',
)
for (const [name, call] of [
  reader('__str__', (self) => typeOf(self) + (indexOf(self) === '' ? '' : `:${indexOf(self)}`)),
  reader(
    '__repr__',
    (self) => `device(type='${typeOf(self)}'${indexOf(self) === '' ? '' : `, index=${indexOf(self)}`})`,
  ),
])
  deviceClass.members.set(name, call)

function deviceOf(value: Value, index: number | null): InstanceValue {
  if (value.kind === 'instance' && value.type === deviceClass) return value
  if (value.kind === 'int') return device('cuda', value.value)
  if (value.kind !== 'str')
    return raise(
      'TypeError',
      `device(): argument 'type' (position 1) must be str, not ${typeName(value)}`,
      "Write torch.device('cpu').",
    )
  const [, type = '', digits] = /^([a-z]*)(?::(\d+))?$/.exec(value.value) ?? []
  if (type === '') raise('RuntimeError', `Invalid device string: '${value.value}'`, "Here the only device is 'cpu'.")
  if (!known.has(type))
    raise(
      'RuntimeError',
      `Expected one of ${kinds} device type at start of device string: ${type}`,
      "Here the only device is 'cpu'.",
    )
  return device(type, digits === undefined ? index : Number(digits))
}

function device(type: string, index: number | null): InstanceValue {
  const key = `${type}:${index}`
  const found = devices.get(key)
  if (found !== undefined) return found
  const attributes = new Map<string, Value>([
    ['type', str(type)],
    ['index', index === null ? none : int(index)],
  ])
  const made: InstanceValue = { kind: 'instance', type: deviceClass, attributes }
  devices.set(key, made)
  return made
}

/** The device all tensors are on here. */
export const cpu = device('cpu', null)

/** Refuses every device but the processor. */
export function checkDevice(value: Value | null): void {
  if (value === null) return
  const type = typeOf(deviceOf(value, null))
  if (type === 'cuda') noCuda()
  if (type !== 'cpu')
    raise('NotImplementedError', `the device '${type}' is not supported here`, "Here the only device is 'cpu'.")
}

/** What PyTorch without a graphics card says. */
export const noCuda = (): never =>
  raise(
    'AssertionError',
    'Torch not compiled with CUDA enabled',
    "There is no graphics card here: use device = torch.device('cuda' if torch.cuda.is_available() else 'cpu').",
  )
