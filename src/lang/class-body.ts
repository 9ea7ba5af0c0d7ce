import { makeClass } from '../torch/classes.ts'
import { raise } from '../torch/raised.ts'
import { none, str, type TypeValue, typeName, type Value } from '../torch/value.ts'
import type { Expression, Statement } from './ast.ts'
import { dictOf } from './dict-methods.ts'
import { callWith } from './functions.ts'
import { collect } from './iterate.ts'
import { goTo, type Machine } from './machine.ts'
import type { Outcome } from './outcome.ts'
import { Scope } from './scope.ts'

interface Tools {
  readonly evaluate: (machine: Machine, scope: Scope, expression: Expression) => Value
  readonly execute: (machine: Machine, scope: Scope, statements: readonly Statement[]) => Outcome
}

type ClassStatement = Extract<Statement, { readonly kind: 'class' }>

/** Python's own classes that a class of the program can inherit from: exceptions, and `object`, which all inherit from. */
function usable(machine: Machine, type: TypeValue): boolean {
  return (
    (type.module !== 'builtins' && type.module !== 'collections') ||
    type.order.includes(machine.types.get('BaseException')!)
  )
}

function basesOf(machine: Machine, scope: Scope, statement: ClassStatement, { evaluate }: Tools): TypeValue[] {
  const values = statement.definition.bases.flatMap((base): readonly Value[] => {
    const value = evaluate(machine, scope, base.value)
    if (base.kind === 'positional') return [value]
    if (base.kind === 'star') return collect(machine, value)
    goTo(machine, base.value)
    return raise('NotImplementedError', 'metaclasses are not supported here', 'Name only classes in the brackets.')
  })
  goTo(machine, statement)
  return values.flatMap((value) => {
    if (value.kind !== 'type')
      return raise(
        'TypeError',
        `${typeName(value)}() takes at most 3 arguments`,
        'A class can inherit only from classes.',
      )
    if (value === machine.types.get('object')) return []
    if (!usable(machine, value))
      raise(
        'NotImplementedError',
        `classes that inherit from ${value.name} are not supported here`,
        `Keep a ${value.name} in an attribute instead.`,
      )
    return [value]
  })
}

/** Carries out the body of a class and makes the class of what it leaves. */
export function classOf(machine: Machine, scope: Scope, statement: ClassStatement, tools: Tools): TypeValue {
  const { name, qualname, body, fields, doc } = statement.definition
  const bases = basesOf(machine, scope, statement, tools)
  // Methods see their class here: it is what `super()` starts from.
  const cell = new Scope(scope.closure)
  const inner = new Scope(cell, undefined, null, 'class')
  inner.set('__module__', str('__main__'))
  inner.set('__qualname__', str(qualname))
  inner.set('__doc__', doc === null ? none : str(doc))
  machine.budget.call(() => tools.execute(machine, inner, body))
  if (fields.length > 0) inner.set('__annotations__', dictOf(fields.map((field) => [field, none])))
  for (const each of ['__init_subclass__', '__class_getitem__']) {
    const found = inner.names.get(each)
    if (found?.kind === 'function')
      inner.set(each, { kind: 'descriptor', flavour: 'classmethod', get: found, set: null })
  }
  goTo(machine, statement)
  const type = makeClass({ name, module: '__main__', bases, members: inner.names })
  cell.set('__class__', type)
  const told = type.order.slice(1).find((base) => base.members.has('__init_subclass__'))
  const hook = told?.members.get('__init_subclass__')
  if (hook?.kind === 'descriptor') callWith(machine, hook.get, type)
  return type
}
