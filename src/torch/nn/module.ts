import type { Dtype } from '../../core/tensor.ts'
import { setRequiresGrad } from '../attributes.ts'
import { callValue, places } from '../calling.ts'
import { makeClass, send } from '../classes.ts'
import { isFloating } from '../dtype.ts'
import { replaceData } from '../inplace.ts'
import { generator } from '../items.ts'
import { didYouMean } from '../nearest.ts'
import { cast } from '../operand.ts'
import { raise } from '../raised.ts'
import { dtypeOf, type Session } from '../session.ts'
import { bool, type FunctionValue, type InstanceValue, none, str, type TypeValue, tuple, type Value } from '../value.ts'
import { describe } from './describe.ts'
import { forwardCall } from './forward.ts'
import { hookMethods } from './hooks.ts'
import { startParts } from './parts.ts'
import { pythonMethod, selfOf } from './python.ts'
import { addModule, assign, registerBuffer, registerParameter, remove } from './registering.ts'
import { loadStateDict, stateDict } from './state-dict.ts'
import { childrenOf, modulesBelow, type Placed, tensorsBelow } from './walk.ts'

/** Sets up the registers of a module: `Module.__init__`. */
export function initModule(self: InstanceValue): void {
  startParts(self)
  self.attributes.set('training', bool(true))
}

/** `train(mode)`: for the module and all below it. */
function setTraining(self: InstanceValue, mode: boolean): InstanceValue {
  for (const { value } of modulesBelow(self)) value.attributes.set('training', bool(mode))
  return self
}

/** Turns all floating parameters and buffers into another type, in place. */
function convert(session: Session, self: InstanceValue, dtype: Dtype): InstanceValue {
  const mode = session.gradMode
  session.gradMode = false
  for (const which of ['parameters', 'buffers'] as const)
    for (const { value } of tensorsBelow(self, which))
      if (isFloating(dtypeOf(session, value))) replaceData(session, value, cast(session, value, dtype))
  session.gradMode = mode
  return self
}

const noCuda = (): never =>
  raise('AssertionError', 'Torch not compiled with CUDA enabled', 'Everything runs on the CPU here.')

function to(session: Session, self: InstanceValue, target: Value | null): InstanceValue {
  if (target?.kind === 'dtype') return convert(session, self, target.dtype)
  if (target?.kind === 'str' && target.value.startsWith('cuda')) noCuda()
  return self
}

function applyTo(self: InstanceValue, f: Value): InstanceValue {
  for (const { value } of childrenOf(self)) applyTo(value, f)
  callValue(f, places(self))
  return self
}

function follow(session: Session, self: InstanceValue, path: string): Value {
  let found: Value = self
  for (const name of path === '' ? [] : path.split('.')) {
    const next: Value | undefined = found.kind === 'instance' ? found.attributes.get(name) : undefined
    if (next === undefined)
      return raise(
        'AttributeError',
        `${found.kind === 'instance' ? found.type.name : 'module'} has no attribute \`${name}\``,
        'Check the path: names with points between.',
      )
    found = next
  }
  session.charge(1)
  return found
}

/** The names of the attributes and methods of a module. */
const namesOf = (self: InstanceValue): string[] =>
  [self.attributes, ...self.type.order.map(({ members }) => members)].flatMap((table) => [...table.keys()])

/** Methods that look names up; they take no detour over a signature, for they are called all the time. */
const lookups = (session: Session, module: () => TypeValue): readonly (readonly [string, FunctionValue])[] => {
  const raw = (
    name: string,
    call: (self: InstanceValue, rest: readonly Value[]) => Value,
  ): readonly [string, FunctionValue] => [
    name,
    {
      kind: 'function',
      name,
      flavour: 'builtin',
      call: ({ positional: [self, ...rest] }) => call(selfOf(self, name), rest),
    },
  ]
  const nameIn = (value: Value | undefined): string => (value?.kind === 'str' ? value.value : '')
  return [
    raw('__setattr__', (self, [name, value]) => {
      return assign(session, module(), self, nameIn(name), value ?? none)
    }),
    raw('__getattr__', (self, [name]) => {
      const found = self.attributes.get(nameIn(name))
      return (
        found ??
        raise(
          'AttributeError',
          `'${self.type.name}' object has no attribute '${nameIn(name)}'`,
          () => didYouMean(nameIn(name), namesOf(self)) || 'Check the spelling; attributes are made in __init__.',
        )
      )
    }),
    raw('__delattr__', (self, [name]) => {
      remove(self, nameIn(name))
      return none
    }),
  ]
}

