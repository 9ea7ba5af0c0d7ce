import { readAttribute, writeAttribute } from '../torch/attributes.ts'
import { bound, member } from '../torch/classes.ts'
import { dtypeAttribute, otherTypes } from '../torch/conversion.ts'
import { gradFnMember } from '../torch/grad-fn.ts'
import { methodOf } from '../torch/modules.ts'
import { didYouMean } from '../torch/nearest.ts'
import { raise } from '../torch/raised.ts'
import {
  type FunctionValue,
  float,
  type InstanceValue,
  int,
  list,
  type ModuleValue,
  none,
  str,
  type TypeValue,
  tuple,
  typeName,
  type Value,
} from '../torch/value.ts'
import { attributesOf } from './attribute-names.ts'
import { callValue, callWith } from './functions.ts'
import { memberOf } from './members.ts'
import type { Operating } from './operators.ts'
import { strFormat } from './str-format.ts'
import { typeOf } from './types.ts'

/** One value of each of Python's own classes: it has the methods that can be read from the class too. */
const examples: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['int', int(0)],
  ['float', float(0)],
  ['str', str('')],
  ['list', list([])],
  ['tuple', tuple([])],
  ['dict', { kind: 'dict', entries: new Map() }],
  ['set', { kind: 'set', frozen: false, entries: new Map() }],
])

const rootOf = (at: Operating): TypeValue => at.types.get('object')!

/** A member of a class as it is read from one of its objects: a function becomes a method of it. */
function attached(at: Operating, type: TypeValue, name: string, found: Value, self: Value): Value {
  if (found.kind === 'function') {
    if (found.flavour === 'user') return bound(found, self)
    // A function of PyTorch that a class of the program keeps is no method.
    const owner = type.order.find((each) => each.members.has(name))
    return owner?.module === '__main__' ? found : bound(found, self)
  }
  if (found.kind !== 'descriptor') return found
  switch (found.flavour) {
    case 'staticmethod':
      return found.get
    case 'classmethod':
      return found.get.kind === 'function' ? bound(found.get, type) : found.get
    case 'property':
      return callWith(at, found.get, self)
  }
}

function ofInstance(at: Operating, self: InstanceValue, name: string): Value | null {
  const own = self.attributes.get(name)
  if (own !== undefined) return own
  const { type } = self
  const found = member(type, name)
  if (found !== null) return attached(at, type, name, found, self)
  if (name === '__class__') return type
  if (name === '__dict__') return dictOf(self.attributes)
  const root = rootOf(at).members.get(name)
  if (root !== undefined) return attached(at, rootOf(at), name, root, self)
  const otherwise = member(type, '__getattr__')
  return otherwise?.kind === 'function'
    ? otherwise.call({ positional: [self, str(name)], keywords: new Map() })
    : name === '__doc__'
      ? none
      : null
}

const dictOf = (attributes: ReadonlyMap<string, Value>): Value => ({
  kind: 'dict',
  entries: new Map(Array.from(attributes, ([key, value]) => [`s${key}`, [str(key), value] as const])),
})

function ofType(at: Operating, type: TypeValue, name: string): Value | null {
  const found = member(type, name)
  if (found?.kind === 'descriptor') {
    if (found.flavour === 'property') return found
    return found.flavour === 'classmethod' && found.get.kind === 'function' ? bound(found.get, type) : found.get
  }
  if (found !== null) return found
  switch (name) {
    case '__name__':
    case '__qualname__':
      return str(type.name)
    case '__module__':
      return str(type.module)
    case '__class__':
      return at.types.get('type') ?? null
    case '__dict__':
      return dictOf(type.members)
    case '__doc__':
      return none
    case '__mro__':
      return tuple(type === rootOf(at) ? [type] : [...type.order, rootOf(at)])
    case '__bases__': {
      const bases = type.order
        .slice(1)
        .filter((each, i, all) => !all.some((other, j) => j < i && other.order.includes(each)))
      return tuple(bases.length === 0 ? [rootOf(at)] : bases)
    }
    default:
      return rootOf(at).members.get(name) ?? unboundMethod(at, type, name)
  }
}

/** A method of one of Python's own classes, read from the class: `str.upper`. */
function unboundMethod(at: Operating, type: TypeValue, name: string): Value | null {
  const example = examples.get(type.name)
  if (type.module !== 'builtins' || example === undefined) return null
  const found = memberOf(at, example, name)
  if (found === null || name === 'fromkeys' || name === 'maketrans') return found
  return {
    kind: 'function',
    name,
    flavour: 'builtin',
    call: (args) => {
      const [self, ...positional] = args.positional
      if (self === undefined || typeName(self) !== type.name)
        return raise(
          'TypeError',
          self === undefined
            ? `unbound method ${type.name}.${name}() needs an argument`
            : `descriptor '${name}' for '${type.name}' objects doesn't apply to a '${typeName(self)}' object`,
          `Give it a ${type.name} first.`,
        )
      return callValue(at, memberOf(at, self, name)!, { ...args, positional })
    },
  }
}

