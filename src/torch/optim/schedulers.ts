import { callValue, places } from '../calling.ts'
import { entry, setEntry } from '../dictionary.ts'
import { torchTypeName } from '../python-text.ts'
import { raise } from '../raised.ts'
import type { Session } from '../session.ts'
import type { Bound } from '../signature.ts'
import { type DictValue, float, type InstanceValue, int, isNumber, list, numberOf, type Value } from '../value.ts'
import { groupsOf } from './group.ts'

/** What a scheduler knows when it computes the learning rate of one group. */
export interface Moment {
  /** How many steps were made. */
  readonly epoch: number
  /** The group's learning rate now, and what it was at the start. */
  readonly lr: number
  readonly base: number
  /** Which group it is. */
  readonly index: number
}

/** How the learning rate follows from the steps; null leaves it as it is. */
export interface Schedule {
  readonly signature: string
  readonly next: (self: InstanceValue, moment: Moment) => number | Value | null
  /** Checks and keeps what the scheduler was made with. */
  readonly build: (self: InstanceValue, args: Bound) => void
}

const numberIn = (value: Value | null | undefined, otherwise: number): number =>
  value !== null && value !== undefined && isNumber(value) ? numberOf(value) : otherwise

/** A setting of a scheduler that is a number. */
export const kept = (self: InstanceValue, name: string): number => numberIn(self.attributes.get(name), Number.NaN)

const keep = (self: InstanceValue, args: Bound, names: readonly (readonly [string, Value])[]): void => {
  for (const [name, otherwise] of names) self.attributes.set(name, args.get(name) ?? otherwise)
}

/** The milestones of a scheduler, with how often each is named. */
const timesNamed = (self: InstanceValue, epoch: number): number => {
  const milestones = self.attributes.get('milestones')
  const items = milestones?.kind === 'list' || milestones?.kind === 'tuple' ? milestones.items : []
  return items.filter((item) => isNumber(item) && numberOf(item) === epoch).length
}

function multiplied(self: InstanceValue, { epoch, base, index }: Moment): number | Value {
  const lambda = self.attributes.get('lr_lambda')
  const f = lambda?.kind === 'list' || lambda?.kind === 'tuple' ? lambda.items[index] : lambda
  if (f === undefined) return raise('ValueError', 'Expected one lr_lambda for each group', 'Give one function.')
  const factor = callValue(f, places(int(epoch)))
  return isNumber(factor) ? base * numberOf(factor) : base
}

function cosine(self: InstanceValue, { epoch, lr, base }: Moment): number | null {
  const [period, least] = [kept(self, 'T_max'), kept(self, 'eta_min')]
  if (epoch === 0) return null
  const wave = (at: number): number => 1 + Math.cos((Math.PI * at) / period)
  const rest = (epoch - 1 - period) % (2 * period)
  if (rest === 0) return lr + ((base - least) * (1 - Math.cos(Math.PI / period))) / 2
  return (wave(epoch) / wave(epoch - 1)) * (lr - least) + least
}

function linear(self: InstanceValue, { epoch, lr }: Moment): number | null {
  const [start, end, total] = [kept(self, 'start_factor'), kept(self, 'end_factor'), kept(self, 'total_iters')]
  if (epoch === 0) return lr * start
  if (epoch > total) return null
  return lr * (1 + (end - start) / (total * start + (epoch - 1) * (end - start)))
}

/** The schedulers whose `step()` takes no argument. */
export const schedules: readonly Schedule[] = [
  {
    signature: 'StepLR(optimizer, step_size, gamma=, last_epoch=, verbose=)',
    build: (self, args) => {
      keep(self, args, [
        ['step_size', int(1)],
        ['gamma', float(0.1)],
      ])
    },
    next: (self, { epoch, lr }) =>
      epoch === 0 || epoch % kept(self, 'step_size') !== 0 ? null : lr * kept(self, 'gamma'),
  },
  {
    signature: 'MultiStepLR(optimizer, milestones, gamma=, last_epoch=, verbose=)',
    build: (self, args) => {
      keep(self, args, [
        ['milestones', list([])],
        ['gamma', float(0.1)],
      ])
    },
    next: (self, { epoch, lr }) => {
      const times = timesNamed(self, epoch)
      return times === 0 ? null : lr * kept(self, 'gamma') ** times
    },
  },
  {
    signature: 'ExponentialLR(optimizer, gamma, last_epoch=, verbose=)',
    build: (self, args) => {
      keep(self, args, [['gamma', float(1)]])
    },
    next: (self, { epoch, lr }) => (epoch === 0 ? null : lr * kept(self, 'gamma')),
  },
  {
    signature: 'LambdaLR(optimizer, lr_lambda, last_epoch=, verbose=)',
    build: (self, args) => {
      keep(self, args, [['lr_lambda', list([])]])
    },
    next: multiplied,
  },
  {
    signature: 'CosineAnnealingLR(optimizer, T_max, eta_min=, last_epoch=, verbose=)',
    build: (self, args) => {
      keep(self, args, [
        ['T_max', int(1)],
        ['eta_min', int(0)],
      ])
    },
    next: cosine,
  },
  {
    signature: 'LinearLR(optimizer, start_factor=, end_factor=, total_iters=, last_epoch=, verbose=)',
    build: (self, args) => {
      keep(self, args, [
        ['start_factor', float(1 / 3)],
        ['end_factor', float(1)],
        ['total_iters', int(5)],
      ])
    },
    next: linear,
  },
]

/** The optimizer a scheduler was made for, or PyTorch's refusal. */
export function optimizerIn(session: Session, value: Value): InstanceValue {
  if (value.kind === 'instance' && value.attributes.has('param_groups')) return value
  return raise('TypeError', `${torchTypeName(session, value)} is not an Optimizer`, 'Give the optimizer first.')
}

/** Sets the learning rates of all groups and remembers them. */
export function setRates(self: InstanceValue, groups: readonly DictValue[], rates: readonly Value[]): void {
  groups.forEach((group, i) => {
    const rate = rates[i]
    if (rate !== undefined) setEntry(group, 'lr', rate)
  })
  self.attributes.set('_last_lr', list([...rates]))
}

/** One step of a schedule: the epoch goes on, and every group gets its learning rate. */
export function advance(schedule: Schedule, self: InstanceValue, optimizer: InstanceValue): void {
  const epoch = kept(self, 'last_epoch') + 1
  self.attributes.set('last_epoch', int(epoch))
  self.attributes.set('_step_count', int(kept(self, '_step_count') + 1))
  const groups = groupsOf(optimizer)
  const rates = groups.map((group, index) => {
    const now = entry(group, 'lr') ?? float(0)
    const moment = { epoch, lr: numberIn(now, 0), base: numberIn(entry(group, 'initial_lr'), 0), index }
    const found = schedule.next(self, moment)
    return found === null ? now : typeof found === 'number' ? float(found) : found
  })
  setRates(self, groups, rates)
}
