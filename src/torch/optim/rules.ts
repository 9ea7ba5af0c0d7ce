import { adadelta } from '../../core/optimizers/adadelta.ts'
import { adagrad } from '../../core/optimizers/adagrad.ts'
import { adam } from '../../core/optimizers/adam.ts'
import { rmsprop } from '../../core/optimizers/rmsprop.ts'
import { sgd } from '../../core/optimizers/sgd.ts'
import type { UpdateRule } from '../../core/update.ts'
import { bool, float, int, none, tuple, type Value } from '../value.ts'
import type { Group } from './group.ts'
import type { ParameterState } from './update.ts'

/** How a setting must be, and what PyTorch calls it where it is not. */
export interface Demand {
  readonly key: string
  readonly what: string
  readonly most?: number
}

/** An optimizer: its settings with their defaults, in PyTorch's order, and what it does to one parameter. */
export interface Optimizer {
  readonly name: string
  /** The file of PyTorch it is in. */
  readonly file: string
  readonly settings: readonly (readonly [string, Value])[]
  /** Settings that can be given only by their names; also all that follow. */
  readonly keywordFrom?: string
  readonly demands: readonly Demand[]
  /** What it keeps of each parameter, and what that is filled with; read when a parameter is first updated. */
  readonly state: (group: Group) => readonly (readonly [string, number])[]
  /** Whether it counts the steps of each parameter. */
  readonly counts: boolean
  /** Reads the settings of a group; what it gives says how a parameter is changed, by its state. Asked anew when a setting changes. */
  readonly plan: (group: Group) => Planned
}

/** How a parameter is changed in the step of its state's number. */
export type Planned = (state: ParameterState) => Update

interface Update {
  readonly rule: UpdateRule
  readonly numbers: Readonly<Record<string, number>>
}

const off = bool(false)
const lr: Demand = { key: 'lr', what: 'learning rate' }
const decay: Demand = { key: 'weight_decay', what: 'weight_decay value' }
const epsilon: Demand = { key: 'eps', what: 'epsilon value' }

const shared = (group: Group) => ({ maximize: group.flag('maximize'), decay: group.number('weight_decay') !== 0 })

const sgdRule: Optimizer = {
  name: 'SGD',
  file: 'sgd',
  settings: [
    ['lr', float(0.001)],
    ['momentum', int(0)],
    ['dampening', int(0)],
    ['weight_decay', int(0)],
    ['nesterov', off],
    ['maximize', off],
    ['foreach', none],
    ['differentiable', off],
    ['fused', none],
  ],
  keywordFrom: 'maximize',
  demands: [lr, { key: 'momentum', what: 'momentum value' }, decay],
  state: () => [],
  counts: false,
  plan: (group) => {
    const [momentum, dampening] = [group.number('momentum'), group.number('dampening')]
    const numbers = {
      lr: group.number('lr'),
      momentum,
      '1 - dampening': 1 - dampening,
      weight_decay: group.number('weight_decay'),
    }
    const rule = (first: boolean): UpdateRule =>
      sgd({
        ...shared(group),
        momentum: momentum !== 0,
        dampening: dampening !== 0,
        nesterov: group.flag('nesterov'),
        first,
      })
    const [first, later] = [
      { rule: rule(momentum !== 0), numbers },
      { rule: rule(false), numbers },
    ]
    return ({ tensors }) => (tensors.has('momentum_buffer') ? later : first)
  },
}

const adamWith = (name: 'Adam' | 'AdamW'): Optimizer => ({
  name,
  file: name === 'Adam' ? 'adam' : 'adamw',
  settings: [
    ['lr', float(0.001)],
    ['betas', tuple([float(0.9), float(0.999)])],
    ['eps', float(1e-8)],
    ['weight_decay', name === 'Adam' ? int(0) : float(0.01)],
    ['amsgrad', off],
    ['maximize', off],
    ['foreach', none],
    ['capturable', off],
    ['differentiable', off],
    ['fused', none],
    ['decoupled_weight_decay', bool(name === 'AdamW')],
  ],
  keywordFrom: 'maximize',
  demands: [lr, epsilon, decay],
  state: (group) => [
    ['exp_avg', 0],
    ['exp_avg_sq', 0],
    ...(group.flag('amsgrad') ? [['max_exp_avg_sq', 0] as const] : []),
  ],
  counts: true,
  plan: (group) => {
    const [beta1, beta2] = group.pair('betas')
    const [rate, weightDecay] = [group.number('lr'), group.number('weight_decay')]
    const rule = adam({
      ...shared(group),
      decoupled: group.flag('decoupled_weight_decay'),
      amsgrad: group.flag('amsgrad'),
    })
    const eps = group.number('eps')
    return ({ step }) => ({
      rule,
      numbers: {
        beta1,
        beta2,
        '1 - beta1': 1 - beta1,
        '1 - beta2': 1 - beta2,
        step_size: rate / (1 - beta1 ** step),
        bias_correction2_sqrt: Math.sqrt(1 - beta2 ** step),
        eps,
        weight_decay: weightDecay,
        shrinking: 1 - rate * weightDecay,
      },
    })
  },
})