function ofFunction(f: FunctionValue, name: string): Value | null {
  const own = f.attributes?.get(name)
  if (own !== undefined) return own
  switch (name) {
    case '__name__':
      return str(f.name)
    case '__qualname__':
      return str(f.qualname ?? f.name)
    case '__doc__':
      return none
    case '__module__':
      return str('__main__')
    case '__self__':
      return f.self ?? null
    case '__func__':
      return f.self === undefined ? null : f
    case '__wrapped__':
      return null
    default:
      return null
  }
}

/** The next class after one in the order of an object's class, as `super()` looks for it. */
function ofSuper(at: Operating, { after, self }: Extract<Value, { kind: 'super' }>, name: string): Value | null {
  const type = self.kind === 'type' ? self : self.type
  const place = type.order.indexOf(after)
  for (let i = place + 1; i < type.order.length; i++) {
    const found = type.order[i]!.members.get(name)
    if (found === undefined) continue
    if (name === '__new__') return found
    // A class method gets the class that was asked, not the one it was found in.
    if (found.kind === 'descriptor' && found.flavour === 'classmethod') return attached(at, type, name, found, self)
    return self.kind === 'type' && found.kind === 'function' ? found : attached(at, type.order[i]!, name, found, self)
  }
  const root = rootOf(at).members.get(name)
  if (root === undefined) return null
  return root.kind === 'function' && name !== '__new__' ? bound(root, self) : root
}

/** A type of PyTorch that this app does not have is refused where it is named. */
function missingType({ name: module }: ModuleValue, name: string): null {
  if (module === 'torch' && otherTypes.has(name))
    raise('NotImplementedError', `torch.${name} is not supported here`, 'Use float32, float64, int64 or bool.')
  return null
}

/** What an object has under a name; null where it has nothing. */
export function findAttribute(at: Operating, object: Value, name: string): Value | null {
  switch (object.kind) {
    case 'tensor':
      return readAttribute(at.session, object, name) ?? methodOf(at.session, object, name) ?? classOf(at, object, name)
    case 'instance':
      return ofInstance(at, object, name)
    case 'type':
      return ofType(at, object, name)
    case 'super':
      return ofSuper(at, object, name)
    case 'module':
      return object.members.get(name) ?? (name === '__name__' ? str(object.name) : missingType(object, name))
    case 'dtype':
      return dtypeAttribute(object.dtype, name) ?? classOf(at, object, name)
    case 'function':
      return ofFunction(object, name) ?? classOf(at, object, name)
    case 'descriptor':
      return ofDescriptor(object, name)
    case 'str':
      if (name === 'format' || name === 'format_map') return formatMethod(at, object.value, name)
      return memberOf(at, object, name) ?? classOf(at, object, name)
    case 'tuple':
      if (object.named !== undefined) return ofNamed(at, object, object.named, name)
      return memberOf(at, object, name) ?? classOf(at, object, name)
    case 'grad_fn':
      return gradFnMember(object, name) ?? classOf(at, object, name)
    default:
      return memberOf(at, object, name) ?? classOf(at, object, name)
  }
}

function formatMethod(at: Operating, source: string, name: 'format' | 'format_map'): Value {
  const call: FunctionValue['call'] = (args) => {
    if (name === 'format') return strFormat(at, source, args, getAttribute)
    const [from] = args.positional
    const keywords = new Map<string, Value>()
    if (from?.kind === 'dict')
      for (const [key, value] of from.entries.values()) if (key.kind === 'str') keywords.set(key.value, value)
    return strFormat(at, source, { positional: [], keywords }, getAttribute)
  }
  return { kind: 'function', name, flavour: 'builtin', call }
}

/** An attribute of a named tuple: a field, or what its class has. */
function ofNamed(at: Operating, object: Value, type: TypeValue, name: string): Value | null {
  const found = member(type, name)
  return (
    (found === null ? null : attached(at, type, name, found, object)) ??
    memberOf(at, object, name) ??
    classOf(at, object, name)
  )
}

const classOf = (at: Operating, object: Value, name: string): Value | null =>
  name === '__class__' ? typeOf(at, object) : name === '__doc__' ? none : null

