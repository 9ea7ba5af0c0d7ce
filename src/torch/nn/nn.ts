import type { Session } from '../session.ts'
import { bind, type Row } from '../signature.ts'
import type { ModuleValue, TypeValue, Value } from '../value.ts'
import { activationLayers } from './activations.ts'
import { containerClasses } from './containers.ts'
import { dropoutLayer, dropoutRow } from './dropout.ts'
import { initRows } from './init.ts'
import { dictClass, parameterListClass } from './keyed.ts'
import { layerClass } from './layer.ts'
import { linearLayers } from './linear.ts'
import { lossLayers } from './losses.ts'
import { moduleClass } from './module.ts'
import { normalizationLayers } from './normalization.ts'
import { utilRows } from './utils.ts'

/** A module of functions from rows of a table. */
export const moduleOf = (session: Session, name: string, rows: readonly Row[]): ModuleValue => ({
  kind: 'module',
  name,
  members: new Map<string, Value>(
    rows.map((row) => [
      row.name,
      {
        kind: 'function',
        name: row.name,
        flavour: 'builtin',
        parameters: row.parameters,
        call: (args) => row.call(session, bind(row, args)),
      },
    ]),
  ),
})

const named = (types: readonly TypeValue[]): (readonly [string, Value])[] => types.map((type) => [type.name, type])

/** `torch.nn` for one program: its classes, `functional`, `init` and `utils`. */
export function nnModule(session: Session, functions: readonly Row[], parameter: TypeValue): ModuleValue {
  const rows = [...functions, dropoutRow]
  const byName = new Map(rows.map((row) => [row.name, row]))
  const base = moduleClass(session)
  const layers = [
    ...linearLayers(session),
    ...activationLayers(session, byName),
    dropoutLayer(session),
    ...normalizationLayers(session),
    ...lossLayers(session, byName),
  ]
  const classes = named([
    base,
    parameter,
    ...layers.map((layer) => layerClass(session, base, layer)),
    ...containerClasses(session, base),
    dictClass(session, base),
    parameterListClass(session, base),
  ])
  const sub = (name: string, members: ReadonlyMap<string, Value>): ModuleValue => ({ kind: 'module', name, members })
  return sub(
    'torch.nn',
    new Map<string, Value>([
      ...classes,
      ['functional', moduleOf(session, 'torch.nn.functional', rows)],
      ['init', moduleOf(session, 'torch.nn.init', initRows)],
      ['utils', moduleOf(session, 'torch.nn.utils', utilRows)],
      ['parameter', sub('torch.nn.parameter', new Map([['Parameter', parameter]]))],
      ['modules', sub('torch.nn.modules', new Map(classes))],
    ]),
  )
}
