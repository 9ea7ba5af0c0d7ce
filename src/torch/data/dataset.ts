import { callValue, places } from '../calling.ts'
import { makeClass, member } from '../classes.ts'
import { getItem } from '../indexing.ts'
import { pythonMethod } from '../nn/python.ts'
import { raise } from '../raised.ts'
import { type Session, shapeOf } from '../session.ts'
import {
  type InstanceValue,
  int,
  list,
  none,
  type TensorValue,
  type TypeValue,
  tuple,
  typeName,
  type Value,
} from '../value.ts'

/** `len(dataset)`. */
export function lengthOf(session: Session, dataset: Value): number {
  if (dataset.kind === 'list' || dataset.kind === 'tuple') return dataset.items.length
  if (dataset.kind === 'range') return Math.max(0, Math.ceil((dataset.stop - dataset.start) / dataset.step))
  if (dataset.kind === 'tensor') return shapeOf(session, dataset)[0] ?? 0
  const length = dataset.kind === 'instance' ? member(dataset.type, '__len__') : null
  if (length === null)
    return raise(
      'TypeError',
      `object of type '${typeName(dataset)}' has no len()`,
      'Write "def __len__(self):" in its class.',
    )
  const found = callValue(length, places(dataset))
  return found.kind === 'int' ? found.value : 0
}

/** `dataset[index]`. */
export function sampleOf(session: Session, dataset: Value, index: Value): Value {
  if (dataset.kind === 'tensor') return getItem(session, dataset, index)
  if ((dataset.kind === 'list' || dataset.kind === 'tuple') && index.kind === 'int')
    return dataset.items.at(index.value) ?? raise('IndexError', `${dataset.kind} index out of range`, 'Use fewer.')
  if (dataset.kind === 'range' && index.kind === 'int') {
    const count = lengthOf(session, dataset)
    const at = index.value < 0 ? index.value + count : index.value
    if (at < 0 || at >= count) raise('IndexError', 'range object index out of range', 'Use a smaller index.')
    return int(dataset.start + at * dataset.step)
  }
  const get = dataset.kind === 'instance' ? member(dataset.type, '__getitem__') : null
  if (get !== null) return callValue(get, places(dataset, index))
  return raise('TypeError', `'${typeName(dataset)}' object is not subscriptable`, 'Write "def __getitem__(self, i):".')
}

/** The tensors of a `TensorDataset`; null for any other data set. */
export function tensorsOf(dataset: Value): readonly TensorValue[] | null {
  if (dataset.kind !== 'instance' || dataset.type.name !== 'TensorDataset' || dataset.type.module === '__main__')
    return null
  const tensors = dataset.attributes.get('tensors')
  return tensors?.kind === 'tuple' ? tensors.items.filter((each) => each.kind === 'tensor') : null
}

/** A data set made here, such as a part of another. */
export function objectOf(type: TypeValue, attributes: readonly (readonly [string, Value])[]): InstanceValue {
  return { kind: 'instance', type, attributes: new Map(attributes) }
}

function tensorDataset(session: Session, base: TypeValue): TypeValue {
  const own = (signature: string, call: Parameters<typeof pythonMethod>[3]) =>
    pythonMethod(session, 'TensorDataset', signature, call)
  return makeClass({
    name: 'TensorDataset',
    module: 'torch.utils.data.dataset',
    bases: [base],
    members: new Map<string, Value>([
      own('__init__(self, *tensors)', (self, args) => {
        const sizes = args.rest.map((each) => (each.kind === 'tensor' ? shapeOf(session, each)[0] : undefined))
        if (sizes.some((size) => size !== sizes[0]))
          raise('AssertionError', 'Size mismatch between tensors', 'All tensors need the same number of samples.')
        self.attributes.set('tensors', tuple(args.rest))
        return none
      }),
      own('__len__(self)', (self) => int(shapeOf(session, tensorsOf(self)![0]!)[0] ?? 0)),
      own('__getitem__(self, index)', (self, args) =>
        tuple((tensorsOf(self) ?? []).map((each) => getItem(session, each, args.value('index')))),
      ),
    ]),
  })
}