const rmspropRule: Optimizer = {
  name: 'RMSprop',
  file: 'rmsprop',
  settings: [
    ['lr', float(0.01)],
    ['alpha', float(0.99)],
    ['eps', float(1e-8)],
    ['weight_decay', int(0)],
    ['momentum', int(0)],
    ['centered', off],
    ['capturable', off],
    ['foreach', none],
    ['maximize', off],
    ['differentiable', off],
  ],
  demands: [lr, epsilon, { key: 'momentum', what: 'momentum value' }, decay, { key: 'alpha', what: 'alpha value' }],
  state: (group) => [
    ['square_avg', 0],
    ...(group.number('momentum') > 0 ? [['momentum_buffer', 0] as const] : []),
    ...(group.flag('centered') ? [['grad_avg', 0] as const] : []),
  ],
  counts: true,
  plan: (group) => {
    const [alpha, momentum] = [group.number('alpha'), group.number('momentum')]
    const update = {
      rule: rmsprop({ ...shared(group), centered: group.flag('centered'), momentum: momentum > 0 }),
      numbers: {
        lr: group.number('lr'),
        alpha,
        '1 - alpha': 1 - alpha,
        eps: group.number('eps'),
        momentum,
        weight_decay: group.number('weight_decay'),
      },
    }
    return () => update
  },
}

const adagradRule: Optimizer = {
  name: 'Adagrad',
  file: 'adagrad',
  settings: [
    ['lr', float(0.01)],
    ['lr_decay', int(0)],
    ['weight_decay', int(0)],
    ['initial_accumulator_value', int(0)],
    ['eps', float(1e-10)],
    ['foreach', none],
    ['maximize', off],
    ['differentiable', off],
    ['fused', none],
  ],
  demands: [
    lr,
    { key: 'lr_decay', what: 'lr_decay value' },
    decay,
    { key: 'initial_accumulator_value', what: 'initial_accumulator_value value' },
    epsilon,
  ],
  state: (group) => [['sum', group.number('initial_accumulator_value')]],
  counts: true,
  plan: (group) => {
    const slowing = group.number('lr_decay')
    const rule = adagrad({ ...shared(group), slowing: slowing !== 0 })
    const [rate, eps, weight_decay] = [group.number('lr'), group.number('eps'), group.number('weight_decay')]
    return ({ step }) => ({ rule, numbers: { clr: rate / (1 + (step - 1) * slowing), eps, weight_decay } })
  },
}

const adadeltaRule: Optimizer = {
  name: 'Adadelta',
  file: 'adadelta',
  settings: [
    ['lr', float(1)],
    ['rho', float(0.9)],
    ['eps', float(1e-6)],
    ['weight_decay', int(0)],
    ['foreach', none],
    ['capturable', off],
    ['maximize', off],
    ['differentiable', off],
  ],
  demands: [lr, { key: 'rho', what: 'rho value', most: 1 }, epsilon, decay],
  state: () => [
    ['square_avg', 0],
    ['acc_delta', 0],
  ],
  counts: true,
  plan: (group) => {
    const rho = group.number('rho')
    const update = {
      rule: adadelta(shared(group)),
      numbers: {
        lr: group.number('lr'),
        rho,
        '1 - rho': 1 - rho,
        eps: group.number('eps'),
        weight_decay: group.number('weight_decay'),
      },
    }
    return () => update
  },
}

/** All optimizers. */
export const optimizers: readonly Optimizer[] = [
  sgdRule,
  adamWith('Adam'),
  adamWith('AdamW'),
  rmspropRule,
  adagradRule,
  adadeltaRule,
]
