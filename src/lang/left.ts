import { settled } from '../core/plan/deferred.ts'
import { maybeParts } from '../torch/nn/parts.ts'
import { tensorsBelow } from '../torch/nn/walk.ts'
import { type Session, tensorOf } from '../torch/session.ts'
import type { TensorValue } from '../torch/value.ts'
import type { NamedModule, Variable } from './run.ts'
import type { Scope } from './scope.ts'

/** A tensor under a name, with what it holds when the program ends. */
function variable(session: Session, name: string, value: TensorValue): Variable {
  const { requiresGrad, isLeaf, retainsGrad, grad } = value
  const kept = (isLeaf || retainsGrad) && grad !== null ? settled(tensorOf(session, grad)) : null
  return { name, value: settled(tensorOf(session, value)), requiresGrad, isLeaf, grad: kept }
}

/** The variables of the outermost level that hold tensors. */
export const variablesOf = (session: Session, scope: Scope): Variable[] =>
  [...scope.names].flatMap(([name, value]) => (value.kind === 'tensor' ? [variable(session, name, value)] : []))

/** The variables of the outermost level that hold modules, with the parameters below each. */
export const modulesOf = (session: Session, scope: Scope): NamedModule[] =>
  [...scope.names].flatMap(([name, value]) => {
    if (value.kind !== 'instance' || maybeParts(value) === undefined) return []
    const parameters = [...tensorsBelow(value, 'parameters')].map((each) => variable(session, each.path, each.value))
    return [{ name, parameters }]
  })