function subset(session: Session, base: TypeValue): TypeValue {
  const own = (signature: string, call: Parameters<typeof pythonMethod>[3]) =>
    pythonMethod(session, 'Subset', signature, call)
  const indicesOf = (self: InstanceValue): readonly Value[] => {
    const indices = self.attributes.get('indices')
    return indices?.kind === 'list' || indices?.kind === 'tuple' ? indices.items : []
  }
  const dataOf = (self: InstanceValue): Value => self.attributes.get('dataset') ?? none
  return makeClass({
    name: 'Subset',
    module: 'torch.utils.data.dataset',
    bases: [base],
    members: new Map<string, Value>([
      own('__init__(self, dataset, indices)', (self, args) => {
        const indices = args.value('indices')
        const start = indices.kind === 'range' ? indices : null
        const count = start === null ? 0 : Math.max(0, Math.ceil((start.stop - start.start) / start.step))
        self.attributes.set('dataset', args.value('dataset'))
        self.attributes.set(
          'indices',
          start === null ? indices : list(Array.from({ length: count }, (_, i) => int(start.start + i * start.step))),
        )
        return none
      }),
      own('__len__(self)', (self) => int(indicesOf(self).length)),
      own('__getitem__(self, idx)', (self, args) => {
        const at = args.int('idx', 0)
        const index = indicesOf(self).at(at) ?? raise('IndexError', 'list index out of range', 'Use a smaller index.')
        return sampleOf(session, dataOf(self), index)
      }),
    ]),
  })
}

function concatenation(session: Session, base: TypeValue): TypeValue {
  const own = (signature: string, call: Parameters<typeof pythonMethod>[3]) =>
    pythonMethod(session, 'ConcatDataset', signature, call)
  const partsOf = (self: InstanceValue): readonly Value[] => {
    const parts = self.attributes.get('datasets')
    return parts?.kind === 'list' ? parts.items : []
  }
  const total = (self: InstanceValue): number => partsOf(self).reduce((n, each) => n + lengthOf(session, each), 0)
  return makeClass({
    name: 'ConcatDataset',
    module: 'torch.utils.data.dataset',
    bases: [base],
    members: new Map<string, Value>([
      own('__init__(self, datasets)', (self, args) => {
        const datasets = args.value('datasets')
        self.attributes.set(
          'datasets',
          list(datasets.kind === 'list' || datasets.kind === 'tuple' ? [...datasets.items] : []),
        )
        return none
      }),
      own('__len__(self)', (self) => int(total(self))),
      own('__getitem__(self, idx)', (self, args) => {
        const given = args.int('idx', 0)
        let at = given < 0 ? given + total(self) : given
        for (const part of partsOf(self)) {
          const count = lengthOf(session, part)
          if (at >= 0 && at < count) return sampleOf(session, part, int(at))
          at -= count
        }
        return raise('IndexError', 'list index out of range', 'Use a smaller index.')
      }),
    ]),
  })
}

/** The classes of data sets. */
export interface Datasets {
  readonly dataset: TypeValue
  readonly tensors: TypeValue
  readonly subset: TypeValue
  readonly concatenation: TypeValue
}

/** `Dataset` and the data sets made of others, for one program. */
export function datasetClasses(session: Session): Datasets {
  const own = (signature: string, call: Parameters<typeof pythonMethod>[3]) =>
    pythonMethod(session, 'Dataset', signature, call)
  const joined = (): TypeValue => made.concatenation
  const dataset = makeClass({
    name: 'Dataset',
    module: 'torch.utils.data.dataset',
    members: new Map<string, Value>([
      own('__getitem__(self, index)', () =>
        raise(
          'NotImplementedError',
          'Subclasses of Dataset should implement __getitem__.',
          'Write "def __getitem__(self, i):" in the class.',
        ),
      ),
      own('__add__(self, other)', (self, args) =>
        objectOf(joined(), [['datasets', list([self, args.value('other')])]]),
      ),
    ]),
  })
  const made: Datasets = {
    dataset,
    tensors: tensorDataset(session, dataset),
    subset: subset(session, dataset),
    concatenation: concatenation(session, dataset),
  }
  return made
}
