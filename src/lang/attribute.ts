import { readAttribute, writeAttribute } from '../torch/attributes.ts'
import { bound, member } from '../torch/classes.ts'
import { dtypeAttribute, otherTypes } from '../torch/conversion.ts'
import { methodOf } from '../torch/modules.ts'
import { raise } from '../torch/raised.ts'
import { type InstanceValue, type ModuleValue, str, typeName, type Value } from '../torch/value.ts'
import { memberOf } from './members.ts'
import type { Operating } from './operators.ts'

function find(at: Operating, object: Value, name: string): Value | null {
  if (object.kind === 'tensor') return readAttribute(at.session, object, name) ?? methodOf(at.session, object, name)
  if (object.kind === 'module') return object.members.get(name) ?? missingType(object, name)
  if (object.kind === 'dtype') return dtypeAttribute(object.dtype, name)
  if (object.kind === 'instance') return ofInstance(object, name)
  if (name === '__name__' && (object.kind === 'function' || object.kind === 'type')) return str(object.name)
  if (object.kind === 'grad_fn' && name === 'name')
    return { kind: 'function', name, flavour: 'builtin', call: () => str(object.name) }
  return memberOf(at, object, name)
}

function ofInstance(object: InstanceValue, name: string): Value | null {
  const found = object.attributes.get(name) ?? member(object.type, name)
  return found?.kind === 'function' ? bound(found, object) : found
}

/** A type of PyTorch that this app does not have is refused where it is named. */
function missingType({ name: module }: ModuleValue, name: string): null {
  if (module === 'torch' && otherTypes.has(name))
    raise('NotImplementedError', `torch.${name} is not supported here`, 'Use float32, float64, int64 or bool.')
  return null
}

/** `object.name`. */
export function getAttribute(at: Operating, object: Value, name: string): Value {
  const found = find(at, object, name)
  if (found !== null) return found
  if (object.kind === 'module')
    return raise(
      'AttributeError',
      `module '${object.name}' has no attribute '${name}'`,
      'This app has a part of PyTorch; check the spelling or write it out in ops.',
    )
  if (object.kind === 'type')
    return raise('AttributeError', `type object '${object.name}' has no attribute '${name}'`, 'Check the spelling.')
  const shown =
    object.kind === 'function' && object.flavour === 'builtin' ? 'builtin_function_or_method' : typeName(object)
  const hint =
    object.kind === 'none'
      ? 'The value is None: was it computed, or was backward() called?'
      : 'Check the spelling; this app has a part of PyTorch.'
  return raise('AttributeError', `'${shown}' object has no attribute '${name}'`, hint)
}

/** `object.name = value`. */
export function setAttribute(at: Operating, object: Value, name: string, value: Value): void {
  if (object.kind === 'tensor') writeAttribute(at.session, object, name, value)
  else
    raise(
      'AttributeError',
      `'${typeName(object)}' object has no attribute '${name}'`,
      'Only grad, data and requires_grad of a tensor can be assigned.',
    )
}
