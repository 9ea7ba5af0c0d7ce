import type { Dtype } from '../core/tensor.ts'
import { sizeOf } from '../core/tensor.ts'
import { sharedActivations } from './activations.ts'
import { autogradModule, callable, funcModule } from './autograd-module.ts'
import { typeQuestions } from './conversion.ts'
import { tensorClass, typedClasses } from './creation/constructors.ts'
import { creation } from './creation.ts'
import { utilsModule } from './data/data.ts'
import { deviceClass } from './device.ts'
import { dtypes } from './dtype.ts'
import { gradModes } from './grad-modes.ts'
import { functionalRows, methods } from './methods.ts'
import { nnModule } from './nn/nn.ts'
import { optimModule } from './optim/optim.ts'
import { pointwise, special } from './pointwise.ts'
import { random, seeding } from './random/rows.ts'
import { generatorClass } from './random/source.ts'
import { type Session, shapeOf } from './session.ts'
import { backends, cudaRows, settings, version } from './settings.ts'
import { bind, type Row, row, withoutFirst } from './signature.ts'
import { linalgRows, wholeFunctions, wholeRows } from './tables.ts'
import {
  bool,
  type FunctionValue,
  float,
  int,
  type ModuleValue,
  size,
  str,
  type TensorValue,
  type Value,
} from './value.ts'

const owns = new WeakMap<Row, Row>()

/** A method bound to its tensor; null where there is none of that name. */
export function methodOf(session: Session, x: TensorValue, name: string): FunctionValue | null {
  const found = methods.get(name)
  if (found === undefined) return null
  const own = owns.get(found) ?? withoutFirst(found)
  owns.set(found, own)
  return { kind: 'function', name, flavour: 'builtin', call: (args) => found.call(session, bind(own, args, x)) }
}

const asked: readonly Row[] = [
  row('is_tensor(obj)', (_, args) => bool(args.value('obj').kind === 'tensor')),
  row('numel(input)', (session, args) => int(sizeOf(shapeOf(session, args.tensor('input'))))),
  row('Size(sizes)', (_, args) => size(args.ints('sizes', args.value('sizes')))),
  ...gradModes,
]

const allDtypes: readonly Dtype[] = ['float32', 'float64', 'int64', 'bool']

/** The module `torch`, with all that is in it, for one program. */
export function modulesOf(session: Session): { readonly torch: ModuleValue } {
  const members = (rows: readonly Row[]): Map<string, Value> =>
    new Map(rows.map((each) => [each.name, callable(session, each)]))
  const tensorType = tensorClass(session)
  const nn = nnModule(session, functionalRows, tensorType)
  const { type: generator, standard } = generatorClass(session)
  const shared = members([
    ...creation,
    ...pointwise,

    ...wholeRows,
    ...wholeFunctions,
    ...asked,
    ...random,
    ...seeding(standard),
    ...settings,
    ...sharedActivations,
    ...typeQuestions,
  ])
  for (const dtype of allDtypes) for (const name of dtypes[dtype].torch) shared.set(name, { kind: 'dtype', dtype })
  const constants: readonly (readonly [string, number])[] = [
    ['pi', Math.PI],
    ['e', Math.E],
    ['inf', Number.POSITIVE_INFINITY],
    ['nan', Number.NaN],
  ]
  for (const [name, value] of constants) shared.set(name, float(value))
  shared.set('Tensor', tensorType)
  shared.set('special', { kind: 'module', name: 'torch.special', members: special(members) })
  for (const [name, type] of typedClasses(session)) shared.set(name, type)
  shared.set('device', deviceClass)
  shared.set('cuda', { kind: 'module', name: 'torch.cuda', members: members(cudaRows) })
  shared.set('backends', backends(members))
  shared.set('__version__', str(version))
  shared.set('Generator', generator)
  shared.set('default_generator', standard)
  shared.set('nn', nn)
  shared.set('autograd', autogradModule(session))
  shared.set('func', funcModule(session))
  shared.set('linalg', { kind: 'module', name: 'torch.linalg', members: members(linalgRows) })
  shared.set('optim', optimModule(session))
  shared.set('utils', utilsModule(session))
  return { torch: { kind: 'module', name: 'torch', members: shared } }
}
