import { member } from '../classes.ts'
import { torchTypeName } from '../python-text.ts'
import { raise } from '../raised.ts'
import type { Session } from '../session.ts'
import { type InstanceValue, none, type TensorValue, type TypeValue, type Value } from '../value.ts'
import { maybeParts, type Parts, partsOf } from './parts.ts'
import { isOf } from './python.ts'

const beforeInit = 'Write super().__init__() as the first line of __init__.'

/** Takes a name out of all registers of a module, and from its plain attributes. */
function forget(self: InstanceValue, { parameters, buffers, fleeting, modules }: Parts, name: string): void {
  parameters.delete(name)
  buffers.delete(name)
  fleeting.delete(name)
  modules.delete(name)
  self.attributes.delete(name)
}

const wrongKind = (session: Session, value: Value, name: string, what: string, expected: string): never =>
  raise(
    'TypeError',
    `cannot assign '${torchTypeName(session, value)}' as ${what} '${name}' (${expected} or None expected)`,
    what === 'parameter' ? 'Wrap it: nn.Parameter(...); or change it in place under no_grad.' : `Assign a ${expected}.`,
  )

/** `self.name = value` of a module: parameters, modules and buffers are registered; all are found among the attributes. */
export function assign(session: Session, module: TypeValue, self: InstanceValue, name: string, value: Value): Value {
  const parts = maybeParts(self)
  if (value.kind === 'tensor' && value.parameter === true) {
    if (parts === undefined)
      return raise('AttributeError', 'cannot assign parameters before Module.__init__() call', beforeInit)
    if (!parts.parameters.has(name)) forget(self, parts, name)
    parts.parameters.set(name, value)
  } else if (parts?.parameters.has(name) === true) {
    if (value.kind !== 'none') wrongKind(session, value, name, 'parameter', 'torch.nn.Parameter')
    parts.parameters.set(name, null)
  } else if (isOf(value, module)) {
    if (parts === undefined)
      return raise('AttributeError', 'cannot assign module before Module.__init__() call', beforeInit)
    if (!parts.modules.has(name)) forget(self, parts, name)
    parts.modules.set(name, value)
  } else if (parts?.modules.has(name) === true) {
    if (value.kind !== 'none') wrongKind(session, value, name, 'child module', 'torch.nn.Module')
    parts.modules.set(name, null)
  } else if (parts?.buffers.has(name) === true) {
    if (value.kind !== 'none' && value.kind !== 'tensor') wrongKind(session, value, name, 'buffer', 'torch.Tensor')
    parts.buffers.set(name, value.kind === 'tensor' ? value : null)
  }
  self.attributes.set(name, value)
  return none
}

/** `del self.name`. */
export function remove(self: InstanceValue, name: string): void {
  if (!self.attributes.has(name))
    raise('AttributeError', `'${self.type.name}' object has no attribute '${name}'`, 'There is nothing to delete.')
  forget(self, partsOf(self), name)
}

/** Refuses a name under which nothing can be registered, in PyTorch's words. */
function checkName(self: InstanceValue, what: string, name: Value, taken: ReadonlyMap<string, unknown>): string {
  if (name.kind !== 'str') return raise('TypeError', `${what} name should be a string.`, 'Give the name as a text.')
  const text = name.value
  const used = (self.attributes.has(text) || member(self.type, text) !== null) && !taken.has(text)
  const quoted = (message: string): never => raise('KeyError', `'${message}'`, 'Choose another name.')
  if (what === 'module') {
    if (used) raise('KeyError', `"attribute '${text}' already exists"`, 'Choose another name.')
    if (text.includes('.')) quoted(`module name can\\'t contain ".", got: ${text}`)
    if (text === '') quoted('module name can\\\'t be empty string ""')
    return text
  }
  if (text.includes('.')) quoted(`${what} name can\\'t contain "."`)
  if (text === '') quoted(`${what} name can\\'t be empty string ""`)
  if (used) raise('KeyError', `"attribute '${text}' already exists"`, 'Choose another name.')
  return text
}

function started(self: InstanceValue, what: string): Parts {
  return maybeParts(self) ?? raise('AttributeError', `cannot assign ${what} before Module.__init__() call`, beforeInit)
}

/** `register_parameter(name, param)`. */
export function registerParameter(session: Session, self: InstanceValue, name: Value, value: Value): Value {
  const parts = started(self, 'parameter')
  const text = checkName(self, 'parameter', name, parts.parameters)
  if (value.kind !== 'none' && (value.kind !== 'tensor' || value.parameter !== true))
    raise(
      'TypeError',
      `cannot assign '${torchTypeName(session, value)}' object to parameter '${text}' (torch.nn.Parameter or None required)`,
      'Wrap the tensor: nn.Parameter(...).',
    )
  parts.parameters.set(text, value.kind === 'tensor' ? value : null)
  self.attributes.set(text, value)
  return none
}

/** `register_buffer(name, tensor, persistent=True)`. */
export function registerBuffer(
  session: Session,
  self: InstanceValue,
  name: Value,
  value: Value,
  persistent: boolean,
): Value {
  const parts = started(self, 'buffer')
  const text = checkName(self, 'buffer', name, parts.buffers)
  if (value.kind !== 'none' && value.kind !== 'tensor')
    raise(
      'TypeError',
      `cannot assign '${torchTypeName(session, value)}' object to buffer '${text}' (torch Tensor or None required)`,
      'A buffer is a tensor.',
    )
  parts.buffers.set(text, value.kind === 'tensor' ? value : null)
  if (persistent) parts.fleeting.delete(text)
  else parts.fleeting.add(text)
  self.attributes.set(text, value)
  return none
}

/** `add_module(name, module)`. */
export function addModule(session: Session, module: TypeValue, self: InstanceValue, name: Value, value: Value): Value {
  const parts = partsOf(self)
  if (value.kind !== 'none' && !isOf(value, module))
    return raise('TypeError', `${torchTypeName(session, value)} is not a Module subclass`, 'Give an nn.Module.')
  const text = checkName(self, 'module', name, parts.modules)
  parts.modules.set(text, value.kind === 'none' ? null : value)
  self.attributes.set(text, value)
  return none
}

/** Registers a tensor that a layer of PyTorch makes itself; null stands for None. */
export function assignTensor(
  self: InstanceValue,
  which: 'parameters' | 'buffers',
  name: string,
  value: TensorValue | null,
): void {
  partsOf(self)[which].set(name, value)
  self.attributes.set(name, value ?? none)
}