function ofDescriptor(object: Extract<Value, { kind: 'descriptor' }>, name: string): Value | null {
  if (object.flavour !== 'property')
    return name === '__func__' ? object.get : object.get.kind === 'function' ? ofFunction(object.get, name) : null
  const made = (change: (f: Value) => Value): Value => ({
    kind: 'function',
    name,
    flavour: 'builtin',
    call: ({ positional: [f = none] }) => change(f),
  })
  switch (name) {
    case 'setter':
      return made((set) => ({ ...object, set }))
    case 'getter':
      return made((get) => ({ ...object, get }))
    case 'deleter':
      return made(() => object)
    case 'fget':
      return object.get
    case 'fset':
      return object.set ?? none
    default:
      return null
  }
}

/** `object.name`. */
export function getAttribute(at: Operating, object: Value, name: string): Value {
  const found = findAttribute(at, object, name)
  if (found !== null) return found
  if (object.kind === 'module')
    return raise('AttributeError', `module '${object.name}' has no attribute '${name}'`, () =>
      didYouMean(name, attributesOf(object), moduleAdvice(object)),
    )
  if (object.kind === 'type')
    return raise(
      'AttributeError',
      `type object '${object.name}' has no attribute '${name}'`,
      () => didYouMean(name, attributesOf(object)) || 'Check the spelling.',
    )
  return raise('AttributeError', `'${typeName(object)}' object has no attribute '${name}'`, () => advice(object, name))
}

const part = 'This app has a part of PyTorch.'

const moduleAdvice = ({ name }: ModuleValue): string =>
  /^torch\b/.test(name)
    ? 'This app has a part of PyTorch; check the spelling or write it out in ops.'
    : `This app has a part of ${name}; check the spelling.`

function advice(object: Value, name: string): string {
  if (object.kind === 'none') return 'The value is None: was it computed, or was backward() called?'
  const meant = didYouMean(name, attributesOf(object))
  if (meant !== '') return object.kind === 'tensor' ? `${meant} ${part}` : meant
  if (object.kind === 'instance') return 'Check the spelling, and that it is assigned in __init__ before it is read.'
  return object.kind === 'tensor' ? `Check the spelling. ${part}` : 'Check the spelling.'
}

/** `object.name = value`. */
export function setAttribute(at: Operating, object: Value, name: string, value: Value): void {
  switch (object.kind) {
    case 'tensor':
      writeAttribute(at.session, object, name, value)
      return
    case 'instance': {
      const special = member(object.type, '__setattr__')
      if (special?.kind === 'function') special.call({ positional: [object, str(name), value], keywords: new Map() })
      else setPlain(at, object, name, value)
      return
    }
    case 'type':
      if (object.module === 'builtins')
        raise(
          'TypeError',
          `cannot set '${name}' attribute of immutable type '${object.name}'`,
          'Make a class of your own.',
        )
      object.members.set(name, value)
      if (object.module !== '__main__') at.session.patches++
      return
    case 'tuple':
      if (object.named !== undefined && member(object.named, name) !== null)
        raise('AttributeError', "can't set attribute", 'A tuple cannot be changed: make a new one with _replace.')
      refuseAssigning(at, object, name)
      break
    case 'function':
      if (object.flavour === 'builtin') refuseAssigning(at, object, name)
      object.attributes ??= new Map()
      object.attributes.set(name, value)
      return
    default:
      refuseAssigning(at, object, name)
  }
}

const refuseAssigning = (at: Operating, object: Value, name: string): never =>
  raise(
    'AttributeError',
    findAttribute(at, object, name) === null
      ? `'${typeName(object)}' object has no attribute '${name}'`
      : `'${typeName(object)}' object attribute '${name}' is read-only`,
    'Only tensors and objects of classes have attributes that can be assigned.',
  )

/** Sets an attribute of an object as `object.__setattr__` does: through a property where its class has one. */
export function setPlain(at: Operating, object: InstanceValue, name: string, value: Value): void {
  const found = member(object.type, name)
  if (found?.kind === 'descriptor' && found.flavour === 'property') {
    if (found.set === null)
      raise(
        'AttributeError',
        `property '${name}' of '${object.type.name}' object has no setter`,
        `Write a setter: @${name}.setter.`,
      )
    callWith(at, found.set, object, value)
    return
  }
  object.attributes.set(name, value)
}

/** `del object.name`. */
export function deleteAttribute(at: Operating, object: Value, name: string): void {
  if (object.kind === 'instance') {
    const special = member(object.type, '__delattr__')
    if (special?.kind === 'function') {
      special.call({ positional: [object, str(name)], keywords: new Map() })
      return
    }
    if (object.attributes.delete(name)) return
  }
  if (object.kind === 'type' && object.module === '__main__' && object.members.delete(name)) return
  if (object.kind === 'tensor' && name === 'grad') {
    writeAttribute(at.session, object, name, none)
    return
  }
  raise(
    'AttributeError',
    object.kind === 'instance' || object.kind === 'type' ? name : `can't delete attribute '${name}'`,
    'It has no such attribute.',
  )
}
