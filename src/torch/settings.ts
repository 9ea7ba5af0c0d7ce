import { promote } from '../core/tensor.ts'
import { makeClass } from './classes.ts'
import { isFloating } from './dtype.ts'
import { type Printing, usualPrinting } from './printing.ts'
import { raise } from './raised.ts'
import type { Session } from './session.ts'
import { type Bound, type Row, row } from './signature.ts'
import { bool, float, type InstanceValue, int, type ModuleValue, none, str, type Value } from './value.ts'

const profiles: Readonly<Record<string, Omit<Printing, 'scientific'>>> = {
  default: usualPrinting,
  short: { ...usualPrinting, precision: 2, edgeItems: 2 },
  full: { ...usualPrinting, threshold: Number.POSITIVE_INFINITY },
}

function setPrinting(session: Session, args: Bound): Value {
  const profile = args.text('profile', '')
  const from = profile === '' ? session.printing : (profiles[profile] ?? session.printing)
  const scientific = args.get('sci_mode')
  session.printing = {
    precision: args.int('precision', from.precision),
    threshold: args.number('threshold', from.threshold),
    edgeItems: args.int('edgeitems', from.edgeItems),
    lineWidth: args.int('linewidth', from.lineWidth),
    scientific: scientific === null ? null : args.flag('sci_mode'),
  }
  return none
}

function setDefaultDtype(session: Session, args: Bound): Value {
  const value = args.value('d')
  if (value.kind !== 'dtype' && value.kind !== 'type')
    raise(
      'TypeError',
      'invalid dtype object: only floating-point types are supported as the default type',
      'Give a dtype.',
    )
  const dtype = args.dtype('d')
  if (dtype === null || !isFloating(dtype) || dtype === 'int64' || dtype === 'bool')
    return raise('TypeError', 'only floating-point types are supported as the default type', 'Give torch.float64.')
  session.defaultDtype = dtype
  return none
}

const floatLimits = makeClass({ name: 'finfo', module: 'torch' })

/** What a floating type can hold. */
function finfo(session: Session, args: Bound): Value {
  const dtype = args.dtype('type') ?? session.defaultDtype
  if (!isFloating(dtype))
    raise(
      'TypeError',
      `torch.finfo() requires a floating point input type. Use torch.iinfo to handle 'torch.finfo'`,
      'Give a floating type.',
    )
  const single = dtype === 'float32'
  const smallest = single ? 2 ** -126 : 2 ** -1022
  const most = single ? (2 - 2 ** -23) * 2 ** 127 : Number.MAX_VALUE
  return instance(floatLimits, [
    ['bits', int(single ? 32 : 64)],
    ['eps', float(single ? 2 ** -23 : Number.EPSILON)],
    ['max', float(most)],
    ['min', float(-most)],
    ['tiny', float(smallest)],
    ['smallest_normal', float(smallest)],
    ['resolution', float(single ? 1e-6 : 1e-15)],
    ['dtype', str(dtype)],
  ])
}

const instance = (type: InstanceValue['type'], attributes: readonly (readonly [string, Value])[]): InstanceValue => ({
  kind: 'instance',
  type,
  attributes: new Map(attributes),
})

/** Functions that set and ask what all tensors follow. */
export const settings: readonly Row[] = [
  row('set_printoptions(precision=, threshold=, edgeitems=, linewidth=, profile=, sci_mode=)', setPrinting),
  row('set_default_dtype(d)', setDefaultDtype),
  row('get_default_dtype()', (session) => ({ kind: 'dtype', dtype: session.defaultDtype })),
  row('finfo(type=)', finfo),
  row('promote_types(type1, type2)', (session, args) => {
    const [p, q] = [args.dtype('type1'), args.dtype('type2')]
    return { kind: 'dtype', dtype: promote(p ?? session.defaultDtype, q ?? session.defaultDtype) }
  }),
  row('set_num_threads(n)', () => none),
  row('use_deterministic_algorithms(mode, *, warn_only=)', () => none),
]

/** The rows of the modules of graphics cards: there is none. */
export const cudaRows: readonly Row[] = [
  row('is_available()', () => bool(false)),
  row('device_count()', () => int(0)),
  row('manual_seed(seed)', () => none),
  row('manual_seed_all(seed)', () => none),
  row('empty_cache()', () => none),
  row('synchronize(device=)', () => none),
]

/** `torch.backends`, of which programs ask whether there is another device. */
export const backends = (members: (rows: readonly Row[]) => ReadonlyMap<string, Value>): ModuleValue => ({
  kind: 'module',
  name: 'torch.backends',
  members: new Map<string, Value>([
    [
      'mps',
      {
        kind: 'module',
        name: 'torch.backends.mps',
        members: members([row('is_available()', () => bool(false)), row('is_built()', () => bool(false))]),
      },
    ],
  ]),
})

/** The version whose behaviour this app follows. */
export const version = '1.13.0'
