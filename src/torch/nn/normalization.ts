import { full, sizeOf, tensor } from '../../core/tensor.ts'
import { elementwise } from '../binary.ts'
import { torchType } from '../dtype.ts'
import { overwrite } from '../inplace.ts'
import { centred, embedded, layerNorm, scaledBy } from '../normalization.ts'
import { constant } from '../operand.ts'
import { plainText } from '../python-text.ts'
import { raise } from '../raised.ts'
import { reshaped } from '../reshaping.ts'
import { dtypeOf, leaf, type Session, shapeOf, tensorOf } from '../session.ts'
import { shapeText } from '../shape.ts'
import { bool, float, type InstanceValue, int, none, type TensorValue, tuple, type Value } from '../value.ts'
import { normal } from './filling.ts'
import { isOn, type Layer, numberSetting, setting, shownSettings, tensorInput, tensorSetting } from './layer.ts'
import { extent } from './linear.ts'
import { newParameter } from './parameter.ts'
import { assignTensor } from './registering.ts'

const affine = (
  session: Session,
  self: InstanceValue,
  shape: readonly number[],
  weight: boolean,
  bias: boolean,
): void => {
  assignTensor(self, 'parameters', 'weight', weight ? newParameter(session, full(shape, 1)) : null)
  assignTensor(self, 'parameters', 'bias', bias ? newParameter(session, full(shape, 0)) : null)
}

const sizesOf = (value: Value): number[] =>
  value.kind === 'tuple' || value.kind === 'list'
    ? value.items.map((each) => (each.kind === 'int' ? each.value : 0))
    : value.kind === 'int'
      ? [value.value]
      : []

const layerNormLayer = (session: Session): Layer => ({
  signature: 'LayerNorm(normalized_shape, eps=, elementwise_affine=, bias=, device=, dtype=)',
  file: 'normalization',
  build: (self, args) => {
    const shape = sizesOf(args.value('normalized_shape'))
    const isAffine = args.flag('elementwise_affine', true)
    self.attributes.set('normalized_shape', tuple(shape.map(int)))
    self.attributes.set('eps', args.get('eps') ?? float(1e-5))
    self.attributes.set('elementwise_affine', bool(isAffine))
    affine(session, self, shape, isAffine, isAffine && args.flag('bias', true))
  },
  forward: (self, [input]) => {
    const x = tensorInput(input, 'layer_norm')
    const [weight, bias] = [tensorSetting(self, 'weight'), tensorSetting(self, 'bias')]
    const eps = numberSetting(self, 'eps', 1e-5)
    return layerNorm(session, x, sizesOf(setting(self, 'normalized_shape')), weight, bias, eps)
  },
  extra: (self) =>
    `${plainText(setting(self, 'normalized_shape'))}, ${shownSettings(self, ['eps', 'elementwise_affine'])}`,
})

function checkBatch(session: Session, self: InstanceValue, x: TensorValue): void {
  const shape = shapeOf(session, x)
  if (shape.length !== 2 && shape.length !== 3)
    raise('ValueError', `expected 2D or 3D input (got ${shape.length}D input)`, 'The input is a batch of samples.')
  const features = numberSetting(self, 'num_features', 0)
  if (shape[1] !== features)
    raise(
      'RuntimeError',
      `running_mean should contain ${shape[1]} elements not ${features}`,
      'Make the layer for that size.',
    )
  if (isOn(self, 'training') && sizeOf(shape) === features)
    raise(
      'ValueError',
      `Expected more than 1 value per channel when training, got input size torch.Size(${shapeText(shape)})`,
      'A mean of one sample says nothing: give more samples, or call eval on the module.',
    )
}

/** Moves the running mean and variance a little towards those of the batch. */
function track(session: Session, self: InstanceValue, mean: TensorValue, variance: TensorValue, count: number): void {
  const mode = session.gradMode
  session.gradMode = false
  const steps = tensorSetting(self, 'num_batches_tracked')
  if (steps !== null) {
    const before = tensorOf(session, steps).data[0] ?? 0
    overwrite(session, steps, leaf(session, tensor([before + 1], [], 'int64')))
  }
  const momentum = numberSetting(self, 'momentum', 0.1)
  const move = (name: string, towards: TensorValue, scale: number): void => {
    const running = tensorSetting(self, name)
    if (running === null) return
    const dtype = dtypeOf(session, running)
    const number = (value: number): TensorValue => constant(session, { kind: 'float', value }, dtype)
    const flat = reshaped(session, towards, shapeOf(session, running), '')
    const kept = elementwise(session, 'mul', running, number(1 - momentum), '')
    const added = elementwise(session, 'mul', flat, number(momentum * scale), '')
    overwrite(session, running, elementwise(session, 'add', kept, added, ''))
  }
  move('running_mean', mean, 1)
  move('running_var', variance, count / (count - 1))
  session.gradMode = mode
}

