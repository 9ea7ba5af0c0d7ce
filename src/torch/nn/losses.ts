import { raise } from '../raised.ts'
import type { Session } from '../session.ts'
import { Bound, type Row } from '../signature.ts'
import { bool, float, int, none, str, type Value } from '../value.ts'
import { cosine } from '../vectors.ts'
import { type Layer, numberSetting, setting, tensorInput } from './layer.ts'
import { assignTensor } from './registering.ts'

/** A loss: its class, its function, its settings with their defaults, and those of them that are tensors, which are buffers. */
interface Loss {
  readonly name: string
  readonly function: string
  readonly settings?: readonly (readonly [string, Value])[]
  readonly buffers?: readonly string[]
  /** The order in which PyTorch's class takes its arguments; `reduction` last where left out. */
  readonly order?: string
}

const old = 'size_average=, reduce=, reduction='
const losses: readonly Loss[] = [
  { name: 'MSELoss', function: 'mse_loss' },
  { name: 'L1Loss', function: 'l1_loss' },
  { name: 'SmoothL1Loss', function: 'smooth_l1_loss', settings: [['beta', float(1)]], order: `${old}, beta=` },
  { name: 'HuberLoss', function: 'huber_loss', settings: [['delta', float(1)]], order: 'reduction=, delta=' },
  { name: 'BCELoss', function: 'binary_cross_entropy', buffers: ['weight'], order: `weight=, ${old}` },
  {
    name: 'BCEWithLogitsLoss',
    function: 'binary_cross_entropy_with_logits',
    buffers: ['weight', 'pos_weight'],
    order: `weight=, ${old}, pos_weight=`,
  },
  {
    name: 'CrossEntropyLoss',
    function: 'cross_entropy',
    settings: [
      ['ignore_index', int(-100)],
      ['label_smoothing', float(0)],
    ],
    buffers: ['weight'],
    order: 'weight=, size_average=, ignore_index=, reduce=, reduction=, label_smoothing=',
  },
  {
    name: 'NLLLoss',
    function: 'nll_loss',
    settings: [['ignore_index', int(-100)]],
    buffers: ['weight'],
    order: 'weight=, size_average=, ignore_index=, reduce=, reduction=',
  },
  { name: 'KLDivLoss', function: 'kl_div', settings: [['log_target', bool(false)]], order: `${old}, log_target=` },
  {
    name: 'HingeEmbeddingLoss',
    function: 'hinge_embedding_loss',
    settings: [['margin', float(1)]],
    order: `margin=, ${old}`,
  },
]

const layerOf = (session: Session, each: Loss, row: Row): Layer => {
  const names = [...(each.settings ?? []).map(([name]) => name), ...(each.buffers ?? []), 'reduction']
  return {
    signature: `${each.name}(${each.order ?? old})`,
    file: 'loss',
    inputs: 'input, target',
    build: (self, args) => {
      for (const [name, otherwise] of each.settings ?? []) self.attributes.set(name, args.get(name) ?? otherwise)
      for (const name of each.buffers ?? [])
        assignTensor(self, 'buffers', name, args.get(name) === null ? null : args.tensor(name))
      self.attributes.set('reduction', args.get('reduction') ?? str('mean'))
      if (args.get('size_average') !== null || args.get('reduce') !== null)
        raise(
          'NotImplementedError',
          'size_average and reduce are not supported here',
          "Give reduction='mean' or 'sum'.",
        )
    },
    forward: (self, [input, target]) => {
      const values = new Map<string, Value>([
        ['input', input ?? none],
        ['target', target ?? none],
      ])
      for (const name of names) values.set(name, setting(self, name))
      return row.call(session, new Bound(row.name, row.parameters, values, []))
    },
  }
}

const cosineSimilarity = (session: Session): Layer => ({
  signature: 'CosineSimilarity(dim=, eps=)',
  file: 'distance',
  inputs: 'x1, x2',
  build: (self, args) => {
    self.attributes.set('dim', int(args.int('dim', 1)))
    self.attributes.set('eps', float(args.number('eps', 1e-8)))
  },
  forward: (self, [x, y]) =>
    cosine(
      session,
      tensorInput(x, 'cosine_similarity', 'x1'),
      tensorInput(y, 'cosine_similarity', 'x2', 2),
      numberSetting(self, 'dim', 1),
      numberSetting(self, 'eps', 1e-8),
    ),
})

/** All losses as layers of an input and a target. */
export const lossLayers = (session: Session, functions: ReadonlyMap<string, Row>): Layer[] => [
  ...losses.flatMap((each) => {
    const row = functions.get(each.function)
    return row === undefined ? [] : [layerOf(session, each, row)]
  }),
  cosineSimilarity(session),
]
