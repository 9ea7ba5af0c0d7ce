import { sameShape, tensor } from '../../core/tensor.ts'
import { detached } from '../attributes.ts'
import { makeClass } from '../classes.ts'
import { entry, textDictionary } from '../dictionary.ts'
import { overwrite } from '../inplace.ts'
import { raise } from '../raised.ts'
import { leaf, type Session, shapeOf, tensorOf } from '../session.ts'
import { shapeText } from '../shape.ts'
import {
  type DictValue,
  type FunctionValue,
  type InstanceValue,
  list,
  none,
  str,
  type TensorValue,
  typeName,
  type Value,
} from '../value.ts'
import { partsOf } from './parts.ts'

function* kept(self: InstanceValue, prefix: string): Generator<readonly [string, TensorValue], void, undefined> {
  const { parameters, buffers, fleeting, modules } = partsOf(self)
  for (const [name, value] of parameters) if (value !== null) yield [prefix + name, value]
  for (const [name, value] of buffers) if (value !== null && !fleeting.has(name)) yield [prefix + name, value]
  for (const [name, child] of modules) if (child !== null) yield* kept(child, `${prefix}${name}.`)
}

/** `state_dict()`: every parameter and kept buffer by its path, sharing memory with the module. */
export const stateDict = (session: Session, self: InstanceValue): DictValue => ({
  ...textDictionary([...kept(self, '')].map(([key, value]) => [key, detached(session, value)])),
  special: { name: 'OrderedDict', factory: none },
})

interface Findings {
  readonly missing: string[]
  readonly unexpected: string[]
  readonly errors: string[]
}

function load(session: Session, self: InstanceValue, from: DictValue, prefix: string, found: Findings): void {
  const { parameters, buffers, fleeting, modules } = partsOf(self)
  const local = new Map(
    [...parameters, ...[...buffers].filter(([name]) => !fleeting.has(name))].filter(([, value]) => value !== null),
  )
  for (const [name, value] of local) {
    const key = prefix + name
    const given = entry(from, key)
    if (given === null) found.missing.push(key)
    else if (value !== null) copy(session, key, value, given, found)
  }
  for (const [key] of from.entries.values()) {
    if (key.kind !== 'str' || !key.value.startsWith(prefix)) continue
    const [first = ''] = key.value.slice(prefix.length).split('.')
    if (!modules.has(first) && !local.has(first)) found.unexpected.push(key.value)
  }
  for (const [name, child] of modules) if (child !== null) load(session, child, from, `${prefix}${name}.`, found)
}

function copy(session: Session, key: string, to: TensorValue, from: Value, { errors }: Findings): void {
  if (from.kind !== 'tensor') {
    errors.push(
      `While copying the parameter named "${key}", expected torch.Tensor or Tensor-like object from checkpoint but received <class '${typeName(from)}'>`,
    )
    return
  }
  const [source, target] = [tensorOf(session, from), shapeOf(session, to)]
  if (!sameShape(source.shape, target)) {
    errors.push(
      `size mismatch for ${key}: copying a param with shape torch.Size(${shapeText(source.shape)}) from checkpoint, the shape in current model is torch.Size(${shapeText(target)}).`,
    )
    return
  }
  overwrite(session, to, leaf(session, tensor(source.data, source.shape, tensorOf(session, to).dtype)))
}

const quoted = (keys: readonly string[]): string => keys.map((key) => `"${key}"`).join(', ')

const repr: FunctionValue = {
  kind: 'function',
  name: '__repr__',
  flavour: 'builtin',
  call: ({ positional: [self] }) => str(self?.kind === 'instance' ? shown(self) : ''),
}

const keysOf = (self: InstanceValue, name: string): string[] => {
  const value = self.attributes.get(name)
  return value?.kind === 'list' ? value.items.flatMap((item) => (item.kind === 'str' ? [item.value] : [])) : []
}

function shown(self: InstanceValue): string {
  const [missing, unexpected] = [keysOf(self, 'missing_keys'), keysOf(self, 'unexpected_keys')]
  if (missing.length + unexpected.length === 0) return '<All keys matched successfully>'
  const listed = (keys: readonly string[]): string => `[${keys.map((key) => `'${key}'`).join(', ')}]`
  return `_IncompatibleKeys(missing_keys=${listed(missing)}, unexpected_keys=${listed(unexpected)})`
}

const incompatibleKeys = makeClass({
  name: '_IncompatibleKeys',
  module: 'torch.nn.modules.module',
  members: new Map([
    ['__repr__', repr],
    ['__str__', repr],
  ]),
})

/** `load_state_dict(state_dict, strict=True)`: copies all that fits, then refuses with all that does not. */
export function loadStateDict(session: Session, self: InstanceValue, from: Value, strict: boolean): Value {
  if (from.kind !== 'dict')
    return raise(
      'TypeError',
      `Expected state_dict to be dict-like, got <class '${typeName(from)}'>.`,
      'Give what another module returned from state_dict().',
    )
  const found: Findings = { missing: [], unexpected: [], errors: [] }
  const mode = session.gradMode
  session.gradMode = false
  load(session, self, from, '', found)
  session.gradMode = mode
  const errors = [
    ...(strict && found.missing.length > 0 ? [`Missing key(s) in state_dict: ${quoted(found.missing)}. `] : []),
    ...(strict && found.unexpected.length > 0
      ? [`Unexpected key(s) in state_dict: ${quoted(found.unexpected)}. `]
      : []),
    ...found.errors,
  ]
  if (errors.length > 0)
    raise(
      'RuntimeError',
      `Error(s) in loading state_dict for ${self.type.name}:\n\t${errors.join('\n\t')}`,
      'The two modules must be built alike; strict=False loads what fits by name.',
    )
  return {
    kind: 'instance',
    type: incompatibleKeys,
    attributes: new Map<string, Value>([
      ['missing_keys', list(found.missing.map(str))],
      ['unexpected_keys', list(found.unexpected.map(str))],
    ]),
  }
}