const batchNorm = (session: Session): Layer => ({
  signature: 'BatchNorm1d(num_features, eps=, momentum=, affine=, track_running_stats=, device=, dtype=)',
  file: 'batchnorm',
  build: (self, args) => {
    const features = extent(args, 'num_features')
    const [isAffine, tracks] = [args.flag('affine', true), args.flag('track_running_stats', true)]
    self.attributes.set('num_features', int(features))
    self.attributes.set('eps', args.get('eps') ?? float(1e-5))
    self.attributes.set('momentum', args.get('momentum') ?? float(0.1))
    self.attributes.set('affine', bool(isAffine))
    self.attributes.set('track_running_stats', bool(tracks))
    affine(session, self, [features], isAffine, isAffine)
    const buffer = (name: string, value: TensorValue): void => {
      assignTensor(self, 'buffers', name, tracks ? value : null)
    }
    buffer('running_mean', leaf(session, full([features], 0)))
    buffer('running_var', leaf(session, full([features], 1)))
    buffer('num_batches_tracked', leaf(session, tensor([0], [], 'int64')))
  },
  forward: (self, [input]) => {
    const x = tensorInput(input, 'batch_norm')
    checkBatch(session, self, x)
    const shape = shapeOf(session, x)
    const dims = shape.length === 2 ? [0] : [0, 2]
    const column = (part: TensorValue | null): TensorValue | null =>
      part === null || shape.length === 2 ? part : reshaped(session, part, [shape[1] ?? 1, 1], 'ViewBackward0')
    const [weight, bias] = [column(tensorSetting(self, 'weight')), column(tensorSetting(self, 'bias'))]
    const eps = numberSetting(self, 'eps', 1e-5)
    const gradFn = 'NativeBatchNormBackward0'
    const [mean, variance] = [column(tensorSetting(self, 'running_mean')), column(tensorSetting(self, 'running_var'))]
    if (!isOn(self, 'training') && mean !== null && variance !== null) {
      const apart = elementwise(session, 'sub', x, mean, 'SubBackward0')
      return scaledBy(session, apart, variance, eps, weight, bias, gradFn)
    }
    const batch = centred(session, x, dims)
    if (isOn(self, 'training')) track(session, self, batch.mean, batch.variance, sizeOf(shape) / (shape[1] ?? 1))
    return scaledBy(session, batch.apart, batch.variance, eps, weight, bias, gradFn)
  },
  extra: (self) =>
    `${plainText(setting(self, 'num_features'))}, ${shownSettings(self, ['eps', 'momentum', 'affine', 'track_running_stats'])}`,
})

const embedding = (session: Session): Layer => ({
  signature: 'Embedding(num_embeddings, embedding_dim, padding_idx=, device=, dtype=)',
  file: 'sparse',
  build: (self, args) => {
    const [count, width] = [extent(args, 'num_embeddings'), extent(args, 'embedding_dim')]
    const padding = args.get('padding_idx')
    self.attributes.set('num_embeddings', int(count))
    self.attributes.set('embedding_dim', int(width))
    self.attributes.set('padding_idx', padding ?? none)
    const drawn = normal(session.generator, [count, width], 0, 1, 'float32')
    const row = padding?.kind === 'int' ? (padding.value < 0 ? padding.value + count : padding.value) : -1
    const values = drawn.data.map((value, i) => (Math.floor(i / width) === row ? 0 : value))
    assignTensor(self, 'parameters', 'weight', newParameter(session, tensor(values, [count, width])))
  },
  forward: (self, [input]) => {
    const x = tensorInput(input, 'embedding', 'indices', 2)
    const table = tensorSetting(self, 'weight')
    if (table === null) return none
    const { dtype, data } = tensorOf(session, x)
    if (dtype !== 'int64')
      raise(
        'RuntimeError',
        `Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got ${torchType(dtype)} instead (while checking arguments for embedding)`,
        'Words are numbered by whole numbers: call .long().',
      )
    const count = shapeOf(session, table)[0] ?? 0
    if (data.some((each) => each < 0 || each >= count))
      raise('IndexError', 'index out of range in self', `Numbers run from 0 to ${count - 1}.`)
    return embedded(session, x, table)
  },
  extra: (self) => {
    const padding = setting(self, 'padding_idx')
    const sizes = `${plainText(setting(self, 'num_embeddings'))}, ${plainText(setting(self, 'embedding_dim'))}`
    return padding.kind === 'none' ? sizes : `${sizes}, padding_idx=${plainText(padding)}`
  },
})

/** Layers that bring numbers to one scale, and the table of vectors. */
export const normalizationLayers = (session: Session): Layer[] => [
  layerNormLayer(session),
  batchNorm(session),
  embedding(session),
]
