import { makeClass } from '../classes.ts'
import { entry } from '../dictionary.ts'
import { pythonMethod } from '../nn/python.ts'
import { type Session, tensorOf } from '../session.ts'
import { float, type InstanceValue, int, isNumber, list, none, numberOf, type TypeValue, type Value } from '../value.ts'
import { groupsOf } from './group.ts'
import { kept, optimizerIn, setRates } from './schedulers.ts'

const setNumber = (self: InstanceValue, name: string, value: number): void => {
  self.attributes.set(name, Number.isInteger(value) ? int(value) : float(value))
}

/** Whether a measure is better than the best so far by more than the threshold. */
function isBetter(self: InstanceValue, value: number): boolean {
  const [best, threshold] = [kept(self, 'best'), kept(self, 'threshold')]
  const [mode, how] = ['mode', 'threshold_mode'].map((name) => self.attributes.get(name))
  const relative = how?.kind !== 'str' || how.value === 'rel'
  if (mode?.kind === 'str' && mode.value === 'max')
    return value > (relative ? best * (threshold + 1) : best + threshold)
  return value < (relative ? best * (1 - threshold) : best - threshold)
}

/** `ReduceLROnPlateau`: lowers the learning rate when a measure stops getting better. */
export function plateauClass(session: Session): TypeValue {
  const own = (signature: string, call: Parameters<typeof pythonMethod>[3]) =>
    pythonMethod(session, 'ReduceLROnPlateau', signature, call)
  const optimizerOf = (self: InstanceValue): InstanceValue =>
    optimizerIn(session, self.attributes.get('optimizer') ?? none)
  const lower = (self: InstanceValue): void => {
    const groups = groupsOf(optimizerOf(self))
    const rates = groups.map((group) => {
      const now = entry(group, 'lr') ?? float(0)
      const lr = isNumber(now) ? numberOf(now) : 0
      const next = Math.max(lr * kept(self, 'factor'), kept(self, 'min_lr'))
      return lr - next > kept(self, 'eps') ? float(next) : now
    })
    setRates(self, groups, rates)
  }
  const step = (self: InstanceValue, value: number): void => {
    setNumber(self, 'last_epoch', kept(self, 'last_epoch') + 1)
    if (isBetter(self, value)) {
      self.attributes.set('best', float(value))
      setNumber(self, 'num_bad_epochs', 0)
    } else setNumber(self, 'num_bad_epochs', kept(self, 'num_bad_epochs') + 1)
    if (kept(self, 'cooldown_counter') > 0) {
      setNumber(self, 'cooldown_counter', kept(self, 'cooldown_counter') - 1)
      setNumber(self, 'num_bad_epochs', 0)
    }
    if (kept(self, 'num_bad_epochs') > kept(self, 'patience')) {
      lower(self)
      setNumber(self, 'cooldown_counter', kept(self, 'cooldown'))
      setNumber(self, 'num_bad_epochs', 0)
    }
    self.attributes.set('_last_lr', list(groupsOf(optimizerOf(self)).map((group) => entry(group, 'lr') ?? none)))
  }
  const settings: readonly (readonly [string, Value])[] = [
    ['mode', { kind: 'str', value: 'min' }],
    ['factor', float(0.1)],
    ['patience', int(10)],
    ['threshold', float(1e-4)],
    ['threshold_mode', { kind: 'str', value: 'rel' }],
    ['cooldown', int(0)],
    ['min_lr', int(0)],
    ['eps', float(1e-8)],
  ]
  return makeClass({
    name: 'ReduceLROnPlateau',
    module: 'torch.optim.lr_scheduler',
    members: new Map<string, Value>([
      own(`__init__(self, optimizer, ${settings.map(([name]) => `${name}=`).join(', ')}, verbose=)`, (self, args) => {
        self.attributes.set('optimizer', optimizerIn(session, args.value('optimizer')))
        for (const [name, otherwise] of settings) self.attributes.set(name, args.get(name) ?? otherwise)
        const upwards = args.text('mode', 'min') === 'max'
        self.attributes.set('best', float(upwards ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY))
        for (const name of ['num_bad_epochs', 'cooldown_counter', 'last_epoch']) setNumber(self, name, 0)
        self.attributes.set('_last_lr', list(groupsOf(optimizerOf(self)).map((group) => entry(group, 'lr') ?? none)))
        return none
      }),
      own('step(self, metrics, epoch=)', (self, args) => {
        const metrics = args.value('metrics')
        const value = metrics.kind === 'tensor' ? tensorOf(session, metrics).data[0] : args.number('metrics', 0)
        step(self, value ?? Number.NaN)
        return none
      }),
      own('get_last_lr(self)', (self) => self.attributes.get('_last_lr') ?? none),
    ]),
  })
}
