import { linearLayer } from '../functional.ts'
import { raise } from '../raised.ts'
import { reshaped } from '../reshaping.ts'
import { type Session, shapeOf } from '../session.ts'
import { dimension } from '../shape.ts'
import type { Bound } from '../signature.ts'
import { type InstanceValue, int, none, type TensorValue, typeName, type Value } from '../value.ts'
import { linearBounds, uniform } from './filling.ts'
import { type Layer, numberSetting, shownSettings, tensorInput, tensorSetting } from './layer.ts'
import { newParameter } from './parameter.ts'
import { assignTensor } from './registering.ts'

/** A size of a layer, or PyTorch's refusal of anything else. */
export function extent(args: Bound, name: string): number {
  const value = args.value(name)
  if (value.kind === 'int' && value.value >= 0) return value.value
  if (value.kind === 'int')
    return raise(
      'RuntimeError',
      `Trying to create tensor with negative dimension ${value.value}: [${value.value}]`,
      'Sizes are 0 or more.',
    )
  return raise(
    'TypeError',
    `empty(): argument 'size' must be tuple of SymInts, but found element of type ${typeName(value)} at pos 2`,
    'The sizes of a layer are whole numbers.',
  )
}

const linear = (session: Session): Layer => ({
  signature: 'Linear(in_features, out_features, bias=, device=, dtype=)',
  file: 'linear',
  build: (self, args) => {
    const [inner, outer] = [extent(args, 'in_features'), extent(args, 'out_features')]
    self.attributes.set('in_features', int(inner))
    self.attributes.set('out_features', int(outer))
    const dtype = args.dtype() ?? 'float32'
    const bounds = linearBounds(inner)
    const draw = (shape: readonly number[], bound: number): TensorValue =>
      newParameter(session, uniform(session.generator, shape, -bound, bound, dtype))
    assignTensor(self, 'parameters', 'weight', draw([outer, inner], bounds.weight))
    assignTensor(self, 'parameters', 'bias', args.flag('bias', true) ? draw([outer], bounds.bias) : null)
  },
  forward: (self, [input]) => {
    const x = tensorInput(input, 'linear')
    const weight = tensorSetting(self, 'weight')
    if (weight === null)
      return raise(
        'TypeError',
        "linear(): argument 'weight' (position 2) must be Tensor, not NoneType",
        'Give it back.',
      )
    return linearLayer(session, x, weight, tensorSetting(self, 'bias'))
  },
  extra: (self) =>
    `${shownSettings(self, ['in_features', 'out_features'])}, bias=${tensorSetting(self, 'bias') === null ? 'False' : 'True'}`,
})

const identity: Layer = {
  signature: 'Identity(*args)',
  file: 'linear',
  build: () => {},
  forward: (_, [input]) => input ?? none,
}

const flatten = (session: Session): Layer => ({
  signature: 'Flatten(start_dim=, end_dim=)',
  file: 'flatten',
  build: (self, args) => {
    self.attributes.set('start_dim', int(args.int('start_dim', 1)))
    self.attributes.set('end_dim', int(args.int('end_dim', -1)))
  },
  forward: (self, [input]) => {
    const x = tensorInput(input, 'flatten')
    const shape = shapeOf(session, x)
    const from = dimension(numberSetting(self, 'start_dim', 1), shape.length)
    const to = dimension(numberSetting(self, 'end_dim', -1), shape.length)
    if (from === to) return x
    const middle = shape.slice(from, to + 1).reduce((n, size) => n * size, 1)
    return reshaped(session, x, [...shape.slice(0, from), middle, ...shape.slice(to + 1)], 'ReshapeAliasBackward0')
  },
  extra: (self) => shownSettings(self, ['start_dim', 'end_dim']),
})

const sizesOf = (self: InstanceValue): number[] => {
  const value: Value = self.attributes.get('unflattened_size') ?? none
  if (value.kind !== 'tuple' && value.kind !== 'list') return []
  return value.items.map((item) => (item.kind === 'int' ? item.value : 0))
}

const unflatten = (session: Session): Layer => ({
  signature: 'Unflatten(dim, unflattened_size)',
  file: 'flatten',
  build: (self, args) => {
    self.attributes.set('dim', args.value('dim'))
    self.attributes.set('unflattened_size', args.value('unflattened_size'))
  },
  forward: (self, [input]) => {
    const x = tensorInput(input, 'unflatten')
    const shape = shapeOf(session, x)
    const dim = dimension(numberSetting(self, 'dim', 0), shape.length)
    return reshaped(session, x, [...shape.slice(0, dim), ...sizesOf(self), ...shape.slice(dim + 1)], 'ViewBackward0')
  },
  extra: (self) => shownSettings(self, ['dim', 'unflattened_size']),
})

/** The linear layer and those that only rearrange. */
export const linearLayers = (session: Session): Layer[] => [
  linear(session),
  identity,
  flatten(session),
  unflatten(session),
]
