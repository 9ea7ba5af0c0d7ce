import { callValue, places } from '../calling.ts'
import { makeClass } from '../classes.ts'
import { entry, setEntry, textDictionary } from '../dictionary.ts'
import { itemsOf } from '../items.ts'
import { pythonMethod } from '../nn/python.ts'
import { plainText, torchTypeName } from '../python-text.ts'
import { raise } from '../raised.ts'
import type { Session } from '../session.ts'
import type { Bound } from '../signature.ts'
import {
  type DictValue,
  type InstanceValue,
  isNumber,
  list,
  none,
  numberOf,
  str,
  type TensorValue,
  type TypeValue,
  typeName,
  type Value,
} from '../value.ts'
import { Group, groupsOf } from './group.ts'
import type { Demand, Optimizer } from './rules.ts'
import { loadState, savedState, zero } from './saving.ts'
import { clear, noteOptimizer, step } from './stepping.ts'

function demand({ key, what, most }: Demand, value: Value): void {
  if (!isNumber(value)) return
  const x = numberOf(value)
  if (!(x >= 0) || (most !== undefined && x > most))
    raise('ValueError', `Invalid ${what}: ${plainText(value)}`, `${key} cannot be ${plainText(value)}.`)
}

function checkSettings({ name, demands }: Optimizer, value: (key: string) => Value): void {
  for (const each of demands) demand(each, value(each.key))
  if (name === 'Adam' || name === 'AdamW') {
    const betas = value('betas')
    const items = betas.kind === 'tuple' || betas.kind === 'list' ? betas.items : []
    items.forEach((beta, i) => {
      if (isNumber(beta) && !(numberOf(beta) >= 0 && numberOf(beta) < 1))
        raise('ValueError', `Invalid beta parameter at index ${i}: ${plainText(beta)}`, 'It lies from 0 to below 1.')
    })
  }
  if (name !== 'SGD') return
  const [nesterov, momentum, dampening] = ['nesterov', 'momentum', 'dampening'].map(value)
  const isOn = nesterov?.kind === 'bool' && nesterov.value
  if (isOn && (numberIn(momentum) <= 0 || numberIn(dampening) !== 0))
    raise('ValueError', 'Nesterov momentum requires a momentum and zero dampening', 'Give momentum=0.9, say.')
}

const numberIn = (value: Value | undefined): number =>
  value !== undefined && isNumber(value) ? numberOf(value) : Number.NaN

/** Adds one group to an optimizer; settings it does not name are the optimizer's own. */
function addGroup(session: Session, self: InstanceValue, group: DictValue): void {
  const params = entry(group, 'params') ?? raise('KeyError', "'params'", "A group needs 'params'.")
  const tensors: TensorValue[] = []
  for (const each of params.kind === 'tensor' ? [params] : itemsOf(params)) {
    if (each.kind !== 'tensor')
      raise(
        'TypeError',
        `optimizer can only optimize Tensors, but one of the params is ${torchTypeName(session, each)}`,
        'Give model.parameters(), or a list of tensors.',
      )
    else {
      if (!each.isLeaf && !each.retainsGrad)
        raise(
          'ValueError',
          "can't optimize a non-leaf Tensor",
          'Only tensors the program made itself can be optimized.',
        )
      tensors.push(each)
    }
  }
  const taken = new Set(groupsOf(self).flatMap((each) => new Group(session, each).parameters))
  if (tensors.some((each) => taken.has(each)))
    raise('ValueError', 'some parameters appear in more than one parameter group', 'Put each parameter into one group.')
  setEntry(group, 'params', list(tensors))
  const defaults = self.attributes.get('defaults')
  if (defaults?.kind === 'dict')
    for (const [key, value] of defaults.entries.values())
      if (key.kind === 'str' && entry(group, key.value) === null) setEntry(group, key.value, value)
  const groups = self.attributes.get('param_groups')
  if (groups?.kind === 'list') groups.items.push(group)
}

