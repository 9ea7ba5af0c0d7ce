import { callValue, places } from '../calling.ts'
import { makeClass, member } from '../classes.ts'
import { generator, itemsOf } from '../items.ts'
import { isOn, setting } from '../nn/layer.ts'
import { pythonMethod } from '../nn/python.ts'
import { raise } from '../raised.ts'
import type { Session } from '../session.ts'
import type { Bound } from '../signature.ts'
import { bool, type InstanceValue, int, list, none, type TypeValue, type Value } from '../value.ts'
import { collate, rowsAt } from './collate.ts'
import { lengthOf, sampleOf, tensorsOf } from './dataset.ts'
import { drawSeed, shuffled, sourceOf } from './samplers.ts'

const given = (value: Value): Value | null => (value.kind === 'none' ? null : value)

/** The order in which samples are taken. */
function* indicesOf(session: Session, self: InstanceValue): Generator<Value, void, undefined> {
  const sampler = given(setting(self, 'sampler'))
  const count = lengthOf(session, setting(self, 'dataset'))
  if (sampler !== null) yield* itemsOf(sampler)
  else if (isOn(self, 'shuffle'))
    for (const i of shuffled(session, count, given(setting(self, 'generator')))) yield int(i)
  else for (let i = 0; i < count; i++) yield int(i)
}

function* batchesOf(session: Session, self: InstanceValue): Generator<readonly Value[], void, undefined> {
  const batches = given(setting(self, 'batch_sampler'))
  if (batches !== null) {
    for (const batch of itemsOf(batches)) yield [...itemsOf(batch)]
    return
  }
  const size = setting(self, 'batch_size')
  const most = size.kind === 'int' ? size.value : 1
  let batch: Value[] = []
  for (const index of indicesOf(session, self)) {
    batch.push(index)
    if (batch.length < most) continue
    yield batch
    batch = []
  }
  if (batch.length > 0 && !isOn(self, 'drop_last')) yield batch
}

/** The samples at some indices as one batch. A data set of tensors gives its rows at once. */
function fetch(session: Session, self: InstanceValue, indices: readonly Value[]): Value {
  const dataset = setting(self, 'dataset')
  const collateFn = given(setting(self, 'collate_fn'))
  const tensors = collateFn === null ? tensorsOf(dataset) : null
  if (tensors?.every((each) => !each.requiresGrad) === true) {
    const places = indices.map((index) => (index.kind === 'int' ? index.value : 0))
    session.charge(places.length)
    return list(tensors.map((each) => rowsAt(session, each, places)))
  }
  const samples = indices.map((index) => sampleOf(session, dataset, index))
  return collateFn === null ? collate(session, samples) : callValue(collateFn, places(list(samples)))
}

function* iterate(session: Session, self: InstanceValue): Generator<Value, void, undefined> {
  if (given(setting(self, 'batch_size')) === null && given(setting(self, 'batch_sampler')) === null)
    for (const index of indicesOf(session, self)) yield sampleOf(session, setting(self, 'dataset'), index)
  else for (const indices of batchesOf(session, self)) yield fetch(session, self, indices)
}

const loaders = new WeakMap<TypeValue, Value>()

/** Whether a value is a loader that only takes rows of tensors: no code of the program has a say in what it gives. */
export function loadsTensors(value: Value): boolean {
  if (value.kind !== 'instance' || value.attributes.has('__iter__')) return false
  const method = loaders.get(value.type)
  if (method === undefined || member(value.type, '__iter__') !== method) return false
  const own = ['sampler', 'batch_sampler', 'collate_fn'].some((name) => given(setting(value, name)) !== null)
  return !own && tensorsOf(setting(value, 'dataset'))?.every((each) => !each.requiresGrad) === true
}

function start(session: Session, self: InstanceValue, args: Bound): Value {
  const dataset = args.value('dataset')
  const size = args.has('batch_size') ? args.value('batch_size') : int(1)
  const [sampler, shuffle] = [args.get('sampler'), args.flag('shuffle')]
  if (sampler !== null && shuffle)
    raise('ValueError', 'sampler option is mutually exclusive with shuffle', 'Give one of the two.')
  if (size.kind === 'int' && size.value <= 0)
    raise(
      'ValueError',
      `batch_size should be a positive integer value, but got batch_size=${size.value}`,
      'Give 1 or more.',
    )
  if (shuffle && sampler === null && lengthOf(session, dataset) === 0)
    raise(
      'ValueError',
      'num_samples should be a positive integer value, but got num_samples=0',
      'The data set is empty.',
    )
  for (const [name, value] of [
    ['dataset', dataset],
    ['batch_size', size],
    ['shuffle', bool(shuffle)],
    ['sampler', sampler ?? none],
    ['batch_sampler', args.get('batch_sampler') ?? none],
    ['collate_fn', args.get('collate_fn') ?? none],
    ['drop_last', bool(args.flag('drop_last'))],
    ['generator', args.get('generator') ?? none],
    ['num_workers', int(0)],
  ] as const)
    self.attributes.set(name, value)
  return none
}

/** `torch.utils.data.DataLoader`. */
export function loaderClass(session: Session): TypeValue {
  const own = (signature: string, call: Parameters<typeof pythonMethod>[3]) =>
    pythonMethod(session, 'DataLoader', signature, call)
  const others =
    'num_workers=, collate_fn=, pin_memory=, drop_last=, timeout=, worker_init_fn=, multiprocessing_context=, generator=, prefetch_factor=, persistent_workers=, pin_memory_device='
  const type = makeClass({
    name: 'DataLoader',
    module: 'torch.utils.data.dataloader',
    members: new Map<string, Value>([
      own(`__init__(self, dataset, batch_size=, shuffle=, sampler=, batch_sampler=, ${others})`, (self, args) =>
        start(session, self, args),
      ),
      own('__iter__(self)', (self) => {
        // PyTorch draws a seed for its workers, though there are none; it moves the generator on.
        drawSeed(sourceOf(session, given(setting(self, 'generator'))))
        return generator(iterate(session, self))
      }),
      own('__len__(self)', (self) => {
        const sampler = given(setting(self, 'batch_sampler'))
        if (sampler !== null) return int(lengthOf(session, sampler))
        const size = setting(self, 'batch_size')
        const source = given(setting(self, 'sampler')) ?? setting(self, 'dataset')
        const batches = lengthOf(session, source) / (size.kind === 'int' ? size.value : 1)
        return int(isOn(self, 'drop_last') ? Math.floor(batches) : Math.ceil(batches))
      }),
    ]),
  })
  const iter = member(type, '__iter__')
  if (iter !== null) loaders.set(type, iter)
  return type
}
