import { plainClass } from './classes.ts'
import { str, type TupleValue, type TypeValue, tuple, type Value } from './value.ts'

const types = new Map<string, TypeValue>()

/** The class of such a tuple; its fields are in `_fields`, as in every named tuple of Python. */
function typeOf(name: string, fields: readonly string[]): TypeValue {
  const known = types.get(name)
  if (known !== undefined) return known
  const made = plainClass(`torch.return_types.${name}`, null)
  made.members.set('_fields', tuple(fields.map(str)))
  types.set(name, made)
  return made
}

/** What PyTorch returns where it has two results: a tuple whose items have names, `torch.return_types.max(values=..., indices=...)`. */
export const named = (name: string, items: Readonly<Record<string, Value>>): TupleValue => ({
  kind: 'tuple',
  items: Object.values(items),
  named: typeOf(name, Object.keys(items)),
})