/** The class `torch.nn.Module`. */
export function moduleClass(session: Session): TypeValue {
  const own = (signature: string, call: Parameters<typeof pythonMethod>[3]) =>
    pythonMethod(session, 'Module', signature, call)
  const named = (found: Iterable<Placed<Value>>): Value => generator(pairs(found))
  const plain = (found: Iterable<Placed<Value>>): Value => generator(values(found))
  const made: TypeValue = makeClass({
    name: 'Module',
    module: 'torch.nn.modules.module',
    members: new Map<string, Value>([
      ...lookups(session, () => made),
      ...hookMethods(session),
      own('__init__(self)', (self) => {
        initModule(self)
        return none
      }),
      ['__call__', forwardCall(session)],
      own('forward(self, *input)', (self) =>
        raise(
          'NotImplementedError',
          `Module [${self.type.name}] is missing the required "forward" function`,
          'Write "def forward(self, x):" in the class, indented like __init__.',
        ),
      ),
      own('__repr__(self)', (self) => str(describe(self))),
      own('extra_repr(self)', () => str('')),
      own('_get_name(self)', (self) => str(self.type.name)),
      own('register_parameter(self, name, param)', (self, args) =>
        registerParameter(session, self, args.value('name'), args.value('param')),
      ),
      own('register_buffer(self, name, tensor, persistent=)', (self, args) =>
        registerBuffer(session, self, args.value('name'), args.value('tensor'), args.flag('persistent', true)),
      ),
      own('add_module(self, name, module)', (self, args) =>
        addModule(session, made, self, args.value('name'), args.value('module')),
      ),
      own('register_module(self, name, module)', (self, args) =>
        addModule(session, made, self, args.value('name'), args.value('module')),
      ),
      own('parameters(self, recurse=)', (self, args) =>
        plain(tensorsBelow(self, 'parameters', '', args.flag('recurse', true))),
      ),
      own('named_parameters(self, prefix=, recurse=)', (self, args) =>
        named(tensorsBelow(self, 'parameters', args.text('prefix', ''), args.flag('recurse', true))),
      ),
      own('buffers(self, recurse=)', (self, args) =>
        plain(tensorsBelow(self, 'buffers', '', args.flag('recurse', true))),
      ),
      own('named_buffers(self, prefix=, recurse=)', (self, args) =>
        named(tensorsBelow(self, 'buffers', args.text('prefix', ''), args.flag('recurse', true))),
      ),
      own('children(self)', (self) => plain(childrenOf(self))),
      own('named_children(self)', (self) => named(childrenOf(self))),
      own('modules(self)', (self) => plain(modulesBelow(self))),
      own('named_modules(self, memo=, prefix=)', (self, args) => named(modulesBelow(self, args.text('prefix', '')))),
      own('get_submodule(self, target)', (self, args) => follow(session, self, args.text('target', ''))),
      own('get_parameter(self, target)', (self, args) => follow(session, self, args.text('target', ''))),
      own('train(self, mode=)', (self, args) => {
        const mode = args.get('mode') ?? bool(true)
        if (mode.kind !== 'bool')
          return raise('ValueError', 'training mode is expected to be boolean', 'Give True or False.')
        return setTraining(self, mode.value)
      }),
      // no file may call the host's function of this name, nor look as if it did
      own(`${'eval'}(self)`, (self) => {
        // `train` may be the program's own.
        send(self, 'train', [bool(false)])
        return self
      }),
      own('requires_grad_(self, requires_grad=)', (self, args) => {
        for (const { value } of tensorsBelow(self, 'parameters'))
          setRequiresGrad(session, value, args.flag('requires_grad', true))
        return self
      }),
      // Current PyTorch sets gradients to None; version 1 filled them with zeros.
      own('zero_grad(self, set_to_none=)', (self) => {
        for (const { value } of tensorsBelow(self, 'parameters')) value.grad = null
        return none
      }),
      own('apply(self, fn)', (self, args) => applyTo(self, args.value('fn'))),
      own('to(self, *args, device=, dtype=)', (self, args) =>
        to(session, self, args.get('dtype') ?? args.get('device') ?? args.rest[0] ?? null),
      ),
      own('type(self, dst_type)', (self, args) => to(session, self, args.value('dst_type'))),
      own('float(self)', (self) => convert(session, self, 'float32')),
      own('double(self)', (self) => convert(session, self, 'float64')),
      own('cpu(self)', (self) => self),
      own('cuda(self, device=)', noCuda),
      own('half(self)', () =>
        raise('NotImplementedError', 'half precision is not supported here', 'Use float32 or float64.'),
      ),
      own('state_dict(self, *, prefix=, keep_vars=)', (self) => stateDict(session, self)),
      own('load_state_dict(self, state_dict, strict=, assign=)', (self, args) =>
        loadStateDict(session, self, args.value('state_dict'), args.flag('strict', true)),
      ),
    ]),
  })
  return made
}

function* pairs(found: Iterable<Placed<Value>>): Generator<Value, void, undefined> {
  for (const { path, value } of found) yield tuple([str(path), value])
}

function* values(found: Iterable<Placed<Value>>): Generator<Value, void, undefined> {
  for (const { value } of found) yield value
}
