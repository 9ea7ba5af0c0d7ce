import { makeClass } from '../classes.ts'
import { entry, setEntry } from '../dictionary.ts'
import { pythonMethod } from '../nn/python.ts'
import type { Session } from '../session.ts'
import { float, type InstanceValue, int, list, type ModuleValue, none, type TypeValue, type Value } from '../value.ts'
import { groupsOf } from './group.ts'
import { optimizerBase, optimizerClass } from './optimizer.ts'
import { plateauClass } from './plateau.ts'
import { optimizers } from './rules.ts'
import { advance, optimizerIn, type Schedule, schedules } from './schedulers.ts'

function schedulerClass(session: Session, base: TypeValue, schedule: Schedule): TypeValue {
  const name = schedule.signature.slice(0, schedule.signature.indexOf('('))
  const parameters = schedule.signature.slice(name.length + 1, -1)
  const own = (signature: string, call: Parameters<typeof pythonMethod>[3]) =>
    pythonMethod(session, name, signature, call)
  const optimizerOf = (self: InstanceValue): InstanceValue =>
    optimizerIn(session, self.attributes.get('optimizer') ?? none)
  return makeClass({
    name,
    module: 'torch.optim.lr_scheduler',
    bases: [base],
    members: new Map<string, Value>([
      own(`__init__(self, ${parameters})`, (self, args) => {
        const optimizer = optimizerIn(session, args.value('optimizer'))
        self.attributes.set('optimizer', optimizer)
        schedule.build(self, args)
        const groups = groupsOf(optimizer)
        for (const group of groups)
          if (entry(group, 'initial_lr') === null) setEntry(group, 'initial_lr', entry(group, 'lr') ?? float(0))
        self.attributes.set('base_lrs', list(groups.map((group) => entry(group, 'initial_lr') ?? none)))
        self.attributes.set('last_epoch', int(args.int('last_epoch', -1)))
        self.attributes.set('_step_count', int(0))
        advance(schedule, self, optimizer)
        return none
      }),
      own('step(self, epoch=)', (self) => {
        advance(schedule, self, optimizerOf(self))
        return none
      }),
      own('get_last_lr(self)', (self) => self.attributes.get('_last_lr') ?? none),
    ]),
  })
}

/** `torch.optim` for one program. */
export function optimModule(session: Session): ModuleValue {
  const base = optimizerBase(session)
  const scheduler = makeClass({ name: 'LRScheduler', module: 'torch.optim.lr_scheduler' })
  const named = (types: readonly TypeValue[]) => types.map((type): [string, Value] => [type.name, type])
  const lrScheduler: ModuleValue = {
    kind: 'module',
    name: 'torch.optim.lr_scheduler',
    members: new Map(
      named([scheduler, ...schedules.map((each) => schedulerClass(session, scheduler, each)), plateauClass(session)]),
    ),
  }
  return {
    kind: 'module',
    name: 'torch.optim',
    members: new Map<string, Value>([
      ...named([base, ...optimizers.map((each) => optimizerClass(session, base, each))]),
      ['lr_scheduler', lrScheduler],
    ]),
  }
}
