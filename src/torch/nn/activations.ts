import type { OpName } from '../../core/op.ts'
import { tensor } from '../../core/tensor.ts'
import { plainText } from '../python-text.ts'
import { apply, type Session, shapeOf } from '../session.ts'
import { Bound, type Row } from '../signature.ts'
import { bool, float, int, none, str, type Value } from '../value.ts'
import { isOn, type Layer, setting, shownSettings, tensorInput, tensorSetting } from './layer.ts'
import { newParameter } from './parameter.ts'
import { assignTensor } from './registering.ts'

/** An activation: its class, its function, and its settings with their defaults. Of the settings all are shown; `inplace` where it is on. */
interface Activation {
  readonly name: string
  readonly function: string
  readonly settings?: readonly (readonly [string, Value])[]
  readonly inplace?: true
  /** How its settings are shown where it is not `name=value`. */
  readonly shown?: 'nothing' | 'value'
}

const activations: readonly Activation[] = [
  { name: 'ReLU', function: 'relu', inplace: true },
  { name: 'ReLU6', function: 'relu6', inplace: true },
  { name: 'LeakyReLU', function: 'leaky_relu', settings: [['negative_slope', float(0.01)]], inplace: true },
  { name: 'ELU', function: 'elu', settings: [['alpha', float(1)]], inplace: true },
  { name: 'SELU', function: 'selu', inplace: true },
  { name: 'CELU', function: 'celu', settings: [['alpha', float(1)]], inplace: true },
  { name: 'GELU', function: 'gelu', settings: [['approximate', str('none')]] },
  { name: 'SiLU', function: 'silu', inplace: true },
  { name: 'Mish', function: 'mish', inplace: true },
  {
    name: 'Softplus',
    function: 'softplus',
    settings: [
      ['beta', float(1)],
      ['threshold', float(20)],
    ],
  },
  { name: 'Softsign', function: 'softsign' },
  { name: 'Sigmoid', function: 'sigmoid' },
  { name: 'Tanh', function: 'tanh' },
  {
    name: 'Hardtanh',
    function: 'hardtanh',
    settings: [
      ['min_val', float(-1)],
      ['max_val', float(1)],
    ],
    inplace: true,
  },
  { name: 'Hardsigmoid', function: 'hardsigmoid', inplace: true, shown: 'nothing' },
  { name: 'Hardswish', function: 'hardswish', inplace: true, shown: 'nothing' },
  { name: 'LogSigmoid', function: 'logsigmoid' },
  { name: 'Softmax', function: 'softmax', settings: [['dim', none]] },
  { name: 'LogSoftmax', function: 'log_softmax', settings: [['dim', none]] },
  { name: 'Softmin', function: 'softmin', settings: [['dim', none]] },
  { name: 'Tanhshrink', function: 'tanhshrink' },
  { name: 'Softshrink', function: 'softshrink', settings: [['lambd', float(0.5)]], shown: 'value' },
  { name: 'Hardshrink', function: 'hardshrink', settings: [['lambd', float(0.5)]], shown: 'value' },
  { name: 'GLU', function: 'glu', settings: [['dim', int(-1)]] },
]

/** Settings without a default that must be given. */
const needed: Activation = {
  name: 'Threshold',
  function: 'threshold',
  settings: [
    ['threshold', none],
    ['value', none],
  ],
  inplace: true,
}

/** Activations that are one op of the core, which is applied without a detour. */
const direct: Readonly<Record<string, readonly [OpName, string]>> = {
  ReLU: ['relu', 'ReluBackward0'],
  Sigmoid: ['sigmoid', 'SigmoidBackward0'],
  Tanh: ['tanh', 'TanhBackward0'],
}

const layerOf = (session: Session, each: Activation, row: Row, isNeeded: boolean): Layer => {
  const settings = each.settings ?? []
  const names = settings.map(([name]) => name)
  const all = [...names.map((name) => (isNeeded ? name : `${name}=`)), ...(each.inplace ? ['inplace='] : [])]
  const op = direct[each.name]
  return {
    signature: `${each.name}(${all.join(', ')})`,
    file: 'activation',
    build: (self, args) => {
      for (const [name, otherwise] of settings) self.attributes.set(name, args.get(name) ?? otherwise)
      if (each.inplace) self.attributes.set('inplace', args.get('inplace') ?? bool(false))
    },
    forward: (self, [input]) => {
      const x = tensorInput(input, row.name)
      const inplace = each.inplace === true && isOn(self, 'inplace')
      if (op !== undefined && !inplace) return apply(session, op[0], [x], {}, shapeOf(session, x), op[1])
      const values = new Map<string, Value>([['input', x]])
      for (const name of names) values.set(name, setting(self, name))
      if (inplace) values.set('inplace', bool(true))
      return row.call(session, new Bound(row.name, row.parameters, values, []))
    },
    extra: (self) => {
      const inplace = each.inplace && isOn(self, 'inplace') ? ['inplace=True'] : []
      if (each.shown === 'nothing') return ''
      if (each.shown === 'value') return plainText(setting(self, names[0] ?? ''))
      return [...(names.length === 0 ? [] : [shownSettings(self, names)]), ...inplace].join(', ')
    },
  }
}

const parametric = (session: Session, row: Row): Layer => ({
  signature: 'PReLU(num_parameters=, init=, *, device=, dtype=)',
  file: 'activation',
  build: (self, args) => {
    const count = args.int('num_parameters', 1)
    self.attributes.set('num_parameters', int(count))
    const weight = newParameter(session, tensor(new Float32Array(count).fill(args.number('init', 0.25)), [count]))
    assignTensor(self, 'parameters', 'weight', weight)
  },
  forward: (self, [input]) => {
    const values = new Map<string, Value>([
      ['input', tensorInput(input, 'prelu')],
      ['weight', tensorSetting(self, 'weight') ?? none],
    ])
    return row.call(session, new Bound(row.name, row.parameters, values, []))
  },
  extra: (self) => shownSettings(self, ['num_parameters']),
})

/** All activations as layers, each by the function of `torch.nn.functional` of the same meaning. */
export function activationLayers(session: Session, functions: ReadonlyMap<string, Row>): Layer[] {
  const layers = activations.flatMap((each) => {
    const row = functions.get(each.function)
    return row === undefined ? [] : [layerOf(session, each, row, false)]
  })
  const [threshold, prelu] = [functions.get(needed.function), functions.get('prelu')]
  if (threshold !== undefined) layers.push(layerOf(session, needed, threshold, true))
  if (prelu !== undefined) layers.push(parametric(session, prelu))
  return layers
}