function start(session: Session, optimizer: Optimizer, self: InstanceValue, args: Bound): void {
  const settings = optimizer.settings.map(([key, otherwise]) => [key, args.get(key) ?? otherwise] as const)
  const byKey = new Map(settings)
  checkSettings(optimizer, (key) => byKey.get(key) ?? none)
  self.attributes.set('defaults', textDictionary(settings))
  const params = args.value('params')
  if (params.kind === 'tensor')
    raise(
      'TypeError',
      `params argument given to the optimizer should be an iterable of Tensors or dicts, but got ${torchTypeName(session, params)}`,
      'Put the tensor in a list.',
    )
  const given = [...itemsOf(params)]
  if (given.length === 0)
    raise(
      'ValueError',
      'optimizer got an empty parameter list',
      'The model has no parameters: did __init__ make layers?',
    )
  self.attributes.set('param_groups', list([]))
  const [first] = given
  const groups = first?.kind === 'dict' ? given : [textDictionary([['params', list(given)]])]
  for (const each of groups)
    if (each.kind === 'dict') addGroup(session, self, { kind: 'dict', entries: new Map(each.entries) })
}

function describe(self: InstanceValue): string {
  const groups = groupsOf(self).map(({ entries }, i) => {
    const lines = [...entries.values()].flatMap(([key, value]) =>
      key.kind === 'str' && key.value !== 'params' ? [[key.value, plainText(value)] as const] : [],
    )
    const sorted = lines.sort(([p], [q]) => (p < q ? -1 : 1)).map(([key, text]) => `    ${key}: ${text}\n`)
    return `\nParameter Group ${i}\n${sorted.join('')}`
  })
  return `${self.type.name} (${groups.join('')})`
}

/** Calls the closure of a step with gradients on. */
function evaluated(session: Session, closure: Value): Value {
  const mode = session.gradMode
  session.gradMode = true
  const loss = callValue(closure, places())
  session.gradMode = mode
  return loss
}

/** The class from which all optimizers inherit. */
export function optimizerBase(session: Session): TypeValue {
  const own = (signature: string, call: Parameters<typeof pythonMethod>[3]) =>
    pythonMethod(session, 'Optimizer', signature, call)
  return makeClass({
    name: 'Optimizer',
    module: 'torch.optim.optimizer',
    members: new Map<string, Value>([
      // Current PyTorch sets gradients to None; version 1 filled them with zeros.
      own('zero_grad(self, set_to_none=)', (self, args) => {
        if (args.flag('set_to_none', true)) clear(session, self)
        else
          for (const dict of groupsOf(self))
            for (const { grad } of new Group(session, dict).parameters) if (grad !== null) zero(session, grad)
        return none
      }),
      own('add_param_group(self, param_group)', (self, args) => {
        const group = args.value('param_group')
        if (group.kind !== 'dict')
          return raise(
            'TypeError',
            `param_group must be a dict, but got <class '${typeName(group)}'>`,
            "Give {'params': …}.",
          )
        addGroup(session, self, group)
        return none
      }),
      own('state_dict(self)', (self) => savedState(session, self, groupsOf(self))),
      own('load_state_dict(self, state_dict)', (self, args) =>
        loadState(session, self, groupsOf(self), args.value('state_dict')),
      ),
      own('__repr__(self)', (self) => str(describe(self))),
    ]),
  })
}

/** The class of an optimizer. */
export function optimizerClass(session: Session, base: TypeValue, optimizer: Optimizer): TypeValue {
  const own = (signature: string, call: Parameters<typeof pythonMethod>[3]) =>
    pythonMethod(session, optimizer.name, signature, call)
  const parameters = optimizer.settings
    .filter(([key]) => key !== 'decoupled_weight_decay')
    .map(([key]) => (key === optimizer.keywordFrom ? `*, ${key}=` : `${key}=`))
  const type = makeClass({
    name: optimizer.name,
    module: `torch.optim.${optimizer.file}`,
    bases: [base],
    members: new Map<string, Value>([
      own(`__init__(self, params, ${parameters.join(', ')})`, (self, args) => {
        start(session, optimizer, self, args)
        return none
      }),
      own('step(self, closure=)', (self, args) => {
        const closure = args.get('closure')
        const loss = closure === null ? none : evaluated(session, closure)
        step(session, optimizer, self)
        return loss
      }),
    ]),
  })
  noteOptimizer(type, optimizer)
  return type
}
